/**
 * What: the 128-bit digest with which ketama rings place servers and keys.
 * Why: libketama (2007) chose it, so every memcached client that wants to agree must follow. As a hash for placing keys it is
 * slow; as a signature it has been broken since 2004.
 *
 * Picture:   message ▸ 0x80 ▸ zeros ▸ length in bits   cut into blocks of 64 bytes   each block stirs a, b, c, d in 64 steps
 *
 * Invariants:
 *   I1 md5('abc') is 900150983cd24fb0d6963f7d28e17f72, and the other six strings of the RFC give their digests.
 *
 * Source: RFC 1321, section 3; the 64 constants are the integer parts of 2^32 times |sin(1..64)|, written out below.
 * Simplifications: whole messages only.
 * Complexity: 64 steps for each 64 bytes.
 */

import { utf8 } from './crc32.ts'

/** RFC 1321 §3.4: T[i] = floor(4294967296 · |sin(i)|). Written out, since `Math.sin` differs between engines. */
const T = Uint32Array.from([
  0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501, 0x698098d8, 0x8b44f7af, 0xffff5bb1,
  0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453,
  0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a, 0xfffa3942,
  0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05,
  0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d,
  0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
])
/** How far each step turns, four a round. */
const TURNS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21] as const

/** The digest as four words, each read from its bytes with the lowest byte first, which is how ketama reads them. */
export function md5Words(data: Uint8Array | string): Uint32Array {
  const words = padded(typeof data === 'string' ? utf8(data) : data)
  let [a0, b0, c0, d0] = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476]
  for (let block = 0; block < words.length; block += 16) {
    let [a, b, c, d] = [a0, b0, c0, d0]
    for (let step = 0; step < 64; step++) {
      const round = step >>> 4
      const mixed =
        round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d)
      const from = round === 0 ? step : round === 1 ? (5 * step + 1) & 15 : round === 2 ? (3 * step + 5) & 15 : (7 * step) & 15
      const sum = (a + mixed + T[step]! + words[block + from]!) | 0
      const turn = TURNS[(round << 2) | (step & 3)]!
      a = d
      d = c
      c = b
      b = (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0
    }
    a0 = (a0 + a) | 0
    b0 = (b0 + b) | 0
    c0 = (c0 + c) | 0
    d0 = (d0 + d) | 0
  }
  return Uint32Array.of(a0, b0, c0, d0)
}

/** The digest in the usual hexadecimal writing. */
export function md5(data: Uint8Array | string): string {
  let text = ''
  for (const word of md5Words(data)) {
    for (let byte = 0; byte < 4; byte++) text += ((word >>> (8 * byte)) & 255).toString(16).padStart(2, '0')
  }
  return text
}

/** §3.1, §3.2: a 1 bit, zeros, and the length in bits as 64 bits; as little-endian words. */
function padded(bytes: Uint8Array): Uint32Array {
  const words = new Uint32Array((((bytes.length + 8) >>> 6) + 1) * 16)
  for (let i = 0; i < bytes.length; i++) words[i >>> 2]! |= bytes[i]! << (8 * (i & 3))
  words[bytes.length >>> 2]! |= 0x80 << (8 * (bytes.length & 3))
  words[words.length - 2] = bytes.length * 8
  words[words.length - 1] = Math.floor(bytes.length / 0x20000000)
  return words
}
