'use client'

import { useMemo, type ReactNode } from 'react'
import { formatDuration } from '@/components/narration/describe.ts'
import { depthBand, latencySeries, rateSeries } from '@/components/projection/series.ts'
import type { TrafficIndex } from '@/components/projection/traffic-index.ts'
import { stateNow, type LaneState } from '@/components/projection/traffic-state.ts'
import { useInstant, useSimulation, useSimulationParts } from '@/components/simulation/context.tsx'
import { endOf } from '@/components/simulation/store.ts'
import { useWords } from '@/components/workbench/words.tsx'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import { instantOfDeepest, nearestRow, rowOfLatency } from './metric-instants.ts'
import { Sparkline } from './sparkline.tsx'

const POINTS = 120
/** Text follows now this often while time runs. */
const EVERY_MS = 200
const FAILURES = ['refusal.received', 'request.timed-out'] as const

interface Series {
  readonly failed: Float32Array
  readonly answered: Float32Array
  readonly p99: Float32Array
}

/** Four numbers so far at now, each with its curve; a click goes to the instant that made it. */
export function MetricsStrip() {
  const trace = useSimulation((state) => state.trace)
  const index = useSimulation((state) => state.index)
  return trace === null || index === null ? <EmptyStrip /> : <FilledStrip trace={trace} index={index} />
}

function FilledStrip({ trace, index }: { trace: Trace; index: TrafficIndex }) {
  const { simulation: words, locale } = useWords()
  const { store, clock } = useSimulationParts()
  const { us, row } = useInstant(EVERY_MS)
  const end = endOf(trace)
  const series = useMemo((): Series => {
    const { answered, failed } = rateSeries(trace, 0, end, POINTS)
    return { answered, failed, p99: latencySeries(trace, index, end, POINTS) }
  }, [trace, index, end])
  const state = useMemo(() => stateNow(trace, index, us, row), [trace, index, us, row])
  const { metrics } = state
  const failed = metrics.refused + metrics.timedOut
  const done = metrics.answered + failed
  const servers = state.lanes.filter((lane) => lane.role === 'service' && lane.joined)
  const longest = pick([...servers, ...state.lanes.filter((lane) => lane.role === 'store')], (a, b) => b.queued - a.queued)
  const shortest = pick(servers, (a, b) => a.queued - b.queued)
  const depth = useMemo(() => (longest === undefined ? null : depthBand(trace, index, longest.lane, 0, end, POINTS).queued), [trace, index, longest?.lane, end]) // eslint-disable-line react-hooks/exhaustive-deps
  const share = end === 0 ? 0 : us / end
  const { seekRow, seek } = store.getState()
  const goTo = (target: number) => target >= 0 && seekRow(target)
  const text = words.metrics
  return (
    <Strip>
      <Metric
        name={text.failed} value={done === 0 ? text.none : formatNumber(locale, failed / done, 'percent')} note={formatWith(locale, text.failedCount, { failed })}
        tone={failed > 0 ? 'text-fail-text' : ''} curve={series.failed} share={share} curveTone="text-fail" onJump={() => goTo(nearestRow(trace, clock.row(), FAILURES))}
      />
      <Metric
        name={text.p99} value={formatDuration(metrics.p99Us)} note={metrics.answered === 0 ? '' : formatWith(locale, text.p99Note, { p50: formatDuration(metrics.p50Us), mean: formatDuration(metrics.meanUs) })}
        curve={series.p99} share={share} onJump={() => goTo(rowOfLatency(trace, clock.row(), metrics.p99Us))}
      />
      <Metric
        name={longest === undefined || longest.queued === 0 ? text.balanced : formatWith(locale, text.busiest, { server: (words.lanes as Record<string, string>)[longest.id] ?? longest.id })}
        value={formatNumber(locale, longest?.queued ?? 0)} note={shortest === undefined ? '' : formatWith(locale, text.busiestNote, { least: shortest.id, queued: shortest.queued })}
        tone={longest !== undefined && longest.queued > 0 ? 'text-wait-text' : ''} curve={depth} share={share} curveTone="text-wait"
        onJump={() => longest !== undefined && seek(instantOfDeepest(trace, index, longest.lane, clock.get()))}
      />
      <Metric
        name={text.answered} value={formatNumber(locale, metrics.answered)} note={`${formatWith(locale, text.ofSent, { sent: metrics.sent })}, ${formatWith(locale, text.perSecond, { rate: metrics.answeredPerSecond })}`}
        curve={series.answered} share={share} curveTone="text-ok" onJump={() => goTo(nearestRow(trace, clock.row(), ['answer.received']))}
      />
    </Strip>
  )
}

function pick(lanes: readonly LaneState[], compare: (a: LaneState, b: LaneState) => number): LaneState | undefined {
  return [...lanes].sort(compare)[0]
}

function EmptyStrip() {
  const { metrics } = useWords().simulation
  return (
    <Strip>
      {[metrics.failed, metrics.p99, metrics.balanced, metrics.answered].map((name) => (
        <div key={name} className="px-4 py-2.5">
          <p className="text-14 text-ink-2">{name}</p>
          <p className="figure mt-1 text-28 leading-none">{metrics.none}</p>
        </div>
      ))}
    </Strip>
  )
}

/** Four numbers side by side. */
export function Strip({ children }: { children: ReactNode }) {
  const { metrics } = useWords().simulation
  return (
    <div role="group" aria-label={metrics.label} className="grid grid-cols-4 divide-x divide-line leading-tight max-desk:grid-cols-2 max-desk:[&>*:nth-child(n+3)]:border-t max-desk:[&>*:nth-child(n+3)]:border-line">
      {children}
    </div>
  )
}

interface MetricProps {
  readonly name: string
  readonly value: string
  readonly note: string
  readonly tone?: string
  readonly curve: Float32Array | null
  readonly curveTone?: string
  readonly share: number
  readonly onJump: () => void
}

export function Metric({ name, value, note, tone = '', curve, curveTone = 'text-ink-2', share, onJump }: MetricProps) {
  const { simulation: words, locale } = useWords()
  const [number, unit] = value.split('\u00a0')
  return (
    <button type="button" onClick={onJump} aria-label={formatWith(locale, words.metrics.jump, { name, value })} className="group grid min-w-0 cursor-pointer grid-cols-[auto_1fr] items-end gap-x-3 px-4 py-2.5 text-left hover:bg-paper">
      <span className="col-span-2 self-start text-14 text-ink-2 desk:truncate">{name}</span>
      <span className={`figure whitespace-nowrap text-28 leading-none ${tone}`}>
        {number}
        {unit === undefined ? null : <span className="ml-1 font-text text-13 font-normal text-ink-2">{unit}</span>}
      </span>
      {curve === null ? <span /> : <Sparkline values={curve} share={share} className={`h-7 w-full max-w-36 justify-self-end ${curveTone}`} />}
      <span className="col-span-2 mt-1 self-start text-note desk:truncate text-ink-3 tabular-nums">{note}</span>
    </button>
  )
}
