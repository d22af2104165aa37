/**
 * What: xxHash in its 32-bit and 64-bit kinds.
 * Why: it hashes as fast as memory can be read and spreads well, so new systems take it where old ones took MD5 or CRC32.
 *
 * Picture:   32 bytes ─▶ four lanes of 8, each × prime, turned, × prime ─▶ lanes folded into one ─▶ last bytes ─▶ avalanche
 *
 * Invariants:
 *   I1 the results are those of the library for every length and seed.
 *
 * Source: Yann Collet, "xxHash fast digest algorithm", version 0.1.1 (github.com/Cyan4973/xxHash, doc/xxhash_spec.md).
 * Simplifications: whole messages only; 64-bit registers are bigints. `xxh64-pairs.ts` does the same much faster with pairs of integers.
 * Complexity: one step for each 16 (32-bit) or 32 (64-bit) bytes.
 */

import { utf8 } from './crc32.ts'

const P32 = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f, 0x165667b1] as const
const P64 = [0x9e3779b185ebca87n, 0xc2b2ae3d27d4eb4fn, 0x165667b19e3779f9n, 0x85ebca77c2b2ae63n, 0x27d4eb2f165667c5n] as const

export function xxh32(data: Uint8Array | string, seed = 0): number {
  const bytes = typeof data === 'string' ? utf8(data) : data
  const round = (lane: number, at: number): number => Math.imul(turn32((lane + Math.imul(readInt(bytes, at), P32[1])) | 0, 13), P32[0])
  let at = 0
  let hash = (seed + P32[4]) | 0
  if (bytes.length >= 16) {
    const lanes = [(seed + P32[0] + P32[1]) | 0, (seed + P32[1]) | 0, seed | 0, (seed - P32[0]) | 0] as [number, number, number, number]
    for (; at + 16 <= bytes.length; at += 16) for (let lane = 0; lane < 4; lane++) lanes[lane] = round(lanes[lane]!, at + 4 * lane)
    hash = (turn32(lanes[0], 1) + turn32(lanes[1], 7) + turn32(lanes[2], 12) + turn32(lanes[3], 18)) | 0
  }
  hash = (hash + bytes.length) | 0
  for (; at + 4 <= bytes.length; at += 4) hash = Math.imul(turn32((hash + Math.imul(readInt(bytes, at), P32[2])) | 0, 17), P32[3])
  for (; at < bytes.length; at++) hash = Math.imul(turn32((hash + Math.imul(bytes[at]!, P32[4])) | 0, 11), P32[0])
  hash = Math.imul(hash ^ (hash >>> 15), P32[1])
  hash = Math.imul(hash ^ (hash >>> 13), P32[2])
  return (hash ^ (hash >>> 16)) >>> 0
}

export function xxh64(data: Uint8Array | string, seed = 0n): bigint {
  const bytes = typeof data === 'string' ? utf8(data) : data
  let at = 0
  let hash = wrap(seed + P64[4])
  if (bytes.length >= 32) {
    const lanes = [wrap(seed + P64[0] + P64[1]), wrap(seed + P64[1]), wrap(seed), wrap(seed - P64[0])] as [bigint, bigint, bigint, bigint]
    for (; at + 32 <= bytes.length; at += 32) {
      for (let lane = 0; lane < 4; lane++) lanes[lane] = round64(lanes[lane]!, readLong(bytes, at + 8 * lane))
    }
    hash = wrap(turn64(lanes[0], 1n) + turn64(lanes[1], 7n) + turn64(lanes[2], 12n) + turn64(lanes[3], 18n))
    for (const lane of lanes) hash = wrap((hash ^ round64(0n, lane)) * P64[0] + P64[3])
  }
  hash = wrap(hash + BigInt(bytes.length))
  for (; at + 8 <= bytes.length; at += 8) hash = wrap(turn64(hash ^ round64(0n, readLong(bytes, at)), 27n) * P64[0] + P64[3])
  for (; at + 4 <= bytes.length; at += 4) hash = wrap(turn64(hash ^ wrap(BigInt(readInt(bytes, at) >>> 0) * P64[0]), 23n) * P64[1] + P64[2])
  for (; at < bytes.length; at++) hash = wrap(turn64(hash ^ wrap(BigInt(bytes[at]!) * P64[4]), 11n) * P64[0])
  return avalanche64(hash)
}

/** The last stirring of XXH64, which XXH3 uses for short keys too. */
export function avalanche64(value: bigint): bigint {
  let hash = wrap((value ^ (value >> 33n)) * P64[1])
  hash = wrap((hash ^ (hash >> 29n)) * P64[2])
  return hash ^ (hash >> 32n)
}

function round64(lane: bigint, input: bigint): bigint {
  return wrap(turn64(wrap(lane + input * P64[1]), 31n) * P64[0])
}

export function readInt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
}

export function readLong(bytes: Uint8Array, at: number): bigint {
  return (BigInt(readInt(bytes, at + 4) >>> 0) << 32n) | BigInt(readInt(bytes, at) >>> 0)
}

function turn32(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by))
}

export function turn64(value: bigint, by: bigint): bigint {
  return wrap((value << by) | (value >> (64n - by)))
}

export function wrap(value: bigint): bigint {
  return BigInt.asUintN(64, value)
}
