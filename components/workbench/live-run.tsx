'use client'

import { lazy, Suspense, useMemo, useState } from 'react'
import { useFamily } from '@/components/families/registry.ts'
import { useSimulation, useSimulationParts } from '@/components/simulation/context.tsx'
import type { Picking } from '@/components/stage/stage-context.ts'
import { RunStrip } from '@/components/timeline/run-strip.tsx'
import { SpaceTime } from '@/components/timeline/space-time.tsx'
import type { Viewport } from '@/components/timeline/time-window.ts'
import { useWords } from './words.tsx'

/** Nobody needs it before a refused request is chosen. */
const LimitAnswer = lazy(() => import('./limit-answer.tsx').then((module) => ({ default: module.LimitAnswer })))

/** A part of a lesson may hide the run from an instant on until the reader has said what will happen. */
interface Armed {
  readonly armedFromUs?: number | null
  /** What stands where nothing is recorded yet. */
  readonly armedText?: string
}

/** The stage of the simulator around it, and the strip of its figures: the family's own. */
export function LiveStage({ picking = null }: { readonly picking?: Picking | null }) {
  const { Stage } = useFamily()
  return <Stage picking={picking} />
}

export function LiveFigures() {
  const { Figures } = useFamily()
  return <Figures />
}

export function LiveDiagram({ armedFromUs = null, armedText }: Armed) {
  const words = useWords()
  const { locale, timeline } = words
  const family = useFamily()
  const { clock, store } = useSimulationParts()
  const viewport = useViewport()
  const run = useSimulation((state) => state.finished)
  const reader = useMemo(() => (run === null ? null : family.diagram(words, run)), [family, words, run])
  const playing = useSimulation((state) => state.playing)
  const selectedLane = useSimulation((state) => state.selectedLane)
  const hoveredLane = useSimulation((state) => state.hoveredLane)
  const [request, setRequest] = useState(-1)
  if (run === null || reader === null) return null
  const { trace, index } = run
  const { seek, hover } = store.getState()
  const limited = run.family === 'traffic' && run.config.limiter !== undefined ? run.config : null
  const diagram = (
    <SpaceTime
      trace={trace} index={index} reader={reader} clock={clock} viewport={viewport} words={timeline} locale={locale} playing={playing}
      armedFromUs={armedFromUs} {...(armedText === undefined ? {} : { armedText })}
      selectedLane={selectedLane} hoveredLane={hoveredLane} selectedRequest={request} onSeek={seek} onLane={hover} onSelectRequest={setRequest}
    />
  )
  if (limited === null) return diagram
  return (
    <div className="relative h-full">
      {diagram}
      {request < 0 ? null : <Suspense><LimitAnswer trace={trace} config={limited} request={request} onClose={() => setRequest(-1)} /></Suspense>}
    </div>
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
