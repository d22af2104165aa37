/**
 * What: reads and writes one place of a document, such as `servers.s1.speed`.
 * Why: a turned knob is written into the document as its author would have written it. No schema is needed for that.
 *
 * Invariants: I1 a path leads through entries that exist, by their own keys only.
 */

import type { Scalar } from './knob-values.ts'

/** What the document says at a path, or undefined. */
export function writtenAt(document: unknown, path: string): unknown {
  let at: unknown = document
  for (const key of path.split('.')) {
    if (!isRecord(at) || !Object.hasOwn(at, key)) return undefined
    at = at[key]
  }
  return at
}

/** Writes a value into a document; false where the path leads through something that is not there (I1). */
export function writeAt(document: unknown, path: string, value: Scalar): boolean {
  const keys = path.split('.')
  const last = keys.pop()!
  let at: unknown = document
  for (const key of keys) {
    if (!isRecord(at) || !Object.hasOwn(at, key)) return false
    at = at[key]
  }
  if (!isRecord(at) || last === '__proto__') return false
  at[last] = value
  return true
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
