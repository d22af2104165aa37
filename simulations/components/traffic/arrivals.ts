/**
 * What: when the next request of an open load comes.
 * Why: open load does not wait for answers. When the system slows down, people keep coming: that is what makes queues grow.
 *
 * Picture:   rate      ╱‾‾‾╲        drawn at the highest rate, then kept with probability rate(t) / highest
 *                 ____╱     ╲___    ● ○ ● ● ○ ○ ●        (● kept, ○ thinned out)
 *
 * Invariants:
 *   I1 the number of Poisson arrivals in [s, t] is Poisson with mean = the integral of the rate (statistical test).
 *   I2 the gaps depend on the load alone, never on what the servers do.
 *
 * Source: thinning, Lewis and Shedler, "Simulation of nonhomogeneous Poisson processes by thinning", Naval Research
 *   Logistics Quarterly 26(3), 1979. Regular arrivals: the integral of the rate reaches the next whole number.
 */

import { drawExponential } from '../../kernel/distributions.ts'
import { nextFloat, type Rng } from '../../kernel/random.ts'
import type { OpenLoad, RatePoint } from './config.ts'

const SECOND_US = 1_000_000
/** Regular arrivals look for the next whole request in steps no longer than this. */
const MAX_STEP_US = 10_000

/** Arrivals per second at an instant; constant before the first point and after the last. */
export function rateAt(points: readonly RatePoint[], atUs: number): number {
  let before = points[0]!
  if (atUs <= before.atUs) return before.perSecond
  for (let i = 1; i < points.length; i++) {
    const after = points[i]!
    if (atUs < after.atUs) {
      const along = (atUs - before.atUs) / (after.atUs - before.atUs)
      return before.perSecond + along * (after.perSecond - before.perSecond)
    }
    before = after
  }
  return before.perSecond
}

/** The highest rate of the load, at its ordinary pace. */
export function highestRate(points: readonly RatePoint[]): number {
  return points.reduce((highest, point) => Math.max(highest, point.perSecond), 0)
}

/**
 * The instant of the next arrival after `fromUs`; Infinity when the rate is zero up to `endUs`.
 * `pace` multiplies the rate. A regular arrival is not rounded: the one after it counts from
 * there, so no part of a gap is lost. Poisson arrivals remember nothing, so theirs is a whole µs.
 */
export function nextArrival(load: OpenLoad, pace: number, fromUs: number, endUs: number, rng: Rng): number {
  const highest = highestRate(load.rate) * pace
  if (highest <= 0) return Infinity
  return load.arrivals === 'poisson'
    ? nextPoisson(load.rate, pace, highest, fromUs, endUs, rng)
    : nextRegular(load.rate, pace, fromUs, endUs)
}

function nextPoisson(points: readonly RatePoint[], pace: number, highest: number, fromUs: number, endUs: number, rng: Rng): number {
  const meanGapUs = SECOND_US / highest
  const constant = points.length === 1
  let at = fromUs
  for (;;) {
    at += drawExponential(rng) * meanGapUs
    if (at > endUs) return Infinity
    if (constant || nextFloat(rng) * highest < rateAt(points, at) * pace) return Math.round(at)
  }
}

function nextRegular(points: readonly RatePoint[], pace: number, fromUs: number, endUs: number): number {
  let expected = 0
  let at = fromUs
  while (at <= endUs) {
    const rate = (rateAt(points, at) * pace) / SECOND_US
    const missing = 1 - expected
    if (rate > 0 && missing / rate <= MAX_STEP_US) return at + missing / rate
    expected += rate * MAX_STEP_US
    at += MAX_STEP_US
  }
  return Infinity
}
