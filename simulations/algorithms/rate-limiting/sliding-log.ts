/**
 * What: write down when each admitted request came; say no while the last `windowUs` hold as many as the limit.
 * Why: the only limiter that is exact in every window, wherever one lays it. It costs memory: one number for each unit of the
 * limit, for each key.
 *
 * Picture (3 a second):   log: 0.2 0.5 0.9 ─ now 1.1 ─▶ full, come back at 1.2 ─ now 1.2 ─▶ 0.2 is out: log 0.5 0.9 1.2
 *
 * Invariants:
 *   I1 any span of one window, open at its start, holds at most `limit` admitted units.
 *   I2 the log of a key is in order of time.
 *
 * Source: the sorted set of `ZREMRANGEBYSCORE key 0 now-window`, `ZCARD`, `ZADD`, as in C. Tarasov's "Better Rate Limiting With
 * Redis Sorted Sets" (ClassDojo, 2015), without its habit of writing refused requests down.
 * Simplifications: a request of cost n is n entries. A clock that jumps back sees entries of its future, which count, and a new
 * entry is written no earlier than the newest: the key waits for the clock. The log grows by doubling, up to the limit.
 * Complexity: O(1) amortised a decision; 8 to 16 bytes a unit that is in the window.
 */

import { invariant } from '../../kernel/invariant.ts'
import { admit, isPositiveInteger, reject, type Algorithm } from './decision.ts'
import type { WindowConfig } from './fixed-window.ts'

/** A ring of instants; `length` of them, from `first` on. */
interface Log {
  ring: Float64Array
  first: number
  length: number
}

export interface SlidingLogState {
  readonly config: WindowConfig
  readonly logs: Map<string, Log>
}

export const slidingLog: Algorithm<WindowConfig, SlidingLogState> = {
  create(config) {
    invariant(isPositiveInteger(config.limit) && isPositiveInteger(config.windowUs), 'limit and windowUs are whole numbers above 0')
    return { config, logs: new Map() }
  },

  decide({ config: { limit, windowUs }, logs }, key, nowUs, cost) {
    let log = logs.get(key)
    if (log === undefined) logs.set(key, (log = { ring: new Float64Array(Math.min(4, limit)), first: 0, length: 0 }))
    dropUntil(log, nowUs - windowUs)
    if (cost > limit) return reject('cost-above-capacity', null, limit - log.length, resetAtUs(log, nowUs, windowUs))
    const missing = log.length + cost - limit
    if (missing > 0) return reject('log-full', entry(log, missing - 1) + windowUs, limit - log.length, resetAtUs(log, nowUs, windowUs))
    const atUs = log.length === 0 ? nowUs : Math.max(nowUs, entry(log, log.length - 1)) // I2
    for (let unit = 0; unit < cost; unit++) append(log, atUs, limit)
    return admit('within-limit', nowUs, limit - log.length, atUs + windowUs)
  },

  forget({ config, logs }, nowUs) {
    let removed = 0
    for (const [key, log] of logs) {
      dropUntil(log, nowUs - config.windowUs)
      if (log.length > 0) continue
      logs.delete(key)
      removed++
    }
    return removed
  },
  size: ({ logs }) => logs.size,
}

/** An entry exactly one window old is out: ZREMRANGEBYSCORE's end is part of its range. */
function dropUntil(log: Log, untilUs: number): void {
  while (log.length > 0 && entry(log, 0) <= untilUs) {
    log.first = (log.first + 1) % log.ring.length
    log.length--
  }
}

function entry(log: Log, index: number): number {
  return log.ring[(log.first + index) % log.ring.length]!
}

function append(log: Log, atUs: number, limit: number): void {
  if (log.length === log.ring.length) {
    const larger = new Float64Array(Math.min(limit, log.ring.length * 2))
    for (let index = 0; index < log.length; index++) larger[index] = entry(log, index)
    log.ring = larger
    log.first = 0
  }
  log.ring[(log.first + log.length) % log.ring.length] = atUs
  log.length++
}

function resetAtUs(log: Log, nowUs: number, windowUs: number): number {
  return log.length === 0 ? nowUs : entry(log, log.length - 1) + windowUs
}
