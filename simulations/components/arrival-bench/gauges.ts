/**
 * What: what a limiter's state amounts to for one key at one instant, as one number, and when that number next changes its course.
 * Why: a decision is understood by what was there before it and what is there after it. Every limiter keeps another thing: tokens,
 * water, counts, an instant. Reading changes nothing.
 *
 * Picture (token bucket, 1 a second, size 3):   level 1 at 0 s ─▶ read at 0.5 s: 1.5 ─▶ bends at 2 s, where it is full
 *
 * Invariants:
 *   I1 reading does not change what the limiter decides later.
 *   I2 between two bends, and without a decision, the number runs in a straight line (whole steps of it where the algorithm rounds).
 *
 * Source: the algorithms' own files; each reading is the first half of its `decide`.
 * Simplifications: none.
 * Complexity: O(1), O(log entries) for a log, O(entries) for Redis's sorted set.
 */

import type { ConcurrencyState } from '../../algorithms/rate-limiting/concurrency-limit.ts'
import type { FixedWindowState } from '../../algorithms/rate-limiting/fixed-window.ts'
import type { CellRateState } from '../../algorithms/rate-limiting/generic-cell-rate.ts'
import { rateAt, type HaproxyRequestRateState } from '../../algorithms/rate-limiting/haproxy-request-rate.ts'
import { findRow } from '../../algorithms/rate-limiting/key-table.ts'
import type { LeakyBucketMeterState } from '../../algorithms/rate-limiting/leaky-bucket-meter.ts'
import type { LeakyBucketQueueState } from '../../algorithms/rate-limiting/leaky-bucket-queue.ts'
import type { AlgorithmName } from '../../algorithms/rate-limiting/limiter.ts'
import type { NginxLimitReqState } from '../../algorithms/rate-limiting/nginx-limit-req.ts'
import type { SlidingLogState } from '../../algorithms/rate-limiting/sliding-log.ts'
import type { SlidingWindowCounterState } from '../../algorithms/rate-limiting/sliding-window-counter.ts'
import type { TokenBucketState } from '../../algorithms/rate-limiting/token-bucket.ts'
import { redisGauge } from './redis-gauge.ts'

/** What the number counts. Only tokens are what is left; all others are what is used. */
export type Quantity = 'tokens' | 'level' | 'ahead' | 'waiting' | 'count' | 'logged' | 'estimate' | 'rate' | 'excess' | 'open'

export interface Gauge<S> {
  /** Requests of cost 1. */
  read(state: S, key: string, nowUs: number): number
  /** The next instant after `nowUs` at which its course changes by itself; Infinity when it stays as it is. */
  bend(state: S, key: string, nowUs: number): number
}

const fixedWindow: Gauge<FixedWindowState> = {
  read({ config: { windowUs }, table }, key, nowUs) {
    const at = findRow(table, key)
    return at < 0 || nowUs >= table.values[at]! + windowUs ? 0 : table.values[at + 1]!
  },
  bend({ config: { windowUs }, table }, key, nowUs) {
    const at = findRow(table, key)
    return at < 0 ? Infinity : later(table.values[at]! + windowUs, nowUs)
  },
}

const slidingLog: Gauge<SlidingLogState> = {
  read({ config: { windowUs }, logs }, key, nowUs) {
    const log = logs.get(key)
    return log === undefined ? 0 : log.length - outOf(log, nowUs - windowUs)
  },
  bend({ config: { windowUs }, logs }, key, nowUs) {
    const log = logs.get(key)
    if (log === undefined) return Infinity
    const first = outOf(log, nowUs - windowUs)
    return first === log.length ? Infinity : log.ring[(log.first + first) % log.ring.length]! + windowUs
  },
}

/** How many entries of a log, which is in order of time, are out of the window. */
function outOf(log: { readonly ring: Float64Array; readonly first: number; readonly length: number }, untilUs: number): number {
  let low = 0
  let high = log.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (log.ring[(log.first + middle) % log.ring.length]! <= untilUs) low = middle + 1
    else high = middle
  }
  return low
}

const slidingWindowCounter: Gauge<SlidingWindowCounterState> = {
  read({ config: { windowUs }, table: { values }, table }, key, nowUs) {
    const at = findRow(table, key)
    if (at < 0) return 0
    const start = values[at]!
    if (nowUs >= start + 2 * windowUs) return 0
    if (nowUs >= start + windowUs) return (values[at + 2]! * (start + 2 * windowUs - nowUs)) / windowUs
    return (values[at + 1]! * (windowUs - Math.max(0, nowUs - start))) / windowUs + values[at + 2]!
  },
  bend({ config: { windowUs }, table }, key, nowUs) {
    const at = findRow(table, key)
    if (at < 0) return Infinity
    const start = table.values[at]!
    return nowUs < start + windowUs ? start + windowUs : later(start + 2 * windowUs, nowUs)
  },
}

