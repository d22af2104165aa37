import { useId } from 'react'
import { MarkAt } from '@/components/marks/mark.tsx'
import type { RunIndex } from '@/components/projection/run-index.ts'
import { formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import { densityFor, EVERYTHING } from './density.ts'
import { laneOf, stretchesOf } from './lane-bands.ts'
import { levelPath, levelRoom } from './level-bands.ts'
import { CROSSED } from './paint.ts'
import { bandRoom, laneLayout, rowsOfLanes, type LaneLayout } from './lane-layout.ts'
import { LOOK_ORDER, LOOKS } from './looks.ts'
import { servingHeight, waitingHeight, waitingScale } from './band-heights.ts'
import { RING_PX } from './ring.ts'
import { buildScene, type DrawnRun, type Scene } from './scene.ts'
import type { DiagramReader } from './reader.ts'
import { lastInstant } from './run-end.ts'
import { surveyOf } from './survey.ts'
import { flagStyle, formatTime, tickStep, ticksIn, timeStyle } from './ticks.ts'
import { spanOf, xAt, type TimeWindow } from './time-window.ts'
import { trafficReader } from './traffic-reader.ts'
import type { TimelineWords } from './words.ts'

interface StillProps {
  readonly trace: Trace
  readonly index: RunIndex
  /** What the run's family says; without one it is read as traffic. */
  readonly reader?: DiagramReader | undefined
  readonly window: TimeWindow
  readonly nowUs: number
  readonly words: TimelineWords
  readonly locale: Locale
  readonly width?: number
  readonly height?: number
  readonly armedFromUs?: number | null
  /** Lanes, strokes and now, without a word: for lists and cards. */
  readonly thumbnail?: boolean
  /** By row of the subjects: 1 for what fared otherwise in the run beside this one. */
  readonly ringed?: Uint8Array | undefined
  readonly className?: string
}

const THUMBNAIL = { width: 320, height: 56 }
const TONES = { plain: 'fill-ink-3', wait: 'fill-wait-text', fail: 'fill-fail-text' } as const

/** The space-time diagram as a picture: before the page is alive, without a script, on paper, in a list. */
export function SpaceTimeStill(props: StillProps) {
  const { trace, index, window, nowUs, words, locale, thumbnail = false, armedFromUs = null, className = '' } = props
  const id = useId().replace(/[^a-zA-Z0-9]/g, '')
  const width = props.width ?? (thumbnail ? THUMBNAIL.width : 960)
  const layout = thumbnail ? thumbnailLayout(trace.lanes.length, THUMBNAIL.height) : laneLayout(trace.lanes.length, width, props.height ?? 360, rowsOfLanes(trace))
  const plot = width - layout.columnPx
  const reader = props.reader ?? trafficReader(trace, index, words, locale)
  const run: DrawnRun = { trace, index, reader, survey: surveyOf(trace, reader), ringed: props.ringed }
  const messages = trace.hops.sentAt.reduce((sum, at) => sum + (at >= window.fromUs && at <= window.toUs ? 1 : 0), 0)
  const density = densityFor(thumbnail ? messages * 1.5 : messages, EVERYTHING, plot)
  const scene = buildScene(run, { fromUs: window.fromUs, usPerPx: spanOf(window) / plot, widthPx: plot, layout, density })
  const x = (us: number) => round(xAt(window, plot, us))
  const untilX = armedFromUs === null ? plot : Math.min(plot, Math.max(0, x(armedFromUs)))
  const nowX = Math.min(plot, Math.max(0, x(nowUs)))
  const style = timeStyle(tickStep(window, plot, 84).stepUs)
  const label = formatWith(locale, words.still, {
    from: formatTime(locale, Math.max(0, window.fromUs), style), to: formatTime(locale, Math.min(lastInstant(trace), window.toUs), style),
    lanes: trace.lanes.length, messages,
  })
  return (
    <svg role="img" aria-label={label} data-thumbnail={thumbnail ? '' : undefined} viewBox={`0 0 ${width} ${layout.heightPx}`} className={`block h-auto w-full ${className}`} fontSize={13}>
      <defs>
        <pattern id={`${id}h`} width={8} height={8} patternUnits="userSpaceOnUse">
          <path d="M-1 9L9 -1M-5 5L5 -5M3 13L13 3" className="stroke-wait" strokeWidth={1.3} />
        </pattern>
        <clipPath id={`${id}p`}><rect data-past={thumbnail ? '' : undefined} x={0} y={0} width={Math.min(nowX, untilX)} height={layout.heightPx} /></clipPath>
        <clipPath id={`${id}f`}><rect data-future={thumbnail ? '' : undefined} x={nowX} y={0} width={Math.max(0, untilX - nowX)} height={layout.heightPx} /></clipPath>
        <g id={`${id}c`}>
          <Bands scene={scene} run={run} layout={layout} pattern={`url(#${id}h)`} />
          <Messages scene={scene} thumbnail={thumbnail} />
          <Rings scene={scene} layout={layout} />
        </g>
      </defs>
      <g transform={`translate(${layout.columnPx} 0)`}>
        <Ground run={run} window={window} plot={plot} layout={layout} untilX={untilX} thumbnail={thumbnail} />
        {!thumbnail && <Levels scene={scene} layout={layout} />}
        <use href={`#${id}c`} clipPath={`url(#${id}p)`} />
        <use href={`#${id}c`} clipPath={`url(#${id}f)`} opacity={0.36} />
        {!thumbnail && <Notes run={run} layout={layout} x={x} plot={untilX} />}
        <rect data-now={thumbnail ? '' : undefined} x={nowX - 1} y={layout.topPx - (thumbnail ? 0 : 12)} width={2} height={layout.bottomPx - layout.topPx + (thumbnail ? 0 : 16)} className="fill-now" />
        {!thumbnail && <Axis run={run} window={window} plot={plot} nowUs={nowUs} nowX={nowX} locale={locale} />}
      </g>
      {!thumbnail && <Names run={run} layout={layout} nowUs={nowUs} />}
      {!thumbnail && density.bands && (
        <text x={width - 12} y={layout.heightPx - 6} textAnchor="end" fontSize={12.5} className="fill-ink-2">{formatWith(locale, words.sampled, { every: density.every })}</text>
      )}
    </svg>
  )
}

/** Lanes from edge to edge: a thumbnail has no room for anything else. */
function thumbnailLayout(lanes: number, height: number): LaneLayout {
  const spacingPx = (height - 12) / Math.max(1, lanes - 1)
  return { heightPx: height, y: Array.from({ length: lanes }, (_, lane) => round(6 + lane * spacingPx)), spacingPx, topPx: 0, bottomPx: height, columnPx: 0, twoLines: false, scale: 0.5 }
}

function Ground({ run: { trace, survey }, window, plot, layout, untilX, thumbnail }: { run: DrawnRun; window: TimeWindow; plot: number; layout: LaneLayout; untilX: number; thumbnail: boolean }) {
  const end = lastInstant(trace)
  const x = (us: number) => round(Math.min(plot, Math.max(0, xAt(window, plot, us))))
  const { stepUs, parts } = tickStep(window, plot, 84)
  const grid = (every: number) => ticksIn(window, every, end).map((at) => `M${Math.round(x(at)) + 0.5} ${layout.topPx}V${layout.bottomPx}`).join('')
  return (
    <>
      {untilX < x(end) && <rect x={untilX} y={layout.topPx} width={x(end) - untilX} height={layout.bottomPx - layout.topPx} className="fill-sunk" opacity={0.6} />}
      {!thumbnail && <path d={grid(stepUs / parts)} className="stroke-line" opacity={0.45} />}
      {!thumbnail && <path d={grid(stepUs)} className="stroke-line" />}
      {trace.lanes.map((lane, number) => {
        const from = x(lane.sinceUs)
        const y = layout.y[number]!
        return (
          <g key={lane.id} strokeWidth={thumbnail ? 1 : lane.role === 'balancer' ? 2.25 : 1.25}>
            {from < untilX && <path d={`M${from} ${y}H${Math.min(untilX, x(end))}`} className="stroke-ink" />}
            {untilX < x(end) && <path d={`M${Math.max(from, untilX)} ${y}H${x(end)}`} className="stroke-edge" strokeWidth={1.25} strokeDasharray="1.5 4" />}
          </g>
        )
      })}
      {survey.lasting.map((state) => {
        const from = x(state.fromUs)
        const to = Math.min(untilX, x(Math.min(end, state.toUs)))
        const y = layout.y[state.lane]!
        if (to <= from) return null
        return state.kind === 'down'
          ? <g key={`${state.lane} ${state.fromUs}`}><rect x={from} y={y - 2} width={to - from} height={4} className="fill-sheet" /><path d={`M${from} ${y}H${to}`} className="stroke-fail" strokeWidth={1.75} strokeDasharray="1.75 5" /></g>
          : <path key={`${state.lane} ${state.fromUs}`} d={`M${from} ${y + 6}H${to}`} className="stroke-wait-text" strokeWidth={5} strokeDasharray="2 4" />
      })}
    </>
  )
}

function Levels({ scene: { levels, widthPx }, layout }: { scene: Scene; layout: LaneLayout }) {
  const { gapPx, roomPx } = levelRoom(layout)
  return levels.map((level) => {
    const top = layout.y[level.lane]! + gapPx
    const { area, edge } = levelPath(level, top, roomPx)
    return (
      <g key={level.lane} className="fill-none">
        <path d={area} className="fill-req-wash" />
        <path d={edge} className="stroke-req" strokeWidth={1.1} />
        <path d={`M0 ${top + roomPx + 0.5}H${widthPx}`} className="stroke-edge" strokeDasharray="2 3" />
        <path d={level.edges.map((x) => `M${Math.round(x) + 0.5} ${top - gapPx - 5}V${top + roomPx}`).join('')} className="stroke-ink-3" />
      </g>
    )
  })
}

function Bands({ scene, run: { survey }, layout, pattern }: { scene: Scene; run: DrawnRun; layout: LaneLayout; pattern: string }) {
  const { bands } = scene
  if (bands === null) return null
  const { waitingPx, servingPx } = bandRoom(layout)
  const perRequest = waitingScale(survey.deepestQueue, waitingPx)
  let waiting = ''
  let serving = ''
  layout.y.forEach((y, lane) => {
    const base = y - servingPx / 2 - 1
    for (const { from, to, depth } of stretchesOf(laneOf(bands, 'waiting', lane))) {
      const height = round(waitingHeight(depth, perRequest))
      waiting += `M${from} ${round(base)}v${-height}h${to - from}v${height}z`
    }
    for (const { from, to, depth } of stretchesOf(laneOf(bands, 'serving', lane))) {
      const height = round(servingHeight(depth, survey.mostServed[lane]!, servingPx))
      serving += `M${from} ${round(y - height / 2)}h${to - from}v${height}h${from - to}z`
    }
  })
  const failures: string[] = []
  for (let i = 0; i < scene.failures.length; i += 3) failures.push(`M${scene.failures[i]! + 0.5} ${layout.y[scene.failures[i + 1]!]! + 4}v${Math.min(12, 5 + scene.failures[i + 2]!)}`)
  return (
    <>
      {waiting !== '' && <path d={waiting} className="fill-wait-wash" />}
      {waiting !== '' && <path d={waiting} fill={pattern} className="stroke-wait" strokeWidth={0.5} />}
      {serving !== '' && <path d={serving} className="fill-ink" />}
      {failures.length > 0 && <path d={failures.join('')} className="stroke-fail" strokeWidth={1.25} />}
    </>
  )
}

function Messages({ scene, thumbnail }: { scene: Scene; thumbnail: boolean }) {
  return (
    <>
      {LOOK_ORDER.map((look) => {
        const { ends } = scene.strokes[look]
        if (ends.length === 0) return null
        let d = ''
        for (let i = 0; i < ends.length; i += 4) d += `M${round(ends[i]!)} ${round(ends[i + 1]!)}L${round(ends[i + 2]!)} ${round(ends[i + 3]!)}`
        const { className, width, dash } = LOOKS[look]
        return <path key={look} d={d} className={className} strokeWidth={thumbnail ? width * 0.6 : width} {...(dash.length > 0 ? { strokeDasharray: dash.join(' ') } : {})} />
      })}
      {scene.marks.flatMap(({ kind, sizePx, places }) =>
        Array.from({ length: places.length / 2 }, (_, i) => <MarkAt key={`${kind} ${i}`} kind={kind} x={places[2 * i]!} y={places[2 * i + 1]!} size={sizePx} />))}
    </>
  )
}

function Rings({ scene: { rings }, layout }: { scene: Scene; layout: LaneLayout }) {
  if (rings.length === 0) return null
  const radius = round(RING_PX * layout.scale)
  let d = ''
  for (let i = 0; i < rings.length; i += 2) d += `M${round(rings[i]! - radius)} ${round(rings[i + 1]!)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`
  return <path d={d} className="fill-none stroke-ink" strokeWidth={1.5} data-rings={rings.length / 2} />
}

function Notes({ run: { trace, reader }, layout, x, plot }: { run: DrawnRun; layout: LaneLayout; x: (us: number) => number; plot: number }) {
  const written = new Map<number, number>()
  return trace.notes.map((note, number) => {
    const at = x(note.atUs)
    if (at < 0 || at > plot) return null
    const y = layout.y[note.lane]!
    const text = reader.note(note)
    // Nobody measures text while a page is built: seven pixels a letter is more than it takes.
    const free = at >= (written.get(note.lane) ?? -Infinity)
    if (free) written.set(note.lane, at + 12 + text.length * 7)
    return (
      <g key={number}>
        <path d={`M${at} ${y - 5}V${y + 20}`} className="stroke-ink" strokeWidth={1.25} />
        {CROSSED.has(note.kind) && <MarkAt kind="lost" x={at} y={y} size={20 * layout.scale} />}
        {free && <text x={at + 5} y={y + 18} fontSize={12.5} className={CROSSED.has(note.kind) ? 'fill-fail-text' : 'fill-ink-2'}>{text}</text>}
      </g>
    )
  })
}

function Axis({ run, window, plot, nowUs, nowX, locale }: { run: DrawnRun; window: TimeWindow; plot: number; nowUs: number; nowX: number; locale: Locale }) {
  const { stepUs } = tickStep(window, plot, 84)
  const flag = formatTime(locale, nowUs, nowUs === 0 ? { ...flagStyle(window, plot), digits: 0 } : flagStyle(window, plot))
  const half = flag.length * 4.2 + 8
  const at = Math.min(plot - half, Math.max(half, nowX))
  return (
    <>
      {ticksIn(window, stepUs, lastInstant(run.trace)).map((us) => {
        const tickX = round(xAt(window, plot, us))
        return Math.abs(tickX - at) < half + 26 || tickX < 20 || tickX > plot - 20 ? null : <text key={us} x={tickX} y={21} textAnchor="middle" fontSize={12.5} className="fill-ink-3">{formatTime(locale, us, timeStyle(stepUs))}</text>
      })}
      <rect x={round(at - half)} y={4} width={round(2 * half)} height={24} className="fill-now" />
      <text x={round(at)} y={21} textAnchor="middle" fontSize={14} fontWeight={600} className="fill-on-now">{flag}</text>
    </>
  )
}

function Names({ run: { trace, reader }, layout, nowUs }: { run: DrawnRun; layout: LaneLayout; nowUs: number }) {
  const state = reader.at(nowUs)
  const left = layout.columnPx < 100 ? 12 : 20
  return trace.lanes.map((lane, number) => {
    const { text, tone } = state.lanes[number]!
    const name = reader.laneName(number)
    const y = layout.y[number]!
    return (
      <text key={lane.id} x={left} y={y + 5} className="fill-ink">
        <tspan fontWeight={600}>{name}</tspan>
        {layout.twoLines ? <tspan x={left} dy={18} fontSize={12.5} className={TONES[tone]}>{text}</tspan> : null}
      </text>
    )
  })
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
