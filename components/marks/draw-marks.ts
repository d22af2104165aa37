/** Marks on a canvas. One mark at a time from cached path data, or many of one kind as one path: a path costs more than what is in it. */

import { MARK_HALF, markShapes, pathData } from './mark-geometry.ts'
import type { MarkKind, MarkPart, MarkTone } from './mark-geometry.ts'

/** Colours as the theme has them now, ready for `fillStyle`. */
export type MarkColors = Readonly<Record<MarkTone | 'sheet', string>>

const paths = new Map<MarkPart, Path2D>()

function pathOf(part: MarkPart): Path2D {
  let path = paths.get(part)
  if (path === undefined) {
    path = new Path2D(pathData(part))
    paths.set(part, path)
  }
  return path
}

/** Draws one mark, `size` pixels wide, around (x, y). */
export function drawMark(context: CanvasRenderingContext2D, kind: MarkKind, x: number, y: number, size: number, colors: MarkColors): void {
  const { tone, parts } = markShapes[kind]
  context.save()
  context.translate(x, y)
  context.scale(size / (2 * MARK_HALF), size / (2 * MARK_HALF))
  for (const part of parts) paint(context, part, colors[tone], colors.sheet, 1, pathOf(part))
  context.restore()
}

/** Draws `count` marks of one kind whose centres stand in `places` as x, y, x, y … from `from` on. */
export function drawMarks(
  context: CanvasRenderingContext2D, kind: MarkKind, places: Float32Array, from: number, count: number, size: number, colors: MarkColors,
): void {
  const { tone, parts } = markShapes[kind]
  const scale = size / (2 * MARK_HALF)
  for (const part of parts) {
    context.beginPath()
    for (let i = from; i < from + count; i++) addPart(context, part, places[2 * i]!, places[2 * i + 1]!, scale)
    paint(context, part, colors[tone], colors.sheet, scale)
  }
}

function addPart(context: CanvasRenderingContext2D, part: MarkPart, x: number, y: number, scale: number): void {
  for (const shape of part.shapes) {
    if (shape.kind === 'circle') {
      const left = x + (shape.x + shape.r) * scale
      context.moveTo(left, y + shape.y * scale)
      context.arc(x + shape.x * scale, y + shape.y * scale, shape.r * scale, 0, 2 * Math.PI)
      continue
    }
    const { points } = shape
    context.moveTo(x + points[0]! * scale, y + points[1]! * scale)
    for (let i = 2; i < points.length; i += 2) context.lineTo(x + points[i]! * scale, y + points[i + 1]! * scale)
    if (shape.isClosed) context.closePath()
  }
}

function paint(context: CanvasRenderingContext2D, part: MarkPart, color: string, surface: string, scale: number, path?: Path2D): void {
  if (part.paint !== 'outline') {
    context.fillStyle = part.paint === 'hollow' ? surface : color
    if (path === undefined) context.fill()
    else context.fill(path)
  }
  if (part.stroke === 0) return
  context.strokeStyle = color
  context.lineWidth = part.stroke * scale
  context.lineCap = 'round'
  context.lineJoin = 'miter'
  if (path === undefined) context.stroke()
  else context.stroke(path)
}
