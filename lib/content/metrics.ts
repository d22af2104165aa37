/**
 * What: the numbers that can be asked of a run of the traffic family: pure functions of its trace.
 * Why: one list serves prose, predictions, claims, goals and the authors' guide, so that none of them can mean another number.
 *
 * Invariants:
 *   I1 percentiles are read from the histogram that the simulator shows, so a sentence and the strip under the stage agree.
 *   I2 a share or a count of requests says of how many.
 */

import { BUCKETS, bucketOf, percentile } from '@/components/projection/histogram.ts'
import type { TrafficConfig } from '@/simulations/components/traffic/config.ts'
import { SPAN } from '@/simulations/components/traffic/vocabulary.ts'
import { NEVER, type Trace } from '@/simulations/kernel/trace.ts'
import type { Unit } from './quantities.ts'

/** A run, ready to be asked. */
export interface Run {
  readonly trace: Trace
  readonly config: TrafficConfig
}

export interface Measure {
  readonly value: number
  /** For shares: how many, of how many. */
  readonly part?: number
  readonly of?: number
}

/** In place of a server's number. */
export const DATABASE = -2

/** Which requests are meant; -1 and Infinity: all. */
export interface Scope {
  /** Number of the server, in the order of the scenario, or DATABASE. */
  readonly server: number
  readonly workClass: number
  /** Number of the tenant, in the order of the scenario. */
  readonly tenant: number
  readonly fromUs: number
  readonly toUs: number
  readonly limitUs: number
}

type Argument = 'server' | 'class' | 'duration' | 'database' | 'tenant'

export interface Metric {
  readonly unit: Unit
  readonly takes: readonly Argument[]
  readonly needs?: 'server' | 'duration'
  /** It is about requests, so it can be narrowed to those sent in a stretch of time. */
  readonly byRequest: boolean
  /** For the authors' guide. */
  readonly what: string
  readonly measure: (run: Run, scope: Scope) => Measure
}

/** Outcomes as the trace holds them. */
export const ANSWERED = 1
const REFUSED = 2
const LOST = 3
const TIMED_OUT = 4
export const THROTTLED = 5
const NO_SERVER = 0xffff

const ANY: readonly Argument[] = ['server', 'class', 'tenant']

