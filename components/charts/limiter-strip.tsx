'use client'

import { useMemo } from 'react'
import { limiterOf } from '@/components/families/limiter-words.ts'
import { formatDuration } from '@/components/narration/describe.ts'
import { rowAt } from '@/components/projection/lookup.ts'
import { latencySeries } from '@/components/projection/series.ts'
import type { TrafficIndex } from '@/components/projection/traffic-index.ts'
import { stateNow } from '@/components/projection/traffic-state.ts'
import { useInstant, useSimulation, useSimulationParts } from '@/components/simulation/context.tsx'
import { endOf } from '@/components/simulation/store.ts'
import { useWords } from '@/components/workbench/words.tsx'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import { EVENT } from '@/simulations/components/traffic/vocabulary.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import { nearestRow, rowOfLatency } from './metric-instants.ts'
import { Metric, Strip } from './metrics-strip.tsx'

const POINTS = 120
const EVERY_MS = 200
const SECOND_US = 1_000_000

/** What a limiter did so far: who was refused, who was let in, how long answers took, and what came back or is held. */
export function LimiterStrip() {
  const trace = useSimulation((state) => state.trace)
  const index = useSimulation((state) => state.index)
  return trace === null || index === null ? null : <FilledStrip trace={trace} index={index} />
}

function FilledStrip({ trace, index }: { trace: Trace; index: TrafficIndex }) {
  const { simulation: words, locale } = useWords()
  const { clock } = useSimulationParts()
  const { us, row } = useInstant(EVERY_MS)
  const seekRow = useSimulation((state) => state.seekRow)
  const end = endOf(trace)
  const series = useMemo(() => ({
    throttled: eventsPerSecond(trace, EVENT['request.throttled'], end), admitted: eventsPerSecond(trace, EVENT['request.admitted'], end),
    p99: latencySeries(trace, index, end, POINTS), held: heldSeries(trace, end), retries: retrySeries(trace, end),
  }), [trace, index, end])
  const { metrics, lanes } = useMemo(() => stateNow(trace, index, us, row), [trace, index, us, row])
  const limiter = limiterOf(words)
  if (limiter === null) return null
  const { metrics: text } = limiter
  const nodes = lanes.filter((lane) => lane.role === 'limiter')
  const admitted = nodes.reduce((sum, lane) => sum + lane.answered, 0)
  const held = nodes.reduce((sum, lane) => sum + lane.held, 0)
  const ended = metrics.answered + metrics.refused + metrics.timedOut + metrics.throttled
  const share = end === 0 ? 0 : us / end
  const rate = (event: number) => formatNumber(locale, countBetween(trace, event, us - SECOND_US, us))
  const goTo = (kinds: readonly string[]) => () => {
    const target = nearestRow(trace, clock.row(), kinds)
    if (target >= 0) seekRow(target)
  }
  const comesBack = index.config.clients.retry !== undefined && index.config.clients.retry.how !== 'give-up'
  return (
    <Strip>
      <Metric
        name={text.throttled} value={ended === 0 ? words.metrics.none : formatNumber(locale, metrics.throttled / ended, 'percent')}
        note={formatWith(locale, text.throttledNote, { count: metrics.throttled, rate: rate(EVENT['request.throttled']) })}
        tone={metrics.throttled > 0 ? 'text-fail-text' : ''} curve={series.throttled} share={share} curveTone="text-fail" onJump={goTo(['request.throttled'])}
      />
      <Metric
        name={text.admitted} value={formatNumber(locale, admitted)} note={formatWith(locale, text.admittedNote, { rate: rate(EVENT['request.admitted']) })}
        curve={series.admitted} share={share} curveTone="text-req" onJump={goTo(['request.admitted'])}
      />
      <Metric
        name={words.metrics.p99} value={formatDuration(metrics.p99Us)} note={metrics.answered === 0 ? '' : formatWith(locale, words.metrics.p99Note, { p50: formatDuration(metrics.p50Us), mean: formatDuration(metrics.meanUs) })}
        curve={series.p99} share={share} onJump={() => {
          const target = rowOfLatency(trace, clock.row(), metrics.p99Us)
          if (target >= 0) seekRow(target)
        }}
      />
      {comesBack ? (
        <Metric
          name={text.retries} value={formatNumber(locale, retriesUntil(trace, us))} note={formatWith(locale, text.retriesNote, { sent: formatNumber(locale, metrics.sent) })}
          curve={series.retries} share={share} onJump={goTo(['throttle.received'])}
        />
      ) : (
        <Metric
          name={text.held} value={formatNumber(locale, held)} note={formatWith(locale, text.heldNote, { most: formatNumber(locale, mostUntil(series.held, share)) })}
          tone={held > 0 ? 'text-wait-text' : ''} curve={series.held} share={share} curveTone="text-wait" onJump={goTo(['request.delayed', 'count.asked'])}
        />
      )}
    </Strip>
  )
}

function eventsPerSecond({ log }: Trace, event: number, end: number): Float32Array {
  const series = new Float32Array(POINTS)
  for (let row = 0; row < log.count; row++) {
    if (log.kind[row] === event) series[Math.min(POINTS - 1, Math.floor((log.at[row]! * POINTS) / Math.max(1, end)))]! += (POINTS * SECOND_US) / Math.max(1, end)
  }
  return series
}

/** The most that all nodes held at once, in each part of the run. */
function heldSeries({ log }: Trace, end: number): Float32Array {
  const series = new Float32Array(POINTS)
  const inside = new Set<number>()
  for (let row = 0; row < log.count; row++) {
    const kind = log.kind[row]!
    if (kind === EVENT['request.delayed'] || kind === EVENT['count.asked']) inside.add(log.ref[row]!)
    else if (kind === EVENT['request.admitted'] || kind === EVENT['request.throttled'] || kind === EVENT['limit.unchecked'] || kind === EVENT['limit.abandoned']) inside.delete(log.ref[row]!)
    else continue
    const point = Math.min(POINTS - 1, Math.floor((log.at[row]! * POINTS) / Math.max(1, end)))
    if (inside.size > series[point]!) series[point] = inside.size
  }
  return series
}

function mostUntil(series: Float32Array, share: number): number {
  return series.subarray(0, Math.min(series.length, Math.floor(share * series.length) + 1)).reduce((most, value) => Math.max(most, value), 0)
}

function retrySeries({ subjects }: Trace, end: number): Float32Array {
  const series = new Float32Array(POINTS)
  const { createdAt, attempt } = subjects.columns
  for (let request = 0; request < subjects.count; request++) {
    if ((attempt?.[request] ?? 0) > 0) series[Math.min(POINTS - 1, Math.floor((createdAt![request]! * POINTS) / Math.max(1, end)))]! += (POINTS * SECOND_US) / Math.max(1, end)
  }
  return series
}

function retriesUntil({ subjects }: Trace, us: number): number {
  const { createdAt, attempt } = subjects.columns
  let count = 0
  for (let request = 0; request < subjects.count && createdAt![request]! <= us; request++) if ((attempt?.[request] ?? 0) > 0) count++
  return count
}

function countBetween(trace: Trace, event: number, fromUs: number, toUs: number): number {
  let count = 0
  for (let row = rowAt(trace, toUs); row >= 0 && trace.log.at[row]! > fromUs; row--) if (trace.log.kind[row] === event) count++
  return count
}
