/**
 * What: a bucket with a hole; each request pours its cost in, the hole lets it out at a steady rate, and what would spill is refused.
 * Why: it is the token bucket seen from below: the level counts what was used instead of what is left. As a *meter* it only measures:
 * a request that fits goes on at once. (As a *queue*, in its own file, the water itself is the requests, and they wait.)
 *
 * Picture (capacity 3, leaks one a second):   time 0 0 0 0 1    level before 0 1 2 3 2    verdict ✓ ✓ ✓ ✗ ✓
 *
 * Invariants:
 *   I1 in any span of t at most `capacity + t / leakInterval` is admitted.
 *   I2 it answers as `generic-cell-rate` with the same numbers, whatever the clock does.
 *
 * Source: ITU-T I.371 (03/2004) Annex A, the continuous-state leaky bucket: X' = X - (t - LCT), LCT = last conformance time.
 * Simplifications: none in the rule. A clock that jumps back lets the level rise by the jump: the key waits for the clock.
 * Complexity: O(1); two numbers a key.
 */

import { invariant } from '../../kernel/invariant.ts'
import { admit, isPositiveInteger, reject, wholeUnits, type Algorithm } from './decision.ts'
import { addRow, createKeyTable, findRow, removeRows, type KeyTable } from './key-table.ts'

export interface LeakyBucketMeterConfig {
  /** One unit leaks out in so long. */
  readonly leakIntervalUs: number
  /** Units that fit. */
  readonly capacity: number
}

export interface LeakyBucketMeterState {
  readonly config: LeakyBucketMeterConfig
  readonly table: KeyTable
}

/** X, as the time that the level needs to leak out. */
const LEVEL = 0
/** LCT, the last conformance time. */
const LAST = 1

export const leakyBucketMeter: Algorithm<LeakyBucketMeterConfig, LeakyBucketMeterState> = {
  create(config) {
    invariant(isPositiveInteger(config.leakIntervalUs) && isPositiveInteger(config.capacity), 'leakIntervalUs and capacity are whole numbers above 0')
    return { config, table: createKeyTable(2) }
  },

  decide({ config: { leakIntervalUs, capacity }, table }, key, nowUs, cost) {
    let at = findRow(table, key)
    if (at < 0) {
      at = addRow(table, key)
      table.values[at + LAST] = nowUs
    }
    const levelUs = Math.max(0, table.values[at + LEVEL]! - (nowUs - table.values[at + LAST]!))
    const capacityUs = capacity * leakIntervalUs
    const filledUs = levelUs + cost * leakIntervalUs
    if (filledUs > capacityUs) {
      const remaining = wholeUnits((capacityUs - levelUs) / leakIntervalUs)
      if (cost > capacity) return reject('cost-above-capacity', null, remaining, nowUs + levelUs)
      return reject('bucket-full', nowUs + filledUs - capacityUs, remaining, nowUs + levelUs)
    }
    table.values[at + LEVEL] = filledUs
    table.values[at + LAST] = nowUs
    return admit('within-limit', nowUs, wholeUnits((capacityUs - filledUs) / leakIntervalUs), nowUs + filledUs)
  },

  forget: ({ table }, nowUs) => removeRows(table, (values, at) => values[at + LEVEL]! + values[at + LAST]! <= nowUs),
  size: ({ table }) => table.rows.size,
}
