/**
 * What: one door to every limiter: create it from a description, ask it, give back what it counts as open.
 * Why: a lesson compares limiters by putting one in another's place. That needs one question and one answer for all of them.
 *
 * Picture:   createLimiter({ algorithm: 'token-bucket', tokens: 5, perUs: 1_000_000, burst: 10 })
 *            decide(limiter, 'ann', nowUs, 1) ─▶ { kind: 'admitted', remaining: 9, … }
 *
 * Invariants:
 *   I1 keys are independent: what one does changes nothing for another. (nginx's zone, when it is full, is the known exception.)
 *   I2 the same questions at the same times give the same answers; a structured clone of a limiter is as good as the limiter.
 *   I3 forgetting idle keys changes no later decision, as long as the clock does not go back.
 *
 * Source: each algorithm's own file names its source; one shape for many limiters is that of Envoy's and Bucket4j's answers.
 * Simplifications: a limiter has one configuration for all its keys.
 * Complexity: that of the algorithm.
 */

import { invariant } from '../../kernel/invariant.ts'
import { concurrencyLimit, type ConcurrencyConfig } from './concurrency-limit.ts'
import { isPositiveInteger, type Algorithm, type Decision } from './decision.ts'
import { fixedWindow, type WindowConfig } from './fixed-window.ts'
import { genericCellRate, type CellRateConfig } from './generic-cell-rate.ts'
import { haproxyRequestRate, type HaproxyRequestRateConfig } from './haproxy-request-rate.ts'
import { leakyBucketMeter, type LeakyBucketMeterConfig } from './leaky-bucket-meter.ts'
import { leakyBucketQueue, type LeakyBucketQueueConfig } from './leaky-bucket-queue.ts'
import { nginxLimitConn } from './nginx-limit-conn.ts'
import { nginxLimitReq, type NginxLimitReqConfig } from './nginx-limit-req.ts'
import { redisScriptLimiter, type RedisScriptConfig } from './redis-script-limiter.ts'
import { slidingLog } from './sliding-log.ts'
import { slidingWindowCounter } from './sliding-window-counter.ts'
import { tokenBucket, type TokenBucketConfig } from './token-bucket.ts'

export type LimiterConfig =
  | ({ readonly algorithm: 'fixed-window' | 'sliding-log' | 'sliding-window-counter' } & WindowConfig)
  | ({ readonly algorithm: 'token-bucket' } & TokenBucketConfig)
  | ({ readonly algorithm: 'leaky-bucket-meter' } & LeakyBucketMeterConfig)
  | ({ readonly algorithm: 'leaky-bucket-queue' } & LeakyBucketQueueConfig)
  | ({ readonly algorithm: 'generic-cell-rate' } & CellRateConfig)
  | ({ readonly algorithm: 'concurrency-limit' | 'nginx-limit-conn' } & ConcurrencyConfig)
  | ({ readonly algorithm: 'nginx-limit-req' } & NginxLimitReqConfig)
  | ({ readonly algorithm: 'haproxy-request-rate' } & HaproxyRequestRateConfig)
  | ({ readonly algorithm: 'redis-script' } & RedisScriptConfig)

export type AlgorithmName = LimiterConfig['algorithm']

export const algorithms = {
  'fixed-window': fixedWindow,
  'sliding-log': slidingLog,
  'sliding-window-counter': slidingWindowCounter,
  'token-bucket': tokenBucket,
  'leaky-bucket-meter': leakyBucketMeter,
  'leaky-bucket-queue': leakyBucketQueue,
  'generic-cell-rate': genericCellRate,
  'concurrency-limit': concurrencyLimit,
  'nginx-limit-req': nginxLimitReq,
  'nginx-limit-conn': nginxLimitConn,
  'haproxy-request-rate': haproxyRequestRate,
  'redis-script': redisScriptLimiter,
} as Readonly<Record<AlgorithmName, Algorithm>>

export interface Limiter {
  readonly algorithm: AlgorithmName
  /** The algorithm's own; others may show it, never change it. */
  readonly state: unknown
}

export function createLimiter(config: LimiterConfig): Limiter {
  return { algorithm: config.algorithm, state: algorithms[config.algorithm].create(config) }
}

/** May this request go on? An answer that is not a refusal is counted at once. */
export function decide(limiter: Limiter, key: string, nowUs: number, cost = 1): Decision {
  invariant(isPositiveInteger(cost), 'a cost is a whole number above 0')
  return algorithms[limiter.algorithm].decide(limiter.state, key, nowUs, cost)
}

/** An admitted request is over. Only limits on how many run at once want to know. */
export function release(limiter: Limiter, key: string, cost = 1): void {
  algorithms[limiter.algorithm].release?.(limiter.state, key, cost)
}

/** Drops keys that would be treated like new ones. Returns how many. */
export function forgetIdle(limiter: Limiter, nowUs: number): number {
  return algorithms[limiter.algorithm].forget(limiter.state, nowUs)
}

export function keysOf(limiter: Limiter): number {
  return algorithms[limiter.algorithm].size(limiter.state)
}
