import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeFlags } from '@/components/timeline/flags.ts'

const wish = fc.record({
  x: fc.integer({ min: -200, max: 1200 }), lane: fc.integer({ min: 0, max: 4 }), widthPx: fc.integer({ min: 20, max: 180 }), distance: fc.integer({ min: 0, max: 10_000 }),
})

describe('words on the lanes', () => {
  test('I1: no word covers another', () => {
    fc.assert(fc.property(fc.array(wish, { maxLength: 40 }), (wishes) => {
      const placed = placeFlags(wishes, 1000)
      for (const a of placed) {
        for (const b of placed) {
          if (a === b || a.wish.lane !== b.wish.lane) continue
          expect(a.left + a.wish.widthPx <= b.left || b.left + b.wish.widthPx <= a.left).toBe(true)
        }
      }
    }))
  })

  test('I2: of two on one spot, the nearer to now speaks', () => {
    const far = { x: 500, lane: 2, widthPx: 600, distance: 90 }
    const near = { x: 510, lane: 2, widthPx: 600, distance: 10 }
    expect(placeFlags([far, near], 1000).map((place) => place.wish)).toEqual([near])
  })

  test('a word that does not fit on the right is written on the left', () => {
    expect(placeFlags([{ x: 950, lane: 0, widthPx: 100, distance: 0 }], 1000)[0]).toMatchObject({ side: 'left', left: 846 })
  })

  test('the nearest is always written', () => {
    fc.assert(fc.property(fc.array(wish, { minLength: 1, maxLength: 30 }), (wishes) => {
      const nearest = Math.min(...wishes.map((one) => one.distance))
      expect(placeFlags(wishes, 1000).some((place) => place.wish.distance === nearest)).toBe(true)
    }))
  })
})
