/**
 * What: one limit in the forms that a system needs: a node's part of it, a changed one, the script that keeps it in a store, the
 * words of its headers.
 * Why: "100 a second" is one sentence to whoever writes it. Three nodes that take a third each, or a store that runs it as a script,
 * must mean the same sentence.
 *
 * Picture:   100/s, burst 20  ─ part 1 of 3 ─▶  33⅓/s, burst 7      ─ times 2 ─▶  200/s, burst 20
 *
 * Invariants:
 *   I1 the parts of all nodes add up to the whole: rates exactly, or to the next whole µs between two requests; counts exactly.
 *   I2 no part is nothing: a count smaller than the number of nodes cannot be split, and the scenario boundary refuses it. One that a
 *      command makes so small leaves one to each node.
 *
 * Simplifications: nginx knows whole requests a second or a minute; a part is rounded down to whole ones a minute.
 */

import type { LimiterConfig } from '../../algorithms/rate-limiting/limiter.ts'
import { parseRate } from '../../algorithms/rate-limiting/nginx-limit-req.ts'
import type { RedisScriptConfig } from '../../algorithms/rate-limiting/redis-script-limiter.ts'
import { invariant } from '../../kernel/invariant.ts'

export { gaugeOf, type Gauge } from '../../algorithms/rate-limiting/gauge.ts'
export type { LimiterConfig } from '../../algorithms/rate-limiting/limiter.ts'

const SECOND_US = 1_000_000

/** The part of node `index` of `nodes`: an equal rate, and counts as equal as whole numbers allow. */
export function partOfRule(rule: LimiterConfig, nodes: number, index: number): LimiterConfig {
  const part = (count: number): number => Math.floor(count / nodes) + (index < count % nodes ? 1 : 0)
  const atLeastOne = (count: number): number => Math.max(1, part(count)) // I2
  switch (rule.algorithm) {
    case 'token-bucket':
      return { ...rule, perUs: rule.perUs * nodes, burst: atLeastOne(rule.burst) }
    case 'generic-cell-rate':
      return { ...rule, periodUs: rule.periodUs * nodes, burst: atLeastOne(rule.burst) }
    case 'leaky-bucket-meter':
      return { ...rule, leakIntervalUs: rule.leakIntervalUs * nodes, capacity: atLeastOne(rule.capacity) }
    case 'leaky-bucket-queue':
      return { ...rule, drainIntervalUs: rule.drainIntervalUs * nodes, capacity: part(rule.capacity) }
    case 'nginx-limit-req':
      return { ...rule, rate: nginxRate(parseRate(rule.rate) / nodes), burst: part(rule.burst), delay: rule.delay === 'nodelay' ? rule.delay : part(rule.delay) }
    case 'fixed-window':
    case 'sliding-log':
    case 'sliding-window-counter':
    case 'concurrency-limit':
    case 'nginx-limit-conn':
    case 'haproxy-request-rate':
      return { ...rule, limit: atLeastOne(rule.limit) }
    case 'redis-script':
      invariant(false, 'a script is shared and has no parts')
  }
}

/** The least count that a rule holds: with more nodes than that it cannot be split (I2). */
export function leastCountOf(rule: LimiterConfig): number {
  switch (rule.algorithm) {
    case 'token-bucket':
    case 'generic-cell-rate':
      return rule.burst
    case 'leaky-bucket-meter':
      return rule.capacity
    case 'leaky-bucket-queue':
    case 'redis-script':
      return Infinity
    case 'nginx-limit-req':
      return Math.floor((parseRate(rule.rate) * 60) / 1000)
    default:
      return rule.limit
  }
}

