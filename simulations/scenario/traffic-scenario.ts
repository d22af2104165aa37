/**
 * What: the format of a traffic scenario as people write it, and its translation into the facts a run needs.
 * Why: this is the boundary. Whatever comes from a file, a link or a form passes here, and leaves checked, or does not pass:
 * every problem is named with its place, what is wrong and what is allowed.
 *
 * Invariants:
 *   I1 what passes can be run: no empty pool, no weights that are all zero, no load beyond what a tab can hold.
 *   I2 unknown keys are refused, so a typo is never a default.
 */

import * as z from 'zod/mini'
import { policies } from '../algorithms/balancing/balancer.ts'
import type { PolicyName } from '../algorithms/balancing/policy.ts'
import { meanOf } from '../kernel/distributions.ts'
import { highestRate } from '../components/traffic/arrivals.ts'
import type { Intervention, RatePoint, ServerSpec, TrafficConfig } from '../components/traffic/config.ts'
import { choice, count, distribution, duration, factor, flag, rate } from './fields.ts'
import { compileLimiter, compileRetry, compileTenants, impossibleLimiter, limiterLoad, limiterSchema, retrySchema, tenantSchema } from './limiter-section.ts'
import { problemAt, problemsOf, type Problem } from './problems.ts'
import { compileShards, impossibleShards, keyName, shardsSchema, withCopies } from './shards-section.ts'
import { commandSchema, readCommands } from './traffic-commands.ts'

const MS = 1_000
const SECOND = 1_000_000
/** Requests that one run may be expected to send; beyond it a trace does not fit into a phone's tab. */
const MAX_REQUESTS = 2_000_000

/** Every policy that exists, in the order of its registry. */
export const POLICIES = Object.keys(policies) as readonly PolicyName[]

const text = z.strictObject({ en: z.string(), ko: z.string() })

const ratePoints = z.array(z.strictObject({ at: duration({ min: 0, max: 600 * SECOND }), rate: rate({ min: 0, max: 100_000 }) }))
  .check(z.minLength(1), z.maxLength(50))

const load = z.union([
  z.strictObject({
    open: z.strictObject({
      rate: z.union([rate({ min: 0, max: 100_000 }), ratePoints]),
      arrivals: z._default(choice(['poisson', 'regular']), 'poisson'),
      bursts: z.optional(z.strictObject({ every: duration({ min: 10 * MS, max: 600 * SECOND }), size: count({ min: 1, max: 10_000, scale: 'log' }) })),
    }),
  }),
  z.strictObject({ closed: z.strictObject({ users: count({ min: 1, max: 5_000, scale: 'log' }), think: distribution({ max: 60 * SECOND }) }) }),
])

const serverSchema = z.strictObject({
  weight: z._default(count({ min: 0, max: 256 }), 1),
  workers: z._default(count({ min: 1, max: 256, scale: 'log' }), 4),
  queue: z._default(count({ min: 0, max: 10_000 }), 64),
  speed: z._default(factor({ min: 0.05, max: 20 }), 1),
  connections: z._default(count({ min: 0, max: 10_000 }), 0),
  backup: z._default(flag(), false),
  'max-fails': z._default(count({ min: 0, max: 100 }), 1),
  'fail-timeout': z._default(duration({ min: SECOND, max: 600 * SECOND }), 10 * SECOND),
  'slow-start': z._default(duration({ min: 0, max: 120 * SECOND }), 0),
  link: z.optional(distribution({ max: 10 * SECOND })),
})

const requestSchema = z.strictObject({
  share: z._default(count({ min: 0, max: 1_000 }), 1),
  work: distribution({ max: 60 * SECOND }),
  query: z.optional(distribution({ max: 60 * SECOND })),
  by: z.optional(keyName()),
  writes: z._default(flag(), false),
})

const databaseSchema = z.strictObject({
  workers: z._default(count({ min: 1, max: 256, scale: 'log' }), 8),
  queue: z._default(count({ min: 0, max: 10_000 }), 92),
  link: z.optional(distribution({ max: 10 * SECOND })),
  crowding: z._default(factor({ min: 0, max: 1, scale: 'linear' }), 0),
})

const nodeName = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,15}$/))

