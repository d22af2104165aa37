/**
 * What: count requests since the last full minute; above the limit say no; at the next full minute start again from 0.
 * Why: the simplest limiter there is: one counter a key, and everybody understands it. It costs accuracy: whoever sends a full
 * quota just before the minute ends and another just after gets twice the limit through within a moment.
 *
 * Picture (limit 3 a second):
 *   time   0 ────────── 1 s ────────── 2 s
 *               ✓✓✓✗│✓✓✓ ✗✗                 six within a tenth of a second, each window is right by itself
 *
 * Invariants:
 *   I1 within one aligned window at most `limit` is admitted.
 *   I2 within any span as long as a window at most twice `limit` is admitted.
 *
 * Source: the rule of `INCR key:floor(now / window)`, Redis documentation, command INCR, "Pattern: rate limiter 1".
 * Simplifications: refused requests are not counted; the pattern with INCR counts them, which changes no verdict. A clock that
 * jumps back stays in the newest window it has seen, so the key waits until the clock is there again.
 * Complexity: O(1); two numbers a key.
 */

import { invariant } from '../../kernel/invariant.ts'
import { admit, isPositiveInteger, reject, type Algorithm } from './decision.ts'
import { addRow, createKeyTable, findRow, removeRows, type KeyTable } from './key-table.ts'

export interface WindowConfig {
  /** Units in a window. */
  readonly limit: number
  readonly windowUs: number
}

export interface FixedWindowState {
  readonly config: WindowConfig
  readonly table: KeyTable
}

const START = 0
const COUNT = 1

export const fixedWindow: Algorithm<WindowConfig, FixedWindowState> = {
  create(config) {
    invariant(isPositiveInteger(config.limit) && isPositiveInteger(config.windowUs), 'limit and windowUs are whole numbers above 0')
    return { config, table: createKeyTable(2) }
  },

  decide({ config: { limit, windowUs }, table }, key, nowUs, cost) {
    let at = findRow(table, key)
    const start = Math.floor(nowUs / windowUs) * windowUs
    if (at < 0) {
      at = addRow(table, key)
      table.values[at + START] = start
    } else if (start > table.values[at + START]!) {
      table.values[at + START] = start
      table.values[at + COUNT] = 0
    }
    const count = table.values[at + COUNT]!
    const endUs = table.values[at + START]! + windowUs
    if (cost > limit) return reject('cost-above-capacity', null, limit - count, endUs)
    if (count + cost > limit) return reject('window-full', endUs, limit - count, endUs)
    table.values[at + COUNT] = count + cost
    return admit('within-limit', nowUs, limit - count - cost, endUs)
  },

  forget: ({ config, table }, nowUs) => removeRows(table, (values, at) => values[at + START]! + config.windowUs <= nowUs),
  size: ({ table }) => table.rows.size,
}
