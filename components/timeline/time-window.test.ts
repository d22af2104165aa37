import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { confine, createViewport, follow, OVERSCROLL, panBy, readableWindow, SHORTEST_US, spanOf, timeAt, wholeRun, xAt, zoomAround } from '@/components/timeline/time-window.ts'

const END = 60_000_000
const windows = fc.tuple(fc.integer({ min: 0, max: END - 2_000 }), fc.integer({ min: SHORTEST_US, max: END }))
  .map(([fromUs, span]) => confine({ fromUs, toUs: fromUs + span }, END))

describe('a window of time', () => {
  test('a pixel and its instant are one another\'s inverse', () => {
    fc.assert(fc.property(windows, fc.double({ min: 0, max: 1000, noNaN: true }), (window, x) => {
      expect(xAt(window, 1000, timeAt(window, 1000, x))).toBeCloseTo(x, 5)
    }))
  })

  test('I1: zooming and zooming back leaves the instant under the pointer in its place', () => {
    const window = { fromUs: 20_000_000, toUs: 21_000_000 }
    fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0.5, max: 4, noNaN: true }), (share, factor) => {
      const at = window.fromUs + share * spanOf(window)
      const zoomed = zoomAround(window, at, factor, END)
      expect((at - zoomed.fromUs) / spanOf(zoomed)).toBeCloseTo(share, 6)
      expect(spanOf(zoomed)).toBeCloseTo(1_000_000 / factor, 3)
    }))
  })

  test('I2: following keeps now between 20 % and 80 %, away from the ends of the run', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: END }), fc.integer({ min: 10_000_000, max: 50_000_000 }), fc.boolean(), (fromUs, nowUs, pages) => {
      const followed = follow({ fromUs, toUs: fromUs + 2_000_000 }, nowUs, END, pages)
      const share = (nowUs - followed.fromUs) / spanOf(followed)
      expect(share).toBeGreaterThanOrEqual(0.2 - 1e-9)
      expect(share).toBeLessThanOrEqual(0.8 + 1e-9)
    }))
  })

  test('following moves nothing while now is in the middle', () => {
    const window = { fromUs: 1_000_000, toUs: 2_000_000 }
    expect(follow(window, 1_500_000, END)).toBe(window)
    expect(follow(window, 1_799_999, END)).toBe(window)
  })

  test('playing slides; who wants no travelling gets a page turned', () => {
    const window = { fromUs: 1_000_000, toUs: 2_000_000 }
    expect(follow(window, 1_810_000, END).fromUs).toBeCloseTo(1_010_000)
    expect(follow(window, 1_810_000, END, true).fromUs).toBeCloseTo(1_610_000)
  })

  test('I3: no pan and no zoom leaves the run', () => {
    fc.assert(fc.property(windows, fc.integer({ min: -3 * END, max: 3 * END }), fc.double({ min: 0.001, max: 1000, noNaN: true }), (window, by, factor) => {
      for (const moved of [panBy(window, by, END), zoomAround(window, window.fromUs + 1, factor, END)]) {
        const span = spanOf(moved)
        expect(span).toBeGreaterThanOrEqual(SHORTEST_US - 1e-6)
        expect(moved.fromUs).toBeGreaterThanOrEqual(-span * OVERSCROLL - 1e-6)
        expect(moved.toUs).toBeLessThanOrEqual(END + span * OVERSCROLL + 1e-6)
      }
    }))
  })

  test('the whole run is an allowed window', () => {
    expect(confine(wholeRun(END), END)).toEqual(wholeRun(END))
  })

  test('a readable window shows about as many messages as asked for', () => {
    expect(spanOf(readableWindow(400, 80, 10_000_000, END))).toBe(200_000)
    expect(spanOf(readableWindow(1, 80, 10_000_000, END))).toBe(END)
  })

  test('a viewport tells of changes and only of changes', () => {
    const viewport = createViewport({ fromUs: 0, toUs: 1 })
    let heard = 0
    const stop = viewport.subscribe(() => heard++)
    viewport.set({ fromUs: 0, toUs: 1 })
    viewport.set({ fromUs: 0, toUs: 2 })
    stop()
    viewport.set({ fromUs: 0, toUs: 3 })
    expect(heard).toBe(1)
  })
})
