/**
 * What: a fingerprint of a trace.
 * Why: "the same run everywhere" is a claim; equal fingerprints in every engine prove it.
 *
 * Invariants: I1 equal traces have equal hashes; I2 a change of any cell, note, lane or outcome changes it (up to collisions of 2^-64).
 * Source: two 32-bit lanes of MurmurHash3's block mix (Appleby, 2011, `MurmurHash3_x86_32`) with different seeds, over
 *   numbers by their bits (little-endian words) and texts by their UTF-16 units.
 */

import type { Trace } from './trace.ts'

interface Hash {
  a: number
  b: number
}

/** 16 hexadecimal digits. */
export function hashTrace(trace: Trace): string {
  const hash: Hash = { a: 0x3c074a61 | 0, b: 0x1b873593 | 0 }
  text(hash, JSON.stringify([trace.family, trace.seed, trace.endUs, trace.vocabulary, trace.lanes, trace.outcome, trace.notes]))
  for (const table of [trace.hops, trace.spans, trace.log, trace.subjects.columns] as object[]) {
    for (const name of Object.keys(table).sort(byUnits)) {
      const value = (table as Record<string, unknown>)[name]
      text(hash, name)
      if (ArrayBuffer.isView(value)) column(hash, value as Float64Array | Uint32Array)
    }
  }
  return hex(finish(hash.a)) + hex(finish(hash.b))
}

const float = new Float64Array(1)
const words = new Uint32Array(float.buffer)

function column(hash: Hash, values: Float64Array | Uint32Array): void {
  word(hash, values.length)
  if (values instanceof Float64Array) {
    for (let i = 0; i < values.length; i++) {
      float[0] = values[i]! + 0 // -0 becomes 0; a trace holds no NaN
      word(hash, words[0]!)
      word(hash, words[1]!)
    }
  } else {
    for (let i = 0; i < values.length; i++) word(hash, values[i]!)
  }
}

function text(hash: Hash, value: string): void {
  word(hash, value.length)
  for (let i = 0; i < value.length; i++) word(hash, value.charCodeAt(i))
}

function word(hash: Hash, value: number): void {
  let k = Math.imul(value, 0xcc9e2d51)
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593)
  const a = hash.a ^ k
  const b = hash.b ^ Math.imul(k, 0x9e3779b1)
  hash.a = (Math.imul((a << 13) | (a >>> 19), 5) + 0xe6546b64) | 0
  hash.b = (Math.imul((b << 17) | (b >>> 15), 9) + 0x52dce729) | 0
}

function finish(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0')
}

function byUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
