/**
 * What: the 160-bit digest SHA-1, with which some rings place servers when they are told not to use MD5.
 * Why: npm's hashring takes any digest; SHA-1 is the other one in use. As a signature it has been broken since 2017.
 *
 * Picture:   block of 16 words ─▶ stretched to 80 ─▶ 80 steps over a, b, c, d, e ─▶ added to the digest so far
 *
 * Invariants:
 *   I1 sha1('abc') is a9993e364706816aba3e25717850c26c9cd0d89d, the standard's first example.
 *
 * Source: FIPS 180-4, section 6.1.
 * Simplifications: whole messages only.
 * Complexity: 80 steps for each 64 bytes.
 */

import { utf8 } from './crc32.ts'

/** The 20 bytes of the digest. */
export function sha1(data: Uint8Array | string): Uint8Array {
  const words = padded(typeof data === 'string' ? utf8(data) : data)
  const digest = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0)
  const stretched = new Int32Array(80)
  for (let block = 0; block < words.length; block += 16) {
    for (let t = 0; t < 80; t++) {
      stretched[t] = t < 16 ? words[block + t]! : turn(stretched[t - 3]! ^ stretched[t - 8]! ^ stretched[t - 14]! ^ stretched[t - 16]!, 1)
    }
    let [a, b, c, d, e] = digest as unknown as [number, number, number, number, number]
    for (let t = 0; t < 80; t++) {
      const mixed = t < 20 ? ((b & c) ^ (~b & d)) + 0x5a827999 : t < 40 ? (b ^ c ^ d) + 0x6ed9eba1
        : t < 60 ? ((b & c) ^ (b & d) ^ (c & d)) + 0x8f1bbcdc : (b ^ c ^ d) + 0xca62c1d6
      const next = (turn(a, 5) + mixed + e + stretched[t]!) | 0
      e = d
      d = c
      c = turn(b, 30)
      b = a
      a = next
    }
    for (const [i, word] of [a, b, c, d, e].entries()) digest[i] = digest[i]! + word
  }
  return Uint8Array.from({ length: 20 }, (_, i) => (digest[i >> 2]! >>> (24 - 8 * (i & 3))) & 255)
}

/** §5.1.1, §5.2.1: a 1 bit, zeros, and the length in bits as 64 bits; as big-endian words. */
function padded(bytes: Uint8Array): Int32Array {
  const words = new Int32Array((((bytes.length + 8) >>> 6) + 1) * 16)
  for (let i = 0; i < bytes.length; i++) words[i >>> 2]! |= bytes[i]! << (24 - 8 * (i & 3))
  words[bytes.length >>> 2]! |= 0x80 << (24 - 8 * (bytes.length & 3))
  words[words.length - 2] = Math.floor(bytes.length / 0x20000000)
  words[words.length - 1] = bytes.length * 8
  return words
}

function turn(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by))
}
