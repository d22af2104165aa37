/** Answers sorted by how long they took, in bins that grow with the time: a tail is as easy to read as the bulk. */

import type { Trace } from '@/simulations/kernel/trace.ts'

/** Bins to a factor of ten. */
export const BINS_PER_DECADE = 10

export interface Distribution {
  /** Lower edge of the first bin, µs: a power of ten. */
  readonly fromUs: number
  readonly decades: number
  /** Answers in each bin; a bin ends where the next one begins. */
  readonly bins: Uint32Array
  readonly answered: number
  readonly timedOut: number
}

/** What clients had been told until log row `row`. */
export function distributionAt(trace: Trace, row: number): Distribution {
  const { log, vocabulary, subjects } = trace
  const kindOf = (name: string) => vocabulary.events.findIndex((kind) => kind.name === name)
  const received = kindOf('answer.received')
  const gaveUp = kindOf('request.timed-out')
  const latency = subjects.columns.latencyUs!
  const found: number[] = []
  let timedOut = 0
  for (let at = 0; at <= row; at++) {
    if (log.kind[at] === received) found.push(latency[log.ref[at]!]!)
    else if (log.kind[at] === gaveUp) timedOut++
  }
  let least = Infinity
  let most = 1
  for (const us of found) {
    if (us < least) least = us
    if (us > most) most = us
  }
  const first = found.length === 0 ? 3 : Math.floor(Math.log10(Math.max(1, least)))
  const decades = Math.max(1, Math.floor(Math.log10(most)) + 1 - first)
  const bins = new Uint32Array(decades * BINS_PER_DECADE)
  for (const us of found) bins[Math.min(bins.length - 1, Math.max(0, Math.floor((Math.log10(Math.max(1, us)) - first) * BINS_PER_DECADE)))]!++
  return { fromUs: 10 ** first, decades, bins, answered: found.length, timedOut }
}

/** Where a duration stands on the axis, 0 … 1. */
export function placeOf({ fromUs, decades }: Distribution, us: number): number {
  return Math.min(1, Math.max(0, Math.log10(us / fromUs) / decades))
}

/** Lower edge of a bin, µs. */
export function edgeOf({ fromUs }: Distribution, bin: number): number {
  return fromUs * 10 ** (bin / BINS_PER_DECADE)
}
