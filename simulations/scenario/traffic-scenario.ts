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
import { commandSchema, readCommands } from './traffic-commands.ts'

const MS = 1_000
const SECOND = 1_000_000
/** Requests that one run may be expected to send; beyond it a trace does not fit into a phone's tab. */
const MAX_REQUESTS = 2_000_000

/** Every policy that exists, in the order of its registry. */
export const POLICIES = Object.keys(policies) as readonly PolicyName[]

const text = z.strictObject({ en: z.string(), ko: z.string() })

const ratePoints = z.array(z.strictObject({ at: duration({ min: 0, max: 600 * SECOND }), rate: rate({ min: 0, max: 100_000 }) }))
  .check(z.minLength(1, 'name at least one point'), z.maxLength(50, 'at most 50 points'))

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

const databaseSchema = z.strictObject({
  workers: z._default(count({ min: 1, max: 256, scale: 'log' }), 8),
  queue: z._default(count({ min: 0, max: 10_000 }), 92),
  link: z.optional(distribution({ max: 10 * SECOND })),
  crowding: z._default(factor({ min: 0, max: 1, scale: 'linear' }), 0),
})

const nodeName = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,15}$/, 'a name is 1 to 16 of a-z, 0-9 and -, and begins with a letter'))

export const trafficSchema = z.strictObject({
  id: z.string(),
  family: z.literal('traffic', { error: 'family is "traffic" here' }),
  title: text,
  question: text,
  seed: count({ min: 0, max: 4_294_967_295 }),
  duration: duration({ min: 100 * MS, max: 600 * SECOND, scale: 'log' }),
  clients: z.strictObject({
    count: z._default(count({ min: 1, max: 10_000, scale: 'log' }), 40),
    load,
    requests: z.record(nodeName, z.strictObject({ share: z._default(count({ min: 0, max: 1_000 }), 1), work: distribution({ max: 60 * SECOND }), query: z.optional(distribution({ max: 60 * SECOND })) })),
    keys: z._default(z.strictObject({ count: count({ min: 1, max: 100_000, scale: 'log' }), zipf: factor({ min: 0, max: 4, scale: 'linear' }) }), { count: 1_000, zipf: 1 }),
    timeout: z._default(duration({ min: 0, max: 120 * SECOND }), 0),
  }),
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
  }),
  servers: z.record(nodeName, serverSchema),
  database: z.optional(databaseSchema),
  knobs: z._default(z.array(z.string()).check(z.maxLength(40, 'at most 40 knobs')), []),
  script: z._default(z.array(z.strictObject({ at: duration({ min: 0, max: 600 * SECOND }), do: commandSchema })), []),
})

type ParsedTraffic = z.output<typeof trafficSchema>

/** Servers one stage can show beside clients and balancer. */
const MAX_SERVERS = 12
/** Name of the database's lane. */
const DATABASE = 'database'
/** Sorts of requests; a trace keeps their number in a byte. */
const MAX_SORTS = 16

/** One thing wrong with what was written. `path` leads to it: ['servers', 's1', 'weight']. */
export interface Problem {
  readonly path: readonly (string | number)[]
  readonly message: string
}

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
  if (!parsed.success) return { ok: false, problems: flatten(parsed.error.issues) }
  const config = compile(parsed.data)
  const { interventions, problems: scriptProblems } = readCommands(parsed.data.script, config)
  const problems = [...impossible(parsed.data, config), ...scriptProblems]
  if (problems.length > 0) return { ok: false, problems }
  const { id, title, question, seed, knobs } = parsed.data
  return { ok: true, scenario: { id, title, question, seed, knobs, config, script: interventions } }
}

