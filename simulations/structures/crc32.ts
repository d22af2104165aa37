/**
 * What: the checksum of zip, PNG and Ethernet, used here to place keys.
 * Why: nginx and HAProxy hash a key with it; it is cheap, and every language gives the same number.
 *
 * Picture:   bytes ──▶ 32-bit register, shifted out bit by bit; each 1 that falls out xors in the polynomial
 *
 * Invariants:
 *   I1 the result is an integer from 0 to 2^32 - 1; crc32('123456789') is 0xcbf43926, the published check value.
 *   I2 updating in pieces gives what one piece gives.
 *
 * Source: ITU-T V.42, polynomial 0xEDB88320 (reversed); nginx `src/core/ngx_crc32.h`, HAProxy `src/hash.c` `hash_crc32`.
 * Simplifications: none. It is not for secrets: anybody can craft keys that collide.
 * Complexity: one table look-up a byte.
 */

const POLYNOMIAL = 0xedb88320

const TABLE = makeTable()

/** The checksum of bytes, or of a string's UTF-8 bytes. */
export function crc32(data: Uint8Array | string): number {
  return crc32Finish(crc32Update(CRC32_START, typeof data === 'string' ? utf8(data) : data))
}

/** Register before the first byte. */
export const CRC32_START = -1

/** Feeds bytes into a register and returns the register after them. */
export function crc32Update(register: number, bytes: Uint8Array): number {
  let crc = register
  for (let i = 0; i < bytes.length; i++) crc = TABLE[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8)
  return crc
}

export function crc32Finish(register: number): number {
  return ~register >>> 0
}

/** The UTF-8 bytes of a string (lone surrogates become U+FFFD, as the encoding standard says). */
export function utf8(text: string): Uint8Array {
  const ascii = new Uint8Array(text.length)
  let seen = 0
  for (let i = 0; i < text.length; i++) seen |= ascii[i] = text.charCodeAt(i)
  return seen < 0x80 ? ascii : utf8Beyond(text) // most keys are ASCII, where a character is a byte
}

function utf8Beyond(text: string): Uint8Array {
  const bytes: number[] = []
  for (const character of text) {
    let code = character.codePointAt(0)!
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
  }
  return Uint8Array.from(bytes)
}

function makeTable(): Int32Array {
  const table = new Int32Array(256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0)
    table[byte] = crc
  }
  return table
}
