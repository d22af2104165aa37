/**
 * What: the numbers that a log row changes, and by how much.
 * Why: "how many wait at s2 now" is a fold over the log. Each row's effect is worked out once, after the run, so that any
 * instant can be reached from the nearest keyframe by adding small integers.
 */

import type { Trace } from '@/simulations/kernel/trace.ts'
import { EVENT } from '@/simulations/components/traffic/vocabulary.ts'

/** Counters of one lane, in the order in which a keyframe stores them. */
export const LANE_COUNTERS = ['queued', 'serving', 'connections', 'answered', 'refused', 'lost', 'held'] as const
export type LaneCounter = (typeof LANE_COUNTERS)[number]
/** Counters of the whole system, behind those of the lanes. */
export const TOTALS = ['sent', 'answered', 'refused', 'timedOut', 'throttled'] as const
export type Total = (typeof TOTALS)[number]

const OF = Object.fromEntries(LANE_COUNTERS.map((name, i) => [name, i])) as Record<LaneCounter, number>
const TOTAL = Object.fromEntries(TOTALS.map((name, i) => [name, i])) as Record<Total, number>
const BALANCER_LANE = 1

/* What a row does besides the plain effect of its kind, which is 0; found by looking at the request's past. */

/** The request had been held at the balancer. */
export const WAS_HELD = 1
/** The request had been waiting in the server's queue. */
export const WAS_QUEUED = 2
/** The change was being repeated when its machine stopped. */
export const WAS_WORKED_ON = 3

/** Works out every row's circumstance in one pass over the log. */
export function circumstances(trace: Trace): Uint8Array {
  const { log, subjects } = trace
  const found = new Uint8Array(log.count)
  const held = new Uint8Array(subjects.count)
  /** Lane in whose queue a request waits; a request waits in one queue of one try, but an earlier try may wait elsewhere. */
  const queuedAt = new Map<number, number[]>()
  /** Changes that a copy works on. */
  const working = new Set<number>()
  const workOf = (request: number, lane: number): number => request * trace.lanes.length + lane
  for (let row = 0; row < log.count; row++) {
    const request = log.ref[row]!
    switch (log.kind[row]!) {
      case EVENT['change.applied']:
        working.delete(workOf(request, log.lane[row]!))
        break
      case EVENT['request.held']:
      case EVENT['request.joined']:
        held[request] = 1
        break
      // At a limiter, which is before the balancer: held for a while, or waiting for the word of its store.
      case EVENT['request.delayed']:
      case EVENT['count.asked']:
        if (log.kind[row] === EVENT['request.delayed'] && held[request] === 1) found[row] = WAS_HELD
        held[request] = 1
        break
      case EVENT['request.admitted']:
      case EVENT['request.throttled']:
      case EVENT['limit.abandoned']:
      case EVENT['limit.unchecked']:
        if (held[request] === 1) found[row] = WAS_HELD
        held[request] = 0
        break
      case EVENT['request.forwarded']:
      case EVENT['request.refused']:
      case EVENT['try.abandoned']:
        if (held[request] === 1 && leavesBalancer(log.kind[row]!, log.lane[row]!)) {
          held[request] = 0
          found[row] = WAS_HELD
        }
        break
      case EVENT['answer.shared']:
        held[request] = 0
        break
      case EVENT['request.queued']:
      case EVENT['count.queued']:
      case EVENT['query.queued']:
      case EVENT['change.queued']: {
        const lanes = queuedAt.get(request)
        if (lanes === undefined) queuedAt.set(request, [log.lane[row]!])
        else lanes.push(log.lane[row]!)
        break
      }
      case EVENT['request.started']:
      case EVENT['count.started']:
      case EVENT['count.lost']:
      case EVENT['query.started']:
      case EVENT['change.started']:
      case EVENT['change.lost']:
      case EVENT['request.lost']: {
        if (log.kind[row] === EVENT['change.started']) working.add(workOf(request, log.lane[row]!))
        if (log.kind[row] === EVENT['change.lost'] && working.delete(workOf(request, log.lane[row]!))) {
          found[row] = WAS_WORKED_ON
          break
        }
        const lanes = queuedAt.get(request)
        const place = lanes === undefined ? -1 : lanes.indexOf(log.lane[row]!)
        if (place < 0) break
        found[row] = WAS_QUEUED
        lanes!.splice(place, 1)
        if (lanes!.length === 0) queuedAt.delete(request)
      }
    }
  }
  return found
}