export const trafficSchema = z.strictObject({
  id: z.string(),
  family: z.literal('traffic'),
  title: text,
  question: text,
  seed: count({ min: 0, max: 4_294_967_295 }),
  duration: duration({ min: 100 * MS, max: 600 * SECOND, scale: 'log' }),
  clients: z.strictObject({
    count: z._default(count({ min: 1, max: 10_000, scale: 'log' }), 40),
    load,
    requests: z.record(nodeName, requestSchema),
    keys: z._default(z.strictObject({ count: count({ min: 1, max: 100_000, scale: 'log' }), zipf: factor({ min: 0, max: 4, scale: 'linear' }) }), { count: 1_000, zipf: 1 }),
    timeout: z._default(duration({ min: 0, max: 120 * SECOND }), 0),
    tenants: z.optional(z.record(nodeName, tenantSchema)),
    retry: z.optional(retrySchema),
  }),
  limiter: z.optional(limiterSchema),
  links: z.strictObject({ clients: distribution({ max: 10 * SECOND }), servers: distribution({ max: 10 * SECOND }) }),
  balancer: z.strictObject({
    policy: choice(POLICIES),
    waiting: z._default(count({ min: 0, max: 100_000 }), 0),
    tries: z._default(count({ min: 1, max: 10 }), 2),
    'try-timeout': z._default(duration({ min: 0, max: 120 * SECOND }), 0),
    checks: z.optional(z.strictObject({
      every: duration({ min: 10 * MS, max: 60 * SECOND }), timeout: duration({ min: MS, max: 60 * SECOND }),
      fall: z._default(count({ min: 1, max: 20 }), 3), rise: z._default(count({ min: 1, max: 20 }), 2),
    })),
    decay: z._default(duration({ min: 10 * MS, max: 600 * SECOND }), 10 * SECOND),
    draws: z._default(count({ min: 1, max: 16 }), 2),
    coalesce: z._default(flag(), false),
    'balance-factor': z._default(count({ min: 0, max: 1_000 }), 0),
  }),
  servers: z.record(nodeName, serverSchema),
  database: z.optional(databaseSchema),
  shards: z.optional(shardsSchema),
  knobs: z._default(z.array(z.string()).check(z.maxLength(40)), []),
  script: z._default(z.array(z.strictObject({ at: duration({ min: 0, max: 600 * SECOND }), do: commandSchema })), []),
})

type ParsedTraffic = z.output<typeof trafficSchema>

/** Servers one stage can show beside clients and balancer. */
const MAX_SERVERS = 12
/** Name of the database's lane. */
const DATABASE = 'database'
/** Sorts of requests; a trace keeps their number in a byte. */
const MAX_SORTS = 16

export interface TrafficScenario {
  readonly id: string
  readonly title: { readonly en: string; readonly ko: string }
  readonly question: { readonly en: string; readonly ko: string }
  readonly seed: number
  readonly config: TrafficConfig
  /** Paths of the knobs that the author chose to show. */
  readonly knobs: readonly string[]
  readonly script: readonly Intervention[]
}

export type ScenarioReading =
  | { readonly ok: true; readonly scenario: TrafficScenario }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Reads a document (from YAML or JSON) into a scenario, or lists everything that is wrong with it. */
export function readTrafficScenario(document: unknown): ScenarioReading {
  const parsed = trafficSchema.safeParse(document, { reportInput: true })
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error.issues) }
  const config = compile(parsed.data)
  const { interventions, problems: scriptProblems } = readCommands(parsed.data.script, config)
  const problems = [...impossible(parsed.data, config), ...scriptProblems]
  if (problems.length > 0) return { ok: false, problems }
  const { id, title, question, seed, knobs } = parsed.data
  return { ok: true, scenario: { id, title, question, seed, knobs, config, script: interventions } }
}

/** From the words of the format to the facts of a run. */
function compile(parsed: ParsedTraffic): TrafficConfig {
  const { clients, balancer, links, database, shards, limiter } = parsed
  const written = 'open' in clients.load ? clients.load.open : null
  const users = 'closed' in clients.load ? clients.load.closed : null
  return {
    durationUs: parsed.duration,
    clients: {
      count: clients.count,
      load: written !== null
        ? { kind: 'open', arrivals: written.arrivals, rate: ratePointsOf(written.rate), bursts: written.bursts === undefined ? null : { everyUs: written.bursts.every, size: written.bursts.size } }
        : { kind: 'closed', users: users!.users, think: users!.think },
      classes: Object.entries(clients.requests).map(([name, { share, work, query, by, writes }]) => ({
        name, share, work, ...(query === undefined ? {} : { query }), ...(by === undefined ? {} : { by }), ...(writes ? { writes } : {}),
      })),
      keys: { count: clients.keys.count, exponent: clients.keys.zipf },
      timeoutUs: clients.timeout,
      ...(clients.tenants === undefined ? {} : { tenants: compileTenants(clients.tenants, clients.count) }),
      ...(clients.retry === undefined ? {} : { retry: compileRetry(clients.retry) }),
    },
    ...(limiter === undefined ? {} : { limiter: compileLimiter(limiter, links.servers) }),
    clientLink: links.clients,
    balancer: {
      policy: balancer.policy,
      options: { decayUs: balancer.decay, draws: balancer.draws, ...(balancer['balance-factor'] === 0 ? {} : { balanceFactor: balancer['balance-factor'] }) },
      waitCapacity: balancer.waiting,
      tries: balancer.tries,
      tryTimeoutUs: balancer['try-timeout'],
      ...(balancer.coalesce ? { coalesces: true } : {}),
      activeCheck: balancer.checks === undefined ? null : {
        everyUs: balancer.checks.every, timeoutUs: balancer.checks.timeout, fall: balancer.checks.fall, rise: balancer.checks.rise,
      },
    },
    servers: withCopies(Object.entries(parsed.servers).map(([name, server], index) => ({
      name,
      address: `192.0.2.${index + 1}`,
      weight: server.weight,
      workers: server.workers,
      queueCapacity: server.queue,
      speed: server.speed,
      maxConnections: server.connections,
      backup: server.backup,
      maxFails: server['max-fails'],
      failTimeoutUs: server['fail-timeout'],
      slowStartUs: server['slow-start'],
      link: server.link ?? links.servers,
    } satisfies ServerSpec)), shards),
    ...(shards === undefined ? {} : { shards: compileShards(shards, links.servers) }),
    ...(database === undefined ? {} : {
      database: { workers: database.workers, queueCapacity: database.queue, link: database.link ?? links.servers, crowding: database.crowding },
    }),
  }
}

