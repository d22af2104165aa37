/**
 * What: where the lanes lie, and where their names are written.
 * Why: canvas, words, hit test and the printed picture must agree on it.
 */

import type { Trace } from '@/simulations/kernel/trace.ts'

export interface LaneLayout {
  /** Height that the lanes need; the given height when that is more. */
  readonly heightPx: number
  /** y of each lane. */
  readonly y: readonly number[]
  readonly spacingPx: number
  /** Where the drawing begins and ends; the ticks of time stand above, nothing below. */
  readonly topPx: number
  readonly bottomPx: number
  /** Names stand left of the lanes in a column of this width; 0: there are none. */
  readonly columnPx: number
  /** Whether a lane's state fits under its name; else what fits stands beside it. */
  readonly twoLines: boolean
  /** Factor for marks and strokes: larger where fingers point at them. */
  readonly scale: number
}

/** Below this width the column of names is a narrow one. */
export const NARROW_PX = 560
const COLUMN_PX = 118
const COLUMN_NARROW_PX = 92
const AXIS_PX = 40
const HEAD_PX = 16
const LEAST_SPACING_PX = 34
/** Up to this many lanes a diagram shows all of them, however low it is: a machine out of sight explains nothing. */
const FEW_LANES = 8
const LEAST_SPACING_FEW_PX = 20
/** Room under the last lane: half a mark and a word. */
const FOOT_PX = 34
const FOOT_LOW_PX = 12

/** The row in which each lane is drawn: in their order, but a limiter and its store between the clients and the balancer that they stand before. */
export function rowsOfLanes({ lanes }: Pick<Trace, 'lanes'>): readonly number[] {
  const rank = (lane: number): number => {
    const { role } = lanes[lane]!
    return role === 'client' ? 0 : role === 'limiter' || role === 'memory' ? 1 : 2
  }
  const drawn = [...lanes.keys()].sort((a, b) => rank(a) - rank(b) || a - b)
  return lanes.map((_, lane) => drawn.indexOf(lane))
}

/** `rows`: the row of each lane, where it is not its number. */
export function laneLayout(lanes: number, widthPx: number, heightPx: number, rows: readonly number[] = []): LaneLayout {
  const narrow = widthPx < NARROW_PX
  const gaps = Math.max(1, lanes - 1)
  const isLow = lanes <= FEW_LANES && heightPx < AXIS_PX + HEAD_PX + gaps * LEAST_SPACING_PX + FOOT_PX
  const least = isLow ? LEAST_SPACING_FEW_PX : LEAST_SPACING_PX
  const foot = isLow ? FOOT_LOW_PX : FOOT_PX
  const height = Math.max(heightPx, AXIS_PX + HEAD_PX + gaps * least + foot)
  const spacingPx = (height - AXIS_PX - HEAD_PX - foot) / gaps
  const y = Array.from({ length: lanes }, (_, lane) => Math.round(AXIS_PX + HEAD_PX + (rows[lane] ?? lane) * spacingPx) + 0.5)
  return {
    heightPx: height, y, spacingPx, topPx: AXIS_PX, bottomPx: height - 8, columnPx: narrow ? COLUMN_NARROW_PX : COLUMN_PX, twoLines: !isLow, scale: narrow ? 1.1 : 1,
  }
}

/** Two thin parts around a lane: what waits is drawn above it, what is served on it. */
export function bandRoom(layout: LaneLayout): { readonly waitingPx: number; readonly servingPx: number } {
  return { waitingPx: Math.min(40, layout.spacingPx * 0.5), servingPx: Math.min(7, 3 + layout.spacingPx * 0.06, layout.spacingPx * 0.4) }
}
