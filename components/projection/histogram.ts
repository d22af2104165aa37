/**
 * What: a histogram of durations with buckets that grow with the value, as HdrHistogram has them.
 * Why: the 99th percentile "so far" must be known at any instant of a scrub; sorting latencies each time is too slow.
 *
 * Invariants: I1 a percentile read from it is at most 1/128 below the exact one, and never above.
 * Source: Gil Tene's HdrHistogram (bucket and sub-bucket layout), with 7 bits of precision.
 */

const SUB_BITS = 7
const SUB = 1 << SUB_BITS

/** Buckets for any 32-bit duration. */
export const BUCKETS = ((32 - SUB_BITS) << SUB_BITS) + SUB

export function bucketOf(valueUs: number): number {
  if (valueUs < SUB) return valueUs
  const exponent = 31 - Math.clz32(valueUs)
  return ((exponent - SUB_BITS) << SUB_BITS) + (valueUs >>> (exponent - SUB_BITS))
}

/** The smallest value that falls into a bucket. */
export function lowestOf(bucket: number): number {
  if (bucket < 2 * SUB) return bucket
  const shift = (bucket >> SUB_BITS) - 1
  return ((bucket & (SUB - 1)) + SUB) * 2 ** shift
}

/** The value below or at which `share` of `count` values lie (nearest rank); NaN when there is none. */
export function percentile(counts: Uint32Array, count: number, share: number): number {
  if (count === 0) return NaN
  const rank = Math.max(1, Math.ceil(share * count))
  let seen = 0
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    seen += counts[bucket]!
    if (seen >= rank) return lowestOf(bucket)
  }
  return NaN
}
