/**
 * What: which rows of a trace belong to an instant or a stretch of time.
 * Why: nothing that is drawn may walk through the whole trace.
 */

import { NEVER, type Trace, type Vocabulary } from '@/simulations/kernel/trace.ts'
import { CHUNK, type RunIndex } from './run-index.ts'

/** The last log row that has happened at `atUs`, -1 before the first. */
export function rowAt(trace: Trace, atUs: number): number {
  return upperBound(trace.log.at, trace.log.count, atUs) - 1
}

/** Visits every hop that is under way at some instant of [fromUs, toUs], in order of sending. */
export function forEachHopBetween(trace: Trace, index: RunIndex, fromUs: number, toUs: number, visit: (row: number) => void): void {
  const { sentAt, delayUs, count } = trace.hops
  const end = upperBound(sentAt, count, toUs)
  for (let chunk = 0; chunk * CHUNK < end; chunk++) {
    if (index.hopsUntil[chunk]! < fromUs) continue
    const last = Math.min(end, (chunk + 1) * CHUNK)
    for (let row = chunk * CHUNK; row < last; row++) {
      if (sentAt[row]! + delayUs[row]! >= fromUs) visit(row)
    }
  }
}

/** Visits every span that covers some instant of [fromUs, toUs], in order of beginning. */
export function forEachSpanBetween(trace: Trace, index: RunIndex, fromUs: number, toUs: number, visit: (row: number) => void): void {
  const { beganAt, lastedUs, count } = trace.spans
  const end = upperBound(beganAt, count, toUs)
  for (let chunk = 0; chunk * CHUNK < end; chunk++) {
    if (index.spansUntil[chunk]! < fromUs) continue
    const last = Math.min(end, (chunk + 1) * CHUNK)
    for (let row = chunk * CHUNK; row < last; row++) {
      if (lastedUs[row] === NEVER || beganAt[row]! + lastedUs[row]! >= fromUs) visit(row)
    }
  }
}

/** How many hops touch the window. */
export function countHopsBetween(trace: Trace, index: RunIndex, fromUs: number, toUs: number): number {
  let count = 0
  forEachHopBetween(trace, index, fromUs, toUs, () => count++)
  return count
}

/** Failures that somebody felt, of every family. */
const NOTABLE = new Set(['refusal.received', 'request.lost', 'try.failed', 'request.timed-out', 'throttle.received', 'lookup.failed', 'move.lost'])
const notableKinds = new WeakMap<Vocabulary, readonly boolean[]>()

/** A failure that somebody felt, or a change to the system. */
export function isNotable(trace: Trace, row: number): boolean {
  let kinds = notableKinds.get(trace.vocabulary)
  if (kinds === undefined) {
    kinds = trace.vocabulary.events.map(({ name, about }) => about === 'note' || NOTABLE.has(name))
    notableKinds.set(trace.vocabulary, kinds)
  }
  return kinds[trace.log.kind[row]!]!
}

/** The next notable row after (or before) `row`, -1 when there is none. */
export function nextNotable(trace: Trace, _index: RunIndex, row: number, direction: 1 | -1): number {
  for (let at = row + direction; at >= 0 && at < trace.log.count; at += direction) {
    if (isNotable(trace, at)) return at
  }
  return -1
}

/** The number of leading entries that are <= value, in a column that never decreases. */
export function upperBound(column: Float64Array, count: number, value: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (column[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}
