/**
 * What: the 16-bit checksum with which Redis Cluster and Valkey place keys.
 * Why: 16 bits are few, but Redis needs only 14 of them: a slot from 0 to 16383.
 *
 * Picture:   'foo' ──▶ 16-bit register, shifted out to the left; each 1 that falls out xors in 0x1021 ──▶ 0xaf96 ──▶ & 16383 = 12182
 *
 * Invariants:
 *   I1 the result is an integer from 0 to 65535; crc16('123456789') is 0x31c3, the published check value of XMODEM.
 *
 * Source: CRC-16/XMODEM (polynomial 0x1021, start 0, not reversed); Redis 7.0 `src/crc16.c`.
 * Simplifications: none. It is not for secrets: anybody can craft keys that collide.
 * Complexity: one table look-up a byte.
 */

import { utf8 } from './crc32.ts'

const POLYNOMIAL = 0x1021

const TABLE = makeTable()

/** The checksum of bytes, or of a string's UTF-8 bytes. */
export function crc16(data: Uint8Array | string): number {
  const bytes = typeof data === 'string' ? utf8(data) : data
  let crc = 0
  for (let i = 0; i < bytes.length; i++) crc = ((crc << 8) & 0xffff) ^ TABLE[(crc >>> 8) ^ bytes[i]!]!
  return crc
}

function makeTable(): Uint16Array {
  const table = new Uint16Array(256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte << 8
    for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc & 0x8000 ? POLYNOMIAL : 0)
    table[byte] = crc
  }
  return table
}
