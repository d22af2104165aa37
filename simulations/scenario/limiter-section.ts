/**
 * What: the part of a traffic scenario that puts a limiter in front of the balancer: its rule, its nodes, where counts live; whose
 * requests they are, and what clients do when they are told 429.
 * Why: one set of numbers describes every rule, so that one knob can put another rule in the place of the first and mean the same limit.
 *
 * Picture:   rate 100/s ─┬─ window 1 s ──▶ fixed and sliding windows: 100 in each second
 *                        ├─ burst 20 ────▶ buckets, GCRA, nginx: 20 at once, 100 a second in the long run
 *                        └─ queue 10 ────▶ leaky bucket as a queue: one every 10 ms, ten may wait
 *            concurrency 8 ──────────────▶ eight at a time
 */

import * as z from 'zod/mini'
import type { AlgorithmName, LimiterConfig } from '../algorithms/rate-limiting/limiter.ts'
import { highestRate } from '../components/traffic/arrivals.ts'
import type { TrafficConfig } from '../components/traffic/config.ts'
import type { CountsPlace, LimiterSpec, LimitKey, LimitStoreSpec, RetrySpec, Spread, TenantSpec } from '../components/traffic/limiter-config.ts'
import { leastCountOf, scriptOf } from '../components/traffic/limiter-rule.ts'
import type { Distribution } from '../kernel/distributions.ts'
import { choice, count, distribution, duration, factor, flag, rate } from './fields.ts'
import { problemAt, type Problem } from './problems.ts'
import { writeDuration, writeRate } from './units.ts'

const MS = 1_000
const SECOND = 1_000_000
const MAX_TENANTS = 8

/** The rules of one machine; scripts run where counts are shared. */
export const LIMIT_ALGORITHMS = [
  'token-bucket', 'generic-cell-rate', 'leaky-bucket-meter', 'leaky-bucket-queue', 'fixed-window', 'sliding-log', 'sliding-window-counter',
  'concurrency-limit', 'nginx-limit-req', 'nginx-limit-conn', 'haproxy-request-rate',
] as const satisfies readonly AlgorithmName[]
const KEYS = ['everybody', 'tenant', 'client'] as const satisfies readonly LimitKey[]
const SPREADS = ['turns', 'random', 'client'] as const satisfies readonly Spread[]
const PLACES = ['local', 'split', 'shared', 'synchronised'] as const satisfies readonly CountsPlace[]
const STRATEGIES = ['script', 'incr-expire', 'read-write'] as const
const STRATEGY = { script: 'atomic-script', 'incr-expire': 'incr-then-expire', 'read-write': 'read-then-write' } as const
const RETRIES = ['give-up', 'at-once', 'retry-after', 'backoff'] as const satisfies readonly RetrySpec['how'][]

const storeSchema = z.strictObject({
  by: z._default(choice(STRATEGIES), 'script'),
  link: z.optional(distribution({ max: 10 * SECOND })),
  work: z.optional(distribution({ max: SECOND })),
  workers: z._default(count({ min: 1, max: 16 }), 1),
  queue: z._default(count({ min: 0, max: 100_000, scale: 'log' }), 10_000),
  timeout: z._default(duration({ min: MS, max: 60 * SECOND, scale: 'log' }), 100 * MS),
  'when-silent': z._default(choice(['open', 'closed']), 'open'),
  every: z._default(duration({ min: MS, max: 60 * SECOND, scale: 'log' }), 200 * MS),
})

export const limiterSchema = z.strictObject({
  algorithm: choice(LIMIT_ALGORITHMS),
  rate: z._default(rate({ min: 0.1, max: 100_000 }), 100),
  burst: z._default(count({ min: 1, max: 100_000, scale: 'log' }), 10),
  window: z._default(duration({ min: 10 * MS, max: 60 * SECOND, scale: 'log' }), SECOND),
  queue: z._default(count({ min: 0, max: 10_000 }), 10),
  concurrency: z._default(count({ min: 1, max: 10_000, scale: 'log' }), 8),
  delay: z._default(count({ min: 0, max: 100_000 }), 0),
  nodelay: z._default(flag(), false),
  key: z._default(choice(KEYS), 'everybody'),
  nodes: z._default(count({ min: 1, max: 6 }), 1),
  spread: z._default(choice(SPREADS), 'turns'),
  counts: z._default(choice(PLACES), 'local'),
  link: z.optional(distribution({ max: 10 * SECOND })),
  store: z.optional(storeSchema),
})

const ratePoints = z.array(z.strictObject({ at: duration({ min: 0, max: 600 * SECOND }), rate: rate({ min: 0, max: 100_000 }) })).check(z.minLength(1), z.maxLength(50))

