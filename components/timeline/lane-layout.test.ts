import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { laneLayout, NARROW_PX } from '@/components/timeline/lane-layout.ts'

describe('lanes', () => {
  test('lie at equal distances, inside the drawing, at any size', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 14 }), fc.integer({ min: 320, max: 2500 }), fc.integer({ min: 100, max: 1400 }), (lanes, width, height) => {
      const layout = laneLayout(lanes, width, height)
      expect(layout.y[0]!).toBeGreaterThan(layout.topPx)
      expect(layout.y[lanes - 1]!).toBeLessThan(layout.heightPx - 8)
      for (let i = 1; i < lanes; i++) expect(Math.abs(layout.y[i]! - layout.y[i - 1]! - layout.spacingPx)).toBeLessThanOrEqual(1)
    }))
  })

  test('names stand beside the lanes at any width: no line runs through a word', () => {
    expect(laneLayout(14, NARROW_PX - 1, 200).columnPx).toBeGreaterThan(60)
    expect(laneLayout(14, NARROW_PX - 1, 200).columnPx).toBeLessThan(laneLayout(14, NARROW_PX, 200).columnPx)
  })

  test('the state of a lane stands under its name where the next lane leaves room for it', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 14 }), fc.integer({ min: 320, max: 2500 }), fc.integer({ min: 100, max: 1400 }), (lanes, width, height) => {
      const { twoLines, spacingPx, y, heightPx } = laneLayout(lanes, width, height)
      if (twoLines) expect(Math.min(spacingPx, heightPx - y[lanes - 1]!)).toBeGreaterThanOrEqual(33)
      else expect(spacingPx).toBeGreaterThanOrEqual(20)
    }))
  })

  test('beside a text on the smallest phone, four servers are seen at once', () => {
    const { y, heightPx } = laneLayout(6, 360, 200)
    expect(heightPx).toBe(200)
    expect(y[5]!).toBeLessThan(200 - 8)
  })

  test('a tall place is used, a low one is not squeezed', () => {
    expect(laneLayout(5, 1000, 700).heightPx).toBe(700)
    expect(laneLayout(14, 1000, 200).heightPx).toBeGreaterThan(400)
  })
})
