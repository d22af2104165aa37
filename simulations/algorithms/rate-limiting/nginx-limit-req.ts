/**
 * What: nginx's `limit_req`: a leaky bucket in thousandths of a request, that delays, lets through or refuses what is above the rate.
 * Why: it stands before a great part of the web. It differs from the textbook in ways that decide requests: whole milliseconds,
 * a first request that costs nothing, and refused requests that leave no mark.
 *
 * Picture (rate=10r/s burst=5): excess in thousandths; each request adds 1000, each millisecond takes 10 away
 *   ms        0      7      24     24     28 …
 *   excess    0      930    1760   2760   …      above 5000: refused        wait = (excess - delay) / rate: 93 ms, 176 ms, …
 *   nodelay: nobody waits, the sixth is refused all the same.  delay=4: the first four of the excess do not wait.
 *
 * Invariants:
 *   I1 excess never exceeds `burst · 1000`; a refused request changes nothing.
 *   I2 in any span of t at most `rate · t + burst + 1` are accepted.
 *   I3 everything is a whole number: thousandths of a request and milliseconds, divided as C divides.
 *
 * Source: nginx 1.22 `src/http/modules/ngx_http_limit_req_module.c`: `ngx_http_limit_req_lookup`, `_account`, `_expire`.
 * Simplifications: one `limit_req` a place; nginx can ask several zones and takes the longest delay. No dry run. A zone's room is
 * counted in keys (`zoneKeys`; nginx: about 16,000 a megabyte) and not in slabs.
 * Complexity: O(1); nginx's tree is O(log keys).
 */

import { invariant } from '../../kernel/invariant.ts'
import { admit, delay, isPositiveInteger, reject, wholeUnits, type Algorithm } from './decision.ts'
import { isLimitedKey } from './nginx-key.ts'

export interface NginxLimitReqConfig {
  /** As in `rate=10r/s` or `rate=30r/m`. */
  readonly rate: string
  readonly burst: number
  /** How much of the excess goes through without waiting: `delay=`, or all of it: `nodelay`. */
  readonly delay: number | 'nodelay'
  /** How many keys fit in the zone; 0 for as many as there are. */
  readonly zoneKeys: number
}

interface Node {
  /** Milliseconds of the clock, of the last request that counted. */
  last: number
  /** In thousandths of a request. */
  excess: number
}

export interface NginxLimitReqState {
  /** Thousandths of a request a second. */
  readonly rate: number
  readonly burst: number
  readonly delay: number
  readonly zoneKeys: number
  /** In order of use, the one unused for longest first: nginx's queue. */
  readonly nodes: Map<string, Node>
}

const REQUEST = 1000
const LONGEST_KEY_BYTES = 65_535
/** Idle for so long, a key may be forgotten. */
const IDLE_MS = 60_000

export const nginxLimitReq: Algorithm<NginxLimitReqConfig, NginxLimitReqState> = {
  create(config) {
    invariant(isCount(config.burst) && (config.delay === 'nodelay' || isCount(config.delay)), 'burst and delay are whole numbers from 0 up')
    const delayThousandths = config.delay === 'nodelay' ? Infinity : config.delay * 1000
    return { rate: parseRate(config.rate), burst: config.burst * 1000, delay: delayThousandths, zoneKeys: config.zoneKeys, nodes: new Map() }
  },

  decide(state, key, nowUs, cost) {
    invariant(cost === 1, 'limit_req counts requests, it knows no cost')
    if (!isLimitedKey(key, LONGEST_KEY_BYTES)) return admit('not-limited', nowUs, 0, nowUs)
    const nowMs = Math.floor(nowUs / 1000)
    const node = state.nodes.get(key)
    if (node === undefined) {
      makeRoom(state, nowMs)
      state.nodes.set(key, { last: nowMs, excess: 0 }) // the first one costs nothing
      return admit('within-limit', nowUs, remainingAt(state, 0), resetAtUs(state, 0, nowMs))
    }
    state.nodes.delete(key)
    state.nodes.set(key, node) // ngx_queue_insert_head
    const ms = elapsedMs(node.last, nowMs)
    const excess = excessAfter(state, node.excess, ms)
    if (excess > state.burst) {
      return reject('excess-above-burst', retryAtUs(state, node), 0, resetAtUs(state, node.excess, Math.max(node.last, nowMs)))
    }
    node.excess = excess
    if (ms > 0) node.last = nowMs // several within one millisecond do not move the clock
    const reset = resetAtUs(state, excess, Math.max(node.last, nowMs))
    return delay(delayMs(state, excess) * 1000, nowUs, remainingAt(state, excess), reset)
  },

  forget(state, nowUs) {
    const nowMs = Math.floor(nowUs / 1000)
    let removed = 0
    for (const [key, node] of state.nodes) {
      // Only whom nginx would treat as new: drained, and with a whole request to spare.
      if (node.last > nowMs || excessAfter(state, node.excess, nowMs - node.last) > 0) continue
      state.nodes.delete(key)
      removed++
    }
    return removed
  },
  size: ({ nodes }) => nodes.size,
}

