/**
 * What: how full a limiter's counter is for a key, read without touching it.
 * Why: a decision says yes or no; the level says why. "4.2 of 5 tokens" can be drawn, spoken and checked; a verdict cannot.
 *
 * Picture:   token bucket    4.2 of 5 left      a request may go on while at least one is left
 *            fixed window    7 of 10 used       … while less than the limit is used
 *
 * Invariants:
 *   I1 reading changes nothing.
 *   I2 at the instant of a decision of cost 1: by tokens, admitted exactly when the level is 1 or more; otherwise when one more fits.
 *
 * Source: the states of the algorithms beside it.
 * Simplifications: HAProxy counts a request before it decides; its level is what the decision saw, so it is read afterwards.
 * Complexity: O(1); the log is O(entries that have left the window).
 */

import { invariant } from '../../kernel/invariant.ts'
import type { ConcurrencyState } from './concurrency-limit.ts'
import type { FixedWindowState } from './fixed-window.ts'
import type { CellRateState } from './generic-cell-rate.ts'
import { rateOf, type HaproxyRequestRateState } from './haproxy-request-rate.ts'
import { findRow } from './key-table.ts'
import type { LeakyBucketMeterState } from './leaky-bucket-meter.ts'
import type { LeakyBucketQueueState } from './leaky-bucket-queue.ts'
import type { Limiter } from './limiter.ts'
import { excessAt, type NginxLimitReqState } from './nginx-limit-req.ts'
import type { SlidingLogState } from './sliding-log.ts'
import type { SlidingWindowCounterState } from './sliding-window-counter.ts'
import type { TokenBucketState } from './token-bucket.ts'

/** What the counter of a key reads now, before anybody asks. */
export function levelOf({ algorithm, state }: Limiter, key: string, nowUs: number): number {
  switch (algorithm) {
    case 'token-bucket': {
      const { tokens, perUs, full, table } = state as TokenBucketState
      const at = findRow(table, key)
      if (at < 0) return full / perUs
      return Math.min(full, table.values[at]! + Math.max(0, nowUs - table.values[at + 1]!) * tokens) / perUs
    }
    case 'generic-cell-rate': {
      const { periodUs, burstUs, table } = state as CellRateState
      const at = findRow(table, key)
      return (burstUs - (at < 0 ? 0 : Math.max(0, table.values[at]! - nowUs))) / periodUs
    }
    case 'leaky-bucket-meter': {
      const { config, table } = state as LeakyBucketMeterState
      const at = findRow(table, key)
      return at < 0 ? 0 : Math.max(0, table.values[at]! - (nowUs - table.values[at + 1]!)) / config.leakIntervalUs
    }
    case 'leaky-bucket-queue': {
      const { config, table } = state as LeakyBucketQueueState
      const at = findRow(table, key)
      return at < 0 ? 0 : Math.max(0, table.values[at]! - nowUs) / config.drainIntervalUs
    }
    case 'fixed-window': {
      const { config, table } = state as FixedWindowState
      const at = findRow(table, key)
      return at < 0 || nowUs >= table.values[at]! + config.windowUs ? 0 : table.values[at + 1]!
    }
    case 'sliding-log': {
      const { config, logs } = state as SlidingLogState
      const log = logs.get(key)
      if (log === undefined) return 0
      let gone = 0
      while (gone < log.length && log.ring[(log.first + gone) % log.ring.length]! <= nowUs - config.windowUs) gone++
      return log.length - gone
    }
    case 'sliding-window-counter': {
      const { config: { windowUs }, table } = state as SlidingWindowCounterState
      const at = findRow(table, key)
      if (at < 0) return 0
      const [start, previous, current] = [table.values[at]!, table.values[at + 1]!, table.values[at + 2]!]
      const window = Math.floor(nowUs / windowUs) * windowUs
      if (window > start + windowUs) return 0
      const [older, newer] = window > start ? [current, 0] : [previous, current]
      return newer + (older * (windowUs - Math.max(0, nowUs - Math.max(window, start)))) / windowUs
    }
    case 'concurrency-limit':
    case 'nginx-limit-conn':
      return (state as ConcurrencyState).open.get(key) ?? 0
    case 'nginx-limit-req':
      return Math.max(0, excessAt(state as NginxLimitReqState, key, Math.floor(nowUs / 1000)) / 1000 - 1)
    case 'haproxy-request-rate':
      return rateOf(state as HaproxyRequestRateState, key)
    case 'redis-script':
      invariant(false, 'a script keeps its numbers in a store; ask it there')
  }
}
