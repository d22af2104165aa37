/** The picture: one time axis, the arrivals, and under them what each limiter made of them. Only a projection; the build draws it too. */

import { memo, type ReactNode } from 'react'
import { MarkShapes } from '@/components/marks/mark.tsx'
import type { MarkKind } from '@/components/marks/mark-geometry.ts'
import type { RecordedEvent } from '@/simulations/components/arrival-bench/recordings.ts'
import type { BenchRun } from '@/components/simulation/arrival-run.ts'
import { NO_KEY } from '@/components/simulation/arrival-tools.ts'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import { capacityOf, nameOf, quantityOf, settingOf, writeInstant, writeSpan, type Words } from './arrival-words.ts'
import { describeRun, type Side } from './describe-decision.ts'
import { highestLevel, LEFT, levelPath, RIGHT, ticksOf, xOf, type Bin, type LaneLayout, type Layout, type Sight } from './picture-model.ts'

/** What a real server decided on the same arrivals. */
export interface RecordedLane {
  readonly server: string
  /** In the order written. */
  readonly events: readonly RecordedEvent[]
  /** On how many ours decides otherwise; null: none of the two is set as that server was. */
  readonly differing: number | null
}

interface PictureProps {
  readonly words: Words
  readonly run: BenchRun
  readonly sight: Sight
  readonly layout: Layout
  readonly recorded?: RecordedLane | null
  /** Beside the title of the arrivals: how to draw. */
  readonly hint?: string
  /** The arrival that is looked at; -1: none. */
  readonly cursor: number
  readonly className?: string
}

const MARK = 0.68
const RING = 'M-7.5 0a7.5 7.5 0 1 0 15 0a7.5 7.5 0 1 0 -15 0z'

export function BenchPicture({ words, run, sight, layout, recorded = null, hint = '', cursor, className = '' }: PictureProps) {
  const { text } = words
  const { arrivals } = run.text
  const cursorX = cursor < 0 ? null : xOf(sight, arrivals.atUs[cursor]!)
  const names = [nameOf(words, run.specs[0]), nameOf(words, run.specs[1])] as const
  return (
    <svg viewBox={`0 0 ${sight.width} ${layout.height}`} role="img" aria-label={formatWith(words.locale, text.picture.label, { summary: describeRun(words, run, names) })} className={`arrivals-picture block h-auto w-full ${className}`}>
      <Drawn words={words} run={run} sight={sight} layout={layout} recorded={recorded} hint={hint} />
      {cursorX !== null && cursorX >= LEFT - 1 && cursorX <= sight.width - RIGHT + 1 ? <Cursor at={cursorX} label={writeInstant(arrivals.atUs[cursor]!, run.originUs)} width={sight.width} bottom={layout.height} /> : null}
    </svg>
  )
}

/** Everything but the cursor: a cursor that moves draws none of it anew. */
const Drawn = memo(function Drawn({ words, run, sight, layout, recorded = null, hint = '' }: Omit<PictureProps, 'cursor' | 'className'>) {
  return (
    <>
      <Axis words={words} run={run} sight={sight} layout={layout} />
      <Arrivals words={words} run={run} sight={sight} layout={layout} hint={hint} />
      <Lane words={words} run={run} sight={sight} layout={layout} side={0} />
      <Lane words={words} run={run} sight={sight} layout={layout} side={1} />
      {recorded === null || layout.recorded === null ? null : <Recorded words={words} sight={sight} layout={layout} recorded={recorded} />}
    </>
  )
})

function Axis({ words, run, sight, layout }: { words: Words; run: BenchRun; sight: Sight; layout: Layout }) {
  const ticks = ticksOf(sight, run.originUs)
  return (
    <g>
      {ticks.map(({ x, label }) => (
        <g key={label}>
          <path d={`M${x} 22V${layout.height - 4}`} className="stroke-line" strokeWidth={1} />
          <text x={x} y={15} textAnchor={x < 30 ? 'start' : x > sight.width - 34 ? 'end' : 'middle'} className="fill-ink-2 text-13 tabular-nums">{label}</text>
        </g>
      ))}
      {run.text.arrivals.count === 0 ? <text x={sight.width / 2} y={layout.arrivals.base - 6} textAnchor="middle" className="fill-ink-2 text-14">{formatWith(words.locale, words.text.reading.count, { arrivals: 0, keys: 0 })}</text> : null}
    </g>
  )
}

