/**
 * What: count how many requests of a key run at this moment; refuse while there are as many as the limit.
 * Why: what hurts a server is often not how many come but how many stay. It adapts by itself: when answers take twice as long, half
 * as many get in. It costs care: whoever got in must say when it is over, on every path out.
 *
 * Picture (limit 2):   open ✓ 1   open ✓ 2   open ✗   close 1   open ✓ 2
 *
 * Invariants:
 *   I1 never more than `limit` are open; the count is opens minus closes.
 *   I2 a key with nothing open is not remembered.
 *
 * Source: a counting semaphore (E. W. Dijkstra, EWD 123, 1965) that refuses instead of waiting.
 * Simplifications: a holder that dies without closing keeps its place for ever; real ones tie the place to the connection, as nginx
 * does, or let it lapse after a time.
 * Complexity: O(1); one number a key that has something open.
 */

import { invariant } from '../../kernel/invariant.ts'
import { admit, isPositiveInteger, reject, type Algorithm } from './decision.ts'

export interface ConcurrencyConfig {
  readonly limit: number
}

export interface ConcurrencyState {
  readonly limit: number
  readonly open: Map<string, number>
}

export const concurrencyLimit: Algorithm<ConcurrencyConfig, ConcurrencyState> = {
  create({ limit }) {
    invariant(isPositiveInteger(limit), 'limit is a whole number above 0')
    return { limit, open: new Map() }
  },

  decide({ limit, open }, key, nowUs, cost) {
    const taken = open.get(key) ?? 0
    if (cost > limit) return reject('cost-above-capacity', null, limit - taken, null)
    if (taken + cost > limit) return reject('all-slots-taken', null, limit - taken, null)
    open.set(key, taken + cost)
    return admit('within-limit', nowUs, limit - taken - cost, null)
  },

  release({ open }, key, cost) {
    const taken = open.get(key) ?? 0
    invariant(taken >= cost, `I1: ${key} gives back ${cost} and holds ${taken}`)
    if (taken === cost) open.delete(key)
    else open.set(key, taken - cost)
  },

  forget: () => 0,
  size: ({ open }) => open.size,
}
