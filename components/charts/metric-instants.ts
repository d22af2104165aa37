/** Every number of the metrics strip leads to the instant that made it. */

import { depthBand } from '@/components/projection/series.ts'
import type { TrafficIndex } from '@/components/projection/traffic-index.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'

/** The last log row at or before `row` of one of these kinds; when there is none, the first one after it. -1: it never happens. */
export function nearestRow(trace: Trace, row: number, kinds: readonly string[]): number {
  const { log, vocabulary } = trace
  const wanted = new Set(kinds.map((name) => vocabulary.events.findIndex((kind) => kind.name === name)))
  for (let at = row; at >= 0; at--) if (wanted.has(log.kind[at]!)) return at
  for (let at = row + 1; at < log.count; at++) if (wanted.has(log.kind[at]!)) return at
  return -1
}

/** The row at which the answer arrived whose latency is the smallest that is not below `latencyUs`, among answers until `row`. */
export function rowOfLatency(trace: Trace, row: number, latencyUs: number): number {
  const { log, vocabulary, subjects } = trace
  const received = vocabulary.events.findIndex((kind) => kind.name === 'answer.received')
  const latency = subjects.columns.latencyUs!
  let found = -1
  let best = Infinity
  for (let at = 0; at <= row; at++) {
    if (log.kind[at] !== received) continue
    const us = latency[log.ref[at]!]!
    if (us >= latencyUs && us < best) {
      best = us
      found = at
    }
  }
  return found
}

const BUCKETS = 2_000

/** The instant until `atUs` at which most requests waited at a lane, µs. */
export function instantOfDeepest(trace: Trace, index: TrafficIndex, lane: number, atUs: number): number {
  const { queued } = depthBand(trace, index, lane, 0, Math.max(1, atUs), BUCKETS)
  let deepest = 0
  for (let bucket = 1; bucket < BUCKETS; bucket++) if (queued[bucket]! > queued[deepest]!) deepest = bucket
  return Math.min(atUs, Math.ceil(((deepest + 0.5) * atUs) / BUCKETS))
}
