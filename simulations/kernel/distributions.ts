/**
 * What: durations and ranks drawn from named distributions.
 * Why: arrivals, service times and link delays are physical facts written as data; results must emerge from them.
 *
 * Invariants:
 *   I1 a duration is an integer number of microseconds, never negative, so no clock drifts by rounding.
 *   I2 every draw uses + - * /, sqrt and our own exp and log only: bit-identical on every engine.
 *   I3 the mean of many draws is `meanOf(distribution)` (checked by a statistical test with a stated bound).
 *
 * Source: exponential by the ziggurat of Marsaglia and Tsang, "The Ziggurat Method for Generating Random Variables",
 *   J. Stat. Software 5(8), 2000, with 256 layers; normal by Marsaglia's polar method (Knuth, TAOCP 2, 3.4.1 C);
 *   Zipf by rejection-inversion (Hörmann and Derflinger, ACM TOMACS 6(3), 1996), as in Apache Commons RNG.
 * Simplifications: an exponential draw has 24 random bits within its layer: a mean of 1 s is resolved to about 0.5 µs.
 */

import { exp, log } from './math.ts'
import { nextFloat, nextInt, nextUint32, type Rng } from './random.ts'

/** A distribution of durations, as plain data. All times in µs. */
export type Distribution =
  | { readonly kind: 'constant'; readonly valueUs: number }
  | { readonly kind: 'uniform'; readonly minUs: number; readonly maxUs: number }
  | { readonly kind: 'exponential'; readonly meanUs: number }
  | { readonly kind: 'lognormal'; readonly medianUs: number; readonly sigma: number; readonly plusUs: number }
  | { readonly kind: 'pareto'; readonly minUs: number; readonly alpha: number }

/** One duration in integer µs. */
export function drawDuration(distribution: Distribution, rng: Rng): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.valueUs
    case 'uniform':
      return distribution.minUs + nextInt(rng, distribution.maxUs - distribution.minUs + 1)
    case 'exponential':
      return Math.round(drawExponential(rng) * distribution.meanUs)
    case 'lognormal':
      return Math.round(distribution.plusUs + distribution.medianUs * exp(distribution.sigma * drawNormal(rng)))
    case 'pareto':
      // Inverse of the distribution function; 1 - u is never 0.
      return Math.round(distribution.minUs * exp(-log(1 - nextFloat(rng)) / distribution.alpha))
  }
}

/** The mean in µs (Infinity for a Pareto with alpha <= 1). */
export function meanOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.valueUs
    case 'uniform':
      return (distribution.minUs + distribution.maxUs) / 2
    case 'exponential':
      return distribution.meanUs
    case 'lognormal':
      return distribution.plusUs + distribution.medianUs * exp((distribution.sigma * distribution.sigma) / 2)
    case 'pareto':
      return distribution.alpha <= 1 ? Infinity : (distribution.alpha * distribution.minUs) / (distribution.alpha - 1)
  }
}

/** 256 layers of equal area under e^-x. R is where the tail begins, V the area of a layer (both from the paper, section 4). */
const LAYERS = 256
const R = 7.69711747013104972
const V = 0.0039496598225815571993

/** Right edge of each layer, divided by 2^24, and below which of the 24 bits a point surely lies under the curve. */
const layerWidth = new Float64Array(LAYERS)
const layerSure = new Uint32Array(LAYERS)
const layerHeight = new Float64Array(LAYERS)
fillLayers()

function fillLayers(): void {
  const scale = 16777216
  let x = R
  let previous = R
  const base = V / exp(-R)
  layerSure[0] = Math.floor((R / base) * scale)
  layerSure[1] = 0
  layerWidth[0] = base / scale
  layerWidth[LAYERS - 1] = R / scale
  layerHeight[0] = 1
  layerHeight[LAYERS - 1] = exp(-R)
  for (let i = LAYERS - 2; i >= 1; i--) {
    x = -log(V / x + exp(-x))
    layerSure[i + 1] = Math.floor((x / previous) * scale)
    previous = x
    layerHeight[i] = exp(-x)
    layerWidth[i] = x / scale
  }
}

/** A draw from the exponential distribution of mean 1. */
export function drawExponential(rng: Rng): number {
  for (;;) {
    const bits = nextUint32(rng)
    const layer = bits & 255
    const position = bits >>> 8
    const x = position * layerWidth[layer]!
    if (position < layerSure[layer]!) return x
    if (layer === 0) return R - log(1 - nextFloat(rng))
    const top = layerHeight[layer - 1]!
    const bottom = layerHeight[layer]!
    if (bottom + nextFloat(rng) * (top - bottom) < exp(-x)) return x
  }
}

/** A draw from the standard normal distribution. The second value that the method offers is not kept: a stream has no other state. */
export function drawNormal(rng: Rng): number {
  for (;;) {
    const u = 2 * nextFloat(rng) - 1
    const v = 2 * nextFloat(rng) - 1
    const s = u * u + v * v
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * log(s)) / s)
  }
}

/** Ranks 1..n, rank k with a share proportional to 1 / k^exponent. Plain data, made once. */
export interface Zipf {
  readonly n: number
  readonly exponent: number
  readonly integralOfFirst: number
  readonly integralOfAll: number
  readonly shortcut: number
}

/** Prepares draws from Zipf's law. `n` is an integer from 1 up; `exponent` is 0 (all alike) or more. */
export function createZipf(n: number, exponent: number): Zipf {
  return {
    n,
    exponent,
    integralOfFirst: integral(1.5, exponent) - 1,
    integralOfAll: integral(n + 0.5, exponent),
    shortcut: 2 - inverseIntegral(integral(2.5, exponent) - density(2, exponent), exponent),
  }
}

/** A rank from 1 to n. */
export function drawRank(zipf: Zipf, rng: Rng): number {
  const { n, exponent, integralOfFirst, integralOfAll, shortcut } = zipf
  for (;;) {
    const u = integralOfAll + nextFloat(rng) * (integralOfFirst - integralOfAll)
    const x = inverseIntegral(u, exponent)
    const rank = Math.min(n, Math.max(1, Math.floor(x + 0.5)))
    if (rank - x <= shortcut || u >= integral(rank + 0.5, exponent) - density(rank, exponent)) return rank
  }
}

/** 1 / x^exponent. */
function density(x: number, exponent: number): number {
  return exp(-exponent * log(x))
}

/** The integral of the density from 1 to x, in a form that is stable near exponent 1. */
function integral(x: number, exponent: number): number {
  const logX = log(x)
  return expm1Over((1 - exponent) * logX) * logX
}

function inverseIntegral(value: number, exponent: number): number {
  const t = Math.max(-1, value * (1 - exponent))
  return exp(log1pOver(t) * value)
}

/** (e^x - 1) / x, by its series near 0. */
function expm1Over(x: number): number {
  return Math.abs(x) > 1e-8 ? (exp(x) - 1) / x : 1 + x * 0.5 * (1 + (x / 3) * (1 + 0.25 * x))
}

/** log(1 + x) / x, by its series near 0. */
function log1pOver(x: number): number {
  return Math.abs(x) > 1e-8 ? log(1 + x) / x : 1 - x * (0.5 - x * (1 / 3 - 0.25 * x))
}
