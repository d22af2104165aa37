import { describe, expect, test } from 'vitest'
import { EVENT, HOP, SPAN } from '../components/traffic/vocabulary.ts'
import type { Intervention, TrafficConfig } from '../components/traffic/config.ts'
import { traceTraffic } from '../components/traffic/run-traffic.ts'
import { TIMED_OUT, type Column, type Trace } from '../kernel/trace.ts'
import { readTrafficScenario } from '../scenario/traffic-scenario.ts'
import { checkSamePast } from './same-past.ts'
import { checkTraffic } from './check-traffic.ts'
import { describeVerdict } from './verdict.ts'

/* A checker that never fires is untested: every law is broken here on purpose, and its own checker must say so. */

interface Run {
  readonly config: TrafficConfig
  readonly interventions: readonly Intervention[]
  readonly trace: Trace
}

function runOf(policy: string, changes: Record<string, unknown> = {}, servers: Record<string, unknown> = {}): Run {
  const reading = readTrafficScenario({
    id: 'test', family: 'traffic', title: { en: '', ko: '' }, question: { en: '', ko: '' }, seed: 3, duration: '6 s',
    clients: { count: 9, load: { open: { rate: '120/s' } }, requests: { page: { work: 'exponential 25 ms' } }, timeout: '900 ms' },
    links: { clients: '1..5 ms', servers: '1..2 ms' },
    balancer: { policy, tries: 2, 'try-timeout': '400 ms', waiting: 8 },
    servers: { s1: { workers: 1, queue: 4, ...servers }, s2: { workers: 2, queue: 4, ...servers }, s3: { workers: 1, queue: 4, speed: 0.5, ...servers } },
    ...changes,
  })
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  const { config, seed, script: interventions } = reading.scenario
  return { config, interventions, trace: traceTraffic(config, seed, interventions) }
}

/** Servers that share a database: it has a short queue, crowds, and outlives the servers that asked it. */
const shared = { clients: { count: 9, load: { open: { rate: '120/s' } }, requests: { page: { work: 'exponential 9 ms', query: 'exponential 14 ms' } }, timeout: '900 ms' }, database: { workers: 1, queue: 2, crowding: 0.1 } }

const script = [
  { at: '1 s', do: { kind: 'stop-server', server: 's1' } }, { at: '2 s', do: { kind: 'start-server', server: 's1' } },
  { at: '3 s', do: { kind: 'drain-server', server: 's2' } }, { at: '4 s', do: { kind: 'ready-server', server: 's2' } },
]
const stormy = runOf('round-robin', { script }, { 'fail-timeout': '1 s' })
const sharing = runOf('round-robin', { ...shared, script }, { workers: 3, 'fail-timeout': '1 s' })
const limited = runOf('haproxy-least-connections', { clients: { load: { open: { rate: '40/s', bursts: { every: '500 ms', size: 14 } } }, requests: { page: { work: '20 ms' } } } }, { connections: 2 })
const calm = { links: { clients: '0 ms', servers: '0 ms' }, balancer: { policy: 'x', tries: 1 } }
const turns = runOf('round-robin', { ...calm, balancer: { policy: 'round-robin' } }, { queue: 500 })
const weighted = runOf('smooth-weighted-round-robin', { ...calm, balancer: { policy: 'smooth-weighted-round-robin' } }, { queue: 500, weight: 2 })
const least = runOf('least-connections', { ...calm, balancer: { policy: 'least-connections' } }, { queue: 500 })

/** A copy that may be broken. */
function copy(trace: Trace): Trace {
  return structuredClone(trace)
}

/** The first row of an event from `from` on, on a lane if one is named. */
function find(trace: Trace, event: keyof typeof EVENT, lane = -1, from = 0): number {
  for (let row = from; row < trace.log.count; row++) if (trace.log.kind[row] === EVENT[event] && (lane < 0 || trace.log.lane[row] === lane)) return row
  throw new Error(`there is no ${event} on lane ${lane}`)
}

