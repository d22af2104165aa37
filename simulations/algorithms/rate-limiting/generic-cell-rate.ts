/**
 * What: remember one instant a key, when the next request is due if all came evenly spaced; refuse who comes too long before it.
 * Why: the same verdicts as a token bucket from one number instead of two, and the answer to "when may I come back" is a subtraction.
 * It costs intuition: nothing in it is called a bucket or a token.
 *
 * Picture (a request each 100 ms, burst 3): TAT is the theoretical arrival time
 *   now      0     0     0     0              100        100
 *   TAT      0     100   200   300            300        400
 *   verdict  ✓     ✓     ✓     ✗ until 100    ✓          ✗ until 200       refused while TAT + 100 - 300 > now
 *
 * Invariants:
 *   I1 in any span of t at most `burst + t / period` is admitted.
 *   I2 it answers as a token bucket of one token each `periodUs` and size `burst`, and as a leaky bucket as a meter.
 *
 * Source: ITU-T I.371 (03/2004) Annex A, GCRA(T, τ) with τ = (burst - 1) T; for costs above 1, B. Leach, "Rate Limiting, Cells, and
 * GCRA" (2015), as in `throttled` and redis-cell.
 * Simplifications: none in the rule. A clock that jumps back finds the arrival time far ahead: the key waits as long as the jump.
 * Complexity: O(1); one number a key.
 */

import { invariant } from '../../kernel/invariant.ts'
import { isPositiveInteger, wholeUnits, type Algorithm, type Decision } from './decision.ts'
import { addRow, createKeyTable, removeRows, type KeyTable } from './key-table.ts'

export interface CellRateConfig {
  /** T: the emission interval, the spacing of requests at the full rate. */
  readonly periodUs: number
  /** How many may come at once. */
  readonly burst: number
}

export interface CellRateState {
  readonly periodUs: number
  /** burst · T = T + τ */
  readonly burstUs: number
  /** Each key's theoretical arrival time. */
  readonly table: KeyTable
}

export const genericCellRate: Algorithm<CellRateConfig, CellRateState> = {
  create({ periodUs, burst }) {
    invariant(isPositiveInteger(periodUs) && isPositiveInteger(burst), 'periodUs and burst are whole numbers above 0')
    return { periodUs, burstUs: periodUs * burst, table: createKeyTable(1) }
  },

  decide({ periodUs, burstUs, table }, key, nowUs, cost): Decision {
    let row = table.rows.get(key)
    let arrivalUs = nowUs
    if (row === undefined) {
      row = addRow(table, key)
      table.values[row] = nowUs
    } else if (table.values[row]! > nowUs) arrivalUs = table.values[row]!
    const nextUs = arrivalUs + cost * periodUs
    const allowedAtUs = nextUs - burstUs
    if (nowUs < allowedAtUs) {
      const isTooMuch = cost * periodUs > burstUs
      const remaining = wholeUnits((nowUs + burstUs - arrivalUs) / periodUs)
      return { kind: 'rejected', reason: isTooMuch ? 'cost-above-capacity' : 'too-early', retryAtUs: isTooMuch ? null : allowedAtUs, remaining, resetAtUs: arrivalUs, delayUs: 0 }
    }
    table.values[row] = nextUs
    return { kind: 'admitted', reason: 'within-limit', retryAtUs: nowUs, remaining: Math.floor((nowUs - allowedAtUs) / periodUs), resetAtUs: nextUs, delayUs: 0 }
  },

  forget: ({ table }, nowUs) => removeRows(table, (values, at) => values[at]! <= nowUs),
  size: ({ table }) => table.rows.size,
}
