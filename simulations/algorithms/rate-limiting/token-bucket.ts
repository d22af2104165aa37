/**
 * What: a bucket of tokens that fills at a steady rate up to its size; a request takes as many as it costs, or is refused.
 * Why: it allows a short burst, up to the size of the bucket, and holds the rate over any longer time. Two numbers a key, no timer:
 * the bucket is filled when somebody looks.
 *
 * Picture (size 3, one token a second):
 *   time     0    0    0    0      0.5    1      1       4
 *   before   3    2    1    0      0.5    1      0       3        it is full again, never fuller
 *   verdict  ✓    ✓    ✓    ✗ 1s   ✗ 1s   ✓      ✗ 2s    ✓
 *
 * Invariants:
 *   I1 in any span of t at most `burst + rate · t` is admitted.
 *   I2 levels are whole numbers, of tokens times `perUs`: no token is lost or made by rounding.
 *
 * Source: golang.org/x/time/rate, `advance` and `reserveN`; RFC 2697 §3 describes the same bucket in whole steps.
 * Simplifications: x/time/rate counts in floats and lets a request reserve tokens of the future; this one only answers now. As there,
 * a clock that jumps back adds nothing, and the next admission sets the bucket's clock back with it, so that the stretch of time
 * that comes twice fills the bucket twice.
 * Complexity: O(1); two numbers a key.
 */

import { invariant } from '../../kernel/invariant.ts'
import { isPositiveInteger, wholeUnits, type Algorithm, type Decision } from './decision.ts'
import { addRow, createKeyTable, removeRows, type KeyTable } from './key-table.ts'

export interface TokenBucketConfig {
  /** So many tokens … */
  readonly tokens: number
  /** … in so long. */
  readonly perUs: number
  /** The size of the bucket. A new key finds it full. */
  readonly burst: number
}

export interface TokenBucketState {
  readonly tokens: number
  readonly perUs: number
  /** A full bucket, in tokens times `perUs`. (I2) */
  readonly full: number
  readonly table: KeyTable
}

const LEVEL = 0
const LAST = 1

export const tokenBucket: Algorithm<TokenBucketConfig, TokenBucketState> = {
  create({ tokens, perUs, burst }) {
    invariant(isPositiveInteger(tokens) && isPositiveInteger(perUs) && isPositiveInteger(burst), 'tokens, perUs and burst are whole numbers above 0')
    const full = burst * perUs
    invariant(full + tokens <= Number.MAX_SAFE_INTEGER, 'I2: burst times perUs is exact')
    return { tokens, perUs, full, table: createKeyTable(2) }
  },

  decide({ tokens, perUs, full, table }, key, nowUs, cost): Decision {
    const row = table.rows.get(key)
    let at: number
    let level = full
    if (row === undefined) {
      at = addRow(table, key)
      table.values[at + LEVEL] = full
      table.values[at + LAST] = nowUs
    } else {
      at = row * 2
      level = table.values[at + LEVEL]!
      const elapsedUs = nowUs - table.values[at + LAST]!
      if (elapsedUs > 0) level = Math.min(full, level + elapsedUs * tokens) // exact wherever it is below full
    }
    const taken = cost * perUs
    if (level < taken) {
      const retryAtUs = taken > full ? null : nowUs + Math.ceil((taken - level) / tokens)
      const reason = taken > full ? 'cost-above-capacity' : 'bucket-empty'
      return { kind: 'rejected', reason, retryAtUs, remaining: wholeUnits(level / perUs), resetAtUs: nowUs + Math.ceil((full - level) / tokens), delayUs: 0 }
    }
    level -= taken
    table.values[at + LEVEL] = level
    table.values[at + LAST] = nowUs
    return { kind: 'admitted', reason: 'within-limit', retryAtUs: nowUs, remaining: Math.floor(level / perUs), resetAtUs: nowUs + Math.ceil((full - level) / tokens), delayUs: 0 }
  },

  forget({ tokens, full, table }, nowUs) {
    return removeRows(table, (values, at) => values[at + LEVEL]! + (nowUs - values[at + LAST]!) * tokens >= full && values[at + LAST]! <= nowUs)
  },
  size: ({ table }) => table.rows.size,
}
