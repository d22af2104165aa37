/**
 * What: a stretch of a run as shapes: strokes, marks, bands, ticks of failures. Plain numbers in pixels.
 * Why: the canvas, the printed picture and the tests draw and check the same shapes.
 *
 * Picture:   y0 ──●────────■──    a stroke runs from (sent, lane) to (arrived, other lane);
 *                  ╲      ╱       a lost one ends halfway, in a cross
 *            y1 ────●▓▓▓▓■────    band on the lane: served; hatched above it: waiting
 */

import type { MarkKind } from '@/components/marks/mark-geometry.ts'
import { forEachHopBetween, upperBound } from '@/components/projection/lookup.ts'
import type { RunIndex } from '@/components/projection/run-index.ts'
import { LOST, type Trace } from '@/simulations/kernel/trace.ts'
import { isSampled, type Density } from './density.ts'
import type { LaneBands } from './lane-bands.ts'
import type { LaneLayout } from './lane-layout.ts'
import { levelBands, type LevelBand } from './level-bands.ts'
import { LOOK_ORDER, LOOKS, lookOf, looksOf, type Look } from './looks.ts'
import type { DiagramReader } from './reader.ts'
import { isRinged } from './ring.ts'
import type { Survey } from './survey.ts'

/** A run with everything that was prepared for drawing it. */
export interface DrawnRun {
  readonly trace: Trace
  readonly index: RunIndex
  readonly reader: DiagramReader
  readonly survey: Survey
  /** By row of the subjects: 1 where its messages get a ring, because it fared otherwise in the run beside this one. */
  readonly ringed?: Uint8Array | undefined
}

/** Strokes of one look: x1, y1, x2, y2 each, and the row of the message. */
export interface Strokes {
  readonly ends: number[]
  readonly rows: number[]
}

export interface Scene {
  readonly widthPx: number
  readonly strokes: Readonly<Record<Look, Strokes>>
  /** Places of marks, x, y each, by kind and size. */
  readonly marks: readonly { readonly kind: MarkKind; readonly sizePx: number; readonly places: number[] }[]
  /** Places of rings, x, y each. */
  readonly rings: readonly number[]
  readonly bands: LaneBands | null
  /** How full the counts of a limiter are. */
  readonly levels: readonly LevelBand[]
  /** Failures drawn as ticks: x, lane, how many in that pixel. Only where not every message is drawn. */
  readonly failures: readonly number[]
}

/** What part of a run, at which scale. */
export interface SceneView {
  readonly fromUs: number
  readonly usPerPx: number
  readonly widthPx: number
  readonly layout: LaneLayout
  readonly density: Density
  /** Leave the bands out, as under a lens that only adds strokes. */
  readonly withoutBands?: boolean
}

/** Marks reach beyond their instant by this much. */
const MARK_REACH_PX = 10

export function buildScene({ trace, index, reader, survey, ringed }: DrawnRun, view: SceneView): Scene {
  const { fromUs, usPerPx, widthPx, layout, density } = view
  const pen = createPen(trace, survey, view, ringed)
  const startUs = fromUs - MARK_REACH_PX * usPerPx
  const endUs = fromUs + (widthPx + MARK_REACH_PX) * usPerPx
  if (density.every === 1) forEachHopBetween(trace, index, startUs, endUs, pen.draw)
  else forEachSampledHop(trace, survey, density.every, startUs, endUs, pen.draw)
  return {
    widthPx,
    strokes: pen.strokes,
    marks: pen.marks(),
    rings: pen.rings,
    bands: view.withoutBands === true ? null : reader.bands(fromUs, fromUs + widthPx * usPerPx, widthPx),
    levels: view.withoutBands === true ? [] : levelBands(reader, layout.y.length, fromUs, usPerPx, widthPx),
    failures: density.bands ? failureTicks(survey, fromUs, usPerPx, widthPx, layout.y.length) : [],
  }
}

/** Every message of one request, wherever it lies. */
export function requestScene({ trace, survey }: DrawnRun, view: SceneView, request: number): Scene {
  const pen = createPen(trace, survey, view)
  for (let i = survey.hopStart[request]!; i < survey.hopStart[request + 1]!; i++) pen.draw(survey.hopRows[i]!)
  return { widthPx: view.widthPx, strokes: pen.strokes, marks: pen.marks(), rings: [], bands: null, levels: [], failures: [] }
}

/** Marks of messages that arrived within `reachPx` before now: they stand in full even where the future is faded. */
export function arrivedScene({ trace, index, survey }: DrawnRun, view: SceneView, nowUs: number, reachPx: number): Scene {
  const pen = createPen(trace, survey, view)
  const sinceUs = nowUs - reachPx * view.usPerPx
  forEachHopBetween(trace, index, sinceUs, nowUs, (row) => {
    const at = trace.hops.sentAt[row]! + trace.hops.delayUs[row]!
    const subject = trace.hops.subject[row]!
    if (at >= sinceUs && at <= nowUs && (view.density.every === 1 || (subject < trace.subjects.count && isSampled(subject, view.density.every)))) pen.draw(row)
  })
  return { widthPx: view.widthPx, strokes: emptyStrokes(), marks: pen.marks(), rings: [], bands: null, levels: [], failures: [] }
}