function leavesBalancer(kind: number, lane: number): boolean {
  return kind === EVENT['request.forwarded'] || lane === BALANCER_LANE
}

/** Adds the effect of one row to `counters` (lane counters of every lane, then totals). */
export function applyRow(trace: Trace, circumstance: Uint8Array, row: number, counters: Int32Array): void {
  const { log, lanes } = trace
  const width = LANE_COUNTERS.length
  const at = log.lane[row]! * width
  const total = lanes.length * width
  switch (log.kind[row]!) {
    case EVENT['request.sent']:
      counters[total + TOTAL.sent]!++
      return
    case EVENT['request.held']:
    case EVENT['request.joined']:
      counters[at + OF.held]!++
      return
    case EVENT['answer.shared']:
      counters[at + OF.held]!--
      return
    case EVENT['request.redirected']:
    case EVENT['part.sent']:
      counters[at + OF.connections]!++
      return
    case EVENT['request.moved']:
    case EVENT['request.asked']:
    case EVENT['part.answered']:
    case EVENT['part.failed']:
    case EVENT['part.abandoned']:
      counters[at + OF.connections]!--
      return
    case EVENT['request.forwarded']:
      counters[at + OF.connections]!++
      if (circumstance[row] === WAS_HELD) counters[BALANCER_LANE * width + OF.held]!--
      return
    case EVENT['request.queued']:
    case EVENT['count.queued']:
    case EVENT['query.queued']:
    case EVENT['change.queued']:
      counters[at + OF.queued]!++
      return
    case EVENT['request.started']:
    case EVENT['count.started']:
    case EVENT['query.started']:
    case EVENT['change.started']:
      counters[at + OF.serving]!++
      if (circumstance[row] === WAS_QUEUED) counters[at + OF.queued]!--
      return
    case EVENT['request.answered']:
    case EVENT['count.answered']:
    case EVENT['query.answered']:
      counters[at + OF.serving]!--
      counters[at + OF.answered]!++
      return
    case EVENT['change.applied']:
      counters[at + OF.serving]!--
      return
    case EVENT['change.lost']:
      if (circumstance[row]! > 0) counters[at + (circumstance[row] === WAS_QUEUED ? OF.queued : OF.serving)]!--
      return
    case EVENT['answer.passed']:
    case EVENT['try.failed']:
      counters[at + OF.connections]!--
      return
    case EVENT['try.abandoned']:
      if (circumstance[row] === WAS_HELD) counters[at + OF.held]!--
      else counters[at + OF.connections]!--
      return
    case EVENT['request.refused']:
      counters[at + OF.refused]!++
      if (circumstance[row] === WAS_HELD) counters[BALANCER_LANE * width + OF.held]!--
      return
    case EVENT['query.refused']:
    case EVENT['count.refused']:
      counters[at + OF.refused]!++
      return
    case EVENT['query.failed']:
      counters[at + OF.serving]!--
      counters[at + OF.refused]!++
      return
    case EVENT['request.lost']:
    case EVENT['count.lost']:
      counters[at + OF.lost]!++
      counters[at + (circumstance[row] === WAS_QUEUED ? OF.queued : OF.serving)]!--
      return
    // A limiter's node: who is held there, who went on, who was turned away, and who holds a slot.
    case EVENT['request.delayed']:
    case EVENT['count.asked']:
      if (circumstance[row] !== WAS_HELD) counters[at + OF.held]!++
      return
    case EVENT['request.admitted']:
      counters[at + OF.answered]!++
      if (circumstance[row] === WAS_HELD) counters[at + OF.held]!--
      return
    case EVENT['request.throttled']:
      counters[at + OF.refused]!++
      if (circumstance[row] === WAS_HELD) counters[at + OF.held]!--
      return
    case EVENT['limit.abandoned']:
    case EVENT['limit.unchecked']:
      if (circumstance[row] === WAS_HELD) counters[at + OF.held]!--
      return
    case EVENT['slot.taken']:
      counters[at + OF.serving]!++
      return
    case EVENT['slot.freed']:
      counters[at + OF.serving]!--
      return
    case EVENT['throttle.received']:
      counters[total + TOTAL.throttled]!++
      return
    case EVENT['answer.received']:
      counters[total + TOTAL.answered]!++
      return
    case EVENT['refusal.received']:
      counters[total + TOTAL.refused]!++
      return
    case EVENT['request.timed-out']:
      counters[total + TOTAL.timedOut]!++
  }
}
