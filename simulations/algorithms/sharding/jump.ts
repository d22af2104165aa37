/**
 * What: jump consistent hash: ten lines that turn a key and a number of buckets into a bucket, with no table at all.
 * Why: perfectly even, no memory, and growing from n to n + 1 moves exactly the share 1/(n + 1), all of it to the new bucket.
 * The price: buckets are numbered. Only the last one can go cheaply; one that fails in the middle cannot be named.
 *
 * Picture:   the key sits in bucket 0; with n growing it jumps now and then: 0 ─▶ 3 ─▶ 7 ─▶ 31 …   the last jump before n is its home
 *
 * Invariants:
 *   I1 the bucket for n + 1 is the bucket for n, or n itself.
 *
 * Source: Lamping, Veach, "A fast, minimal memory, consistent hash algorithm" (arXiv 1406.2294), figure 1.
 * Simplifications: the paper's 64-bit register is a pair of 32-bit integers here; the division is in doubles, as in the paper.
 * Complexity: O(ln n) jumps a key, no memory.
 */

import { murmur3 } from '../../structures/murmur3.ts'
import { gatherNeighbours, NO_NODE, type Scheme } from './scheme.ts'

/** key = key * 2862933555777941757 + 1, the paper's linear congruential generator; the factor in two halves. */
const FACTOR_HIGH = 0x27bb2ee6
const FACTOR_LOW = 0x87b0b0fd

/** Seeds of the two halves of a text key's 64 bits. */
const SEED_HIGH = 1
const SEED_LOW = 2

export const jump: Scheme<null> = {
  name: 'jump',
  hasWeights: false,
  create: () => null,
  locate(_state, nodes, key) {
    const bucket = bucketOf(key, nodes.length)
    return bucket === NO_NODE || nodes[bucket]!.isDown ? NO_NODE : bucket
  },
  replicas: (_state, nodes, key, count) => gatherNeighbours(nodes, bucketOf(key, nodes.length), count),
}

/** The bucket, from 0 to `buckets` - 1, of a 64-bit key given in two halves; NO_NODE if there are no buckets. */
export function jumpBucket(keyHigh: number, keyLow: number, buckets: number): number {
  let high = keyHigh >>> 0
  let low = keyLow >>> 0
  let bucket = -1
  let next = 0
  while (next < buckets) {
    bucket = next
    // the 64-bit product, modulo 2^64: low · low in four products of 16 bits, and the cross products into the upper half
    const [a0, a1, b0, b1] = [low & 0xffff, low >>> 16, FACTOR_LOW & 0xffff, FACTOR_LOW >>> 16]
    const lowest = a0 * b0
    const cross = a1 * b0
    const middle = a0 * b1 + (lowest >>> 16) + (cross & 0xffff)
    const crossHigh = Math.imul(high, FACTOR_LOW) + Math.imul(low, FACTOR_HIGH)
    high = (a1 * b1 + Math.floor(middle / 65536) + (cross >>> 16) + crossHigh) >>> 0
    low = (((middle << 16) | (lowest & 0xffff)) + 1) >>> 0
    if (low === 0) high = (high + 1) >>> 0
    // j = (b + 1) * (double(1LL << 31) / double((key >> 33) + 1))
    next = Math.floor((bucket + 1) * (2147483648 / ((high >>> 1) + 1)))
  }
  return bucket
}

function bucketOf(key: string, buckets: number): number {
  return jumpBucket(murmur3(key, SEED_HIGH), murmur3(key, SEED_LOW), buckets)
}
