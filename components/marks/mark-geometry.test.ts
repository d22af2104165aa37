import { describe, expect, it } from 'vitest'
import { MARK_HALF, markKinds, markShapes, pathData } from './mark-geometry.ts'
import type { MarkKind } from './mark-geometry.ts'

/** The farthest a mark reaches from its centre, along x or y, its stroke included. */
function reach(kind: MarkKind): number {
  return Math.max(
    ...markShapes[kind].parts.flatMap((part) =>
      part.shapes.flatMap((shape) =>
        shape.kind === 'circle'
          ? [Math.abs(shape.x) + shape.r + part.stroke / 2, Math.abs(shape.y) + shape.r + part.stroke / 2]
          : shape.points.map((at) => Math.abs(at) + part.stroke / 2),
      ),
    ),
  )
}

describe('marks', () => {
  it('stay inside their box, so that none is cut off in a sentence', () => {
    for (const kind of markKinds) expect.soft(reach(kind), kind).toBeLessThanOrEqual(MARK_HALF)
  })

  it('differ in shape and fill and not in colour alone', () => {
    const drawn = markKinds.map((kind) => JSON.stringify(markShapes[kind].parts))
    expect(new Set(drawn).size).toBe(markKinds.length)
  })

  it('become path data that closes circles and squares and leaves crosses open', () => {
    expect(pathData(markShapes.request.parts[0]!)).toBe('M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z')
    expect(pathData(markShapes.answer.parts[0]!)).toBe('M-5.5 -5.5L5.5 -5.5L5.5 5.5L-5.5 5.5z')
    expect(pathData(markShapes.lost.parts[0]!)).toBe('M-5.2 -5.2L5.2 5.2M5.2 -5.2L-5.2 5.2')
  })
})