function Base({ y, width }: { y: number; width: number }) {
  return <path d={`M${LEFT} ${y}H${width - RIGHT}`} className="stroke-ink" strokeWidth={1.4} />
}

function Arrivals({ words: { locale, text }, run, sight, layout, hint }: { words: Words; run: BenchRun; sight: Sight; layout: Layout; hint: string }) {
  const { title, base } = layout.arrivals
  const { count, keys } = run.text.arrivals
  return (
    <g>
      <text x={LEFT} y={title} className="fill-ink text-14 font-semibold">{text.picture.arrivals}{hint === '' || layout.isNarrow ? null : <tspan className="fill-ink-2 font-normal" dx={8}>{hint}</tspan>}</text>
      <text x={sight.width - RIGHT} y={title} textAnchor="end" className="fill-ink-2 text-14 tabular-nums">{formatWith(locale, text.reading.count, { arrivals: count, keys: keys.length })}</text>
      <Base y={base} width={sight.width} />
      {layout.marks?.map(({ i, x, up }) => <Glyph key={i} kind="request" x={x} y={base - 6 - up} />)}
      {layout.bins === null ? null : <Bars bins={layout.bins[0].map(({ x, counts }) => ({ x, counts: [counts[0] + counts[1] + counts[2], 0, 0] as const }))} base={base} layout={layout} />}
    </g>
  )
}

function Glyph({ kind, x, y }: { kind: MarkKind; x: number; y: number }) {
  return <g transform={`translate(${x} ${y}) scale(${MARK})`}><MarkShapes kind={kind} /></g>
}

function Lane({ words, run, sight, layout, side }: { words: Words; run: BenchRun; sight: Sight; layout: Layout; side: Side }) {
  const { locale, text: { picture } } = words
  const lane = layout.lanes[side]
  const spec = run.specs[side]
  const [admitted, delayed, rejected] = run.replays[side].totals
  const countsY = layout.isNarrow ? lane.title + 19 : lane.title
  const counts: ReactNode[] = [
    <tspan key="admitted" className="fill-req">{formatWith(locale, picture.admitted, { count: admitted })}</tspan>,
    delayed > 0 ? <tspan key="delayed" className="fill-wait-text" dx={10}>{formatWith(locale, picture.delayed, { count: delayed })}</tspan> : null,
    <tspan key="rejected" className="fill-fail-text" dx={10}>{formatWith(locale, picture.rejected, { count: rejected })}</tspan>,
  ]
  return (
    <g>
      <text x={LEFT} y={lane.title} className="fill-ink text-14 font-semibold">
        {side + 1}{'\u2002'}{nameOf(words, spec)}<tspan className="fill-ink-2 font-normal" dx={8}>{settingOf(words, spec)}</tspan>
      </text>
      <text x={layout.isNarrow ? LEFT : sight.width - RIGHT} y={countsY} textAnchor={layout.isNarrow ? 'start' : 'end'} className="text-14 font-semibold tabular-nums">{counts}</text>
      <Base y={lane.base} width={sight.width} />
      {layout.marks === null ? <Bars bins={layout.bins![side]} base={lane.base} layout={layout} /> : <Decisions run={run} sight={sight} layout={layout} side={side} />}
      <Bracket words={words} run={run} sight={sight} lane={lane} side={side} />
      <Level words={words} run={run} sight={sight} lane={lane} side={side} />
    </g>
  )
}

const VERDICT_MARKS: readonly MarkKind[] = ['request', 'waiting', 'throttled']