const tokenBucket: Gauge<TokenBucketState> = {
  read({ tokens, perUs, full, table }, key, nowUs) {
    const at = findRow(table, key)
    if (at < 0) return full / perUs
    return Math.min(full, table.values[at]! + Math.max(0, nowUs - table.values[at + 1]!) * tokens) / perUs
  },
  bend({ tokens, full, table }, key, nowUs) {
    const at = findRow(table, key)
    if (at < 0) return Infinity
    const last = table.values[at + 1]!
    return nowUs < last ? last : later(last + Math.ceil((full - table.values[at]!) / tokens), nowUs)
  },
}

const genericCellRate: Gauge<CellRateState> = {
  read: ({ periodUs, table }, key, nowUs) => Math.max(0, instantOf(table, key) - nowUs) / periodUs,
  bend: ({ table }, key, nowUs) => later(instantOf(table, key), nowUs),
}

const leakyBucketQueue: Gauge<LeakyBucketQueueState> = {
  read: ({ config, table }, key, nowUs) => Math.max(0, instantOf(table, key) - nowUs) / config.drainIntervalUs,
  bend: ({ table }, key, nowUs) => later(instantOf(table, key), nowUs),
}

/** For limiters that keep one instant a key. */
function instantOf(table: CellRateState['table'], key: string): number {
  const at = findRow(table, key)
  return at < 0 ? -Infinity : table.values[at]!
}

const leakyBucketMeter: Gauge<LeakyBucketMeterState> = {
  read({ config, table }, key, nowUs) {
    const at = findRow(table, key)
    return at < 0 ? 0 : Math.max(0, table.values[at]! - (nowUs - table.values[at + 1]!)) / config.leakIntervalUs
  },
  bend({ table }, key, nowUs) {
    const at = findRow(table, key)
    return at < 0 ? Infinity : later(table.values[at]! + table.values[at + 1]!, nowUs)
  },
}

const concurrency: Gauge<ConcurrencyState> = {
  read: ({ open }, key) => open.get(key) ?? 0,
  bend: () => Infinity, // whoever holds a place says when it is over
}

/** Down to -1: what has leaked beyond nothing is to the good of the next request, up to one whole request. */
const nginxLimitReq: Gauge<NginxLimitReqState> = {
  read({ rate, nodes }, key, nowUs) {
    const node = nodes.get(key)
    if (node === undefined) return -1
    const ms = Math.floor(nowUs / 1000) - node.last
    return Math.max(-1000, node.excess - Math.floor((rate * (ms < -60_000 ? 1 : Math.max(0, ms))) / 1000)) / 1000
  },
  bend({ rate, nodes }, key, nowUs) {
    const node = nodes.get(key)
    return node === undefined ? Infinity : later((node.last + Math.ceil((node.excess * 1000) / rate)) * 1000, nowUs)
  },
}

const haproxyRequestRate: Gauge<HaproxyRequestRateState> = {
  read: (state, key, nowUs) => rateAt(state, key, Math.floor(nowUs / 1000)),
  bend({ config: { periodMs }, table }, key, nowUs) {
    const at = findRow(table, key)
    if (at < 0) return Infinity
    const endUs = (table.values[at]! + periodMs) * 1000
    return nowUs < endUs ? endUs : later(endUs + periodMs * 1000, nowUs)
  },
}

function later(atUs: number, nowUs: number): number {
  return atUs > nowUs ? atUs : Infinity
}

export const gauges = {
  'fixed-window': fixedWindow,
  'sliding-log': slidingLog,
  'sliding-window-counter': slidingWindowCounter,
  'token-bucket': tokenBucket,
  'generic-cell-rate': genericCellRate,
  'leaky-bucket-meter': leakyBucketMeter,
  'leaky-bucket-queue': leakyBucketQueue,
  'concurrency-limit': concurrency,
  'nginx-limit-req': nginxLimitReq,
  'nginx-limit-conn': concurrency,
  'haproxy-request-rate': haproxyRequestRate,
  'redis-script': redisGauge,
} as Readonly<Record<AlgorithmName, Gauge<unknown>>>
