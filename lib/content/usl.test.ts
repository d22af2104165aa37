import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitScalability, throughputAt } from './usl.ts'

const measure = (lambda: number, alpha: number, beta: number, most = 12) =>
  Array.from({ length: most }, (_, i) => ({ n: i + 1, perSecond: throughputAt({ lambda, alpha, beta }, i + 1) }))

describe('the law fitted to what it made itself', () => {
  test('gives the three numbers back, and the peak where the slope is zero', () => {
    fc.assert(fc.property(fc.double({ min: 1, max: 5_000, noNaN: true }), fc.double({ min: 0, max: 0.6, noNaN: true }), fc.double({ min: 0.0001, max: 0.2, noNaN: true }), (lambda, alpha, beta) => {
      const fit = fitScalability(measure(lambda, alpha, beta))
      expect(fit.lambda / lambda).toBeCloseTo(1, 6)
      expect(fit.alpha).toBeCloseTo(alpha, 6)
      expect(fit.beta).toBeCloseTo(beta, 6)
      expect(fit.rSquared).toBeCloseTo(1, 9)
      expect(fit.peak).toBeCloseTo(Math.sqrt((1 - alpha) / beta), 2)
      const top = throughputAt(fit, fit.peak)
      expect(throughputAt(fit, fit.peak * 1.01)).toBeLessThanOrEqual(top)
      expect(throughputAt(fit, fit.peak * 0.99)).toBeLessThanOrEqual(top)
    }))
  })

  test('a straight line has neither α nor β and no peak; Amdahl\'s law has no β', () => {
    expect(fitScalability(measure(40, 0, 0))).toMatchObject({ alpha: 0, beta: 0, peak: Infinity })
    const amdahl = fitScalability(measure(40, 0.2, 0))
    expect(amdahl.alpha).toBeCloseTo(0.2, 6)
    expect(amdahl.beta).toBeCloseTo(0, 6)
  })
})

describe('the law fitted to what it did not make', () => {
  test('no number is negative, even where machines help each other', () => {
    const { alpha, beta, peak } = fitScalability([1, 2.2, 3.5, 5, 6.6].map((perSecond, i) => ({ n: i + 1, perSecond })))
    expect([alpha, beta, peak]).toEqual([0, 0, Infinity])
  })

  test('no other curve near it has smaller squares', () => {
    const measured = [37, 73, 112, 132, 154, 169, 139, 138, 132, 127, 106, 91].map((perSecond, i) => ({ n: i + 1, perSecond }))
    const fit = fitScalability(measured)
    const error = (changed: typeof fit) => measured.reduce((sum, { n, perSecond }) => sum + (perSecond - throughputAt(changed, n)) ** 2, 0)
    for (const key of ['lambda', 'alpha', 'beta'] as const) {
      for (const factor of [0.98, 1.02]) expect(error({ ...fit, [key]: Math.max(0, fit[key] * factor + (fit[key] === 0 ? 0.001 : 0)) })).toBeGreaterThan(error(fit))
    }
  })

  test('one machine measured three times says nothing about more of them, and two numbers of machines are too few', () => {
    expect(() => fitScalability([{ n: 1, perSecond: 5 }, { n: 2, perSecond: 9 }])).toThrow('2 different numbers of machines')
    expect(() => fitScalability([5, 5.1, 4.9].map((perSecond) => ({ n: 1, perSecond })))).toThrow('1 different')
    expect(() => fitScalability([{ n: 1, perSecond: 5 }, { n: 2, perSecond: 0 }, { n: 3, perSecond: 9 }])).toThrow('above 0')
  })
})
