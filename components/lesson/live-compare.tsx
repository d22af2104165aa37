'use client'

import { useEffect, useState, type ReactNode } from 'react'
import { createDriver } from '@/components/simulation/driver.ts'
import { createClock } from '@/components/simulation/clock.ts'
import { openingSpan, windowAround } from '@/components/simulation/opening.ts'
import { rowAt } from '@/components/projection/lookup.ts'
import type { TrafficIndex } from '@/components/projection/traffic-index.ts'
import { SpaceTime } from '@/components/timeline/space-time.tsx'
import { createViewport } from '@/components/timeline/time-window.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import type { TogetherProps } from './compare-together.tsx'
import { useLesson } from './reader-context.tsx'

interface Ran {
  readonly trace: Trace
  readonly index: TrafficIndex
}

/** Two runs of one seed under each other: one clock, one window. What a hand does to one it does to both. */
export function LiveCompare({ runs, scenario, simulation, still }: TogetherProps & { readonly still: ReactNode }) {
  const { words, locale } = useLesson()
  const [ran, setRan] = useState<readonly Ran[] | null>(null)
  const [shared] = useState(() => ({ clock: createClock(), viewport: createViewport({ fromUs: 0, toUs: 500_000 }) }))

  useEffect(() => {
    const driver = createDriver()
    let isGone = false
    const runAll = async () => {
      const done: Ran[] = []
      for (const { sight } of runs) {
        const reply = await driver.run({ document: scenario.document, overrides: sight.overrides, seed: sight.seed, interventions: scenario.script })
        if (isGone || reply.kind !== 'ran') return
        done.push({ trace: reply.trace, index: reply.index })
      }
      const { trace } = done[0]!
      const { sight } = runs[0]!
      shared.viewport.set(windowAround(sight.atUs, sight.windowUs ?? openingSpan(trace), trace.endUs))
      shared.clock.set(sight.atUs, rowAt(trace, sight.atUs))
      setRan(done)
    }
    void runAll()
    return () => {
      isGone = true
      driver.dispose()
    }
  }, [runs, scenario, shared])

  if (ran === null) return still
  const seek = (us: number) => {
    const { trace } = ran[0]!
    const at = Math.min(trace.endUs, Math.max(0, us))
    shared.clock.set(at, rowAt(trace, at))
  }
  return (
    <>
      {ran.map(({ trace, index }, at) => (
        <figure key={runs[at]!.label} className="mt-3 border border-line bg-sheet">
          <figcaption className="border-b border-line px-3 py-1.5 text-14 font-semibold">{runs[at]!.label}</figcaption>
          <div className="h-72">
            <SpaceTime trace={trace} index={index} clock={shared.clock} viewport={shared.viewport} words={simulation.timeline} locale={locale} onSeek={seek} />
          </div>
        </figure>
      ))}
      <p className="sr-only" role="status">{words.compare.title.replace('{knob}', '')}</p>
    </>
  )
}