function isCount(value: number): boolean {
  return value === 0 || isPositiveInteger(value)
}

/** `ctx->rate = rate * 1000 / scale`, a whole number: 30r/m is 500, 1r/m is 16. */
export function parseRate(text: string): number {
  const match = /^([1-9]\d*)(r\/s|r\/m)?$/.exec(text)
  invariant(match !== null, `"${text}" is not a rate such as 10r/s or 30r/m`)
  const rate = Math.floor((Number(match[1]) * 1000) / (match[2] === 'r/m' ? 60 : 1))
  invariant(Number.isSafeInteger(rate), `the rate ${text} is too high`)
  return rate
}

/** The excess that the last request of a key left, as nginx's debug log tells it. */
export function excessOf(state: NginxLimitReqState, key: string): number {
  return state.nodes.get(key)?.excess ?? 0
}

/** What the excess of a request at this instant would be, counted or not. */
export function excessAt(state: NginxLimitReqState, key: string, nowMs: number): number {
  const node = state.nodes.get(key)
  return node === undefined ? 0 : excessAfter(state, node.excess, elapsedMs(node.last, nowMs))
}

/** A clock that went back by less than a minute stands still; by more, it starts anew from there. */
function elapsedMs(last: number, nowMs: number): number {
  const ms = nowMs - last
  if (ms < -IDLE_MS) return 1
  return ms < 0 ? 0 : ms
}

function excessAfter(state: NginxLimitReqState, excess: number, ms: number): number {
  return Math.max(0, excess - Math.floor((state.rate * ms) / 1000) + REQUEST)
}

/** `(excess - delay) * 1000 / rate` in milliseconds. */
function delayMs(state: NginxLimitReqState, excess: number): number {
  return excess <= state.delay ? 0 : Math.floor(((excess - state.delay) * 1000) / state.rate)
}

/** More at this instant: each adds a whole request, none takes any away. */
function remainingAt(state: NginxLimitReqState, excess: number): number {
  return wholeUnits((state.burst - excess) / REQUEST)
}

/** The first millisecond at which enough has leaked out. */
function retryAtUs(state: NginxLimitReqState, node: Node): number {
  const tooMuch = node.excess + REQUEST - state.burst
  return (node.last + Math.ceil((tooMuch * 1000) / state.rate)) * 1000
}

function resetAtUs(state: NginxLimitReqState, excess: number, fromMs: number): number {
  return (fromMs + Math.ceil(((excess + REQUEST) * 1000) / state.rate)) * 1000
}

/** `ngx_http_limit_req_expire`: each new key lets up to two idle ones go; a full zone throws the oldest out whatever it owes. */
function makeRoom(state: NginxLimitReqState, nowMs: number): void {
  dropIdle(state, nowMs, 2)
  if (state.zoneKeys === 0 || state.nodes.size < state.zoneKeys) return
  for (const key of state.nodes.keys()) {
    state.nodes.delete(key)
    break
  }
  dropIdle(state, nowMs, 2)
}

function dropIdle(state: NginxLimitReqState, nowMs: number, most: number): void {
  for (const [key, node] of state.nodes) {
    const ms = Math.abs(nowMs - node.last)
    if (most-- === 0 || ms < IDLE_MS || node.excess - Math.floor((state.rate * ms) / 1000) > 0) return
    state.nodes.delete(key)
  }
}
