/** Where everything of the picture stands: pure arithmetic over a run, a width and a stretch of time. */

import type { BenchRun } from '@/components/simulation/arrival-run.ts'

export interface Sight {
  readonly width: number
  readonly fromUs: number
  readonly toUs: number
}

export const LEFT = 12
export const RIGHT = 12
const AXIS = 24
const TITLE = 24
const ROW = 10
/** Marks stand this far apart, or one above the other. */
const APART = 9.5
const MOST_ROWS = 8
const BRACKET = 40
const LEVEL = 58
const GAP = 20
const DENSE = 60
const BIN_PX = 3

export interface MarkPlace {
  readonly i: number
  readonly x: number
  /** From the base of its band upwards. */
  readonly up: number
}

/** Arrivals in a strip a few pixels wide, where there are too many for marks. */
export interface Bin {
  readonly x: number
  readonly counts: readonly [number, number, number]
}

export interface Layout {
  readonly height: number
  readonly isNarrow: boolean
  /** Null: too many to stand side by side. */
  readonly marks: readonly MarkPlace[] | null
  /** For each limiter, when `marks` is null. */
  readonly bins: readonly [readonly Bin[], readonly Bin[]] | null
  readonly mostInBin: number
  readonly bandHeight: number
  readonly arrivals: { readonly title: number; readonly base: number }
  readonly lanes: readonly [LaneLayout, LaneLayout]
  /** What a real server decided, below the two. */
  readonly recorded: { readonly title: number; readonly base: number } | null
}

export interface LaneLayout {
  readonly top: number
  readonly title: number
  readonly base: number
  readonly bracket: number
  readonly levelTop: number
  readonly levelBase: number
}

export function layOut(run: BenchRun, sight: Sight, hasRecording = false): Layout {
  const isNarrow = sight.width < 620
  const [first, last] = visible(run, sight)
  const marks = last - first > sight.width ? null : standSideBySide(run, sight, first, last)
  const rows = marks === null ? 0 : 1 + marks.reduce((most, { up }) => Math.max(most, up), 0) / ROW
  const bandHeight = marks === null ? DENSE : Math.max(20, rows * ROW + 6)
  const bins = marks === null ? [binsOf(run, sight, 0, first, last), binsOf(run, sight, 1, first, last)] as const : null
  const arrivals = { title: AXIS + 17, base: AXIS + TITLE + bandHeight }
  const lane = (top: number): LaneLayout => {
    const base = top + TITLE + (isNarrow ? 20 : 0) + bandHeight + 4
    return { top, title: top + 17, base, bracket: base + 10, levelTop: base + BRACKET + 6, levelBase: base + BRACKET + 6 + LEVEL }
  }
  const one = lane(arrivals.base + GAP)
  const two = lane(one.levelBase + GAP)
  const mostInBin = bins === null ? 1 : Math.max(1, ...bins[0].map(({ counts }) => counts[0] + counts[1] + counts[2]))
  const recordedTop = two.levelBase + GAP
  const recorded = hasRecording && marks !== null ? { title: recordedTop + 17, base: recordedTop + TITLE + (isNarrow ? 20 : 0) + bandHeight + 4 } : null
  return { height: (recorded?.base ?? two.levelBase) + 10, isNarrow, marks, bins, mostInBin, bandHeight, arrivals, lanes: [one, two], recorded }
}

export function xOf({ width, fromUs, toUs }: Sight, us: number): number {
  return LEFT + ((width - LEFT - RIGHT) * (us - fromUs)) / (toUs - fromUs)
}

export function usAt({ width, fromUs, toUs }: Sight, x: number): number {
  return fromUs + ((toUs - fromUs) * (x - LEFT)) / (width - LEFT - RIGHT)
}

/** Places in `order`: from the first in sight to the one behind the last. */
function visible({ order, text: { arrivals: { atUs } } }: BenchRun, { fromUs, toUs }: Sight): readonly [number, number] {
  const firstNotBefore = (us: number): number => {
    let low = 0
    let high = order.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (atUs[order[middle]!]! < us) low = middle + 1
      else high = middle
    }
    return low
  }
  return [firstNotBefore(fromUs), firstNotBefore(toUs + 1)]
}

