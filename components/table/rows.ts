/** Which rows of the log a filter lets through, and where now stands among them. */

import { isNotable } from '@/components/projection/lookup.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'

export const ROW_KINDS = ['all', 'failures', 'changes', 'requests'] as const
export type RowKind = (typeof ROW_KINDS)[number]

export interface RowFilter {
  readonly kind: RowKind
  /** -1: everywhere. */
  readonly lane: number
  /** Row of a request, -1: any. */
  readonly request: number
}

export const EVERYTHING: RowFilter = { kind: 'all', lane: -1, request: -1 }

export function filteredRows(trace: Trace, { kind, lane, request }: RowFilter): Uint32Array {
  const { log, vocabulary } = trace
  const found = new Uint32Array(log.count)
  let count = 0
  for (let row = 0; row < log.count; row++) {
    if (lane >= 0 && log.lane[row] !== lane) continue
    const isNote = vocabulary.events[log.kind[row]!]!.about === 'note'
    if (request >= 0 && (isNote || log.ref[row] !== request)) continue
    if (kind === 'changes' && !isNote) continue
    if (kind === 'requests' && isNote) continue
    if (kind === 'failures' && (isNote || !isNotable(trace, row))) continue
    found[count++] = row
  }
  return found.slice(0, count)
}

/** Place of the last row that has happened, -1 before the first. */
export function placeOf(rows: Uint32Array, row: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (rows[middle]! <= row) low = middle + 1
    else high = middle
  }
  return low - 1
}