export const METRICS: Readonly<Record<string, Metric>> = {
  sent: counting('requests that clients sent', () => true),
  answered: counting('requests answered', (outcome) => outcome === ANSWERED),
  failed: counting('requests refused, lost or timed out', hasFailed),
  refused: counting('requests refused', (outcome) => outcome === REFUSED),
  timed_out: counting('requests whose client gave up', (outcome) => outcome === TIMED_OUT),
  retried: counting('requests tried on more than one server', (_outcome, tries) => tries > 1),
  failed_share: sharing('failed, of all that came to an end', hasFailed, (outcome) => outcome !== 0),
  refused_share: sharing('refused, of all that came to an end', (outcome) => outcome === REFUSED, (outcome) => outcome !== 0),
  timed_out_share: sharing('given up, of all that came to an end', (outcome) => outcome === TIMED_OUT, (outcome) => outcome !== 0),
  retried_share: sharing('tried on more than one server, of all sent', (_outcome, tries) => tries > 1, () => true),
  p50: latency('half of the answers took at most this long', (run, scope) => percentileOf(run, scope, 0.5)),
  p90: latency('nine of ten answers took at most this long', (run, scope) => percentileOf(run, scope, 0.9)),
  p95: latency('95 of 100 answers took at most this long', (run, scope) => percentileOf(run, scope, 0.95)),
  p99: latency('99 of 100 answers took at most this long', (run, scope) => percentileOf(run, scope, 0.99)),
  mean: latency('mean time to an answer', (run, scope) => {
    let sum = 0
    const count = eachAnswer(run, scope, (us) => (sum += us))
    return sum / count
  }),
  max: latency('the slowest answer', (run, scope) => {
    let most = NaN
    eachAnswer(run, scope, (us) => (most = us > most ? us : Number.isNaN(most) ? us : most))
    return most
  }),
  slower_than: {
    unit: 'share', takes: ['duration', 'server', 'class'], needs: 'duration', byRequest: true,
    what: 'answers that took longer than a time, of all answers: slower_than(500 ms)',
    measure: (run, scope) => {
      let part = 0
      const of = eachAnswer(run, scope, (us) => us > scope.limitUs && part++)
      return shareOf(part, of)
    },
  },
  share: {
    unit: 'share', takes: ANY, needs: 'server', byRequest: true, what: 'requests whose last try went to a server, of all that were sent to one: share(s1)',
    measure: (run, scope) => {
      let part = 0
      const of = eachRequest(run, { ...scope, server: -1 }, (row, columns) => {
        if (columns.server![row] === NO_SERVER) return false
        if (columns.server![row] === scope.server) part++
        return true
      })
      return shareOf(part, of)
    },
  },
  requests: {
    unit: 'count', takes: ANY, needs: 'server', byRequest: true, what: 'requests whose last try went to a server: requests(s1)',
    measure: (run, scope) => ({ value: eachRequest(run, scope, () => true) }),
  },
  throughput: {
    unit: 'rate', takes: ANY, byRequest: true, what: 'answers a second, by the time their requests were sent',
    measure: (run, scope) => {
      const seconds = (Math.min(scope.toUs, run.trace.endUs) - scope.fromUs) / 1_000_000
      return { value: eachAnswer(run, scope, () => {}) / seconds }
    },
  },
  max_queue: {
    unit: 'count', takes: ['server', 'database'], byRequest: false, what: 'the longest queue of a server, of any, or of the database: max_queue(s1)',
    measure: (run, scope) => ({ value: Math.max(0, ...serverLanes(run, scope).map((lane) => deepest(run.trace, lane, SPAN.queued).depth)) }),
  },
  max_waiting: {
    unit: 'count', takes: [], byRequest: false, what: 'the most requests that waited at the balancer at once',
    measure: (run) => ({ value: deepest(run.trace, 1, SPAN['waited-at-balancer']).depth }),
  },
  busy: {
    unit: 'share', takes: ['server', 'database'], byRequest: false, what: 'the part of its workers\' time that a server, all, or the database was busy; waiting for the database is busy: busy(s1)',
    measure: busyShare,
  },
  imbalance: {
    unit: 'number', takes: ['class'], byRequest: true, what: 'requests of the busiest server over the mean of all; 1 is even',
    measure: (run, scope) => {
      const counts = requestsPerServer(run, scope)
      return { value: (Math.max(...counts) * counts.length) / counts.reduce((sum, count) => sum + count, 0) }
    },
  },
  fairness: {
    unit: 'number', takes: ['class'], byRequest: true, what: "Jain's index of the requests per server; 1 is even, 1/n is all on one",
    measure: (run, scope) => {
      const counts = requestsPerServer(run, scope)
      const sum = counts.reduce((all, count) => all + count, 0)
      return { value: (sum * sum) / (counts.length * counts.reduce((all, count) => all + count * count, 0)) }
    },
  },
  stays_share: {
    unit: 'share', takes: ['class'], byRequest: true, what: 'requests that went to the same server as the same client\'s request before',
    measure: (run, scope) => {
      const before = new Map<number, number>()
      let part = 0
      let of = 0
      eachRequest(run, scope, (row, columns) => {
        const server = columns.server![row]!
        const client = columns.client![row]!
        if (server === NO_SERVER) return false
        const last = before.get(client)
        before.set(client, server)
        if (last === undefined) return false
        of++
        if (last === server) part++
        return true
      })
      return shareOf(part, of)
    },
  },
  moves: {
    unit: 'count', takes: ['class'], byRequest: true, what: 'requests that went to another server than the same client\'s request before: sessions that were left behind',
    measure: (run, scope) => {
      const { value, of = 0 } = METRICS.stays_share!.measure(run, scope)
      return { value: of === 0 ? 0 : Math.round((1 - value) * of) }
    },
  },
}

function hasFailed(outcome: number): boolean {
  return outcome === REFUSED || outcome === LOST || outcome === TIMED_OUT
}

type Test = (outcome: number, tries: number) => boolean

export function counting(what: string, test: Test): Metric {
  return {
    unit: 'count', takes: ANY, byRequest: true, what,
    measure: (run, scope) => ({ value: eachRequest(run, scope, (row, { outcome, tries }) => test(outcome![row]!, tries![row]!)) }),
  }
}

export function sharing(what: string, test: Test, base: Test): Metric {
  return {
    unit: 'share', takes: ANY, byRequest: true, what,
    measure: (run, scope) => {
      let part = 0
      const of = eachRequest(run, scope, (row, { outcome, tries }) => {
        if (!base(outcome![row]!, tries![row]!)) return false
        if (test(outcome![row]!, tries![row]!)) part++
        return true
      })
      return shareOf(part, of)
    },
  }
}