export const tenantSchema = z.strictObject({
  share: z._default(count({ min: 0, max: 1_000 }), 1),
  rate: z.optional(z.union([rate({ min: 0, max: 100_000 }), ratePoints])),
})

export const retrySchema = z.strictObject({
  how: choice(RETRIES),
  attempts: z._default(count({ min: 1, max: 20 }), 5),
  base: z._default(duration({ min: MS, max: 60 * SECOND, scale: 'log' }), 100 * MS),
  cap: z._default(duration({ min: MS, max: 120 * SECOND, scale: 'log' }), 5 * SECOND),
  jitter: z._default(duration({ min: 0, max: 60 * SECOND }), 0),
})

/** Commands to a limiter and its store. */
const bare = <const Kind extends string>(kind: Kind) => z.strictObject({ kind: z.literal(kind) })
export const limiterCommands = [
  bare('stop-store'), bare('start-store'), bare('cut-store-link'), bare('heal-store-link'),
  z.strictObject({ kind: z.literal('slow-store'), factor: factor({ min: 0.1, max: 1_000 }) }),
  z.strictObject({ kind: z.literal('slow-store-link'), factor: factor({ min: 1, max: 1_000 }) }),
  z.strictObject({ kind: z.literal('set-limit'), factor: factor({ min: 0.01, max: 100 }) }),
] as const

type ParsedLimiter = z.output<typeof limiterSchema>
type ParsedTenants = Readonly<Record<string, z.output<typeof tenantSchema>>>

const DEFAULT_STORE: z.output<typeof storeSchema> = { by: 'script', workers: 1, queue: 10_000, timeout: 100 * MS, 'when-silent': 'open', every: 200 * MS }
const DEFAULT_STORE_LINK: Distribution = { kind: 'constant', valueUs: 500 }
const DEFAULT_STORE_WORK: Distribution = { kind: 'constant', valueUs: 50 }

export function compileLimiter(parsed: ParsedLimiter, serverLink: Distribution): LimiterSpec {
  const { key, nodes, spread, counts } = parsed
  const store = parsed.store ?? DEFAULT_STORE
  return {
    rule: ruleOf(parsed), key, nodes, spread, counts, link: parsed.link ?? serverLink,
    store: {
      strategy: STRATEGY[store.by], link: store.link ?? DEFAULT_STORE_LINK, work: store.work ?? DEFAULT_STORE_WORK, workers: store.workers,
      queueCapacity: store.queue, timeoutUs: store.timeout, whenSilent: store['when-silent'], everyUs: store.every,
    } satisfies LimitStoreSpec,
  }
}

/** The rule with the numbers that it needs; what it does not need stands there for the others. */
function ruleOf({ algorithm, rate: perSecond, burst, window, queue, concurrency, delay, nodelay }: ParsedLimiter): LimiterConfig {
  const gapUs = Math.max(1, Math.round(SECOND / perSecond))
  const limit = Math.max(1, Math.round((perSecond * window) / SECOND))
  switch (algorithm) {
    case 'fixed-window':
    case 'sliding-log':
    case 'sliding-window-counter':
      return { algorithm, limit, windowUs: window }
    case 'token-bucket':
      return { algorithm, ...wholeRate(perSecond), burst }
    case 'generic-cell-rate':
      return { algorithm, periodUs: gapUs, burst }
    case 'leaky-bucket-meter':
      return { algorithm, leakIntervalUs: gapUs, capacity: burst }
    case 'leaky-bucket-queue':
      return { algorithm, drainIntervalUs: gapUs, capacity: queue }
    case 'concurrency-limit':
    case 'nginx-limit-conn':
      return { algorithm, limit: concurrency }
    case 'nginx-limit-req':
      return { algorithm, rate: nginxRate(perSecond), burst, delay: nodelay ? 'nodelay' : delay, zoneKeys: 0 }
    case 'haproxy-request-rate':
      return { algorithm, periodMs: Math.max(1, Math.round(window / MS)), limit }
  }
}

/** A rate as whole tokens in whole µs: 30/min is one in 2 s, 33.3/s is 333 in 10 s. */
function wholeRate(perSecond: number): { readonly tokens: number; readonly perUs: number } {
  for (const seconds of [1, 60]) {
    const tokens = perSecond * seconds
    if (Math.abs(tokens - Math.round(tokens)) < 1e-9) return { tokens: Math.round(tokens), perUs: seconds * SECOND }
  }
  return { tokens: Math.max(1, Math.round(perSecond * 1_000)), perUs: 1_000 * SECOND }
}

function nginxRate(perSecond: number): string {
  return Number.isInteger(perSecond) ? `${perSecond}r/s` : `${Math.max(1, Math.round(perSecond * 60))}r/m`
}

