/**
 * What: what the diagram wants to know of a whole run before it draws any part of it: the messages of each request, the
 * failures, the lasting states of machines, the deepest queue.
 * Why: a sampled request, a selected one and a failed one are then found without walking through the trace.
 *
 * Complexity: one pass over messages, log and spans when a run is first drawn; 4 bytes a message, 12 a request or failure.
 */

import { NEVER, type Trace } from '@/simulations/kernel/trace.ts'
import type { DiagramReader } from './reader.ts'

/** A lane that is down or slow for a while. */
export interface LastingState {
  readonly kind: 'down' | 'slow'
  readonly lane: number
  readonly fromUs: number
  /** Infinity while it goes on. */
  readonly toUs: number
}

export interface Survey {
  /** Rows of the messages of request r: hopRows[hopStart[r]] … before hopStart[r + 1], in order of sending. */
  readonly hopStart: Uint32Array
  readonly hopRows: Uint32Array
  /** When the last message of each request arrives. */
  readonly lastArrival: Float64Array
  /** Longest time from a request's creation to its last message. */
  readonly longestUs: number
  readonly failures: { readonly count: number; readonly at: Float64Array; readonly lane: Uint16Array }
  readonly lasting: readonly LastingState[]
  /** Most requests that waited on one lane at once, and were served on each. */
  readonly deepestQueue: number
  readonly mostServed: Uint32Array
}

const FAILURES = new Set(['refusal.received', 'request.timed-out', 'throttle.received', 'request.lost', 'try.failed', 'lookup.failed', 'move.lost'])

const known = new WeakMap<Trace, Survey>()

export function surveyOf(trace: Trace, reader: Pick<DiagramReader, 'depths'>): Survey {
  const before = known.get(trace)
  if (before !== undefined) return before
  const survey = { ...hopsOfRequests(trace), failures: failuresOf(trace), lasting: lastingStates(trace), ...reader.depths() }
  known.set(trace, survey)
  return survey
}

function hopsOfRequests(trace: Trace): Pick<Survey, 'hopStart' | 'hopRows' | 'lastArrival' | 'longestUs'> {
  const { hops, subjects } = trace
  const requests = subjects.count
  const hopStart = new Uint32Array(requests + 1)
  // Probes are about no request: their subject lies beyond the table.
  for (let row = 0; row < hops.count; row++) if (hops.subject[row]! < requests) hopStart[hops.subject[row]! + 1]!++
  for (let request = 0; request < requests; request++) hopStart[request + 1]! += hopStart[request]!
  const hopRows = new Uint32Array(hopStart[requests]!)
  const next = hopStart.slice()
  const lastArrival = new Float64Array(requests)
  for (let row = 0; row < hops.count; row++) {
    const request = hops.subject[row]!
    if (request >= requests) continue
    hopRows[next[request]!++] = row
    const arrival = hops.sentAt[row]! + hops.delayUs[row]!
    if (arrival > lastArrival[request]!) lastArrival[request] = arrival
  }
  const createdAt = subjects.columns.createdAt!
  let longestUs = 0
  for (let request = 0; request < requests; request++) longestUs = Math.max(longestUs, lastArrival[request]! - createdAt[request]!)
  return { hopStart, hopRows, lastArrival, longestUs }
}

function failuresOf(trace: Trace): Survey['failures'] {
  const { log, vocabulary } = trace
  const failing = vocabulary.events.map((event) => FAILURES.has(event.name))
  const at: number[] = []
  const lane: number[] = []
  for (let row = 0; row < log.count; row++) {
    if (!failing[log.kind[row]!]) continue
    at.push(log.at[row]!)
    lane.push(log.lane[row]!)
  }
  return { count: at.length, at: Float64Array.from(at), lane: Uint16Array.from(lane) }
}

function lastingStates(trace: Trace): LastingState[] {
  const { spans, vocabulary } = trace
  const down = vocabulary.spans.indexOf('down')
  const slow = vocabulary.spans.indexOf('slow')
  const states: LastingState[] = []
  for (let row = 0; row < spans.count; row++) {
    const kind = spans.kind[row]
    if (kind !== down && kind !== slow) continue
    const fromUs = spans.beganAt[row]!
    states.push({ kind: kind === down ? 'down' : 'slow', lane: spans.lane[row]!, fromUs, toUs: spans.lastedUs[row] === NEVER ? Infinity : fromUs + spans.lastedUs[row]! })
  }
  return states
}
