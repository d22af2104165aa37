/**
 * What: HAProxy's `http_req_rate(period)` in a stick table, with a rule that denies above a limit.
 * Why: it is the sliding window counter as one of the fastest proxies has it. It counts before it decides, and counts what it denies:
 * a client that hammers on stays denied until it slows down.
 *
 * Picture (period 1 s, limit 5):   │ previous 8 │ current 3 ·  400 ms left │    rate = (8 · 400 + 3 · 1000) / 1000 = 6: denied
 *
 * Invariants:
 *   I1 the rate is a whole number, rounded down once.
 *   I2 every request counts, admitted or denied.
 *   I3 a tick is even: HAProxy keeps a lock in its lowest bit.
 *
 * Source: HAProxy 2.6 `include/haproxy/freq_ctr.h` `update_freq_ctr_period`, `src/freq_ctr.c` `freq_ctr_total`; `rate > limit` as in
 * `http-request deny deny_status 429 if { sc_http_req_rate(0) gt 5 }`.
 * Simplifications: one thread. Entries do not expire, and a table is never full. HAProxy's own clock never goes back and passes over
 * leaps of the system's; here a clock that goes back stands still. The millisecond counter does not wrap after 49.7 days.
 * Complexity: O(1); three numbers a key.
 */

import { invariant } from '../../kernel/invariant.ts'
import { admit, isPositiveInteger, reject, wholeUnits, type Algorithm } from './decision.ts'
import { addRow, createKeyTable, findRow, removeRows, type KeyTable } from './key-table.ts'

export interface HaproxyRequestRateConfig {
  readonly periodMs: number
  /** Requests whose rate is above this are denied. */
  readonly limit: number
}

export interface HaproxyRequestRateState {
  readonly config: HaproxyRequestRateConfig
  readonly table: KeyTable
  /** The newest millisecond seen, of all keys: the proxy has one clock. */
  nowMs: number
}

const TICK = 0
const CURRENT = 1
const PREVIOUS = 2

export const haproxyRequestRate: Algorithm<HaproxyRequestRateConfig, HaproxyRequestRateState> = {
  create(config) {
    invariant(isPositiveInteger(config.periodMs) && Number.isSafeInteger(config.limit) && config.limit >= 0, 'periodMs is a whole number above 0, limit one from 0 up')
    return { config, table: createKeyTable(3), nowMs: 0 }
  },

  decide(state, key, nowUs, cost) {
    invariant(cost === 1, 'http_req_rate counts requests, it knows no cost')
    const { table, config } = state
    const { periodMs, limit } = config
    state.nowMs = Math.max(state.nowMs, Math.floor(nowUs / 1000))
    const at = count(table, key, state.nowMs, periodMs)
    const tick = table.values[at + TICK]!
    const current = table.values[at + CURRENT]!
    const previous = table.values[at + PREVIOUS]!
    const rate = readRate(table, at, state.nowMs, periodMs)
    // After two periods without a request, nothing is left of the count.
    const resetAtUs = (tick + 2 * periodMs) * 1000
    if (rate <= limit) return admit('within-limit', nowUs, wholeUnits(limit - rate), resetAtUs)
    return reject('rate-above-limit', limit === 0 ? null : retryAtMs(limit, tick, periodMs, previous, current) * 1000, 0, resetAtUs)
  },

  forget(state, nowUs) {
    const nowMs = Math.max(state.nowMs, Math.floor(nowUs / 1000))
    return removeRows(state.table, (values, at) => nowMs - values[at + TICK]! >= 2 * state.config.periodMs)
  },
  size: ({ table }) => table.rows.size,
}

/** The rate that the last decision on a key saw, at that instant. */
export function rateOf(state: HaproxyRequestRateState, key: string): number {
  return rateAt(state, key, state.nowMs)
}

/** The rate of a key at an instant, nothing counted; the proxy's clock does not go back. */
export function rateAt(state: HaproxyRequestRateState, key: string, nowMs: number): number {
  const at = findRow(state.table, key)
  return at < 0 ? 0 : readRate(state.table, at, Math.max(state.nowMs, nowMs), state.config.periodMs)
}

/** `update_freq_ctr_period`: count one, and turn the windows if the period is over. Returns where the key's numbers are. */
function count(table: KeyTable, key: string, nowMs: number, periodMs: number): number {
  let at = findRow(table, key)
  if (at < 0) {
    at = addRow(table, key)
    table.values[at + TICK] = even(nowMs) // the counter begins at tick 0, more than two periods ago
    table.values[at + CURRENT] = 1
    return at
  }
  const { values } = table
  const tick = values[at + TICK]!
  if (nowMs - tick < periodMs) {
    values[at + CURRENT]! += 1
    return at
  }
  const isNext = nowMs - tick < 2 * periodMs
  values[at + PREVIOUS] = isNext ? values[at + CURRENT]! : 0
  values[at + CURRENT] = 1
  values[at + TICK] = even(isNext ? tick + periodMs : nowMs) // I3
  return at
}

/** `freq_ctr_total` over the period. */
function readRate({ values }: KeyTable, at: number, nowMs: number, periodMs: number): number {
  let current = values[at + CURRENT]!
  let previous = values[at + PREVIOUS]!
  let remainMs = values[at + TICK]! + periodMs - nowMs
  if (remainMs < 0) {
    remainMs += periodMs
    previous = remainMs >= 0 ? current : 0
    current = 0
  }
  if (current === 0 && previous <= 1) return previous // "very low rate, avoid flapping"
  return Math.floor((previous * remainMs + current * periodMs) / periodMs)
}

/** The first millisecond at which one more would not be above the limit: while the previous window fades, or this one after it. */
function retryAtMs(limit: number, tick: number, periodMs: number, previous: number, current: number): number {
  // rate <= limit means previous · remain + (count + 1) · period < (limit + 1) · period
  const room = (limit - current) * periodMs
  if (room > 0) return tick + periodMs - (Math.ceil(room / previous) - 1)
  const nextTick = even(tick + periodMs)
  return Math.max(tick + periodMs, nextTick + periodMs - (Math.ceil((limit * periodMs) / current) - 1))
}

function even(ms: number): number {
  return ms - (ms % 2)
}
