/** Paints scenes and the ground under them on a canvas. All positions are CSS pixels; the caller sets the transform. */

import { drawMarks, type MarkColors } from '@/components/marks/draw-marks.ts'
import type { Palette } from '@/components/simulation/palette.ts'
import { bandRoom, type LaneLayout } from './lane-layout.ts'
import { LOOK_ORDER, LOOKS } from './looks.ts'
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
}

export function paintMarks(context: Context, scene: Scene, palette: Palette): void {
  const colors = markColors(palette)
  for (const { kind, sizePx, places } of scene.marks) drawMarks(context, kind, Float32Array.from(places), 0, places.length / 2, sizePx, colors)
}

/** What waits above each lane, what is served on it, and ticks for failures where not every message is drawn. */
export function paintBands(context: Context, scene: Scene, { survey }: DrawnRun, layout: LaneLayout, palette: Palette): void {
  if (scene.bands !== null) {
    const { buckets, waiting, serving } = scene.bands
    const { waitingPx, servingPx } = bandRoom(layout)
    const perRequest = waitingScale(survey.deepestQueue, waitingPx)
    for (let lane = 0; lane < layout.y.length; lane++) {
      const y = layout.y[lane]!
      paintWaiting(context, waiting.subarray(lane * buckets, (lane + 1) * buckets), y - servingPx / 2 - 1, perRequest, palette)
      paintServing(context, serving.subarray(lane * buckets, (lane + 1) * buckets), y, servingPx, survey.mostServed[lane]!, palette)
    }
  }
  paintFailures(context, scene.failures, layout, palette)
}

/** Pixels for each waiting request: up to 4, and less when the deepest queue of the run needs the room. */
export function waitingScale(deepest: number, roomPx: number): number {
  return Math.min(4, roomPx / Math.max(1, deepest))
}

function paintWaiting(context: Context, depth: Float32Array, base: number, perRequest: number, palette: Palette): void {
  const area = new Path2D()
  const edge = new Path2D()
  let open = false
  for (let x = 0; x <= depth.length; x++) {
    const waits = x < depth.length ? depth[x]! : 0
    if (waits === 0) {
      if (open) {
        area.lineTo(x, base)
        area.closePath()
        edge.lineTo(x, base)
      }
      open = false
      continue
    }
    const top = base - Math.max(2.5, waits * perRequest)
    if (!open) {
      area.moveTo(x, base)
      edge.moveTo(x, base)
    }
    area.lineTo(x, top)
    area.lineTo(x + 1, top)
    edge.lineTo(x, top)
    edge.lineTo(x + 1, top)
    open = true
  }
  if (open) {
    area.lineTo(depth.length, base)
    area.closePath()
  }
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
  for (let x = 0; x < busy.length; ) {
    const works = busy[x]!
    let to = x + 1
    while (to < busy.length && busy[to] === works) to++
    const height = 2.5 + (roomPx - 2.5) * (works / most)
    if (works > 0) context.rect(x, y - height / 2, to - x, height)
    x = to
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
  const { window, widthPx, layout, step, blankFromUs } = ground
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
    if (note.kind === 'server.stopped') crosses.push(x, y)
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

/** The last instant that was computed: the end of the run, or where its budget ran out. */
export function lastInstant({ outcome, endUs }: DrawnRun['trace']): number {
  return outcome.kind === 'stopped' ? outcome.atUs : endUs
}

export function usPerPxOf(window: TimeWindow, widthPx: number): number {
  return spanOf(window) / Math.max(1, widthPx)
}