function forEachSampledHop(trace: Trace, survey: Survey, every: number, fromUs: number, toUs: number, visit: (row: number) => void): void {
  const { hops, subjects } = trace
  const createdAt = subjects.columns.createdAt as Float64Array
  const first = upperBound(createdAt, subjects.count, fromUs - survey.longestUs - 1)
  const last = upperBound(createdAt, subjects.count, toUs)
  for (let request = Math.ceil(first / every) * every; request < last; request += every) {
    if (survey.lastArrival[request]! < fromUs) continue
    for (let i = survey.hopStart[request]!; i < survey.hopStart[request + 1]!; i++) {
      const row = survey.hopRows[i]!
      if (hops.sentAt[row]! <= toUs && hops.sentAt[row]! + hops.delayUs[row]! >= fromUs) visit(row)
    }
  }
}

function createPen(trace: Trace, survey: Survey, { fromUs, usPerPx, layout }: SceneView, ringed?: Uint8Array) {
  const { hops } = trace
  const looks = looksOf(trace)
  const request = trace.vocabulary.hops.indexOf('request')
  const strokes = emptyStrokes()
  const rings: number[] = []
  const marks = new Map<string, { kind: MarkKind; sizePx: number; places: number[] }>()

  const mark = (kind: MarkKind, px: number, x: number, y: number): void => {
    const sizePx = px * layout.scale
    const key = `${kind} ${sizePx}`
    const group = marks.get(key) ?? { kind, sizePx, places: [] }
    group.places.push(x, y)
    marks.set(key, group)
  }

  return {
    strokes,
    rings,
    // A mark that tells of a failure lies above the others.
    marks: () => [...marks.values()].sort((a, b) => MARK_ORDER.indexOf(a.kind) - MARK_ORDER.indexOf(b.kind)),
    draw: (row: number): void => {
      const from = hops.from[row]!
      const to = hops.to[row]!
      const look = lookOf(trace, looks, row)
      const sentAt = hops.sentAt[row]!
      const x1 = (sentAt - fromUs) / usPerPx
      const x2 = (sentAt + hops.delayUs[row]! - fromUs) / usPerPx
      const y1 = layout.y[from]!
      const y2 = look === 'lost' ? (y1 + layout.y[to]!) / 2 : layout.y[to]!
      const group = strokes[look]
      group.ends.push(x1, y1, x2, y2)
      group.rows.push(row)
      const style = LOOKS[look]
      if (ringed?.[hops.subject[row]!] === 1 && isRinged(trace, row)) rings.push(x2, y2)
      if (look === 'abort') mark('lost', 11, x1, y1)
      if (style.mark === null) return
      const isRetry = hops.kind[row] === request && hops.fate[row] !== LOST && attemptOf(trace, survey, row) > 1
      if (isRetry) mark('retry', 14, x2, y2)
      else mark(style.mark, style.markPx, x2, y2)
    },
  }
}

const MARK_ORDER: readonly MarkKind[] = ['probe', 'probe-answer', 'request', 'answer', 'retry', 'throttled', 'lost']

/** Which try of its request a message to a server is, from 1; 0 for any other message. */
export function attemptOf({ hops, subjects, vocabulary }: Trace, survey: Survey, row: number): number {
  const subject = hops.subject[row]!
  const request = vocabulary.hops.indexOf('request')
  if (subject >= subjects.count || hops.kind[row] !== request) return 0
  let attempt = 0
  for (let i = survey.hopStart[subject]!; i < survey.hopStart[subject + 1]!; i++) {
    const other = survey.hopRows[i]!
    if (hops.kind[other] === request && hops.from[other] === hops.from[row]) attempt++
    if (other === row) return attempt
  }
  return 0
}

function emptyStrokes(): Record<Look, Strokes> {
  return Object.fromEntries(LOOK_ORDER.map((look) => [look, { ends: [], rows: [] }])) as unknown as Record<Look, Strokes>
}

function failureTicks(survey: Survey, fromUs: number, usPerPx: number, widthPx: number, lanes: number): number[] {
  const { at, lane, count } = survey.failures
  const pixels = new Uint32Array(Math.ceil(widthPx) * lanes)
  const width = Math.ceil(widthPx)
  const last = upperBound(at, count, fromUs + widthPx * usPerPx)
  for (let i = upperBound(at, count, fromUs); i < last; i++) pixels[lane[i]! * width + Math.min(width - 1, Math.floor((at[i]! - fromUs) / usPerPx))]!++
  const ticks: number[] = []
  for (let cell = 0; cell < pixels.length; cell++) if (pixels[cell]! > 0) ticks.push(cell % width, Math.floor(cell / width), pixels[cell]!)
  return ticks
}

/** The message whose stroke passes nearest to a point, not farther than `reachPx`; -1 when there is none. */
export function strokeAt(scene: Scene, x: number, y: number, reachPx: number): number {
  let nearest = reachPx * reachPx
  let found = -1
  for (const look of LOOK_ORDER) {
    const { ends, rows } = scene.strokes[look]
    for (let i = 0; i < rows.length; i++) {
      const distance = squaredDistance(x, y, ends[4 * i]!, ends[4 * i + 1]!, ends[4 * i + 2]!, ends[4 * i + 3]!)
      if (distance > nearest) continue
      nearest = distance
      found = rows[i]!
    }
  }
  return found
}

function squaredDistance(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
  const dx = x2 - x1
  const dy = y2 - y1
  const length = dx * dx + dy * dy
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length))
  const offX = x - (x1 + share * dx)
  const offY = y - (y1 + share * dy)
  return offX * offX + offY * offY
}
