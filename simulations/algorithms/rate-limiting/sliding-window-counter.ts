/**
 * What: two counters, this window's and the one before; the older counts for the part of it that the last `windowUs` still cover.
 * Why: almost the accuracy of a log for the memory of a counter. It costs a guess: it supposes that the older window's requests
 * were spread evenly. Where they came in a clump, it admits a little too much or too little.
 *
 * Picture (limit 10, a quarter into the window):   │ previous 8 │ current 3 · · · │   estimate = 8 · 3/4 + 3 = 9
 *
 * Invariants:
 *   I1 within one aligned window at most `limit` is admitted.
 *   I2 within any span as long as a window at most twice `limit` is admitted.
 *   I3 the estimate is compared as whole numbers, multiplied by the window: nothing is rounded.
 *
 * Source: J. Desgats, "How we built rate limiting capable of scaling to millions of domains", Cloudflare 2017 (they measured 0.003 %
 * of 400 million requests decided wrongly).
 * Simplifications: Cloudflare counts after the fact and in memcached. A clock that jumps back stays at the start of the newest window.
 * Complexity: O(1); three numbers a key.
 */

import { invariant } from '../../kernel/invariant.ts'
import { admit, isPositiveInteger, reject, wholeUnits, type Algorithm } from './decision.ts'
import type { WindowConfig } from './fixed-window.ts'
import { addRow, createKeyTable, findRow, removeRows, type KeyTable } from './key-table.ts'

export interface SlidingWindowCounterState {
  readonly config: WindowConfig
  readonly table: KeyTable
}

const START = 0
const PREVIOUS = 1
const CURRENT = 2

export const slidingWindowCounter: Algorithm<WindowConfig, SlidingWindowCounterState> = {
  create(config) {
    invariant(isPositiveInteger(config.limit) && isPositiveInteger(config.windowUs), 'limit and windowUs are whole numbers above 0')
    invariant(config.limit * config.windowUs <= Number.MAX_SAFE_INTEGER / 4, 'I3: limit times windowUs is exact')
    return { config, table: createKeyTable(3) }
  },

  decide({ config: { limit, windowUs }, table }, key, nowUs, cost) {
    let at = findRow(table, key)
    const window = Math.floor(nowUs / windowUs) * windowUs
    if (at < 0) {
      at = addRow(table, key)
      table.values[at + START] = window
    } else if (window > table.values[at + START]!) {
      const isNext = window === table.values[at + START]! + windowUs
      table.values[at + PREVIOUS] = isNext ? table.values[at + CURRENT]! : 0
      table.values[at + CURRENT] = 0
      table.values[at + START] = window
    }
    const { values } = table
    const start = values[at + START]!
    const previous = values[at + PREVIOUS]!
    const current = values[at + CURRENT]!
    const coveredUs = windowUs - Math.max(0, nowUs - start) // how much of the previous window still counts
    const roomTimesUs = (limit - current) * windowUs - previous * coveredUs // I3
    if (cost * windowUs <= roomTimesUs) {
      values[at + CURRENT] = current + cost
      return admit('within-limit', nowUs, wholeUnits(roomTimesUs / windowUs - cost), start + 2 * windowUs)
    }
    const remaining = wholeUnits(roomTimesUs / windowUs)
    const resetAtUs = start + (current > 0 ? 2 : 1) * windowUs
    if (cost > limit) return reject('cost-above-capacity', null, remaining, resetAtUs)
    return reject('estimate-full', retryAtUs(limit - cost, start, windowUs, previous, current), remaining, resetAtUs)
  },

  forget: ({ config, table }, nowUs) => removeRows(table, (values, at) => values[at + START]! + 2 * config.windowUs <= nowUs),
  size: ({ table }) => table.rows.size,
}

/** When the estimate is down to `most`: later in this window, while the previous one fades, or in the next, while this one does. */
function retryAtUs(most: number, start: number, windowUs: number, previous: number, current: number): number {
  const room = most - current
  if (room >= 0) return start + windowUs - Math.floor((room * windowUs) / previous)
  return start + 2 * windowUs - Math.floor((most * windowUs) / current)
}
