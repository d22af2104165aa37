/**
 * What: means, quantiles and their confidence intervals from one long run, by the method of batch means.
 * Why: waiting times follow one another: a long one is followed by long ones. Their plain deviation would promise far too narrow
 * an interval. The means of long batches are nearly independent, and say honestly how sure a figure is.
 *
 * Source: Law, "Simulation Modeling and Analysis", section 9.5.3; 30 batches, Student's t with 29 degrees of freedom.
 */

export const BATCHES = 30
/** Half of 0.1 % lies beyond it on each side: of sixty figures that are right, one in sixteen tables has one outside. */
const T_29 = 3.659

export interface Measured {
  readonly figure: number
  /** 99.9 % confidence. */
  readonly interval: readonly [number, number]
}

/** The mean of the values, in their order. */
export function meanOfRun(values: Float64Array): Measured {
  return measure(values, mean)
}

/** A quantile; its interval comes from the quantiles of the batches. */
export function quantileOfRun(values: Float64Array, q: number): Measured {
  return measure(values, (part) => {
    const sorted = part.slice().sort()
    return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!
  })
}

/** The mean of independent results, such as trials. */
export function meanOfTrials(values: readonly number[]): Measured {
  const figure = mean(values)
  const half = 3.29 * Math.sqrt(variance(values) / values.length) // normal: there are hundreds of them
  return { figure, interval: [figure - half, figure + half] }
}

function measure(values: Float64Array, of: (part: Float64Array) => number): Measured {
  const size = Math.floor(values.length / BATCHES)
  const batches = Array.from({ length: BATCHES }, (_, i) => of(values.subarray(i * size, (i + 1) * size)))
  const figure = of(values)
  const half = T_29 * Math.sqrt(variance(batches) / BATCHES)
  return { figure, interval: [figure - half, figure + half] }
}

function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum / values.length
}

export function variance(values: ArrayLike<number>): number {
  const middle = mean(values)
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += (values[i]! - middle) * (values[i]! - middle)
  return sum / (values.length - 1)
}
