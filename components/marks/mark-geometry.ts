/**
 * The marks, as geometry: one list of shapes in a box of 16 around the origin. The SVG component and the canvas read the same
 * list, so a mark in a sentence and a mark under way on the stage cannot differ.
 *
 * Shape says what kind of message it is; colour and fill say what became of it.
 */

export const markKinds = ['request', 'answer', 'stale', 'change', 'waiting', 'lost', 'vote', 'retry', 'duplicate', 'throttled', 'probe', 'probe-answer'] as const

export type MarkKind = (typeof markKinds)[number]

/** Names of colour tokens a mark may have. */
export type MarkTone = 'req' | 'ok' | 'stale' | 'ink-2' | 'wait' | 'fail' | 'idle'

type Shape =
  | { readonly kind: 'circle'; readonly x: number; readonly y: number; readonly r: number }
  /** Corners as x, y, x, y … */
  | { readonly kind: 'line'; readonly points: readonly number[]; readonly isClosed: boolean }

/** Shapes painted alike. `hollow` is filled with the surface, so that a line under the mark does not show through it. */
export interface MarkPart {
  readonly shapes: readonly Shape[]
  readonly paint: 'solid' | 'outline' | 'hollow'
  /** Width of the stroke; 0 when solid. */
  readonly stroke: number
}

interface MarkShape {
  readonly tone: MarkTone
  readonly parts: readonly MarkPart[]
}

/** Half the box. */
export const MARK_HALF = 8

const circle = (r: number, x = 0, y = 0): Shape => ({ kind: 'circle', x, y, r })
const polygon = (...points: number[]): Shape => ({ kind: 'line', points, isClosed: true })
const stroke = (...points: number[]): Shape => ({ kind: 'line', points, isClosed: false })
const square = (half: number): Shape => polygon(-half, -half, half, -half, half, half, -half, half)
const cross = (reach: number): Shape[] => [stroke(-reach, -reach, reach, reach), stroke(reach, -reach, -reach, reach)]
const solid = (...shapes: Shape[]): MarkPart => ({ shapes, paint: 'solid', stroke: 0 })
const outline = (width: number, ...shapes: Shape[]): MarkPart => ({ shapes, paint: 'outline', stroke: width })
const hollow = (width: number, ...shapes: Shape[]): MarkPart => ({ shapes, paint: 'hollow', stroke: width })

export const markShapes: Readonly<Record<MarkKind, MarkShape>> = {
  request: { tone: 'req', parts: [solid(circle(6))] },
  answer: { tone: 'ok', parts: [solid(square(5.5))] },
  stale: { tone: 'stale', parts: [hollow(2, square(5.5)), solid(polygon(5.5, -5.5, 5.5, 5.5, -5.5, 5.5))] },
  change: { tone: 'ink-2', parts: [hollow(2, polygon(0, -6.4, 6.4, 0, 0, 6.4, -6.4, 0))] },
  waiting: { tone: 'wait', parts: [hollow(2.8, circle(5))] },
  lost: { tone: 'fail', parts: [outline(3, ...cross(5.2))] },
  vote: { tone: 'wait', parts: [solid(polygon(0, -6.4, 6.6, 5.4, -6.6, 5.4))] },
  retry: { tone: 'req', parts: [hollow(1.4, circle(7)), solid(circle(4))] },
  duplicate: { tone: 'req', parts: [hollow(1.8, circle(4.4, -2.6)), outline(1.8, circle(4.4, 2.6))] },
  throttled: { tone: 'fail', parts: [hollow(1.6, circle(7)), outline(2.2, ...cross(2.7))] },
  probe: { tone: 'idle', parts: [solid(circle(3))] },
  'probe-answer': { tone: 'idle', parts: [solid(square(2.8))] },
}

/** A part as SVG path data. */
export function pathData(part: MarkPart): string {
  return part.shapes.map((shape) => (shape.kind === 'circle' ? circleData(shape.x, shape.y, shape.r) : lineData(shape.points, shape.isClosed))).join('')
}

function circleData(x: number, y: number, r: number): string {
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`
}

function lineData(points: readonly number[], isClosed: boolean): string {
  let data = ''
  for (let i = 0; i < points.length; i += 2) data += `${i === 0 ? 'M' : 'L'}${points[i]} ${points[i + 1]}`
  return isClosed ? `${data}z` : data
}
