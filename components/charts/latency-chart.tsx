'use client'

import { useMemo } from 'react'
import { formatDuration } from '@/components/narration/describe.ts'
import { stateAtRow } from '@/components/projection/traffic-state.ts'
import { useInstant, useSimulation } from '@/components/simulation/context.tsx'
import { useWords } from '@/components/workbench/words.tsx'
import { formatWith } from '@/lib/i18n.ts'
import { distributionAt, edgeOf, placeOf } from './distribution.ts'

const WIDTH = 300
const HEIGHT = 150
const TOP = 34
const BASE = 122

/** How long answers took, so far at now. The title is what there is to see; the labels stand at what they name. */
export function LatencyChart() {
  const { simulation: words, locale } = useWords()
  const trace = useSimulation((state) => state.trace)
  const index = useSimulation((state) => state.index)
  const { row } = useInstant(400)
  const shown = useMemo(() => {
    if (trace === null || index === null) return null
    const at = Math.min(row, trace.log.count - 1)
    return { distribution: distributionAt(trace, at), metrics: stateAtRow(trace, index, at).metrics }
  }, [trace, index, row])
  const { chart } = words
  if (shown === null || shown.distribution.answered === 0) return <p className="text-14 text-ink-2">{chart.empty}</p>
  const { distribution, metrics } = shown
  const most = distribution.bins.reduce((max, count) => Math.max(max, count), 1)
  const x = (us: number) => placeOf(distribution, us) * WIDTH
  const binWidth = WIDTH / distribution.bins.length
  const p50 = x(metrics.p50Us)
  const p99 = x(metrics.p99Us)
  const ticks = Array.from({ length: distribution.decades * 9 + 1 }, (_, i) => distribution.fromUs * 10 ** Math.floor(i / 9) * ((i % 9) + 1))
  const timeoutUs = index?.config.clients.timeoutUs ?? 0
  return (
    <figure>
      <figcaption className="mb-2 text-14 leading-snug text-ink">
        {formatWith(locale, chart.title, { p50: formatDuration(metrics.p50Us), p99: formatDuration(metrics.p99Us) })}
      </figcaption>
      <svg viewBox={`-4 0 ${WIDTH + 8} ${HEIGHT}`} role="img" aria-label={chart.label} className="block w-full max-w-md overflow-visible text-note">
        {[...distribution.bins].map((count, bin) => (
          count === 0 ? null : <rect key={bin} x={bin * binWidth + 0.75} width={binWidth - 1.5} y={BASE - (count / most) * (BASE - TOP)} height={(count / most) * (BASE - TOP)} className="fill-ok" />
        ))}
        <path d={`M0 ${BASE}H${WIDTH}`} className="stroke-ink" strokeWidth="1.5" />
        <path d={ticks.map((us, i) => `M${x(us).toFixed(1)} ${BASE}v${i % 9 === 0 ? 6 : 3}`).join('')} className="stroke-ink" strokeWidth="1" fill="none" />
        {ticks.filter((_, i) => i % 9 === 0).map((us, i, all) => (
          <text key={us} x={x(us)} y={BASE + 20} textAnchor={i === 0 ? 'start' : i === all.length - 1 ? 'end' : 'middle'} className="fill-ink-2">{formatTick(us)}</text>
        ))}
        <Limit x={p50} y={12} label={formatWith(locale, chart.p50, { value: formatDuration(metrics.p50Us) })} flip={p50 > WIDTH * 0.6} />
        <Limit x={p99} y={26} label={formatWith(locale, chart.p99, { value: formatDuration(metrics.p99Us) })} flip={p99 > WIDTH * 0.6} />
      </svg>
      {distribution.timedOut === 0 ? null : <p className="mt-1 text-13 text-fail-text">{formatWith(locale, chart.timeouts, { count: distribution.timedOut, after: formatDuration(timeoutUs) })}</p>}
      <ul className="sr-only">
        {[...distribution.bins].map((count, bin) => (
          count === 0 ? null : <li key={bin}>{formatWith(locale, words.chartAlternative, { from: formatDuration(edgeOf(distribution, bin)), to: formatDuration(edgeOf(distribution, bin + 1)), count })}</li>
        ))}
      </ul>
    </figure>
  )
}

function Limit({ x, y, label, flip }: { x: number; y: number; label: string; flip: boolean }) {
  return (
    <g>
      <path d={`M${x} ${y - 8}V${BASE}`} className="stroke-ink" strokeWidth="1" strokeDasharray="3 3" />
      <text x={flip ? x - 4 : x + 4} y={y} textAnchor={flip ? 'end' : 'start'} className="fill-ink">{label}</text>
    </g>
  )
}

function formatTick(us: number): string {
  return us >= 1_000_000 ? `${us / 1_000_000} s` : us >= 1_000 ? `${us / 1_000} ms` : `${us} µs`
}
