'use client'

import { LimiterStrip } from '@/components/charts/limiter-strip.tsx'
import { MetricsStrip } from '@/components/charts/metrics-strip.tsx'
import { trafficNarrator } from '@/components/narration/traffic-narrator.ts'
import { useSimulation, useSimulationParts } from '@/components/simulation/context.tsx'
import type { Picking } from '@/components/stage/stage-context.ts'
import { Stage } from '@/components/stage/stage.tsx'
import { trafficReader } from '@/components/timeline/traffic-reader.ts'
import { useWords } from '@/components/workbench/words.tsx'
import type { FamilyView } from './family-view.ts'
import { limiterOf } from './limiter-words.ts'

/** Machines under load. */
export const trafficView: FamilyView = {
  narrator: ({ locale, simulation }, run) => (run.family === 'traffic' ? trafficNarrator(locale, simulation, run) : null),
  diagram: ({ locale, timeline }, run) => (run.family === 'traffic' ? trafficReader(run.trace, run.index, timeline, locale) : null),
  Stage: TrafficStage,
  Figures: TrafficFigures,
  figureNames: ({ simulation }) => {
    const limiter = limiterOf(simulation)
    const { metrics } = simulation
    return limiter === null ? [metrics.failed, metrics.p99, metrics.balanced, metrics.answered] : [limiter.metrics.throttled, limiter.metrics.admitted, metrics.p99, limiter.metrics.held]
  },
  hasCode: true,
}

function TrafficStage({ picking = null }: { readonly picking?: Picking | null }) {
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

/** Behind a limiter other numbers matter. */
function TrafficFigures() {
  const isLimited = useSimulation((state) => state.index?.config.limiter !== undefined)
  return isLimited ? <LimiterStrip /> : <MetricsStrip />
}