function latency(what: string, measure: (run: Run, scope: Scope) => number): Metric {
  return { unit: 'duration', takes: ANY, byRequest: true, what, measure: (run, scope) => ({ value: measure(run, scope) }) }
}

export function shareOf(part: number, of: number): Measure {
  return { value: part / of, part, of }
}

/** Counts the requests in scope for which `visit` says true. */
export function eachRequest({ trace }: Run, scope: Scope, visit: (row: number, columns: Trace['subjects']['columns']) => boolean): number {
  const { columns, count } = trace.subjects
  let seen = 0
  for (let row = 0; row < count; row++) {
    const created = columns.createdAt![row]!
    if (created < scope.fromUs || created >= scope.toUs) continue
    if (scope.server >= 0 && columns.server![row] !== scope.server) continue
    if (scope.workClass >= 0 && columns.class![row] !== scope.workClass) continue
    if (scope.tenant >= 0 && columns.tenant?.[row] !== scope.tenant) continue
    if (visit(row, columns)) seen++
  }
  return seen
}

/** Visits the time of every answer in scope; gives their number. */
function eachAnswer(run: Run, scope: Scope, visit: (us: number) => unknown): number {
  return eachRequest(run, scope, (row, { outcome, latencyUs }) => {
    if (outcome![row] !== ANSWERED || latencyUs![row] === NEVER) return false
    visit(latencyUs![row]!)
    return true
  })
}

const histogram = new Uint32Array(BUCKETS)

function percentileOf(run: Run, scope: Scope, share: number): number {
  histogram.fill(0)
  const count = eachAnswer(run, scope, (us) => histogram[bucketOf(us)]!++)
  return percentile(histogram, count, share)
}

function requestsPerServer(run: Run, scope: Scope): number[] {
  const counts: number[] = serverLanes(run, { server: -1 }).map(() => 0)
  eachRequest(run, scope, (row, { server }) => {
    const number = server![row]!
    if (number < counts.length) counts[number]!++
    return false
  })
  return counts
}

/** Lanes of the server in scope, of all, or of the database. */
function serverLanes({ trace }: Run, { server }: Pick<Scope, 'server'>): number[] {
  if (server === DATABASE) return [...trace.lanes.keys()].filter((lane) => trace.lanes[lane]!.role === 'store')
  return [...trace.lanes.keys()].filter((lane) => trace.lanes[lane]!.role === 'service' && (server < 0 || trace.lanes[lane]!.index === server))
}

/** The most spans of a kind that covered one instant of a lane, and the first instant at which they did. */
export function deepest({ spans }: Trace, lane: number, kind: number): { readonly depth: number; readonly atUs: number } {
  const begins: number[] = []
  const ends: number[] = []
  for (let row = 0; row < spans.count; row++) {
    if (spans.lane[row] !== lane || spans.kind[row] !== kind) continue
    begins.push(spans.beganAt[row]!)
    ends.push(spans.lastedUs[row] === NEVER ? Infinity : spans.beganAt[row]! + spans.lastedUs[row]!)
  }
  ends.sort((a, b) => a - b)
  let depth = 0
  let atUs = NaN
  let ended = 0
  for (const [begun, at] of begins.entries()) {
    while (ended < ends.length && ends[ended]! <= at) ended++
    if (begun + 1 - ended > depth) {
      depth = begun + 1 - ended
      atUs = at
    }
  }
  return { depth, atUs }
}

function busyShare(run: Run, scope: Scope): Measure {
  const { trace, config } = run
  let worked = 0
  let offered = 0
  for (const lane of serverLanes(run, scope)) {
    const { index, sinceUs } = trace.lanes[lane]!
    offered += (scope.server === DATABASE ? config.database! : config.servers[index] ?? config.servers[0]!).workers * (trace.endUs - sinceUs)
    for (let row = 0; row < trace.spans.count; row++) {
      if (trace.spans.lane[row] !== lane || trace.spans.kind[row] !== SPAN.served) continue
      const lasted = trace.spans.lastedUs[row]!
      worked += lasted === NEVER ? trace.endUs - trace.spans.beganAt[row]! : lasted
    }
  }
  return { value: worked / offered }
}
