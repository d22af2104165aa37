/** Paints scenes and the ground under them on a canvas. All positions are CSS pixels; the caller sets the transform. */

import { drawMarks, type MarkColors } from '@/components/marks/draw-marks.ts'
import type { Palette } from '@/components/simulation/palette.ts'
import { servingHeight, waitingHeight, waitingScale } from './band-heights.ts'
import { laneOf, stretchesOf } from './lane-bands.ts'
import { levelPath, levelRoom } from './level-bands.ts'
import { bandRoom, type LaneLayout } from './lane-layout.ts'
import { LOOK_ORDER, LOOKS } from './looks.ts'
import { RING_PX } from './ring.ts'
import { lastInstant } from './run-end.ts'
import type { DrawnRun, Scene } from './scene.ts'
import { ticksIn, type TickStep } from './ticks.ts'
import { spanOf, xAt, type TimeWindow } from './time-window.ts'

export type Context = CanvasRenderingContext2D

export function markColors(palette: Palette): MarkColors {
  return { req: palette.req, ok: palette.ok, stale: palette.stale, 'ink-2': palette.ink2, wait: palette.wait, fail: palette.fail, idle: palette.ink3, sheet: palette.sheet }
}

/** Strokes and marks; `weight` multiplies the width of strokes. */
export function paintMessages(context: Context, scene: Scene, palette: Palette, scale: number, weight = 1): void {
  context.lineCap = 'butt'
  for (const look of LOOK_ORDER) {
    const { ends } = scene.strokes[look]
    if (ends.length === 0) continue
    const { colour, width, dash } = LOOKS[look]
    context.beginPath()
    for (let i = 0; i < ends.length; i += 4) {
      context.moveTo(ends[i]!, ends[i + 1]!)
      context.lineTo(ends[i + 2]!, ends[i + 3]!)
    }
    context.setLineDash(dash as unknown as number[])
    context.strokeStyle = palette[colour]
    context.lineWidth = width * weight * (scale > 1 ? 1.15 : 1) * (palette.contrast === 'normal' ? 1 : 1.25)
    context.stroke()
  }
  context.setLineDash([])
  paintMarks(context, scene, palette)
  paintRings(context, scene, palette, scale)
}

/** Around what fared otherwise in the run beside this one. */
function paintRings(context: Context, { rings }: Scene, palette: Palette, scale: number): void {
  if (rings.length === 0) return
  context.beginPath()
  for (let i = 0; i < rings.length; i += 2) {
    context.moveTo(rings[i]! + RING_PX * scale, rings[i + 1]!)
    context.arc(rings[i]!, rings[i + 1]!, RING_PX * scale, 0, 2 * Math.PI)
  }
  context.strokeStyle = palette.ink
  context.lineWidth = 1.5
  context.stroke()
}

export function paintMarks(context: Context, scene: Scene, palette: Palette): void {
  const colors = markColors(palette)
  for (const { kind, sizePx, places } of scene.marks) drawMarks(context, kind, Float32Array.from(places), 0, places.length / 2, sizePx, colors)
}

/** What waits above each lane, what is served on it, and ticks for failures where not every message is drawn. */
export function paintBands(context: Context, scene: Scene, { survey }: DrawnRun, layout: LaneLayout, palette: Palette): void {
  paintLevels(context, scene, layout, palette)
  if (scene.bands !== null) {
    const { waitingPx, servingPx } = bandRoom(layout)
    const perRequest = waitingScale(survey.deepestQueue, waitingPx)
    for (let lane = 0; lane < layout.y.length; lane++) {
      const y = layout.y[lane]!
      paintWaiting(context, laneOf(scene.bands, 'waiting', lane), y - servingPx / 2 - 1, perRequest, palette)
      paintServing(context, laneOf(scene.bands, 'serving', lane), y, servingPx, survey.mostServed[lane]!, palette)
    }
  }
  paintFailures(context, scene.failures, layout, palette)
}

/** What of a limiter's counts is used, hanging below its lane. */
function paintLevels(context: Context, { levels, widthPx }: Scene, layout: LaneLayout, palette: Palette): void {
  const { gapPx, roomPx } = levelRoom(layout)
  for (const level of levels) {
    const top = layout.y[level.lane]! + gapPx
    const { area, edge } = levelPath(level, top, roomPx)
    context.fillStyle = palette.reqWash
    context.fill(new Path2D(area))
    context.strokeStyle = palette.req
    context.lineWidth = 1.1
    context.stroke(new Path2D(edge))
    context.strokeStyle = palette.edge
    context.lineWidth = 1
    context.setLineDash([2, 3])
    context.stroke(new Path2D(`M0 ${top + roomPx + 0.5}H${widthPx}`))
    context.setLineDash([])
    context.strokeStyle = palette.ink3
    context.stroke(new Path2D(level.edges.map((x) => `M${Math.round(x) + 0.5} ${top - gapPx - 5}V${top + roomPx}`).join('')))
  }
}