/** Clients are dealt out to tenants evenly, the first ones get what is over. */
export function compileTenants(tenants: ParsedTenants, clients: number): readonly TenantSpec[] {
  const entries = Object.entries(tenants)
  return entries.map(([name, { share, rate: written }], index) => ({
    name, share, clients: Math.floor(clients / entries.length) + (index < clients % entries.length ? 1 : 0),
    rate: written === undefined ? null : typeof written === 'number' ? [{ atUs: 0, perSecond: written }] : written.map(({ at, rate: perSecond }) => ({ atUs: at, perSecond })),
  }))
}

export function compileRetry({ how, attempts, base, cap, jitter }: z.output<typeof retrySchema>): RetrySpec {
  return { how, attempts, baseUs: base, capUs: cap, jitterUs: jitter }
}

/** What no single field of it can see. */
export function impossibleLimiter(parsed: ParsedLimiter | undefined, tenants: ParsedTenants | undefined, hasRetry: boolean, config: TrafficConfig): Problem[] {
  if (parsed === undefined || config.limiter === undefined) {
    return [...(tenants === undefined ? [] : [problemAt(['clients', 'tenants'], 'no-limiter', {})]), ...(hasRetry ? [problemAt(['clients', 'retry'], 'no-limiter', {})] : [])]
  }
  const { rule, counts, nodes, store } = config.limiter
  const problems: Problem[] = []
  const countsWindows = rule.algorithm === 'fixed-window' || rule.algorithm === 'sliding-log' || rule.algorithm === 'sliding-window-counter' || rule.algorithm === 'haproxy-request-rate'
  if (countsWindows && (parsed.rate * parsed.window) / SECOND < 0.5) {
    problems.push(problemAt(['limiter', 'window'], 'window-too-short', { rate: writeRate(parsed.rate), window: writeDuration(parsed.window) }))
  }
  if (counts === 'split' && leastCountOf(rule) < nodes) problems.push(problemAt(['limiter', 'nodes'], 'cannot-split', { count: leastCountOf(rule), nodes }))
  if (counts === 'shared' && scriptOf(rule) === null) {
    problems.push(problemAt(['limiter', 'algorithm'], 'cannot-share', { algorithm: rule.algorithm, options: ['token-bucket', 'generic-cell-rate', 'fixed-window', 'sliding-log', 'sliding-window-counter'] }))
  } else if ((counts === 'synchronised' || (counts === 'shared' && store.strategy !== 'atomic-script')) && rule.algorithm !== 'fixed-window') {
    problems.push(problemAt(['limiter', 'algorithm'], 'windows-only', { algorithm: rule.algorithm }))
  }
  if (parsed.key === 'tenant' && tenants === undefined) problems.push(problemAt(['limiter', 'key'], 'no-tenants', {}))
  problems.push(...impossibleTenants(tenants, config))
  for (const { name } of config.servers) {
    if (name === 'limit-store' || /^limiter-\d$/.test(name)) problems.push(problemAt(['servers', name], 'limiter-name-taken', {}))
  }
  return problems
}

function impossibleTenants(tenants: ParsedTenants | undefined, { clients }: TrafficConfig): Problem[] {
  if (tenants === undefined) return []
  const at = ['clients', 'tenants']
  const names = Object.keys(tenants)
  if (names.length === 0 || names.length > MAX_TENANTS) return [problemAt(at, 'tenants-wanted', { count: names.length, max: MAX_TENANTS })]
  const problems: Problem[] = []
  if (clients.count < names.length) problems.push(problemAt(['clients', 'count'], 'too-few-clients', { count: clients.count, tenants: names.length }))
  if (names.every((name) => tenants[name]!.share === 0)) problems.push(problemAt(at, 'shares-zero', {}))
  for (const name of names) {
    const { rate: own } = tenants[name]!
    if (own === undefined) continue
    if (clients.load.kind === 'closed') problems.push(problemAt([...at, name, 'rate'], 'closed-tenant', {}))
    if (typeof own !== 'number' && own.some((point, i) => i > 0 && point.at <= own[i - 1]!.at)) problems.push(problemAt([...at, name, 'rate'], 'points-backwards', {}))
  }
  return problems
}

/** Times the requests of the common load; and those of tenants' own, a second at most. */
export function limiterLoad({ clients: { tenants = [], retry } }: TrafficConfig): { readonly times: number; readonly ownPerSecond: number } {
  return {
    times: retry === undefined || retry.how === 'give-up' ? 1 : retry.attempts,
    ownPerSecond: tenants.reduce((sum, { rate: points }) => sum + (points === null ? 0 : highestRate(points)), 0),
  }
}
