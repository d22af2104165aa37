/**
 * What: each server counts for itself and decides alone; now and then it tells a shared total what it admitted and learns the total.
 * Why: no round trip on the way of a request, and a limit that survives the loss of the shared store. It costs overshoot: what others
 * admitted since the last exchange is unknown, so together they may admit more than the limit.
 *
 * Picture (limit 10, two servers, exchange each second):
 *   A: admits 6 ── push 6, total 6 ────── knows 6 ── admits 4 ─── …
 *   B: admits 7 ─────────── push 7, total 13 ── refuses             13 of 10: the overshoot of one interval
 *
 * Invariants:
 *   I1 a server admits only while what it knows and what it has not told yet are below the limit.
 *   I2 nothing is lost: the total and all that was not told yet add up to what was admitted.
 *   I3 in one window at most `limit + (servers - 1) · m` is admitted, where m is the most that one server admits in two intervals of
 *      exchange; and never more than `servers · limit`.
 *
 * Why I3: take the last admission, by server A. A knew all that had been pushed before its last exchange. What another server B had
 * admitted and A did not know came after B's last push before that exchange: at most two of B's intervals, so at most m.
 * Source: the local counters with periodic synchronisation of Google's Doorman and of Stripe's and Figma's limiters; the bound is our own.
 * Simplifications: all servers agree on when a window begins. An exchange is one message and its reply; a reply may be late or lost.
 * Complexity: O(1) a decision, no messages; one message a server, key and interval.
 */

import { invariant } from '../../kernel/invariant.ts'
import { admit, isPositiveInteger, reject, type Decision } from './decision.ts'

export interface SynchronisedConfig {
  readonly limit: number
  readonly windowUs: number
}

/** What one server knows of one key. */
export interface LocalCounter {
  windowStartUs: number
  /** The total of all servers, when this one asked last. */
  known: number
  /** Admitted here and not told to anybody. */
  unsent: number
  /** Told, and no reply yet. */
  inFlight: number
  /** The exchange that is under way, or null. */
  exchangeId: number | null
  nextExchangeId: number
}

/** The message of an exchange. */
export interface Exchange {
  readonly id: number
  readonly windowStartUs: number
  readonly admitted: number
}

/** The shared total of one key. */
export interface SharedTotal {
  windowStartUs: number
  total: number
}

/** The reply to an exchange. */
export interface ExchangeReply extends Readonly<SharedTotal> {
  readonly id: number
}

export function createLocalCounter(): LocalCounter {
  return { windowStartUs: 0, known: 0, unsent: 0, inFlight: 0, exchangeId: null, nextExchangeId: 1 }
}

export function createSharedTotal(): SharedTotal {
  return { windowStartUs: 0, total: 0 }
}

/** Decides alone, without asking anybody. */
export function decideLocally(config: SynchronisedConfig, counter: LocalCounter, nowUs: number, cost = 1): Decision {
  invariant(isPositiveInteger(cost), 'a cost is a whole number above 0')
  enterWindow(config, counter, nowUs)
  const counted = counter.known + counter.inFlight + counter.unsent // I1
  const endUs = counter.windowStartUs + config.windowUs
  const remaining = Math.max(0, config.limit - counted)
  if (cost > config.limit) return reject('cost-above-capacity', null, remaining, endUs)
  if (counted + cost > config.limit) return reject('window-full', endUs, remaining, endUs)
  counter.unsent += cost
  return admit('within-limit', nowUs, remaining - cost, endUs)
}

/** A server begins an exchange; null while one is under way. */
export function beginExchange(config: SynchronisedConfig, counter: LocalCounter, nowUs: number): Exchange | null {
  enterWindow(config, counter, nowUs)
  if (counter.exchangeId !== null) return null
  counter.exchangeId = counter.nextExchangeId++
  counter.inFlight = counter.unsent
  counter.unsent = 0
  return { id: counter.exchangeId, windowStartUs: counter.windowStartUs, admitted: counter.inFlight }
}

/** The shared side adds it up, and answers with the total. News of an older window than its own changes nothing. */
export function applyExchange(shared: SharedTotal, { id, windowStartUs, admitted }: Exchange): ExchangeReply {
  if (windowStartUs > shared.windowStartUs) {
    shared.windowStartUs = windowStartUs
    shared.total = 0
  }
  if (windowStartUs === shared.windowStartUs) shared.total += admitted
  return { ...shared, id }
}

/** The reply arrives. One to an exchange that was given up comes too late and is passed over. */
export function endExchange(counter: LocalCounter, reply: ExchangeReply): void {
  if (reply.id !== counter.exchangeId) return
  counter.exchangeId = null
  counter.inFlight = 0
  if (reply.windowStartUs === counter.windowStartUs) counter.known = reply.total
}

/**
 * No answer came. Whether it was counted is unknown: it is told once more. If it had been counted, the total is too high from then
 * on, and the servers admit too little rather than too much.
 */
export function failExchange(counter: LocalCounter): void {
  counter.exchangeId = null
  counter.unsent += counter.inFlight
  counter.inFlight = 0
}

function enterWindow({ windowUs }: SynchronisedConfig, counter: LocalCounter, nowUs: number): void {
  const start = Math.floor(nowUs / windowUs) * windowUs
  if (start <= counter.windowStartUs) return
  counter.windowStartUs = start
  counter.known = 0
  counter.unsent = 0
  counter.inFlight = 0
  counter.exchangeId = null
}
