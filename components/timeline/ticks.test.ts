import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatTime as clockTime } from '@/components/narration/durations.ts'
import { flagStyle, formatDuration, formatTime, tickStep, ticksIn, timeStyle } from '@/components/timeline/ticks.ts'

const window = (fromUs: number, span: number) => ({ fromUs, toUs: fromUs + span })

describe('ticks of time', () => {
  test.each([
    [250_000, 1000, 50_000, 5],
    [1_000_000, 1000, 100_000, 5],
    [60_000_000, 1000, 10_000_000, 5],
    [2_000, 1000, 200, 4],
  ])('a window of %i µs on %i px is divided by %i µs', (span, width, stepUs, parts) => {
    expect(tickStep(window(0, span), width, 90)).toEqual({ stepUs, parts })
  })

  test('labels never come closer than asked, and never further apart than two and a half times that', () => {
    fc.assert(fc.property(fc.integer({ min: 1_000, max: 600_000_000 }), fc.integer({ min: 200, max: 3000 }), (span, width) => {
      const px = (tickStep(window(0, span), width, 90).stepUs / span) * width
      expect(px).toBeGreaterThanOrEqual(90 - 1e-6)
      if (span / width > 0.02) expect(px).toBeLessThanOrEqual(90 * 2.5 + 1e-6)
    }))
  })

  test('ticks begin with the run and end with it', () => {
    expect(ticksIn(window(-100, 1_000), 250, 700)).toEqual([0, 250, 500])
  })

  test.each([
    [50_000, 5_200_000, '5200\u00a0ms'],
    [100_000, 1_400_000, '1.4\u00a0s'],
    [1_000_000, 12_000_000, '12\u00a0s'],
    [200, 5_329_400, '5329.4\u00a0ms'],
    [10, 5_329_410, '5329.41\u00a0ms'],
  ])('steps of %i µs: %i is written %s', (stepUs, us, text) => {
    expect(formatTime('en', us, timeStyle(stepUs))).toBe(text)
    expect(formatTime('ko', us, timeStyle(stepUs))).toBe(text)
  })

  test('two neighbouring ticks are never written alike', () => {
    fc.assert(fc.property(fc.integer({ min: 1_000, max: 600_000_000 }), (span) => {
      const { stepUs } = tickStep(window(0, span), 1000, 90)
      const style = timeStyle(stepUs)
      expect(formatTime('en', stepUs * 7, style)).not.toBe(formatTime('en', stepUs * 8, style))
    }))
  })

  test('the flag at now has the unit of the axis', () => {
    expect(flagStyle(window(0, 250_000), 1000)).toEqual({ unit: 'ms', digits: 1 })
    expect(flagStyle(window(0, 2_000_000), 1000)).toEqual({ unit: 's', digits: 3 })
    expect(flagStyle(window(0, 60_000_000), 600)).toEqual({ unit: 's', digits: 1 })
  })

  test.each([[380, '380\u00a0µs'], [4_250, '4.25\u00a0ms'], [45_000, '45\u00a0ms'], [1_234_000, '1.23\u00a0s']])('%i µs lasts %s', (us, text) => {
    expect(formatDuration('en', us)).toBe(text)
  })
})

test('the flag at now and the clock round alike, also in the middle between two milliseconds', () => {
  for (const us of [0, 499, 500, 501, 1_500, 2_500, 3_347_500, 3_346_500, 1_005_500, 8_499_500, 9_999_500]) {
    expect(formatTime('en', us, { unit: 's', digits: 3 })).toBe(clockTime(us))
    expect(formatTime('en', us, { unit: 'ms', digits: 0 })).toBe(`${Number(clockTime(us).slice(0, -2)) * 1_000}\u00a0ms`.replace(/(\d+)\.\d+/, '$1'))
  }
})
