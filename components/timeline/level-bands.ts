/**
 * What: how much of a limiter's count is used, drawn below its lane: it hangs down as far as it is used, a line marks where it is full.
 * Why: a refusal is explained by the count that it met. Canvas and printed picture draw the same shapes.
 *
 * Picture:   limiter 1 ───┬───────┬────   ┬ the edge of a window
 *                         │▒▒▒▒▙  │▒▖
 *                         ┄┄┄┄┄┄┄┄┄┄┄┄    full
 */

import type { LaneLayout } from './lane-layout.ts'
import type { DiagramReader } from './reader.ts'

export interface LevelBand {
  readonly lane: number
  /** 0 to 1, pixel by pixel. */
  readonly used: Float32Array
  /** Edges of windows, in pixels. */
  readonly edges: readonly number[]
}

/** Edges nearer than this would be a hatching. */
const LEAST_EDGE_PX = 14
const GAP_PX = 3

export function levelBands(reader: DiagramReader, lanes: number, fromUs: number, usPerPx: number, widthPx: number): readonly LevelBand[] {
  if (reader.used === undefined) return []
  const found: LevelBand[] = []
  for (let lane = 0; lane < lanes; lane++) {
    const used = reader.used(lane, fromUs, fromUs + widthPx * usPerPx, Math.ceil(widthPx))
    if (used === null) continue
    const windowUs = reader.windowOf?.(lane) ?? 0
    const edges: number[] = []
    if (windowUs / usPerPx >= LEAST_EDGE_PX) {
      for (let at = Math.max(0, Math.ceil(fromUs / windowUs)) * windowUs; at <= fromUs + widthPx * usPerPx; at += windowUs) edges.push((at - fromUs) / usPerPx)
    }
    found.push({ lane, used, edges })
  }
  return found
}

/** Where a band begins below its lane, and how far down it is full. */
export function levelRoom(layout: LaneLayout): { readonly gapPx: number; readonly roomPx: number } {
  return { gapPx: GAP_PX, roomPx: Math.round(Math.min(24, layout.spacingPx * 0.42)) }
}

/** The band as path data: its area, and its lower edge. */
export function levelPath({ used }: LevelBand, top: number, roomPx: number): { readonly area: string; readonly edge: string } {
  let area = `M0 ${top}`
  let edge = ''
  let before = Number.NaN
  for (let x = 0; x < used.length; x++) {
    const y = Math.round((top + used[x]! * roomPx) * 4) / 4
    if (y === before) continue
    area += Number.isNaN(before) ? `V${y}` : `H${x}V${y}`
    edge += Number.isNaN(before) ? `M0 ${y}` : `H${x}V${y}`
    before = y
  }
  return { area: `${area}H${used.length}V${top}z`, edge: `${edge}H${used.length}` }
}