function paintWaiting(context: Context, depth: Float32Array, base: number, perRequest: number, palette: Palette): void {
  const stretches = stretchesOf(depth)
  if (stretches.length === 0) return
  const area = new Path2D()
  const edge = new Path2D()
  let end = -1
  for (const { from, to, depth: waits } of stretches) {
    const top = base - waitingHeight(waits, perRequest)
    area.rect(from, top, to - from, base - top)
    if (from === end) edge.lineTo(from, top)
    else {
      if (end >= 0) edge.lineTo(end, base)
      edge.moveTo(from, base)
      edge.lineTo(from, top)
    }
    edge.lineTo(to, top)
    end = to
  }
  // A queue that goes on in the next piece has no wall at its end.
  if (end < depth.length) edge.lineTo(end, base)
  context.fillStyle = palette.waitWash
  context.fill(area)
  context.fillStyle = hatch(context, palette)
  context.fill(area)
  context.strokeStyle = palette.wait
  context.lineWidth = 1.25
  context.stroke(edge)
}

function paintServing(context: Context, busy: Float32Array, y: number, roomPx: number, most: number, palette: Palette): void {
  if (most === 0) return
  context.fillStyle = palette.ink
  context.beginPath()
  for (const { from, to, depth } of stretchesOf(busy)) {
    const height = servingHeight(depth, most, roomPx)
    context.rect(from, y - height / 2, to - from, height)
  }
  context.fill()
}

function paintFailures(context: Context, failures: readonly number[], layout: LaneLayout, palette: Palette): void {
  context.strokeStyle = palette.fail
  context.lineWidth = 1.25
  context.beginPath()
  for (let i = 0; i < failures.length; i += 3) {
    const x = failures[i]! + 0.5
    const y = layout.y[failures[i + 1]!]!
    const height = Math.min(12, 5 + failures[i + 2]!)
    context.moveTo(x, y + 4)
    context.lineTo(x, y + 4 + height)
  }
  context.stroke()
}

const patterns = new WeakMap<Palette, CanvasPattern>()

/** Slanted lines in the colour of waiting. The period divides a tile, so tiles join without a seam. */
function hatch(context: Context, palette: Palette): CanvasPattern | string {
  const known = patterns.get(palette)
  if (known !== undefined) return known
  const scale = 2
  const period = 8
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = period * scale
  const pen = canvas.getContext('2d')
  if (pen === null) return palette.wait
  pen.scale(scale, scale)
  pen.strokeStyle = palette.wait
  pen.lineWidth = 1.3
  for (const shift of [-period, 0, period]) {
    pen.moveTo(shift - 1, period + 1)
    pen.lineTo(shift + period + 1, -1)
  }
  pen.stroke()
  const pattern = context.createPattern(canvas, 'repeat')
  if (pattern === null) return palette.wait
  pattern.setTransform(new DOMMatrix([1 / scale, 0, 0, 1 / scale, 0, 0]))
  patterns.set(palette, pattern)
  return pattern
}

export interface Ground {
  readonly window: TimeWindow
  readonly widthPx: number
  readonly layout: LaneLayout
  readonly step: TickStep
  /** From here on nothing is known; null when all is. */
  readonly blankFromUs: number | null
  /** Lanes pointed at or chosen elsewhere. */
  readonly litLanes: readonly number[]
}

/** Gridlines of time, lanes and their lasting states. */
export function paintGround(context: Context, { trace, survey }: DrawnRun, ground: Ground, palette: Palette): void {
  const { window, widthPx, layout, blankFromUs } = ground
  const x = (us: number) => xAt(window, widthPx, us)
  const endUs = lastInstant(trace)
  const startX = Math.max(0, x(0))
  const endX = Math.min(widthPx, x(endUs))
  const blankX = blankFromUs === null ? endX : Math.min(endX, Math.max(startX, x(blankFromUs)))
  if (blankX < endX) {
    context.fillStyle = palette.sunk
    context.globalAlpha = 0.6
    context.fillRect(blankX, layout.topPx, endX - blankX, layout.bottomPx - layout.topPx)
    context.globalAlpha = 1
  }
  paintGrid(context, ground, endUs, palette)
  const known = { from: startX, to: blankX }
  trace.lanes.forEach((lane, number) => {
    const y = layout.y[number]!
    const from = Math.max(known.from, x(lane.sinceUs))
    const lit = ground.litLanes.includes(number)
    strokeLane(context, from, Math.max(from, known.to), y, lane.role === 'balancer' || lit ? 2.25 : 1.25, [], palette.ink)
    if (blankX < endX) strokeLane(context, Math.max(from, blankX), endX, y, 1.25, [1.5, 4], palette.edge)
  })
  for (const state of survey.lasting) {
    const from = Math.max(known.from, x(state.fromUs))
    const to = Math.min(known.to, x(Math.min(state.toUs, endUs)))
    if (to <= from) continue
    const y = layout.y[state.lane]!
    if (state.kind === 'down') {
      context.fillStyle = palette.sheet
      context.fillRect(from, y - 2, to - from, 4)
      strokeLane(context, from, to, y, 1.75, [1.75, 5], palette.fail)
    } else paintSlow(context, from, to, y, palette)
  }
}

