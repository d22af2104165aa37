/**
 * What: Pearson's chi-square test of counts against exact probabilities.
 * Why: where the real system draws at random, no sequence can be compared. Its counts and ours must both fit the same odds.
 * Source: Numerical Recipes, section 6.2 (incomplete gamma function by series and by continued fraction).
 */

/** Below this probability, counts are taken as not coming from these odds. */
export const SIGNIFICANCE = 0.001

/** Probability that chance alone strays this far or farther. 0 if something impossible was counted. */
export function chiSquareP(counts: readonly number[], probabilities: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  let statistic = 0
  let cells = 0
  for (const [index, probability] of probabilities.entries()) {
    const count = counts[index] ?? 0
    if (probability <= 1e-12) {
      if (count > 0) return 0
      continue
    }
    const expected = total * probability
    statistic += ((count - expected) * (count - expected)) / expected
    cells++
  }
  return cells <= 1 ? 1 : upperGamma((cells - 1) / 2, statistic / 2)
}

/** Q(a, x), the regularized upper incomplete gamma function. */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1
  const scale = Math.exp(-x + a * Math.log(x) - logGamma(a))
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let n = 1; n < 10_000 && Math.abs(term) > Math.abs(sum) * 1e-14; n++) {
      term *= x / (a + n)
      sum += term
    }
    return 1 - sum * scale
  }
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < 10_000; n++) {
    const factor = -n * (n - a)
    b += 2
    d = 1 / (factor * d + b)
    c = b + factor / c
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-14) break
  }
  return scale * fraction
}

/** ln Γ(x), Lanczos' approximation with the coefficients of Numerical Recipes. */
function logGamma(x: number): number {
  const coefficients = [76.18009172947146, -86.50532032941677, 24.01409824083091, -1.231739572450155, 0.001208650973866179, -0.000005395239384953]
  let sum = 1.000000000190015
  for (const [index, coefficient] of coefficients.entries()) sum += coefficient / (x + index + 1)
  return -(x + 5.5) + (x + 0.5) * Math.log(x + 5.5) + Math.log((2.5066282746310005 * sum) / x)
}