function Decisions({ run, sight, layout, side }: { run: BenchRun; sight: Sight; layout: Layout; side: Side }) {
  const { verdict, delayUs } = run.replays[side]
  const { base } = layout.lanes[side]
  const differing = new Set(layout.marks!.length > 0 ? run.differing : [])
  return layout.marks!.map(({ i, x, up }) => {
    const y = base - 6 - up
    const isDelayed = verdict[i] === 1
    const leaveX = isDelayed ? Math.round(xOf(sight, run.text.arrivals.atUs[i]! + delayUs[i]!) * 10) / 10 : x
    return (
      <g key={i}>
        {isDelayed ? <path d={`M${x} ${y}H${Math.min(leaveX, sight.width - RIGHT)}`} className="stroke-wait" strokeWidth={1.4} strokeDasharray="3 2" /> : null}
        {isDelayed && leaveX <= sight.width - RIGHT ? <Glyph kind="request" x={leaveX} y={y} /> : null}
        <Glyph kind={VERDICT_MARKS[verdict[i]!]!} x={x} y={y} />
        {differing.has(i) ? <path d={RING} transform={`translate(${x} ${y})`} className="fill-none stroke-ink" strokeWidth={1.3} /> : null}
      </g>
    )
  })
}

/** The answers of a delayed request came when its client saw them. */
function Recorded({ words: { locale, text: { picture } }, sight, layout, recorded }: { words: Words; sight: Sight; layout: Layout; recorded: RecordedLane }) {
  const { title, base } = layout.recorded!
  const { server, events, differing } = recorded
  const said = differing === null ? '' : differing === 0 ? formatWith(locale, picture.recordedSame, { count: events.length }) : formatWith(locale, picture.recordedDiffers, { count: differing })
  return (
    <g>
      <text x={LEFT} y={title} className="fill-ink text-14 font-semibold">{formatWith(locale, picture.recorded, { server })}</text>
      <text x={layout.isNarrow ? LEFT : sight.width - RIGHT} y={layout.isNarrow ? title + 19 : title} textAnchor={layout.isNarrow ? 'start' : 'end'} className={`text-14 font-semibold ${differing === 0 ? 'fill-ok-text' : 'fill-ink-2'}`}>{said}</text>
      <Base y={base} width={sight.width} />
      {layout.marks!.map(({ i, x, up }) => {
        const event = events[i]
        if (event === undefined) return null
        const y = base - 6 - up
        const leaveX = Math.round(xOf(sight, (event.atMs + event.observedMs) * 1_000) * 10) / 10
        return (
          <g key={i}>
            {event.verdict === 1 ? <path d={`M${x} ${y}H${Math.min(leaveX, sight.width - RIGHT)}`} className="stroke-wait" strokeWidth={1.4} strokeDasharray="3 2" /> : null}
            {event.verdict === 1 && leaveX <= sight.width - RIGHT ? <Glyph kind="request" x={leaveX} y={y} /> : null}
            <Glyph kind={VERDICT_MARKS[event.verdict]!} x={x} y={y} />
          </g>
        )
      })}
    </g>
  )
}

/** Admitted stand solid at the base, delayed above them, refused hollow on top: readable without colours too. */
function Bars({ bins, base, layout }: { bins: readonly Bin[]; base: number; layout: Layout }) {
  const unit = (layout.bandHeight - 4) / layout.mostInBin
  const paths = ['', '', '']
  for (const { x, counts } of bins) {
    let y = base
    counts.forEach((count, verdict) => {
      if (count === 0) return
      const height = Math.round(count * unit * 10) / 10
      paths[verdict] += `M${x} ${y}v${-height}h2.4v${height}z`
      y -= height
    })
  }
  return (
    <g>
      <path d={paths[0]} className="fill-req" />
      <path d={paths[1]} className="fill-wait" />
      <path d={paths[2]} className="fill-sheet stroke-fail" strokeWidth={0.8} />
    </g>
  )
}

