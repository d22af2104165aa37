import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BANDS_ABOVE, densityFor, EVERYTHING, isSampled, niceAtLeast, STROKES_BELOW } from '@/components/timeline/density.ts'

describe('density', () => {
  test('a view is drawn in full up to 120 marks and in bands above', () => {
    expect(densityFor(BANDS_ABOVE, EVERYTHING)).toEqual(EVERYTHING)
    expect(densityFor(BANDS_ABOVE + 1, EVERYTHING).bands).toBe(true)
  })

  test('I1: between the two thresholds the mode stays what it is', () => {
    fc.assert(fc.property(fc.integer({ min: STROKES_BELOW, max: BANDS_ABOVE }), (marks) => {
      const bands = densityFor(10_000, EVERYTHING)
      expect(densityFor(marks, EVERYTHING).bands).toBe(false)
      expect(densityFor(marks, { ...bands, every: 2 }).bands).toBe(true)
    }))
    expect(densityFor(STROKES_BELOW - 1, { bands: true, every: 2 })).toEqual(EVERYTHING)
  })

  test('a small change of the view changes nothing of the sample', () => {
    fc.assert(fc.property(fc.integer({ min: 200, max: 1_000_000 }), fc.double({ min: 0.75, max: 1.3, noNaN: true }), (marks, change) => {
      const settled = densityFor(marks, EVERYTHING)
      if (marks * change < STROKES_BELOW) return
      expect(densityFor(marks * change, settled)).toEqual(settled)
    }))
  })

  test('what is drawn stays readable however much happens', () => {
    fc.assert(fc.property(fc.integer({ min: 121, max: 5_000_000 }), (marks) => {
      const { every } = densityFor(marks, EVERYTHING)
      expect(marks / every).toBeLessThanOrEqual(110)
      expect(marks / every).toBeGreaterThanOrEqual(24)
    }))
  })

  test.each([[0.2, 2], [1.2, 2], [2, 2], [2.1, 5], [5.5, 10], [11, 20], [48, 50], [51, 100]])('%f becomes 1 in %i', (wanted, every) => {
    expect(niceAtLeast(wanted)).toBe(every)
  })

  test('I2: one request in N belongs to the sample, by its number', () => {
    const drawn = Array.from({ length: 1000 }, (_, n) => n).filter((n) => isSampled(n, 50))
    expect(drawn.length).toBe(20)
    expect(drawn[1]).toBe(50)
  })
})
