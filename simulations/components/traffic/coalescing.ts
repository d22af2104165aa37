/**
 * What: reads of one record that are under way at the same time: the first is sent, the others wait for its answer.
 * Why: when a record becomes hot, all its readers ask one shard the same thing. One try answers them all, so the shard works
 * once per answer time and not once per reader. The price: a reader may get an answer that was on its way before it asked.
 *
 * Picture:   request 4 ─▶ try on s2 ───────────▶ answer ─▶ clients of 4, 5 and 7
 *            request 5 ─▶ joins 4 ─────────────┘│
 *            request 7 ────────▶ joins 4 ───────┘
 *
 * Invariants:
 *   I1 at each instant at most one read of a record by one name is sent for all who asked for it.
 *   I2 who joined gets the word that the first one got, at the instant at which the balancer hears it.
 *
 * Source: Discord, "How Discord Stores Trillions of Messages" (2023), the data services in front of the database; Go's
 *   `golang.org/x/sync/singleflight`.
 * Simplifications: a try that was shared goes on, also when every client has gone.
 * Complexity: O(1) a request.
 */

import { beginSpan, DONE, endSpan, TIMED_OUT } from '../../kernel/trace.ts'
import { BALANCER_LANE, happened, type TrafficSystem } from './system.ts'
import { EVENT, SPAN } from './vocabulary.ts'

export interface Coalescing {
  /** True when the request waits for the answer of another. Otherwise it goes its own way, and others may join it. */
  readonly join: (request: number) => boolean
  /** Takes those who wait for a request; they get the word that it got. */
  readonly takeJoined: (request: number) => readonly number[]
  /** Its client has gone. True when its try has to go on nevertheless, or it had none. */
  readonly leave: (request: number) => boolean
}

const NOBODY: readonly number[] = []

/** Null where the configuration does not ask for it. */
export function createCoalescing(system: TrafficSystem): Coalescing | null {
  const { config, requests, recorder } = system
  if (config.balancer.coalesces !== true) return null
  const { classes, keys } = config.clients
  /** What is asked for to the request that was sent for it. */
  const firstOf = new Map<number, number>()
  /** A request that was sent to those who joined it, each with the row of its span. */
  const joined = new Map<number, Map<number, number>>()
  const waitsFor = new Map<number, number>()
  const asked = (request: number): number => requests.class[request]! * keys.count + requests.key[request]!

  function join(request: number): boolean {
    if (classes[requests.class[request]!]!.writes === true) return false
    const first = firstOf.get(asked(request))
    if (first === undefined) {
      firstOf.set(asked(request), request)
      return false
    }
    const others = joined.get(first) ?? new Map<number, number>()
    joined.set(first, others)
    waitsFor.set(request, first)
    requests.first[request] = first
    happened(system, EVENT['request.joined'], BALANCER_LANE, request)
    others.set(request, recorder === null ? -1 : beginSpan(recorder, BALANCER_LANE, SPAN['waited-at-balancer'], request))
    return true
  }

  function takeJoined(request: number): readonly number[] {
    if (firstOf.get(asked(request)) !== request) return NOBODY
    firstOf.delete(asked(request))
    const others = joined.get(request)
    if (others === undefined) return NOBODY
    joined.delete(request)
    for (const [other, span] of others) {
      waitsFor.delete(other)
      if (recorder !== null) endSpan(recorder, span, DONE)
      happened(system, EVENT['answer.shared'], BALANCER_LANE, other)
    }
    return [...others.keys()]
  }

  function leave(request: number): boolean {
    const first = waitsFor.get(request)
    if (first !== undefined) {
      const span = joined.get(first)!.get(request)!
      joined.get(first)!.delete(request)
      waitsFor.delete(request)
      happened(system, EVENT['try.abandoned'], BALANCER_LANE, request)
      if (recorder !== null) endSpan(recorder, span, TIMED_OUT)
      return true
    }
    if (firstOf.get(asked(request)) !== request) return false
    if (joined.has(request)) return true
    firstOf.delete(asked(request))
    return false
  }

  return { join, takeJoined, leave }
}
