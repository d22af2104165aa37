/**
 * What: MurmurHash3, the 32-bit kind: the hash with which our own schemes place keys and points.
 * Why: it is quick, spreads well, and has published vectors, so a place on the ring can be checked by anybody.
 *
 * Picture:   4 bytes ─▶ × c1, turn 15, × c2 ─▶ into the hash ─▶ turn 13, × 5 + const   …   last bytes, length, final stirring
 *
 * Invariants:
 *   I1 the result is an integer from 0 to 2^32 - 1; murmur3('hello', 0) is 0x248bfa47, a published vector.
 *   I2 a string gives what its UTF-8 bytes give.
 *
 * Source: Austin Appleby, MurmurHash3_x86_32 (2011), public domain.
 * Simplifications: none. It is not for secrets: keys that collide can be made for any seed.
 * Complexity: one step for each 4 bytes. Keys in ASCII are read from the string itself, without making an array of bytes.
 */

import { utf8 } from './crc32.ts'

const C1 = 0xcc9e2d51
const C2 = 0x1b873593

export function murmur3(key: string, seed = 0): number {
  let hash = seed | 0
  const size = key.length
  const whole = size & ~3
  let seen = 0
  for (let i = 0; i < whole; i += 4) {
    const a = key.charCodeAt(i)
    const b = key.charCodeAt(i + 1)
    const c = key.charCodeAt(i + 2)
    const d = key.charCodeAt(i + 3)
    seen |= a | b | c | d
    let block = Math.imul(a | (b << 8) | (c << 16) | (d << 24), C1)
    block = Math.imul((block << 15) | (block >>> 17), C2)
    hash ^= block
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0
  }
  let tail = 0
  for (let i = size - 1; i >= whole; i--) {
    const code = key.charCodeAt(i)
    seen |= code
    tail = (tail << 8) | code
  }
  if (seen > 127) return murmur3Bytes(utf8(key), seed) // I2: a character beyond ASCII is more than one byte
  return finish(hash, tail, size)
}

export function murmur3Bytes(bytes: Uint8Array, seed = 0): number {
  let hash = seed | 0
  const size = bytes.length
  const whole = size & ~3
  for (let i = 0; i < whole; i += 4) {
    let block = Math.imul(bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24), C1)
    block = Math.imul((block << 15) | (block >>> 17), C2)
    hash ^= block
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0
  }
  let tail = 0
  for (let i = size - 1; i >= whole; i--) tail = (tail << 8) | bytes[i]!
  return finish(hash, tail, size)
}

function finish(hash: number, tail: number, size: number): number {
  const block = Math.imul(tail, C1)
  hash ^= Math.imul((block << 15) | (block >>> 17), C2) // a tail of 0 leaves the hash as it is
  hash ^= size
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
