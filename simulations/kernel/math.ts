/**
 * What: exp, log and pow whose results are the same to the last bit on every engine.
 * Why: `Math.exp` of two browsers differ in the last bit about once in ten calls, so a run that uses it has
 * a different trace in each of them. Addition, multiplication, division and square root are exact by IEEE 754 everywhere.
 *
 * Invariants:
 *   I1 only + - * / and integer operations are used; the test holds golden bits.
 *   I2 the error is below one unit in the last place (exp, log), as in the original.
 *
 * Source: fdlibm 5.3 by Sun Microsystems, `e_exp.c` and `e_log.c` (freely distributable with notice):
 *   Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunSoft, a Sun Microsystems business.
 *   Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is preserved.
 * Simplifications: `pow` is exp(y log x): right to about 1e-15 times the size of y log x, and for x > 0 only.
 */

const LN2_HIGH = 6.93147180369123816490e-1
const LN2_LOW = 1.90821492927058770002e-10
const INVERSE_LN2 = 1.44269504088896338700

const EXP_OVERFLOW = 709.782712893383973096
const EXP_UNDERFLOW = -745.133219101941108420

/** The bits of one float; the only way to take an exponent apart without `Math.log2`. */
const float = new Float64Array(1)
const words = new Uint32Array(float.buffer)
float[0] = 1
/** Index of the word with sign and exponent: 1 on little-endian machines. */
const HIGH = words[1] === 0x3ff00000 ? 1 : 0

/** e to the power x. */
export function exp(x: number): number {
  if (x !== x) return x
  if (x > EXP_OVERFLOW) return Infinity
  if (x < EXP_UNDERFLOW) return 0
  const size = x < 0 ? -x : x
  // x = k ln 2 + r with |r| <= ln 2 / 2, in two pieces so that no bit is lost.
  let k = 0
  let high = x
  let low = 0
  if (size > 0.5 * 0.6931471805599453) {
    k = Math.trunc(INVERSE_LN2 * x + (x < 0 ? -0.5 : 0.5))
    high = x - k * LN2_HIGH
    low = k * LN2_LOW
  } else if (size < 3.725290298461914e-9) {
    return 1 + x
  }
  const r = high - low
  const t = r * r
  // Remez polynomial of degree 5 for R(r) = r (exp(r) + 1) / (exp(r) - 1).
  const c = r - t * (1.66666666666666019037e-1 + t * (-2.77777777770155933842e-3 + t * (6.61375632143793436117e-5 +
    t * (-1.65339022054652515390e-6 + t * 4.13813679705723846039e-8))))
  if (k === 0) return 1 - ((r * c) / (c - 2) - r)
  return scale(1 - ((low - (r * c) / (2 - c)) - high), k)
}

/** The natural logarithm of x. */
export function log(x: number): number {
  if (x !== x || x < 0) return NaN
  if (x === 0) return -Infinity
  if (x === Infinity) return Infinity
  let k = 0
  float[0] = x
  if (words[HIGH]! < 0x00100000) {
    // A subnormal number: bring it into the normal range first.
    k = -54
    float[0] = x * 18014398509481984
  }
  let top = words[HIGH]!
  k += (top >>> 20) - 1023
  top &= 0x000fffff
  // Choose k so that the rest lies in [sqrt(2)/2, sqrt(2)].
  const carry = (top + 0x95f64) & 0x100000
  words[HIGH] = top | (carry ^ 0x3ff00000)
  k += carry >>> 20
  const f = float[0]! - 1
  const s = f / (2 + f)
  const z = s * s
  const w = z * z
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1))
  const odd = z * (6.666666666666735130e-1 + w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)))
  const rest = even + odd
  const half = 0.5 * f * f
  return k * LN2_HIGH - ((half - (s * (half + rest) + k * LN2_LOW)) - f)
}

/** x to the power y, for x > 0. */
export function pow(x: number, y: number): number {
  return exp(y * log(x))
}

/** value * 2^k without a power function; k from -1075 to 1024. */
function scale(value: number, k: number): number {
  if (k > 1023) return value * powerOfTwo(1023) * powerOfTwo(k - 1023)
  if (k < -1022) return value * powerOfTwo(k + 54) * 5.551115123125783e-17
  return value * powerOfTwo(k)
}

function powerOfTwo(k: number): number {
  words[1 - HIGH] = 0
  words[HIGH] = (k + 1023) << 20
  return float[0]!
}
