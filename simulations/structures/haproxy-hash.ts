/**
 * What: the four string hashes of HAProxy, and the one it stirs integers with.
 * Why: HAProxy places a key with its own functions. Only the same functions put the same key on the same server.
 *
 * Picture:   'user:42' ──sdbm──▶ 32 bits ──avalanche (fullHash)──▶ 32 bits that look random ──▶ ring or modulo
 *
 * Invariants:
 *   I1 every result is an integer from 0 to 2^32 - 1, computed with 32-bit integer arithmetic only.
 *
 * Source: HAProxy 2.6 `src/hash.c` (wt6, djb2, sdbm, crc32) and `include/haproxy/intops.h` (`__full_hash`, which is Bob
 * Jenkins' six-step integer hash, burtleburtle.net/bob/hash/integer.html, times a large odd constant).
 * Simplifications: keys are strings whose characters are taken as UTF-8 bytes.
 * Complexity: O(length of the key).
 */

import { crc32, utf8 } from './crc32.ts'

export type HaproxyHashName = 'sdbm' | 'djb2' | 'wt6' | 'crc32'

export function hashHaproxy(name: HaproxyHashName, key: string): number {
  const bytes = utf8(key)
  switch (name) {
    case 'sdbm':
      return sdbm(bytes)
    case 'djb2':
      return djb2(bytes)
    case 'wt6':
      return wt6(bytes)
    case 'crc32':
      return crc32(bytes)
  }
}

/** Spreads an integer over 32 bits: one changed input bit changes about half of the output bits. */
export function fullHash(value: number): number {
  let a = value | 0
  a = (a + 0x7ed55d16 + (a << 12)) | 0
  a = a ^ 0xc761c23c ^ (a >>> 19)
  a = (a + 0x165667b1 + (a << 5)) | 0
  a = ((a + 0xd3a2646c) | 0) ^ (a << 9)
  a = (a + 0xfd7046c5 + (a << 3)) | 0
  a = a ^ 0xb55a4f09 ^ (a >>> 16)
  return Math.imul(a, 3221225473) >>> 0
}

function sdbm(bytes: Uint8Array): number {
  let hash = 0
  for (let i = 0; i < bytes.length; i++) hash = (bytes[i]! + (hash << 6) + (hash << 16) - hash) | 0
  return hash >>> 0
}

function djb2(bytes: Uint8Array): number {
  let hash = 5381
  for (let i = 0; i < bytes.length; i++) hash = ((hash << 5) + hash + bytes[i]!) | 0
  return hash >>> 0
}

function wt6(bytes: Uint8Array): number {
  let h0 = 0xa53c965a | 0
  let h1 = 0x5ca6953a | 0
  let step0 = 6
  let step1 = 18
  for (let i = 0; i < bytes.length; i++) {
    h0 = ~(h0 ^ bytes[i]!)
    h1 = ~((h1 + bytes[i]!) | 0)
    const turned = rotateLeft(h1, step0)
    h1 = rotateLeft(h0, step1)
    h0 = turned
    const steps = ((h0 >>> 16) ^ h1) & 0xffff
    step0 = steps & 0x1f
    step1 = steps >>> 11
  }
  return (h0 ^ h1) >>> 0
}

function rotateLeft(value: number, by: number): number {
  return (value << by) | (value >>> ((32 - by) & 31))
}
