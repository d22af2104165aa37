/**
 * What: where the lanes lie, and where their names are written.
 * Why: canvas, words, hit test and the printed picture must agree on it.
 */

export interface LaneLayout {
  /** Height that the lanes need; the given height when that is more. */
  readonly heightPx: number
  /** y of each lane. */
  readonly y: readonly number[]
  readonly spacingPx: number
  /** Where the drawing begins and ends; the ticks of time stand above, nothing below. */
  readonly topPx: number
  readonly bottomPx: number
  /** Names left of the lanes in a column of this width; 0: above their lanes. */
  readonly columnPx: number
  /** Factor for marks and strokes: larger where fingers point at them. */
  readonly scale: number
}

/** Below this width a column of names would take too much of the time. */
export const NARROW_PX = 560
const COLUMN_PX = 118
const AXIS_PX = 40
const LEAST_SPACING_PX = 34
const LEAST_SPACING_NARROW_PX = 48
/** Up to this many lanes a narrow diagram shows all of them, however low it is: a machine out of sight explains nothing. */
const FEW_LANES = 8
const LEAST_SPACING_FEW_PX = 20
/** Room under the last lane: half a mark and a word. */
const FOOT_PX = 34
const FOOT_LOW_PX = 12

export function laneLayout(lanes: number, widthPx: number, heightPx: number): LaneLayout {
  const narrow = widthPx < NARROW_PX
  const least = narrow ? (lanes <= FEW_LANES ? LEAST_SPACING_FEW_PX : LEAST_SPACING_NARROW_PX) : LEAST_SPACING_PX
  const head = narrow ? 30 : 16
  const gaps = Math.max(1, lanes - 1)
  const isLow = narrow && heightPx < AXIS_PX + head + gaps * LEAST_SPACING_NARROW_PX + FOOT_PX
  const foot = isLow && lanes <= FEW_LANES ? FOOT_LOW_PX : FOOT_PX
  const height = Math.max(heightPx, AXIS_PX + head + gaps * least + foot)
  const spacingPx = (height - AXIS_PX - head - foot) / gaps
  const y = Array.from({ length: lanes }, (_, lane) => Math.round(AXIS_PX + head + lane * spacingPx) + 0.5)
  return { heightPx: height, y, spacingPx, topPx: AXIS_PX, bottomPx: height - 8, columnPx: narrow ? 0 : COLUMN_PX, scale: narrow ? 1.1 : 1 }
}

/** Two thin parts around a lane: what waits is drawn above it, what is served on it. */
export function bandRoom(layout: LaneLayout): { readonly waitingPx: number; readonly servingPx: number } {
  return { waitingPx: Math.min(40, layout.spacingPx * 0.5), servingPx: Math.min(7, 3 + layout.spacingPx * 0.06, layout.spacingPx * 0.4) }
}