/** The window in which most got through. */
function Bracket({ words: { locale, text: { picture } }, run, sight, lane, side }: { words: Words; run: BenchRun; sight: Sight; lane: LaneLayout; side: Side }) {
  const { busiest } = run.replays[side]
  if (busiest === null || busiest.toUs < sight.fromUs || busiest.fromUs > sight.toUs) return null
  const { quota, windowUs, holdUs } = run.compiled[side]
  const x0 = Math.max(LEFT, xOf(sight, busiest.fromUs) - 4)
  const x1 = Math.min(sight.width - RIGHT, Math.max(x0 + 6, xOf(sight, busiest.toUs)))
  const isAbove = busiest.units > quota
  const middle = (x0 + x1) / 2
  const anchor = middle < sight.width * 0.3 ? 'start' : middle > sight.width * 0.7 ? 'end' : 'middle'
  const said = formatWith(locale, holdUs === null ? picture.busiest : picture.busiestOpen, { units: busiest.units, window: writeSpan(windowUs), quota })
  return (
    <g>
      <path d={`M${x0} ${lane.bracket - 5}v5H${x1}v-5`} className={isAbove ? 'fill-none stroke-fail' : 'fill-none stroke-ink-2'} strokeWidth={isAbove ? 2 : 1.3} />
      <text x={anchor === 'start' ? x0 : anchor === 'end' ? x1 : middle} y={lane.bracket + 15} textAnchor={anchor} className={`text-13 ${isAbove ? 'fill-fail-text font-semibold' : 'fill-ink-2'}`}>{said}</text>
    </g>
  )
}

function Level({ words: { locale, text: { picture } }, run, sight, lane, side }: { words: Words; run: BenchRun; sight: Sight; lane: LaneLayout; side: Side }) {
  const spec = run.specs[side]
  const { keys, count } = run.text.arrivals
  const capacity = capacityOf(spec)
  const top = highestLevel(run, side, capacity)
  const limitY = Math.round((lane.levelBase - ((lane.levelBase - lane.levelTop) * capacity) / top) * 10) / 10
  const path = levelPath(run, side, sight, lane, top)
  const quantity = picture.quantities[quantityOf(spec)]
  const client = keys[run.lineKey] ?? NO_KEY
  const inner = sight.width - LEFT - RIGHT
  const high = lane.levelBase - lane.levelTop + 6
  const hasLine = run.replays[side].line !== null
  return (
    <g>
      <path d={`M${LEFT} ${lane.levelBase}H${sight.width - RIGHT}`} className="stroke-edge" strokeWidth={1} />
      <path d={`M${LEFT} ${limitY}H${sight.width - RIGHT}`} className="stroke-ink" strokeWidth={1} strokeDasharray="4 4" />
      <svg x={LEFT} y={lane.levelTop - 4} width={inner} height={high} viewBox={`${LEFT} ${lane.levelTop - 4} ${inner} ${high}`}>
        <path d={path} className="fill-none stroke-req" strokeWidth={1.8} strokeLinejoin="round" />
      </svg>
      <text x={sight.width - RIGHT} y={limitY - 4} textAnchor="end" className="halo fill-ink text-13 tabular-nums">{formatNumber(locale, capacity)}</text>
      <text x={LEFT} y={limitY - 4} className="halo fill-ink-2 text-13">
        {count > 0 && !hasLine ? picture.noLine : keys.length > 1 ? formatWith(locale, picture.of, { quantity, client }) : quantity}
      </text>
    </g>
  )
}

function Cursor({ at, label, width, bottom }: { at: number; label: string; width: number; bottom: number }) {
  const half = label.length * 3.9 + 8
  const x = Math.min(Math.max(at, half), width - half)
  return (
    <g>
      <path d={`M${at} 20V${bottom}`} className="stroke-now" strokeWidth={1.6} />
      <rect x={x - half} y={1} width={2 * half} height={20} className="fill-now" />
      <text x={x} y={15.5} textAnchor="middle" className="fill-on-now text-13 font-semibold tabular-nums">{label}</text>
    </g>
  )
}