/** A limit of so many times the rate; how much may come at once stays, except where the count is all there is. */
export function scaledRule(rule: LimiterConfig, factor: number): LimiterConfig {
  const least = (count: number): number => Math.max(1, Math.round(count))
  switch (rule.algorithm) {
    case 'token-bucket':
      return { ...rule, perUs: least(rule.perUs / factor) }
    case 'generic-cell-rate':
      return { ...rule, periodUs: least(rule.periodUs / factor) }
    case 'leaky-bucket-meter':
      return { ...rule, leakIntervalUs: least(rule.leakIntervalUs / factor) }
    case 'leaky-bucket-queue':
      return { ...rule, drainIntervalUs: least(rule.drainIntervalUs / factor) }
    case 'nginx-limit-req':
      return { ...rule, rate: nginxRate(parseRate(rule.rate) * factor) }
    case 'fixed-window':
    case 'sliding-log':
    case 'sliding-window-counter':
    case 'concurrency-limit':
    case 'nginx-limit-conn':
    case 'haproxy-request-rate':
      return { ...rule, limit: least(rule.limit * factor) }
    case 'redis-script':
      invariant(false, 'a script is made from a rule and not scaled itself')
  }
}

/** From thousandths of a request a second to what nginx reads. */
function nginxRate(thousandths: number): string {
  return thousandths % 1000 === 0 ? `${thousandths / 1000}r/s` : `${Math.max(1, Math.floor((thousandths * 60) / 1000))}r/m`
}

/** The script that keeps the rule in a store; null where there is none. Scripts count in milliseconds. */
export function scriptOf(rule: LimiterConfig): RedisScriptConfig | null {
  const ms = (us: number): number => us / 1000
  switch (rule.algorithm) {
    case 'token-bucket':
      return { script: 'token-bucket', args: [rule.burst, (rule.tokens * SECOND_US) / rule.perUs] }
    case 'generic-cell-rate':
      return { script: 'generic-cell-rate', args: [ms(rule.periodUs), rule.burst] }
    case 'fixed-window':
    case 'sliding-log':
    case 'sliding-window-counter':
      return { script: rule.algorithm, args: [ms(rule.windowUs), rule.limit] }
    default:
      return null
  }
}

/** How many requests in how long, as headers say it; `windowUs` is null for a limit on how many run at once. */
export function quotaOf(rule: LimiterConfig): { readonly quota: number; readonly windowUs: number | null } {
  switch (rule.algorithm) {
    case 'token-bucket':
      return { quota: rule.burst, windowUs: (rule.burst * rule.perUs) / rule.tokens }
    case 'generic-cell-rate':
      return { quota: rule.burst, windowUs: rule.burst * rule.periodUs }
    case 'leaky-bucket-meter':
      return { quota: rule.capacity, windowUs: rule.capacity * rule.leakIntervalUs }
    case 'leaky-bucket-queue':
      return { quota: rule.capacity + 1, windowUs: (rule.capacity + 1) * rule.drainIntervalUs }
    case 'nginx-limit-req': {
      const perSecond = parseRate(rule.rate) / 1000
      return { quota: rule.burst + 1, windowUs: ((rule.burst + 1) * SECOND_US) / perSecond }
    }
    case 'fixed-window':
    case 'sliding-log':
    case 'sliding-window-counter':
      return { quota: rule.limit, windowUs: rule.windowUs }
    case 'haproxy-request-rate':
      return { quota: rule.limit, windowUs: rule.periodMs * 1000 }
    case 'concurrency-limit':
    case 'nginx-limit-conn':
      return { quota: rule.limit, windowUs: null }
    case 'redis-script':
      return { quota: rule.args[1], windowUs: null }
  }
}

/** Does it count how many run at once? Then it wants to know when each is over. */
export function countsWhatRuns({ algorithm }: LimiterConfig): boolean {
  return algorithm === 'concurrency-limit' || algorithm === 'nginx-limit-conn'
}

/** How many requests a µs a limit lets in in the long run; null for windows and for what counts who runs at once. */
export function steadyPerUs(rule: LimiterConfig): number | null {
  switch (rule.algorithm) {
    case 'token-bucket':
      return rule.tokens / rule.perUs
    case 'generic-cell-rate':
      return 1 / rule.periodUs
    case 'leaky-bucket-meter':
      return 1 / rule.leakIntervalUs
    case 'leaky-bucket-queue':
      return 1 / rule.drainIntervalUs
    case 'nginx-limit-req':
      return parseRate(rule.rate) / (1000 * SECOND_US)
    default:
      return null
  }
}
