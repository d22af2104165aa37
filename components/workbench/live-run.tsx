'use client'

import { useMemo, useState } from 'react'
import { useSimulation, useSimulationParts } from '@/components/simulation/context.tsx'
import type { Picking } from '@/components/stage/stage-context.ts'
import { Stage } from '@/components/stage/stage.tsx'
import { RunStrip } from '@/components/timeline/run-strip.tsx'
import { SpaceTime } from '@/components/timeline/space-time.tsx'
import type { Viewport } from '@/components/timeline/time-window.ts'
import { useWords } from './words.tsx'

/** A part of a lesson may hide the run from an instant on until the reader has said what will happen. */
interface Armed {
  readonly armedFromUs?: number | null
  /** What stands where nothing is recorded yet. */
  readonly armedText?: string
}

/** The stage of the simulator around it. */
export function LiveStage({ picking = null }: { readonly picking?: Picking | null }) {
  const { locale, stage } = useWords()
  const { clock, store } = useSimulationParts()
  // One by one: the store also moves with the diagram's window, in every frame.
  const trace = useSimulation((state) => state.trace)
  const index = useSimulation((state) => state.index)
  const playing = useSimulation((state) => state.playing)
  const selectedLane = useSimulation((state) => state.selectedLane)
  if (trace === null || index === null) return null
  const { select, intervene } = store.getState()
  return <Stage trace={trace} index={index} clock={clock} words={stage} locale={locale} isPlaying={playing} selectedLane={selectedLane} picking={picking} onSelect={select} onCommand={intervene} />
}

export function LiveDiagram({ armedFromUs = null, armedText }: Armed) {
  const { locale, timeline } = useWords()
  const { clock, store } = useSimulationParts()
  const viewport = useViewport()
  const trace = useSimulation((state) => state.trace)
  const index = useSimulation((state) => state.index)
  const playing = useSimulation((state) => state.playing)
  const selectedLane = useSimulation((state) => state.selectedLane)
  const hoveredLane = useSimulation((state) => state.hoveredLane)
  const [request, setRequest] = useState(-1)
  if (trace === null || index === null) return null
  const { seek, hover } = store.getState()
  return (
    <SpaceTime
      trace={trace} index={index} clock={clock} viewport={viewport} words={timeline} locale={locale} playing={playing}
      armedFromUs={armedFromUs} {...(armedText === undefined ? {} : { armedText })}
      selectedLane={selectedLane} hoveredLane={hoveredLane} selectedRequest={request} onSeek={seek} onLane={hover} onSelectRequest={setRequest}
    />
  )
}

export function LiveStrip({ armedFromUs = null }: Pick<Armed, 'armedFromUs'>) {
  const { locale, timeline } = useWords()
  const { clock, store } = useSimulationParts()
  const viewport = useViewport()
  const trace = useSimulation((state) => state.trace)
  return trace === null ? null : <RunStrip trace={trace} clock={clock} viewport={viewport} words={timeline} locale={locale} armedFromUs={armedFromUs} onSeek={store.getState().seek} />
}

/** The window of the simulator, as a diagram reads and moves it. */
export function useViewport(): Viewport {
  const { store } = useSimulationParts()
  return useMemo(() => ({
    get: () => store.getState().window,
    set: (window) => store.getState().setWindow(window),
    subscribe: (listener) => store.subscribe((state, before) => {
      if (state.window !== before.window) listener()
    }),
  }), [store])
}
