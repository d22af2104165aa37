import { describe, expect, test } from 'vitest'
import { createZipf, drawDuration, drawExponential, drawNormal, drawRank, meanOf, type Distribution } from './distributions.ts'
import { createRng } from './random.ts'

const DRAWS = 400_000

describe('durations', () => {
  const cases: readonly Distribution[] = [
    { kind: 'constant', valueUs: 700 },
    { kind: 'uniform', minUs: 4_000, maxUs: 12_000 },
    { kind: 'exponential', meanUs: 20_000 },
    { kind: 'lognormal', medianUs: 72_000, sigma: 0.48, plusUs: 10_000 },
    { kind: 'pareto', minUs: 5_000, alpha: 3.5 },
  ]
  test.each(cases)('$kind: integers, never negative, mean within 4 standard errors', (distribution) => {
    const rng = createRng(17, distribution.kind)
    let sum = 0
    let squares = 0
    let strange = 0
    for (let i = 0; i < DRAWS; i++) {
      const us = drawDuration(distribution, rng)
      if (!Number.isInteger(us) || us < 0) strange++
      sum += us
      squares += us * us
    }
    expect(strange).toBe(0)
    const mean = sum / DRAWS
    const error = Math.sqrt(Math.max(0, squares / DRAWS - mean * mean) / DRAWS)
    expect(Math.abs(mean - meanOf(distribution))).toBeLessThanOrEqual(4 * error + 0.5)
  })

  test('a Pareto tail with alpha 1 or less has no mean', () => {
    expect(meanOf({ kind: 'pareto', minUs: 1, alpha: 1 })).toBe(Infinity)
  })
})

/** Largest distance between the empirical and the true distribution function; sorts in place. */
function kolmogorov(values: Float64Array, cdf: (x: number) => number): number {
  values.sort()
  let worst = 0
  for (let i = 0; i < values.length; i++) {
    const exact = cdf(values[i]!)
    worst = Math.max(worst, Math.abs(exact - i / values.length), Math.abs(exact - (i + 1) / values.length))
  }
  return worst
}

describe('the ziggurat', () => {
  // Kolmogorov-Smirnov bound for p = 0.001: 1.95 / sqrt(n).
  const bound = 1.95 / Math.sqrt(DRAWS)

  test('draws the exponential distribution, tail included', () => {
    const rng = createRng(5, 'ks')
    const values = Float64Array.from({ length: DRAWS }, () => drawExponential(rng))
    expect(kolmogorov(values, (x) => 1 - Math.exp(-x))).toBeLessThan(bound)
    const beyond = values.filter((x) => x > 7.69711747013105).length
    expect(Math.abs(beyond - DRAWS * Math.exp(-7.69711747013105))).toBeLessThan(4 * Math.sqrt(DRAWS * Math.exp(-7.697)))
  })

  test('a wrong layer table would be noticed', () => {
    const rng = createRng(5, 'ks')
    const values = Float64Array.from({ length: DRAWS }, () => drawExponential(rng) * 1.01)
    expect(kolmogorov(values, (x) => 1 - Math.exp(-x))).toBeGreaterThan(bound)
  })
})

test('the polar method draws the normal distribution: mean, variance, skew and kurtosis', () => {
  const rng = createRng(6, 'normal')
  const moments = [0, 0, 0, 0]
  for (let i = 0; i < DRAWS; i++) {
    const x = drawNormal(rng)
    for (let k = 0; k < 4; k++) moments[k]! += x ** (k + 1) / DRAWS
  }
  expect(moments[0]).toBeCloseTo(0, 2)
  expect(moments[1]).toBeCloseTo(1, 1)
  expect(moments[2]).toBeCloseTo(0, 1)
  expect(Math.abs(moments[3]! - 3)).toBeLessThan(0.1)
})

describe('Zipf', () => {
  test.each([[1, 20], [0.6, 50], [1.2, 1000], [0, 10], [2.5, 7]] as const)('exponent %d over %d ranks: chi-square, p > 0.001', (exponent, n) => {
    const zipf = createZipf(n, exponent)
    const rng = createRng(8, `zipf/${exponent}`)
    const counts = new Array<number>(n).fill(0)
    for (let i = 0; i < DRAWS; i++) counts[drawRank(zipf, rng) - 1]!++
    const weights = Array.from({ length: n }, (_, i) => 1 / (i + 1) ** exponent)
    const total = weights.reduce((a, b) => a + b, 0)
    const chi = counts.reduce((sum, count, i) => {
      const expected = (DRAWS * weights[i]!) / total
      return sum + (count - expected) ** 2 / expected
    }, 0)
    // Wilson-Hilferty: the 0.999 quantile of chi-square with n - 1 degrees.
    const df = Math.max(1, n - 1)
    expect(chi).toBeLessThan(df * (1 - 2 / (9 * df) + 3.0902 * Math.sqrt(2 / (9 * df))) ** 3 + 1e-9)
  })

  test('one key is always the first', () => {
    const rng = createRng(1)
    expect(drawRank(createZipf(1, 1), rng)).toBe(1)
  })
})
