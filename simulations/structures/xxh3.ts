/**
 * What: XXH3, the 64-bit kind without seed: xxHash made quick for short keys.
 * Why: most keys are shorter than 32 bytes, where older hashes spend their time on starting and finishing. XXH3 takes another
 * way for each range of lengths.
 *
 * Picture:   0 · 1-3 · 4-8 · 9-16 bytes: one formula each      17-240: pieces of 16, multiplied to 128 bits, added up
 *            above: eight sums over stripes of 64 bytes, scrambled after each 1,024
 *
 * Invariants:
 *   I1 the results are those of the library for every length.
 *
 * Source: Yann Collet, doc/xxhash_spec.md of github.com/Cyan4973/xxHash, "XXH3 Algorithm Overview", with its default secret.
 * Simplifications: seed 0 and the default secret only, which most callers use.
 * Complexity: O(length), on bigints.
 */

import { utf8 } from './crc32.ts'
import { avalanche64, readInt, readLong, turn64, wrap } from './xxhash.ts'

const SECRET = bytesOfHex(
  'b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671fcb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c' +
    '3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364' +
    'eac5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e',
)
const P32_1 = 0x9e3779b1n
const P32_2 = 0x85ebca77n
const P32_3 = 0xc2b2ae3dn
const P64_1 = 0x9e3779b185ebca87n
const P64_2 = 0xc2b2ae3d27d4eb4fn
const P64_3 = 0x165667b19e3779f9n
const P64_4 = 0x85ebca77c2b2ae63n
const P64_5 = 0x27d4eb2f165667c5n
const MIX_1 = 0x165667919e3779f9n
const MIX_2 = 0x9fb21c651e98df25n

const STRIPE = 64
const BLOCK = 1024

export function xxh3(data: Uint8Array | string): bigint {
  const bytes = typeof data === 'string' ? utf8(data) : data
  const size = bytes.length
  if (size <= 16) return hashSmall(bytes)
  if (size > 240) return hashLarge(bytes)
  let sum = wrap(BigInt(size) * P64_1)
  if (size <= 128) {
    for (let i = (size - 1) >> 5; i >= 0; i--) sum += mix(bytes, 16 * i, 32 * i) + mix(bytes, size - 16 * i - 16, 32 * i + 16)
    return avalanche(wrap(sum))
  }
  for (let i = 0; i < 8; i++) sum += mix(bytes, 16 * i, 16 * i)
  sum = avalanche(wrap(sum))
  for (let i = 8; i < size >> 4; i++) sum += mix(bytes, 16 * i, 16 * (i - 8) + 3)
  return avalanche(wrap(sum + mix(bytes, size - 16, 119)))
}

function hashSmall(bytes: Uint8Array): bigint {
  const size = bytes.length
  if (size === 0) return avalanche64(secret(56) ^ secret(64))
  if (size < 4) {
    const combined = (bytes[size - 1]! | (size << 8) | (bytes[0]! << 16) | (bytes[size >> 1]! << 24)) >>> 0
    return avalanche64(BigInt(((readInt(SECRET, 0) ^ readInt(SECRET, 4)) >>> 0)) ^ BigInt(combined))
  }
  if (size <= 8) {
    const combined = BigInt(readInt(bytes, size - 4) >>> 0) | (BigInt(readInt(bytes, 0) >>> 0) << 32n)
    let value = secret(8) ^ secret(16) ^ combined
    value ^= turn64(value, 49n) ^ turn64(value, 24n)
    value = wrap(value * MIX_2)
    value = wrap((value ^ ((value >> 35n) + BigInt(size))) * MIX_2)
    return value ^ (value >> 28n)
  }
  const low = secret(24) ^ secret(32) ^ readLong(bytes, 0)
  const high = secret(40) ^ secret(48) ^ readLong(bytes, size - 8)
  return avalanche(wrap(BigInt(size) + turnedAround(low) + high + fold(low * high)))
}

function hashLarge(bytes: Uint8Array): bigint {
  const sums = [P32_3, P64_1, P64_2, P64_3, P64_4, P32_2, P64_5, P32_1]
  const size = bytes.length
  const blocks = Math.floor((size - 1) / BLOCK)
  for (let block = 0; block < blocks; block++) {
    for (let n = 0; n < BLOCK / STRIPE; n++) accumulate(sums, bytes, block * BLOCK + n * STRIPE, 8 * n)
    for (let i = 0; i < 8; i++) sums[i] = wrap((sums[i]! ^ (sums[i]! >> 47n) ^ secret(SECRET.length - STRIPE + 8 * i)) * P32_1)
  }
  const rest = size - blocks * BLOCK
  for (let n = 0; n < Math.floor((rest - 1) / STRIPE); n++) accumulate(sums, bytes, blocks * BLOCK + n * STRIPE, 8 * n)
  accumulate(sums, bytes, size - STRIPE, SECRET.length - 71)
  let hash = wrap(BigInt(size) * P64_1)
  for (let i = 0; i < 4; i++) hash += fold((sums[2 * i]! ^ secret(11 + 16 * i)) * (sums[2 * i + 1]! ^ secret(19 + 16 * i)))
  return avalanche(wrap(hash))
}

function accumulate(sums: bigint[], bytes: Uint8Array, from: number, secretFrom: number): void {
  for (let i = 0; i < 8; i++) {
    const input = readLong(bytes, from + 8 * i)
    const value = input ^ secret(secretFrom + 8 * i)
    sums[i ^ 1] = wrap(sums[i ^ 1]! + input)
    sums[i] = wrap(sums[i]! + (value & 0xffffffffn) * (value >> 32n))
  }
}

/** The spec's mixStep: 16 bytes against 16 bytes of the secret. */
function mix(bytes: Uint8Array, at: number, secretAt: number): bigint {
  return fold((readLong(bytes, at) ^ secret(secretAt)) * (readLong(bytes, at + 8) ^ secret(secretAt + 8)))
}

/** The two halves of a 128-bit product, one over the other. */
function fold(product: bigint): bigint {
  return wrap(product) ^ (product >> 64n)
}

function avalanche(value: bigint): bigint {
  const hash = wrap((value ^ (value >> 37n)) * MIX_1)
  return hash ^ (hash >> 32n)
}

function turnedAround(value: bigint): bigint {
  let result = 0n
  for (let i = 0n; i < 8n; i++) result = (result << 8n) | ((value >> (8n * i)) & 255n)
  return result
}

function secret(at: number): bigint {
  return readLong(SECRET, at)
}

function bytesOfHex(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16))
}