function ratePointsOf(written: number | readonly { at: number; rate: number }[]): readonly RatePoint[] {
  return typeof written === 'number' ? [{ atUs: 0, perSecond: written }] : written.map(({ at, rate: perSecond }) => ({ atUs: at, perSecond }))
}

/** What no single field can see (I1). */
function impossible(parsed: ParsedTraffic, config: TrafficConfig): Problem[] {
  const problems: Problem[] = []
  const { servers, clients } = config
  const { balancer } = parsed
  if (servers.length === 0) problems.push(problemAt(['servers'], 'no-server', {}))
  if (servers.length > MAX_SERVERS) problems.push(problemAt(['servers'], 'too-many-servers', { count: servers.length, max: MAX_SERVERS }))
  if (servers.length > 0 && servers.every((server) => server.weight === 0)) {
    problems.push(problemAt(['servers'], 'weights-zero', {}))
  }
  if (clients.classes.length > MAX_SORTS) problems.push(problemAt(['clients', 'requests'], 'too-many-sorts', { count: clients.classes.length, max: MAX_SORTS }))
  if (clients.classes.length === 0) problems.push(problemAt(['clients', 'requests'], 'no-sort', {}))
  else if (clients.classes.every((one) => one.share === 0)) {
    problems.push(problemAt(['clients', 'requests'], 'shares-zero', {}))
  }
  const asking = Object.keys(parsed.clients.requests).filter((name) => parsed.clients.requests[name]!.query !== undefined)
  if (parsed.database === undefined) {
    for (const name of asking) problems.push(problemAt(['clients', 'requests', name, 'query'], 'no-database', {}))
  } else {
    if (asking.length === 0) problems.push(problemAt(['database'], 'idle-database', {}))
  }
  if (Object.hasOwn(parsed.servers, DATABASE)) problems.push(problemAt(['servers', DATABASE], 'name-taken', {}))
  if (balancer['balance-factor'] > 0 && balancer['balance-factor'] <= 100) problems.push(problemAt(['balancer', 'balance-factor'], 'bound-too-low', { written: balancer['balance-factor'] }))
  problems.push(...impossibleShards(parsed.shards, parsed.clients.requests, parsed.database !== undefined))
  problems.push(...impossibleLimiter(parsed.limiter, parsed.clients.tenants, parsed.clients.retry !== undefined, config))
  const expected = expectedRequests(config)
  if (expected > MAX_REQUESTS) {
    problems.push(problemAt(['duration'], 'too-many-requests', { expected: Math.round(expected), max: MAX_REQUESTS }))
  }
  if (clients.load.kind === 'open') {
    const points = clients.load.rate
    if (points.some((point, i) => i > 0 && point.atUs <= points[i - 1]!.atUs)) {
      problems.push(problemAt(['clients', 'load', 'open', 'rate'], 'points-backwards', {}))
    }
  }
  return problems
}

/** An upper estimate of how many requests a run sends. */
export function expectedRequests(config: TrafficConfig): number {
  const seconds = config.durationUs / SECOND
  const { load: given } = config.clients
  const { times, ownPerSecond } = limiterLoad(config)
  if (given.kind === 'closed') return times * (given.users * config.durationUs) / Math.max(1, meanOf(given.think) + 2 * meanOf(config.clientLink))
  const bursts = given.bursts === null ? 0 : (config.durationUs / given.bursts.everyUs) * given.bursts.size
  return times * ((highestRate(given.rate) + ownPerSecond) * seconds + bursts)
}
