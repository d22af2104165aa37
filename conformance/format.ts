/**
 * What: the envelope of a recording, and the reader that refuses what is not one.
 * Why: recordings come from outside. A cut-off or foreign file must be named and left out, never half replayed.
 */

import { readFileSync, statSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** The version this replay knows: `fidelity-trace/1`. */
export const FORMAT_NAME = 'fidelity-trace'
export const FORMAT_VERSION = 1
/** Larger files, packed or unpacked, are refused unread. */
export const LARGEST_BYTES = 64 * 1024 * 1024

/** One recorded case. Its fields beyond the id belong to its area. */
export interface TraceCase {
  readonly id: string
  /** False when the real system itself answered differently from run to run. */
  readonly deterministic?: boolean
  /** Other recorded answers of such a case. */
  readonly alternatives?: readonly unknown[]
  readonly [field: string]: unknown
}

export interface Trace {
  readonly format: string
  readonly area: string
  readonly system: { readonly name: string; readonly version: string } | null
  /** Null for recordings that are not a list of cases, such as tables of vectors. */
  readonly cases: readonly TraceCase[] | null
  readonly whole: Readonly<Record<string, unknown>>
}

export type ReadResult =
  | { readonly kind: 'trace'; readonly trace: Trace }
  /** A table of theory that lies beside recordings. It is not replayed. */
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string }

/** Reads a `.json` file, or a packed `.json.gz`. */
export function readTraceFile(path: string): ReadResult {
  try {
    const size = statSync(path).size
    if (size > LARGEST_BYTES) return refused(`too large: ${size} bytes, at most ${LARGEST_BYTES} are read`)
    const bytes = readFileSync(path)
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
    return parseTrace((isPacked ? gunzipSync(bytes, { maxOutputLength: LARGEST_BYTES }) : bytes).toString('utf8'))
  } catch (error) {
    const code = (error as { code?: string }).code
    if (code === 'ERR_BUFFER_TOO_LARGE') return refused(`too large: more than ${LARGEST_BYTES} bytes when unpacked`)
    if (code === 'Z_BUF_ERROR' || code === 'Z_DATA_ERROR') return refused('truncated or damaged: it cannot be unpacked')
    return refused(`cannot be read: ${(error as Error).message}`)
  }
}

export function parseTrace(text: string): ReadResult {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return refused(`truncated or not JSON: ${(error as Error).message}`)
  }
  if (!isRecord(value)) return refused('not a trace: an object is expected at the top')
  const { format, area, cases, system } = value
  if (typeof format !== 'string') return refused('not a trace: "format" is missing')
  if (format.startsWith('fidelity-theory/')) return { kind: 'skipped', reason: 'a table of theory, not a recording' }
  const match = /^([\w-]+)\/(\d+)$/.exec(format)
  if (match?.[1] !== FORMAT_NAME) return refused(`not a trace: format "${format.slice(0, 60)}" is not ${FORMAT_NAME}/${FORMAT_VERSION}`)
  if (Number(match[2]) > FORMAT_VERSION) return refused(`written in a newer format, ${format}; this replay knows ${FORMAT_NAME}/${FORMAT_VERSION}`)
  if (Number(match[2]) !== FORMAT_VERSION) return refused(`format ${format} is not known; this replay knows ${FORMAT_NAME}/${FORMAT_VERSION}`)
  if (typeof area !== 'string' || area === '') return refused('not a trace: "area" is missing')
  if (cases !== undefined && !Array.isArray(cases)) return refused('not a trace: "cases" is not a list')
  const list = cases === undefined ? null : (cases as unknown[])
  for (const [index, item] of (list ?? []).entries()) {
    if (!isRecord(item)) return refused(`not a trace: case ${index} is not an object`)
  }
  const named = isRecord(system) ? { name: String(system.name ?? ''), version: String(system.version ?? '') } : null
  return { kind: 'trace', trace: { format, area, system: named, cases: list === null ? null : list.map(withId), whole: value } }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A case without an id is called by its number. */
function withId(item: unknown, index: number): TraceCase {
  const record = item as Record<string, unknown>
  return { ...record, id: record.id === undefined ? `#${index}` : String(record.id) } as TraceCase
}

function refused(reason: string): ReadResult {
  return { kind: 'refused', reason }
}
