/**
 * What: the shape of a comparison of a run with a formula, and its verdict.
 *
 * Verdict: a figure passes when it lies within the tolerance of the prediction; where the formula is exact for this very system
 * (and no limit of large numbers), its 99.9 % interval must contain the prediction too.
 */

import type { Measured } from './measure.ts'

export interface Row {
  readonly topic: string
  readonly system: string
  readonly figure: string
  readonly measured: number
  readonly prediction: number
  readonly interval: readonly [number, number]
  /** Largest distance from the prediction that passes. */
  readonly tolerance: number
  /** The interval must contain the prediction. */
  readonly isExact: boolean
  readonly passed: boolean
  readonly requests: number
}

export interface Experiment {
  readonly topic: string
  readonly system: string
  readonly requests: number
  /** Also part of the quick run. */
  readonly isQuick: boolean
  run(requests: number, seed: number): Row[]
}

/** One line of a formula: which figure of the run, and what it should be, within `relative` of it or `absolute`. */
export interface Claim {
  readonly figure: string
  readonly prediction: number
  readonly relative: number
  readonly absolute?: number
  readonly isExact?: boolean
}

export function rowOf(topic: string, system: string, claim: Claim, { figure, interval }: Measured, requests: number): Row {
  const { prediction, relative, absolute = 0, isExact = true } = claim
  const tolerance = Math.max(Math.abs(prediction) * relative, absolute)
  const contains = interval[0] <= prediction && prediction <= interval[1]
  const passed = Math.abs(figure - prediction) <= tolerance && (contains || !isExact)
  return { topic, system, figure: claim.figure, measured: figure, prediction, interval, tolerance, isExact, passed, requests }
}
