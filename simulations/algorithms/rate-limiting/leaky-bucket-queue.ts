/**
 * What: requests wait in a line and leave it evenly spaced, however they came; who finds the line full is refused.
 * Why: what comes behind it sees a perfectly even stream, without any burst. It costs waiting, for everybody who does not come
 * alone, even when the machine behind would have had time.
 *
 * Picture (one each 100 ms, 2 may wait):   arrive 0 0 0 0    leave 0 100 200 ✗      refused: two are waiting
 *
 * Invariants:
 *   I1 two departures are at least `drainIntervalUs` apart, so in any span of t at most `t / interval + 1` leave.
 *   I2 nobody waits longer than `capacity` intervals.
 *
 * Source: J. Turner, "New Directions in Communications", IEEE Communications 24(10), 1986, as a shaper; the same line is what nginx's
 * `limit_req` with `burst` and without `nodelay` makes.
 * Simplifications: the line is one number, when the next place is free: nobody can leave it early. A request of cost n takes n places.
 * After a clock jumped back, requests wait longer by the jump, or find the line full.
 * Complexity: O(1); one number a key.
 */

import { invariant } from '../../kernel/invariant.ts'
import { delay, isPositiveInteger, reject, wholeUnits, type Algorithm } from './decision.ts'
import { addRow, createKeyTable, findRow, removeRows, type KeyTable } from './key-table.ts'

export interface LeakyBucketQueueConfig {
  readonly drainIntervalUs: number
  /** How many may wait; 0 admits only who need not wait. */
  readonly capacity: number
}

export interface LeakyBucketQueueState {
  readonly config: LeakyBucketQueueConfig
  /** For each key, when the next one may leave. */
  readonly table: KeyTable
}

export const leakyBucketQueue: Algorithm<LeakyBucketQueueConfig, LeakyBucketQueueState> = {
  create(config) {
    invariant(isPositiveInteger(config.drainIntervalUs) && (config.capacity === 0 || isPositiveInteger(config.capacity)), 'drainIntervalUs is a whole number above 0, capacity one from 0 up')
    return { config, table: createKeyTable(1) }
  },

  decide({ config: { drainIntervalUs, capacity }, table }, key, nowUs, cost) {
    let at = findRow(table, key)
    if (at < 0) at = addRow(table, key)
    const freeUs = Math.max(nowUs, table.values[at]!)
    const lineUs = capacity * drainIntervalUs
    const lastUs = freeUs + (cost - 1) * drainIntervalUs // when its last place leaves
    if (lastUs - nowUs > lineUs) {
      const remaining = wholeUnits((nowUs + lineUs - freeUs) / drainIntervalUs + 1)
      if (cost > capacity + 1) return reject('cost-above-capacity', null, remaining, freeUs)
      return reject('queue-full', lastUs - lineUs, remaining, freeUs)
    }
    const nextUs = lastUs + drainIntervalUs
    table.values[at] = nextUs
    return delay(freeUs - nowUs, nowUs, wholeUnits((nowUs + lineUs - nextUs) / drainIntervalUs + 1), nextUs)
  },

  forget: ({ table }, nowUs) => removeRows(table, (values, at) => values[at]! <= nowUs),
  size: ({ table }) => table.rows.size,
}
