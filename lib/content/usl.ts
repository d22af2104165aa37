/**
 * What: Gunther's Universal Scalability Law, fitted to measured throughputs: X(N) = λN / (1 + α(N − 1) + βN(N − 1)).
 * Why: three numbers say what a row of measurements only shows: what one machine does alone (λ), what part of the work stands in
 * line for something shared (α), and what it costs that everybody is in everybody's way (β).
 *
 * How: N / X(N) is linear in 1/λ, α/λ and β/λ; weighted by X²/N its squares are those of X itself, to first order. That gives a start,
 * and Gauss-Newton steps on X do the rest. Neither α nor β is ever negative: where the fit wants that, the number is 0 and the others are fitted again.
 *
 * Source: N. J. Gunther, "A Simple Capacity Model of Massively Parallel Transaction Systems", CMG 1993; "Guerrilla Capacity Planning", Springer 2007, chapter 4.
 */

export interface Throughput {
  /** Machines. */
  readonly n: number
  readonly perSecond: number
}

export interface ScalabilityFit {
  /** Throughput of one machine, a second. */
  readonly lambda: number
  /** Contention. */
  readonly alpha: number
  /** Crosstalk, also called coherency. */
  readonly beta: number
  /** Where the curve is highest, sqrt((1 − α) / β); Infinity when it never falls. */
  readonly peak: number
  /** The part of the variance that the curve explains. */
  readonly rSquared: number
}

/** The curve at N machines. */
export function throughputAt({ lambda, alpha, beta }: Pick<ScalabilityFit, 'lambda' | 'alpha' | 'beta'>, n: number): number {
  return (lambda * n) / (1 + alpha * (n - 1) + beta * n * (n - 1))
}

/** Which of α and β may differ from 0; a larger model has to be better by more than rounding. */
const MODELS = [[false, false], [true, false], [false, true], [true, true]] as const
const ROUNDING = 1e-18
const STEPS = 60

export function fitScalability(measured: readonly Throughput[]): ScalabilityFit {
  const different = new Set(measured.map(({ n }) => n)).size
  if (different < 3) throw new Error(`three numbers cannot be fitted to measurements of ${different} different numbers of machines`)
  if (measured.some(({ n, perSecond }) => !(n >= 1) || !(perSecond > 0))) throw new Error('a measurement is a number of machines from 1 and a throughput above 0')
  const noise = ROUNDING * measured.reduce((sum, { perSecond }) => sum + perSecond * perSecond, 0)
  let best: Parameters | null = null
  for (const [hasAlpha, hasBeta] of MODELS) {
    const found = fitModel(measured, hasAlpha, hasBeta)
    if (found.lambda <= 0 || found.alpha < 0 || found.beta < 0) continue
    if (best === null || errorOf(measured, found) < errorOf(measured, best) - noise) best = found
  }
  if (best === null) throw new Error('no curve of this law comes near these measurements')
  const mean = measured.reduce((sum, { perSecond }) => sum + perSecond, 0) / measured.length
  const variance = measured.reduce((sum, { perSecond }) => sum + (perSecond - mean) ** 2, 0)
  return {
    ...best,
    peak: best.beta > 0 ? Math.sqrt(Math.max(0, 1 - best.alpha) / best.beta) : Infinity,
    rSquared: variance === 0 ? 1 : 1 - errorOf(measured, best) / variance,
  }
}

type Parameters = Pick<ScalabilityFit, 'lambda' | 'alpha' | 'beta'>

function fitModel(measured: readonly Throughput[], hasAlpha: boolean, hasBeta: boolean): Parameters {
  const free = [true, hasAlpha, hasBeta]
  const basis = (n: number) => [1, n - 1, n * (n - 1)].filter((_, at) => free[at])
  const linear = leastSquares(measured.map(({ n, perSecond }) => {
    const weight = (perSecond * perSecond) / n
    return { row: basis(n).map((one) => one * weight), value: (n / perSecond) * weight }
  }))
  let at = spread(linear, free).map((one, place, all) => (place === 0 ? 1 / one : one / all[0]!))
  let error = errorOf(measured, named(at))
  for (let step = 0; step < STEPS; step++) {
    const change = spread(leastSquares(measured.map(({ n, perSecond }) => {
      const [lambda, alpha, beta] = at as [number, number, number]
      const below = 1 + alpha * (n - 1) + beta * n * (n - 1)
      const x = (lambda * n) / below
      return { row: [x / lambda, (-x * (n - 1)) / below, (-x * n * (n - 1)) / below].filter((_, place) => free[place]), value: perSecond - x }
    })), free)
    // A step that makes it worse is shortened.
    let part = 1
    let next = at
    let nextError = Infinity
    while (part > 1e-6 && !(nextError <= error)) {
      next = at.map((one, place) => one + part * change[place]!)
      nextError = errorOf(measured, named(next))
      part /= 2
    }
    if (!(nextError < error)) break
    at = next
    error = nextError
  }
  return named(at)
}

function named([lambda, alpha, beta]: readonly number[]): Parameters {
  return { lambda: lambda!, alpha: alpha!, beta: beta! }
}

/** Puts the fitted numbers at their places; the others are 0. */
function spread(values: readonly number[], free: readonly boolean[]): number[] {
  let next = 0
  return free.map((isFree) => (isFree ? values[next++]! : 0))
}

function errorOf(measured: readonly Throughput[], parameters: Parameters): number {
  return measured.reduce((sum, { n, perSecond }) => sum + (perSecond - throughputAt(parameters, n)) ** 2, 0)
}

/** Solves the normal equations by elimination; there are at most three unknowns. */
function leastSquares(rows: readonly { readonly row: readonly number[]; readonly value: number }[]): number[] {
  const size = rows[0]!.row.length
  const matrix = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_unused, j) => rows.reduce((sum, { row }) => sum + row[i]! * row[j]!, 0)),
    rows.reduce((sum, { row, value }) => sum + row[i]! * value, 0),
  ])
  for (let column = 0; column < size; column++) {
    let pivot = column
    for (let i = column + 1; i < size; i++) if (Math.abs(matrix[i]![column]!) > Math.abs(matrix[pivot]![column]!)) pivot = i
    ;[matrix[column], matrix[pivot]] = [matrix[pivot]!, matrix[column]!]
    for (let i = 0; i < size; i++) {
      if (i === column || matrix[column]![column] === 0) continue
      const factor = matrix[i]![column]! / matrix[column]![column]!
      for (let j = column; j <= size; j++) matrix[i]![j]! -= factor * matrix[column]![j]!
    }
  }
  return matrix.map((row, i) => (row[i] === 0 ? 0 : row[size]! / row[i]!))
}
