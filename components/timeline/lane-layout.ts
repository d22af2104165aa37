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
/** Room under the last lane: half a mark and a word. */
const FOOT_PX = 34

export function laneLayout(lanes: number, widthPx: number, heightPx: number): LaneLayout {
  const narrow = widthPx < NARROW_PX
  const least = narrow ? LEAST_SPACING_NARROW_PX : LEAST_SPACING_PX
  const head = narrow ? 30 : 16
  const gaps = Math.max(1, lanes - 1)
  const height = Math.max(heightPx, AXIS_PX + head + gaps * least + FOOT_PX)
  const spacingPx = (height - AXIS_PX - head - FOOT_PX) / gaps
  const y = Array.from({ length: lanes }, (_, lane) => Math.round(AXIS_PX + head + lane * spacingPx) + 0.5)
  return { heightPx: height, y, spacingPx, topPx: AXIS_PX, bottomPx: height - 8, columnPx: narrow ? 0 : COLUMN_PX, scale: narrow ? 1.1 : 1 }
}

/** Two thin parts around a lane: what waits is drawn above it, what is served on it. */
export function bandRoom(layout: LaneLayout): { readonly waitingPx: number; readonly servingPx: number } {
  return { waitingPx: Math.min(40, layout.spacingPx * 0.5), servingPx: Math.min(7, 3 + layout.spacingPx * 0.06, layout.spacingPx * 0.4) }
}