function standSideBySide({ order, text: { arrivals: { atUs } } }: BenchRun, sight: Sight, first: number, last: number): readonly MarkPlace[] | null {
  const lastX = new Array<number>(MOST_ROWS).fill(-Infinity)
  const marks: MarkPlace[] = []
  for (let at = first; at < last; at++) {
    const i = order[at]!
    const x = xOf(sight, atUs[i]!)
    const row = lastX.findIndex((taken) => x - taken >= APART)
    if (row < 0) return null
    lastX[row] = x
    marks.push({ i, x: round(x), up: row * ROW })
  }
  return marks
}

function binsOf({ order, replays, text: { arrivals: { atUs } } }: BenchRun, sight: Sight, side: 0 | 1, first: number, last: number): readonly Bin[] {
  const bins: { x: number; counts: [number, number, number] }[] = []
  for (let at = first; at < last; at++) {
    const i = order[at]!
    const x = LEFT + Math.floor((xOf(sight, atUs[i]!) - LEFT) / BIN_PX) * BIN_PX
    let bin = bins.at(-1)
    if (bin === undefined || bin.x !== x) bins.push((bin = { x, counts: [0, 0, 0] }))
    bin.counts[replays[side].verdict[i] as 0 | 1 | 2]++
  }
  return bins
}

/** The corners of a level inside a stretch of time, as a path; `top` is the level at the upper edge. */
export function levelPath(run: BenchRun, side: 0 | 1, sight: Sight, { levelTop, levelBase }: LaneLayout, top: number): string {
  const { line } = run.replays[side]
  if (line === null) return ''
  const y = (level: number): number => round(levelBase - ((levelBase - levelTop) * Math.max(0, level)) / top)
  let path = ''
  let isDrawing = false
  for (let at = 0; at < line.atUs.length; at++) {
    const us = line.atUs[at]!
    const isNear = (line.atUs[at + 1] ?? us) >= sight.fromUs && (line.atUs[at - 1] ?? us) <= sight.toUs
    if (Number.isNaN(us) || !isNear) {
      isDrawing = false
      continue
    }
    path += `${isDrawing ? 'L' : 'M'}${round(xOf(sight, us))} ${y(line.level[at]!)}`
    isDrawing = true
  }
  return path
}

export function highestLevel(run: BenchRun, side: 0 | 1, capacity: number): number {
  const levels = run.replays[side].line?.level ?? []
  let most = capacity
  for (const level of levels) if (level > most) most = level
  return most * 1.12
}

export interface Tick {
  readonly x: number
  readonly label: string
}

/** Round instants, about a finger's width apart. */
export function ticksOf(sight: Sight, originUs: number): readonly Tick[] {
  const step = stepFor((sight.toUs - sight.fromUs) / Math.max(2, sight.width / 110))
  const isSeconds = step >= 1_000_000 || (sight.toUs - originUs >= 10_000_000 && step >= 1_000)
  const isMillis = !isSeconds && step >= 1_000
  const digits = isSeconds && step < 1_000_000 ? (step >= 100_000 ? 1 : step >= 10_000 ? 2 : 3) : 0
  const ticks: Tick[] = []
  for (let us = Math.ceil((sight.fromUs - originUs) / step) * step; us <= sight.toUs - originUs; us += step) {
    const x = round(xOf(sight, us + originUs))
    const sign = originUs === 0 ? '' : '+'
    ticks.push({ x, label: `${sign}${isSeconds ? `${(us / 1_000_000).toFixed(digits)}\u00a0s` : isMillis ? `${us / 1_000}\u00a0ms` : `${us}\u00a0µs`}` })
  }
  return ticks
}

/** The next of 1, 2, 5, 10, 20, 50 … µs that is not below. */
export function stepFor(us: number): number {
  let power = 1
  while (power * 10 <= us) power *= 10
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= us) ?? power * 10
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