function swap(trace: Trace, a: number, b: number): void {
  for (const column of [trace.log.kind, trace.log.lane, trace.log.ref]) [column[a], column[b]] = [column[b]!, column[a]!]
}

const columnOf = (trace: Trace, name: string): Column => trace.subjects.columns[name]!

type Breakage = (trace: Trace) => void
const mutants: [string, string, Run, Breakage][] = [
  ['a row of the log goes back in time', 'in order of time', stormy, (t) => { t.log.at[50] = t.log.at[49]! - 1 }],
  ['half a microsecond', 'whole number of microseconds', stormy, (t) => { t.hops.sentAt[7]! += 0.5 }],
  ['a row after the end', 'after the end', stormy, (t) => { t.log.at[t.log.count - 1] = t.endUs + 1 }],
  ['a span that ends after the run', 'no time travel', stormy, (t) => { t.spans.lastedUs[3] = 4_000_000_000 }],
  ['a message to oneself', 'no time travel', stormy, (t) => { t.hops.to[9] = t.hops.from[9]! }],
  ['an outcome is forgotten', 'conservation', stormy, (t) => { t.log.kind[find(t, 'answer.received')] = EVENT['answer.ignored'] }],
  ['a request has two outcomes', 'conservation', stormy, (t) => { const row = find(t, 'answer.received'); const other = find(t, 'answer.received', 0, row + 1); t.log.ref[other] = t.log.ref[row]! }],
  ['a request is never sent', 'conservation', stormy, (t) => { const row = find(t, 'request.sent'); t.log.ref[row] = t.subjects.count - 1 }],
  ['a latency is one too long', 'latency', stormy, (t) => { columnOf(t, 'latencyUs')[0]! += 1 }],
  ['one try too many', 'tried at most 2 times', stormy, (t) => { const failed = find(t, 'try.failed'); const ref = t.log.ref[failed]!; let left = 2; for (let row = failed; row < t.log.count && left > 0; row++) if (t.log.kind[row] === EVENT['request.forwarded'] && t.log.ref[row] !== ref) { t.log.ref[row] = ref; left-- } }],
  ['the same server twice', 'tried at most 2 times', stormy, (t) => { const failed = find(t, 'try.failed'); t.log.lane[find(t, 'request.forwarded', -1, failed)] = t.log.lane[failed]! }],
  ['a try is closed twice', 'each try is closed once', stormy, (t) => { const row = find(t, 'answer.passed', 2); t.log.ref[find(t, 'answer.passed', 2, row + 1)] = t.log.ref[row]! }],
  ['the table says another outcome', 'table of requests', stormy, (t) => { columnOf(t, 'outcome')[2] = 2 }],
  ['the table says another server', 'table of requests', stormy, (t) => { columnOf(t, 'server')[2]! ^= 1 }],
  ['an answer is there before its message', 'the instant its message arrives', stormy, (t) => { for (let row = 0; row < t.hops.count; row++) if (t.hops.kind[row] === 1 && t.hops.to[row] === 0) { t.hops.delayUs[row]! += 40; return } }],
  ['a server deals with what has not come', 'a server deals with', stormy, (t) => { for (let row = 0; row < t.hops.count; row++) if (t.hops.kind[row] === 0 && t.hops.to[row] === 2) { t.hops.delayUs[row]! += 9; return } }],
  ['a queue longer than it may be', 'as many requests wait', stormy, (t) => { const row = find(t, 'request.refused', 2); t.log.kind[row] = EVENT['request.queued'] }],
  ['a refusal while there is room', 'only a full one refuses', stormy, (t) => { t.log.kind[find(t, 'request.queued', 3)] = EVENT['request.refused'] }],
  ['a queue while a worker is idle', 'no worker is idle', stormy, (t) => { t.log.kind[find(t, 'request.started')] = EVENT['request.queued'] }],
  ['more served than there are workers', 'there are workers', stormy, (t) => { t.log.kind[find(t, 'request.queued', 2)] = EVENT['request.started'] }],
  ['the last comes first', 'first come, first served', stormy, (t) => { const waits: number[] = []; for (let row = 0; row < t.log.count; row++) { if (t.log.lane[row] !== 2) continue; if (t.log.kind[row] === EVENT['request.queued']) waits.push(row); else if (t.log.kind[row] === EVENT['request.started']) waits.shift(); if (waits.length === 2) { const [a, b] = waits; [t.log.ref[a!], t.log.ref[b!]] = [t.log.ref[b!]!, t.log.ref[a!]!]; return } } }],
  ['a service that is over too soon', 'a service takes', stormy, (t) => { columnOf(t, 'workUs')[0]! += 10 }],
  ['a stopped server that answers', 'a stopped server', stormy, (t) => { t.log.kind[find(t, 'request.lost')] = EVENT['request.answered'] }],
  ['a stopped server that starts work', 'a stopped server', stormy, (t) => { swap(t, find(t, 'server.stopped'), find(t, 'request.started', 2) ) }],
  ['a drained server that gets something new', 'a drained', stormy, (t) => { const row = find(t, 'server.drained'); t.log.lane[find(t, 'request.forwarded', -1, row)] = 3 }],
  ['a server left alone that is asked', 'left alone', stormy, (t) => { const row = find(t, 'server.left-alone'); t.log.lane[find(t, 'request.forwarded', -1, row)] = t.log.lane[row]! }],
  ['a connection beyond the limit', 'connection limit', limited, (t) => { for (let row = find(t, 'request.held'); row < t.log.count; row++) if (t.log.kind[row] === EVENT['request.forwarded']) { t.log.lane[row] = t.log.lane[row] === 2 ? 3 : 2 } }],
  ['a line that is jumped', 'are held at the balancer', limited, (t) => { const row = find(t, 'request.held'); const next = find(t, 'request.held', 1, row + 1); [t.log.ref[row], t.log.ref[next]] = [t.log.ref[next]!, t.log.ref[row]!] }],
  ['more held than may be', 'are held at the balancer', { ...limited, config: { ...limited.config, balancer: { ...limited.config.balancer, waitCapacity: 2 } } }, () => undefined],
  ['a newcomer that is sent on before the line', 'nobody who has just come', limited, (t) => { const row = find(t, 'request.held'); let next = row; do next = find(t, 'request.sent', 0, next + 1); while (t.log.at[next] === t.log.at[row]); t.log.ref[find(t, 'request.forwarded', -1, row)] = t.log.ref[next]! }],
  ['two turns in a row', 'round robin', turns, (t) => { const row = find(t, 'request.forwarded', 2); t.log.lane[find(t, 'request.forwarded', 3, row)] = 2 }],
  ['a round that shorts a server', 'smooth round robin', weighted, (t) => { t.log.lane[find(t, 'request.forwarded', 3)] = 2 }],
  ['the fuller of two', 'least connections', least, (t) => { let open = 0; for (let row = 0; row < t.log.count; row++) { if (t.log.kind[row] !== EVENT['request.forwarded']) continue; if (open++ === 60) { t.log.lane[row] = t.log.lane[row] === 4 ? 3 : 4; return } } }],
  ['a sojourn that is not in the area', "Little's law: the area under the number in the system", stormy, (t) => { t.log.at[find(t, 'answer.received', 0, 3000)]! += 1 }],
  ['a span that nobody served', "Little's law at each server", stormy, (t) => { for (let row = 0; row < t.spans.count; row++) if (t.spans.kind[row] === SPAN.served) { t.spans.lastedUs[row]! += 5; return } }],
  ['a span that is gone', "Little's law at each server", stormy, (t) => { t.spans.kind[5] = SPAN.down; t.spans.fate[5] = TIMED_OUT }],
  ['more queries at once than the database has workers', 'the database has as many workers', sharing, (t) => { t.log.kind[find(t, 'query.queued')] = EVENT['query.started'] }],
  ['a refusal while the database has room', 'the database has as many workers', sharing, (t) => { t.log.kind[find(t, 'query.queued')] = EVENT['query.refused'] }],
  ['a query that jumps the queue', 'in the order in which they came', sharing, (t) => { const waits: number[] = []; for (let row = 0; row < t.log.count; row++) { if (t.log.kind[row] === EVENT['query.queued']) waits.push(row); else if (t.log.kind[row] === EVENT['query.started'] && waits.length > 0) waits.shift(); if (waits.length === 2) { const [a, b] = waits; [t.log.ref[a!], t.log.ref[b!]] = [t.log.ref[b!]!, t.log.ref[a!]!]; return } } }],
  ['a query that nobody slows', 'a query takes', sharing, (t) => { for (let row = 0; row < t.subjects.count; row++) columnOf(t, 'queryUs')[row]! -= 500 }],
  ['a query before its message', 'the database deals with', sharing, (t) => { for (let row = 0; row < t.hops.count; row++) if (t.hops.kind[row] === HOP.query) { t.hops.delayUs[row]! += 7; return } }],
  ['rows that are used before they are there', 'a server goes on', sharing, (t) => { for (let row = 0; row < t.hops.count; row++) if (t.hops.kind[row] === HOP.rows) { t.hops.delayUs[row]! += 7; return } }],
  ['a query that is never asked', 'a service takes', sharing, (t) => { t.log.kind[find(t, 'query.sent')] = EVENT['answer.ignored'] }],
  ['a service that the database cut short', "Little's law at each server", sharing, (t) => { t.log.kind[find(t, 'query.failed')] = EVENT['answer.ignored'] }],
]

