/**
 * What: LevelDB's Bloom filter: a field of bits that says of a key "surely not here" or "perhaps here".
 * Why: ten bits a key save 99 of 100 vain reads from disk. The price is the one that is read in vain.
 *
 * Picture:   key ─▶ hash h, step d = h turned by 17 ─▶ bits h, h + d, h + 2d … set or asked, modulo the number of bits
 *
 * Invariants:
 *   I1 a key that was put in is never denied.
 *   I2 the bytes are those that LevelDB writes, the number of probes in the last one.
 *
 * Source: LevelDB 1.23 `util/bloom.cc`, `util/hash.cc` (seed 0xbc9f1d34); Kirsch, Mitzenmacher, "Less hashing, same
 * performance" (2006), for making all probes from one hash.
 * Simplifications: whole filters only, made from all keys at once, as LevelDB makes them for a table that never changes.
 * Complexity: k probes for a key put in or asked.
 */

import { utf8 } from './crc32.ts'

const SEED = 0xbc9f1d34
const MULTIPLIER = 0xc6a4a793

/** The filter's bytes. */
export function createBloom(keys: readonly string[], bitsPerKey: number): Uint8Array {
  // 0.69 is nearly ln 2, which makes the fewest false answers; cut off, and from 1 to 30.
  const probes = Math.max(1, Math.min(30, Math.floor(bitsPerKey * 0.69)))
  const bytes = Math.floor((Math.max(64, keys.length * bitsPerKey) + 7) / 8)
  const filter = new Uint8Array(bytes + 1)
  filter[bytes] = probes
  for (const key of keys) {
    forEachProbe(key, probes, bytes * 8, (bit) => {
      filter[bit >>> 3]! |= 1 << (bit & 7)
      return true
    })
  }
  return filter
}

export function mayContain(filter: Uint8Array, key: string): boolean {
  if (filter.length < 2) return false
  const probes = filter[filter.length - 1]!
  if (probes > 30) return true // kept for other kinds of filter: a match, to be safe
  return forEachProbe(key, probes, (filter.length - 1) * 8, (bit) => (filter[bit >>> 3]! & (1 << (bit & 7))) !== 0)
}

/** Visits the key's bits until one says no. */
function forEachProbe(key: string, probes: number, bits: number, visit: (bit: number) => boolean): boolean {
  let hash = bloomHash(utf8(key))
  const step = (hash >>> 17) | (hash << 15)
  for (let probe = 0; probe < probes; probe++) {
    if (!visit((hash >>> 0) % bits)) return false
    hash = (hash + step) | 0
  }
  return true
}

/** Hash() of util/hash.cc: like murmur. */
function bloomHash(bytes: Uint8Array): number {
  let hash = SEED ^ Math.imul(bytes.length, MULTIPLIER)
  const whole = bytes.length & ~3
  for (let i = 0; i < whole; i += 4) {
    const word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)
    hash = Math.imul((hash + word) | 0, MULTIPLIER)
    hash ^= hash >>> 16
  }
  if (bytes.length === whole) return hash
  for (let i = bytes.length - 1; i >= whole; i--) hash = (hash + (bytes[i]! << (8 * (i - whole)))) | 0
  hash = Math.imul(hash, MULTIPLIER)
  return hash ^ (hash >>> 24)
}
