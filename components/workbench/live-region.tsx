'use client'

import { useEffect, useRef } from 'react'
import { createAnnouncer } from '@/components/narration/announcer.ts'
import { useNarrator } from '@/components/narration/use-narrator.tsx'
import { isNotable } from '@/components/projection/lookup.ts'
import { useSimulationParts } from '@/components/simulation/context.tsx'
import { useSimulation } from '@/components/simulation/context.tsx'

/** The one polite voice of a simulator. It writes its own text: nothing renders while time runs. */
export function LiveRegion() {
  const { store, clock } = useSimulationParts()
  const trace = useSimulation((state) => state.trace)
  const narrator = useNarrator()
  const region = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (trace === null || narrator === null) return
    const announcer = createAnnouncer({
      isNotable: (row) => isNotable(trace, row),
      event: narrator.spoken,
      summary: (row) => narrator.summary(row < 0 ? 0 : trace.log.at[row]!, row),
    })
    return clock.subscribe(() => {
      const { playing, verbosity } = store.getState()
      const said = announcer.moved(Math.min(clock.row(), trace.log.count - 1), performance.now(), playing, verbosity)
      if (said !== '' && region.current) region.current.textContent = said
    })
  }, [trace, narrator, clock, store])
  return <div ref={region} aria-live="polite" data-live-region="" className="sr-only" />
}