function paintGrid(context: Context, { window, widthPx, layout, step }: Ground, endUs: number, palette: Palette): void {
  for (const [everyUs, alpha] of [[step.stepUs / step.parts, 0.45], [step.stepUs, 1]] as const) {
    context.beginPath()
    for (const at of ticksIn(window, everyUs, endUs)) {
      const x = Math.round(xAt(window, widthPx, at)) + 0.5
      context.moveTo(x, layout.topPx)
      context.lineTo(x, layout.bottomPx)
    }
    context.strokeStyle = palette.line
    context.lineWidth = 1
    context.globalAlpha = alpha
    context.stroke()
  }
  context.globalAlpha = 1
}

function strokeLane(context: Context, from: number, to: number, y: number, width: number, dash: number[], colour: string): void {
  if (to <= from) return
  context.beginPath()
  context.moveTo(from, y)
  context.lineTo(to, y)
  context.setLineDash(dash)
  context.strokeStyle = colour
  context.lineWidth = width
  context.stroke()
  context.setLineDash([])
}

/** Bars under the lane of a machine that works slowly, like sleepers far apart. */
function paintSlow(context: Context, from: number, to: number, y: number, palette: Palette): void {
  context.beginPath()
  context.moveTo(from, y + 6)
  context.lineTo(to, y + 6)
  context.setLineDash([2, 4])
  context.strokeStyle = palette.waitText
  context.lineWidth = 5
  context.stroke()
  context.setLineDash([])
}

/** Notes of a machine that is gone. */
export const CROSSED = new Set(['server.stopped', 'node.marked-down'])

/** Poles at notes, and a large cross where a machine stopped. */
export function paintNotes(context: Context, { trace }: DrawnRun, layout: LaneLayout, fromUs: number, usPerPx: number, widthPx: number, palette: Palette): void {
  const crosses: number[] = []
  context.beginPath()
  for (const note of trace.notes) {
    const x = (note.atUs - fromUs) / usPerPx
    if (x < -12 || x > widthPx + 12) continue
    const y = layout.y[note.lane]!
    context.moveTo(x, y - 5)
    context.lineTo(x, y + 20)
    if (CROSSED.has(note.kind)) crosses.push(x, y)
  }
  context.strokeStyle = palette.ink
  context.lineWidth = 1.25
  context.stroke()
  if (crosses.length > 0) drawMarks(context, 'lost', Float32Array.from(crosses), 0, crosses.length / 2, 20 * layout.scale, markColors(palette))
}

export function paintNow(context: Context, x: number, layout: LaneLayout, palette: Palette): void {
  context.fillStyle = palette.now
  context.fillRect(Math.round(x) - 1, layout.topPx - 12, 2, layout.bottomPx - layout.topPx + 16)
}

export function usPerPxOf(window: TimeWindow, widthPx: number): number {
  return spanOf(window) / Math.max(1, widthPx)
}

/** A stretch of time shown in full, and perhaps nearer, over the drawing. */
export interface Lens {
  readonly left: number
  readonly width: number
  readonly fromUs: number
  readonly usPerPx: number
}

/** The frame of a lens; two feet lead to the stretch of the axis that it shows. */
export function paintLensFrame(context: Context, { left, width, fromUs, usPerPx }: Lens, { topPx, bottomPx }: LaneLayout, viewUsPerPx: number, viewFromUs: number, palette: Palette): void {
  const from = (fromUs - viewFromUs) / viewUsPerPx
  const to = from + (width * usPerPx) / viewUsPerPx
  context.strokeStyle = palette.edge
  context.lineWidth = 1
  context.strokeRect(left + 0.5, topPx + 0.5, width - 1, bottomPx - topPx - 1)
  context.beginPath()
  context.moveTo(left + 0.5, topPx)
  context.lineTo(from, topPx - 8)
  context.lineTo(to, topPx - 8)
  context.lineTo(left + width - 0.5, topPx)
  context.stroke()
}
