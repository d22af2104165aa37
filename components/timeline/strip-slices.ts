/**
 * What: a whole run in slices of a pixel: how much was answered, how much failed, where something was done to the system.
 * Why: the run strip is the only overview; it is counted once and copied afterwards.
 */

import type { Trace } from '@/simulations/kernel/trace.ts'

export interface StripSlices {
  readonly answered: Uint32Array
  readonly failed: Uint32Array
  /** Slices in which something was done to the system, or it changed by itself. */
  readonly notes: Uint8Array
  readonly mostAnswered: number
}

/** Failures that a client felt; a failed try that was mended is no failure of the run. */
const FELT = new Set(['refusal.received', 'request.timed-out', 'lookup.failed'])

export function stripSlices(trace: Trace, slices: number): StripSlices {
  const { log, vocabulary, endUs, notes } = trace
  const answer = vocabulary.events.findIndex((event) => event.name === 'answer.received')
  const felt = vocabulary.events.map((event) => FELT.has(event.name))
  const answered = new Uint32Array(slices)
  const failed = new Uint32Array(slices)
  const sliceOf = (us: number) => Math.min(slices - 1, Math.floor((us / endUs) * slices))
  for (let row = 0; row < log.count; row++) {
    const kind = log.kind[row]!
    if (kind === answer) answered[sliceOf(log.at[row]!)]!++
    else if (felt[kind]) failed[sliceOf(log.at[row]!)]!++
  }
  const marked = new Uint8Array(slices)
  for (const note of notes) marked[sliceOf(note.atUs)] = 1
  return { answered, failed, notes: marked, mostAnswered: answered.reduce((most, count) => Math.max(most, count), 0) }
}