describe('a run as it is breaks no law', () => {
  test.each([['stormy', stormy], ['sharing', sharing], ['limited', limited], ['turns', turns], ['weighted', weighted], ['least', least]])('%s', (_name, { trace, config, interventions }) => {
    const verdicts = checkTraffic({ trace, config, interventions })
    expect(verdicts.filter((verdict) => !verdict.ok).map(describeVerdict)).toEqual([])
    expect(new Set(verdicts.map((verdict) => verdict.law)).size).toBe(verdicts.length)
  })
})

describe('a broken trace is caught by the law it breaks', () => {
  test.each(mutants)('%s: "%s"', (_title, law, { trace, config, interventions }, breakIt) => {
    const broken = copy(trace)
    breakIt(broken)
    const verdict = checkTraffic({ trace: broken, config, interventions }).find((one) => one.law.includes(law))
    expect(verdict).toMatchObject({ ok: false })
    expect(verdict!.where).not.toBeNull()
    expect(verdict!.got).not.toBe('')
    expect(describeVerdict(verdict!)).toContain('expected')
  })

  test('every law has a mutant', () => {
    const laws = [stormy, sharing].flatMap(checkTraffic).map((verdict) => verdict.law)
    expect(laws.filter((law) => !mutants.some(([, part]) => law.includes(part)))).toEqual([])
  })

  test.each<[string, Breakage]>([
    ['an event', (t) => { t.log.kind[100]! ^= 1 }],
    ['a delay', (t) => { t.hops.delayUs[100]! += 1 }],
    ['the end of a span', (t) => { t.spans.lastedUs[20]! += 1 }],
    ['a fate', (t) => { t.spans.fate[20] = TIMED_OUT }],
    ['a client', (t) => { columnOf(t, 'client')[20]! += 1 }],
    ['an outcome', (t) => { columnOf(t, 'outcome')[20] = 4 }],
    ['a row', (t) => { t.log.at[200] = 5e6 }],
  ])('another past: %s', (_what, breakIt) => {
    const broken = copy(stormy.trace)
    expect(checkSamePast(stormy.trace, broken, 3e6)).toMatchObject({ ok: true })
    breakIt(broken)
    expect(checkSamePast(stormy.trace, broken, 3e6)).toMatchObject({ ok: false })
  })
})
