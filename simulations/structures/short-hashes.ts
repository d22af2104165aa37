/**
 * What: the small hashes of message and cache clients: Jenkins' one-at-a-time (libmemcached), FNV-1a and MurmurHash2 (Kafka).
 * Why: a client that places keys with another hash than its neighbours talks to the wrong server or partition, and nothing
 * reports an error. So each is kept exactly, with the turns its users gave it.
 *
 * Picture:   FNV-1a:  h = 2166136261;  for each byte: h ^= byte, h *= 16777619        all in 32 bits
 *
 * Invariants:
 *   I1 every result is an integer of 32 bits, made with 32-bit arithmetic only. FNV-1a, one-at-a-time: from 0 up. murmur2: signed, as in Java.
 *
 * Source: Bob Jenkins, "Hash functions" (Dr Dobb's, 1997), as in libmemcached `libhashkit/jenkins`/`one_at_a_time`;
 * isthe.com/chongo/tech/comp/fnv; Austin Appleby's MurmurHash2 with Kafka's seed, `org.apache.kafka.common.utils.Utils.murmur2`.
 * Simplifications: keys are strings taken as UTF-8 bytes, or bytes.
 * Complexity: O(length).
 */

import { utf8 } from './crc32.ts'

const KAFKA_SEED = 0x9747b28c
const MURMUR2_MULTIPLIER = 0x5bd1e995

export function oneAtATime(data: Uint8Array | string): number {
  const bytes = bytesOf(data)
  let hash = 0
  for (let i = 0; i < bytes.length; i++) {
    hash = (hash + bytes[i]!) | 0
    hash = (hash + (hash << 10)) | 0
    hash ^= hash >>> 6
  }
  hash = (hash + (hash << 3)) | 0
  hash ^= hash >>> 11
  return (hash + (hash << 15)) >>> 0
}

export function fnv1a(data: Uint8Array | string): number {
  const bytes = bytesOf(data)
  let hash = 0x811c9dc5 | 0
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
  return hash >>> 0
}

/** Kafka's MurmurHash2: a signed integer, as Java has it. */
export function murmur2(data: Uint8Array | string): number {
  const bytes = bytesOf(data)
  const size = bytes.length
  let hash = KAFKA_SEED ^ size
  const whole = size & ~3
  for (let i = 0; i < whole; i += 4) {
    let block = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)
    block = Math.imul(block, MURMUR2_MULTIPLIER)
    block ^= block >>> 24
    hash = Math.imul(hash, MURMUR2_MULTIPLIER) ^ Math.imul(block, MURMUR2_MULTIPLIER)
  }
  if (size > whole) {
    if (size - whole === 3) hash ^= bytes[whole + 2]! << 16
    if (size - whole >= 2) hash ^= bytes[whole + 1]! << 8
    hash = Math.imul(hash ^ bytes[whole]!, MURMUR2_MULTIPLIER)
  }
  hash ^= hash >>> 13
  hash = Math.imul(hash, MURMUR2_MULTIPLIER)
  return hash ^ (hash >>> 15)
}

function bytesOf(data: Uint8Array | string): Uint8Array {
  return typeof data === 'string' ? utf8(data) : data
}