/** From the words of the format to the facts of a run. */
function compile(parsed: ParsedTraffic): TrafficConfig {
  const { clients, balancer, links, database } = parsed
  const written = 'open' in clients.load ? clients.load.open : null
  const users = 'closed' in clients.load ? clients.load.closed : null
  return {
    durationUs: parsed.duration,
    clients: {
      count: clients.count,
      load: written !== null
        ? { kind: 'open', arrivals: written.arrivals, rate: ratePointsOf(written.rate), bursts: written.bursts === undefined ? null : { everyUs: written.bursts.every, size: written.bursts.size } }
        : { kind: 'closed', users: users!.users, think: users!.think },
      classes: Object.entries(clients.requests).map(([name, { share, work, query }]) => ({ name, share, work, ...(query === undefined ? {} : { query }) })),
      keys: { count: clients.keys.count, exponent: clients.keys.zipf },
      timeoutUs: clients.timeout,
    },
    clientLink: links.clients,
    balancer: {
      policy: balancer.policy,
      options: { decayUs: balancer.decay, draws: balancer.draws },
      waitCapacity: balancer.waiting,
      tries: balancer.tries,
      tryTimeoutUs: balancer['try-timeout'],
      activeCheck: balancer.checks === undefined ? null : {
        everyUs: balancer.checks.every, timeoutUs: balancer.checks.timeout, fall: balancer.checks.fall, rise: balancer.checks.rise,
      },
    },
    servers: Object.entries(parsed.servers).map(([name, server], index) => ({
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
    } satisfies ServerSpec)),
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
  if (servers.length === 0) problems.push({ path: ['servers'], message: 'there is no server; name at least one, like "s1: {}"' })
  if (servers.length > MAX_SERVERS) problems.push({ path: ['servers'], message: `${servers.length} servers; at most ${MAX_SERVERS} fit on the stage` })
  if (servers.length > 0 && servers.every((server) => server.weight === 0)) {
    problems.push({ path: ['servers'], message: 'all weights are zero, so no server may take a request; give one a weight of 1 or more' })
  }
  if (clients.classes.length > MAX_SORTS) problems.push({ path: ['clients', 'requests'], message: `${clients.classes.length} sorts of requests; at most ${MAX_SORTS} can be told apart` })
  if (clients.classes.length === 0) problems.push({ path: ['clients', 'requests'], message: 'there is no sort of request; name at least one' })
  else if (clients.classes.every((one) => one.share === 0)) {
    problems.push({ path: ['clients', 'requests'], message: 'all shares are zero; give one a share of 1 or more' })
  }
  const asking = Object.keys(parsed.clients.requests).filter((name) => parsed.clients.requests[name]!.query !== undefined)
  if (parsed.database === undefined) {
    for (const name of asking) problems.push({ path: ['clients', 'requests', name, 'query'], message: 'there is no database to ask; name one, like "database: {}", or leave the query out' })
  } else {
    if (asking.length === 0) problems.push({ path: ['database'], message: 'no sort of request asks it; give one a query, like "query: 5 ms"' })
  }
  if (Object.hasOwn(parsed.servers, DATABASE)) problems.push({ path: ['servers', DATABASE], message: 'the machine behind the servers is called so; give the server another name' })
  const expected = expectedRequests(config)
  if (expected > MAX_REQUESTS) {
    problems.push({ path: ['duration'], message: `this load sends about ${Math.round(expected)} requests; at most ${MAX_REQUESTS} fit in one run: shorten it or lower the rate` })
  }
  if (clients.load.kind === 'open') {
    const points = clients.load.rate
    if (points.some((point, i) => i > 0 && point.atUs <= points[i - 1]!.atUs)) {
      problems.push({ path: ['clients', 'load', 'open', 'rate'], message: 'the points of a rate come in order of time, each later than the one before' })
    }
  }
  return problems
}

/** An upper estimate of how many requests a run sends. */
export function expectedRequests(config: TrafficConfig): number {
  const seconds = config.durationUs / SECOND
  const { load: given } = config.clients
  if (given.kind === 'closed') return (given.users * config.durationUs) / Math.max(1, meanOf(given.think) + 2 * meanOf(config.clientLink))
  const bursts = given.bursts === null ? 0 : (config.durationUs / given.bursts.everyUs) * given.bursts.size
  return highestRate(given.rate) * seconds + bursts
}

/** Problems of a union are those of the branch that came closest. */
function flatten(issues: readonly z.core.$ZodIssue[], prefix: readonly (string | number)[] = []): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const path = [...prefix, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))]
    if (issue.code === 'unrecognized_keys') return [{ path, message: `unknown: ${issue.keys.join(', ')}` }]
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const closest = [...issue.errors].sort((a, b) => Number(hasForeignKeys(a)) - Number(hasForeignKeys(b)) || a.length - b.length)[0]!
      return flatten(closest, path)
    }
    if (issue.code === 'invalid_key') return flatten(issue.issues, path)
    if (issue.code === 'invalid_type' && issue.input === undefined) return [{ path, message: 'is missing' }]
    // A field's own words are better than these.
    if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid')) return [{ path, message: `has to be ${article(issue.expected)}` }]
    return [{ path, message: issue.message }]
  })
}

function hasForeignKeys(issues: readonly z.core.$ZodIssue[]): boolean {
  return issues.some((issue) => issue.code === 'unrecognized_keys' && issue.path.length === 0)
}

function article(expected: string): string {
  return expected === 'object' || expected === 'record' ? 'a group of entries' : expected === 'array' ? 'a list' : `a ${expected}`
}
