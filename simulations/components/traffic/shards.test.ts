import { describe, expect, test } from 'vitest'
import { checkTraffic } from '../../checkers/check-traffic.ts'
import { describeVerdict } from '../../checkers/verdict.ts'
import type { Trace } from '../../kernel/trace.ts'
import { readTrafficScenario } from '../../scenario/traffic-scenario.ts'
import type { Intervention, TrafficConfig } from './config.ts'
import { NO_FIRST, NO_SERVER_YET, REQUEST_ANSWERED } from './requests.ts'
import { traceTraffic } from './run-traffic.ts'
import { createShards, shardOfRecord } from './shards.ts'
import { EVENT, HOP } from './vocabulary.ts'

interface Run {
  readonly config: TrafficConfig
  readonly interventions: readonly Intervention[]
  readonly trace: Trace
}

type Written = Record<string, unknown>

function runOf({ clients = {}, balancer = {}, server = {}, ...rest }: { clients?: Written; balancer?: Written; server?: Written } & Written, names = ['s1', 's2', 's3', 's4']): Run {
  const reading = readTrafficScenario({
    id: 'shards', family: 'traffic', title: { en: '', ko: '' }, question: { en: '', ko: '' }, seed: 11, duration: '6 s', links: { clients: '2 ms', servers: '1 ms' },
    clients: { load: { open: { rate: '200/s' } }, keys: { count: 300, zipf: 1 }, requests: { read: { work: 'exponential 4 ms' } }, ...clients },
    balancer: { policy: 'least-connections', tries: 2, ...balancer },
    servers: Object.fromEntries(names.map((name) => [name, { workers: 1, queue: 200, 'max-fails': 0, ...server }])),
    ...rest,
  })
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  const { config, seed, script: interventions } = reading.scenario
  return { config, interventions, trace: traceTraffic(config, seed, interventions) }
}

const broken = ({ trace, config, interventions }: Run) => checkTraffic({ trace, config, interventions }).filter((verdict) => !verdict.ok).map(describeVerdict)
const answered = ({ trace }: Run, workClass = -1): number =>
  Array.from({ length: trace.subjects.count }, (_, row) => row).filter((row) => trace.subjects.columns['outcome']![row] === REQUEST_ANSWERED && (workClass < 0 || trace.subjects.columns['class']![row] === workClass)).length
const started = ({ trace }: Run, lane = -1): number =>
  Array.from({ length: trace.log.count }, (_, row) => row).filter((row) => trace.log.kind[row] === EVENT['request.started'] && (lane < 0 || trace.log.lane[row] === lane)).length

/** Two names, copies that lag, a primary that dies before its copy knows all: everything happens. */
const stormy = runOf({
  clients: {
    load: { open: { rate: '260/s' } }, keys: { count: 40, zipf: 1 }, timeout: '300 ms',
    requests: { read: { share: 6, work: 'exponential 6 ms' }, search: { share: 1, work: 'exponential 6 ms', by: 'long-url' }, write: { share: 3, work: 'exponential 9 ms', writes: true } },
  },
  balancer: { coalesce: true, 'try-timeout': '200 ms' }, server: { queue: 6 },
  shards: { copies: 1, 'copy-link': '10..60 ms', failover: '30 ms' },
  script: [
    { at: '2 s', do: { kind: 'stop-server', server: 's1' } }, { at: '3 s', do: { kind: 'start-server', server: 's1' } },
    { at: '4 s', do: { kind: 'stop-server', server: 's4' } }, { at: '4500 ms', do: { kind: 'start-server', server: 's4' } }, { at: '5 s', do: { kind: 'add-server' } },
  ],
})

describe('a record lives on one shard', () => {
  test('every law holds, through deaths, failovers and late changes', () => {
    expect(broken(stormy)).toEqual([])
  })

  test('the skew of the records decides who is busy: no hash splits one record', () => {
    const hot = runOf({ clients: { keys: { count: 5_000, zipf: 1.5 }, requests: { read: { work: '3 ms' } }, load: { open: { rate: '400/s' } } }, shards: {} })
    const even = runOf({ clients: { keys: { count: 5_000, zipf: 0 }, requests: { read: { work: '3 ms' } }, load: { open: { rate: '400/s' } } }, shards: {} })
    const loads = (run: Run) => [2, 3, 4, 5].map((lane) => started(run, lane))
    const hottest = Array.from(hot.trace.subjects.columns['key']!).filter((key) => key === 0).length
    expect(Math.max(...loads(hot))).toBeGreaterThanOrEqual(hottest)
    expect(Math.max(...loads(hot)) / started(hot)).toBeGreaterThan(0.4)
    expect(Math.max(...loads(even)) / started(even)).toBeLessThan(0.3)
  })

  test('a request without the partition key asks every shard and is as slow as the slowest part', () => {
    const clients = { requests: { find: { work: 'exponential 3 ms', by: 'long-url' } }, load: { open: { rate: '60/s' } } }
    const wrong = runOf({ clients, shards: { by: 'short-code' } })
    const right = runOf({ clients, shards: { by: 'long-url' } })
    expect(started(wrong)).toBeGreaterThan(3.9 * started(right))
    const mean = ({ trace }: Run) => Array.from(trace.subjects.columns['latencyUs']!).filter((us) => us < 1e9).reduce((sum, us, _, all) => sum + us / all.length, 0)
    // The mean of the largest of four exponentials is 1 + 1/2 + 1/3 + 1/4 times their mean; 6 ms are on the way.
    expect((mean(wrong) - 6_000) / 3_000).toBeGreaterThan(1.9)
    expect((mean(right) - 6_000) / 3_000).toBeLessThan(1.5)
    expect(new Set(wrong.trace.subjects.columns['server'])).toEqual(new Set([NO_SERVER_YET]))
  })

  test('a shard that is down takes its records with it, and no others', () => {
    const run = runOf({ shards: {}, script: [{ at: '0 ms', do: { kind: 'stop-server', server: 's2' } }] })
    const shards = createShards(run.config)!
    const { key, outcome, createdAt } = run.trace.subjects.columns
    for (let row = 0; row < run.trace.subjects.count; row++) {
      if (createdAt![row]! > 5_500_000) break
      expect(outcome![row] === REQUEST_ANSWERED).toBe(shardOfRecord(shards, key![row]!) !== 1)
    }
  })
})

describe('copies', () => {
  const writing = { requests: { write: { work: '5 ms', writes: true } }, load: { open: { rate: '700/s' } }, timeout: '500 ms', keys: { count: 5_000, zipf: 0 } }
  const perSecond = (copies: number) => answered(runOf({ clients: writing, server: { queue: 40 }, shards: { copies } })) / 6

  test('writes are as many as one machine takes, however many copies; shards multiply them', () => {
    expect(perSecond(3)).toBeLessThanOrEqual(200)
    expect(perSecond(3)).toBeGreaterThan(160)
    expect(perSecond(1)).toBeGreaterThan(330)
    expect(perSecond(0)).toBeGreaterThan(600)
  })

  test('reads are multiplied by both', () => {
    const reading = { ...writing, requests: { read: { work: '5 ms' } } }
    for (const copies of [0, 1, 3]) expect(answered(runOf({ clients: reading, shards: { copies } })) / 6).toBeGreaterThan(600)
  })

  test('an answer can be as old as the way to the copy is long, and a primary is never stale', () => {
    const clients = { keys: { count: 10, zipf: 1 }, requests: { read: { share: 4, work: '1 ms' }, write: { share: 1, work: '1 ms', writes: true } } }
    const staleOf = (copies: number, link: string) => Array.from(runOf({ clients, shards: { copies, 'copy-link': link } }).trace.subjects.columns['stale']!).reduce((sum, one) => sum + one, 0)
    expect(staleOf(0, '100 ms')).toBe(0)
    expect(staleOf(1, '100 ms')).toBeGreaterThan(4 * staleOf(1, '5 ms'))
    expect(staleOf(1, '5 ms')).toBeGreaterThan(0)
  })

  test('a copy that takes over loses exactly what was on its way to it', () => {
    const clients = { keys: { count: 500, zipf: 0 }, requests: { write: { work: '1 ms', writes: true } }, load: { open: { rate: '100/s' } } }
    const lostWith = (link: string) => {
      const run = runOf({ clients, shards: { copies: 3, 'copy-link': link, failover: '100 ms' }, script: [{ at: '3 s', do: { kind: 'stop-server', server: 's1' } }] })
      expect(broken(run)).toEqual([])
      return Number(run.trace.notes.find((note) => note.kind === 'copy.promoted')!.facts['lost'])
    }
    expect(lostWith('20 ms')).toBe(0)
    // Of 500 ms on the way, those sent in the last 400 ms have not come when 100 ms are over.
    expect(lostWith('500 ms')).toBeGreaterThan(25)
    expect(lostWith('500 ms')).toBeLessThan(60)
  })

  test('without failover a shard whose primary is dead goes on answering reads and refuses writes', () => {
    const run = runOf({ clients: { requests: { read: { work: '1 ms' }, write: { work: '1 ms', writes: true } } }, shards: { copies: 3 }, script: [{ at: '0 ms', do: { kind: 'stop-server', server: 's1' } }] })
    expect(answered(run, 1)).toBe(0)
    expect(answered(run, 0)).toBeGreaterThan(500)
  })
})

describe('reads that share a try', () => {
  const clients = { keys: { count: 1_000, zipf: 1.6 }, requests: { read: { work: '6 ms' } }, load: { open: { rate: '600/s' } }, timeout: '400 ms' }
  const alone = runOf({ clients, shards: {} })
  const together = runOf({ clients, balancer: { coalesce: true }, shards: {} })

  test('every reader gets an answer and the shard works once for all who asked meanwhile', () => {
    const joined = Array.from(together.trace.subjects.columns['first']!).filter((first) => first !== NO_FIRST).length
    expect(joined).toBeGreaterThan(500)
    expect(started(together)).toBeLessThanOrEqual(together.trace.subjects.count - joined)
    expect(answered(together)).toBeGreaterThan(1.2 * answered(alone))
  })

  test('people, records and work are the same with it and without', () => {
    for (const column of ['createdAt', 'client', 'key', 'class', 'workUs']) expect(together.trace.subjects.columns[column]).toEqual(alone.trace.subjects.columns[column])
  })

  test('it needs no shards, and leaves writes alone', () => {
    const run = runOf({ clients: { ...clients, requests: { read: { work: '6 ms' }, write: { work: '1 ms', writes: true } } }, balancer: { coalesce: true } })
    expect(broken(run)).toEqual([])
    const { first, class: workClass } = run.trace.subjects.columns
    const joined = Array.from(first!.keys()).filter((row) => first![row] !== NO_FIRST)
    expect(joined.length).toBeGreaterThan(100)
    expect(joined.every((row) => workClass![row] === 0)).toBe(true)
  })
})

/** The first row of an event from `from` on. */
function find(trace: Trace, event: keyof typeof EVENT, from = 0, test: (row: number) => boolean = () => true): number {
  for (let row = from; row < trace.log.count; row++) if (trace.log.kind[row] === EVENT[event] && test(row)) return row
  throw new Error(`there is no ${event}`)
}

const classOf = (trace: Trace, row: number): number => trace.subjects.columns['class']![trace.log.ref[row]!]!

const mutants: [string, string, (trace: Trace) => void][] = [
  ['a request goes to a shard that does not hold its record', 'holds its record', (t) => { const row = find(t, 'request.forwarded', 0, (at) => t.log.lane[at] === 2); t.log.lane[row] = 5 }],
  ['a write goes to a copy', 'a write to the primary', (t) => { const row = find(t, 'request.forwarded', 0, (at) => classOf(t, at) === 2 && t.log.lane[at] === 2); t.log.lane[row] = 3 }],
  ['a request with the partition key asks all', 'without the partition key', (t) => { t.log.kind[find(t, 'request.forwarded')] = EVENT['part.sent'] }],
  ['one shard is not asked', 'without the partition key', (t) => { t.log.kind[find(t, 'part.sent')] = EVENT['answer.ignored'] }],
  ['the answer does not wait for the last part', 'when its last part is', (t) => { for (let row = 0; row < t.hops.count; row++) if (t.hops.kind[row] === HOP.answer && t.hops.to[row] === 0 && t.subjects.columns['class']![t.hops.subject[row]!] === 1) t.hops.sentAt[row]! -= 300 }],
  ['a part that fails is kept silent', 'when its last part is', (t) => { for (let row = 0; row < t.hops.count; row++) if (t.hops.kind[row] === HOP.refusal && t.hops.to[row] === 0) t.hops.kind[row] = HOP.answer }],
  ['a copy is not told', 'each of its copies, once', (t) => { t.log.kind[find(t, 'change.sent')] = EVENT['answer.ignored'] }],
  ['changes overtake each other', 'in the order in which they were made', (t) => { const sent = [find(t, 'change.sent')]; sent.push(find(t, 'change.sent', sent[0]! + 1, (row) => t.log.lane[row] === t.log.lane[sent[0]!])); const [a, b] = sent.map((row) => t.log.ref[row]!); t.log.ref[sent[0]!] = b!; t.log.ref[sent[1]!] = a! }],
  ['an old answer is called fresh', 'is stale when, and only when', (t) => { t.log.kind[find(t, 'read.stale')] = EVENT['answer.ignored'] }],
  ['a fresh answer is called old', 'is stale when, and only when', (t) => { const row = find(t, 'request.answered', 0, (at) => classOf(t, at) === 0 && t.log.at[at - 1]! < t.log.at[at]!); t.log.kind[row - 1] = EVENT['read.stale']; t.log.ref[row - 1] = t.log.ref[row]!; t.log.lane[row - 1] = t.log.lane[row]! }],
  ['a request joins one that reads something else', 'joins a read of the same record', (t) => { const { first, key } = t.subjects.columns; const joined = t.log.ref[find(t, 'request.joined')]!; first![joined] = key!.findIndex((record: number) => record !== key![joined]) }],
  ['a request that joined gets its word later', 'the same word as the first', (t) => { const request = t.log.ref[find(t, 'answer.shared')]!; for (let row = 0; row < t.hops.count; row++) if (t.hops.subject[row] === request && t.hops.to[row] === 0) t.hops.sentAt[row]! += 1 }],
  ['two reads of one record are sent', 'at most one of the reads', (t) => { const joined = t.log.ref[find(t, 'request.joined')]!; const leader = t.subjects.columns['first']![joined]!; t.subjects.columns['first']![joined] = NO_FIRST; const row = find(t, 'request.joined'); t.log.kind[row] = EVENT['request.forwarded']; t.log.lane[row] = t.log.lane[find(t, 'request.forwarded', 0, (at) => t.log.ref[at] === leader)]! }],
]

describe('a broken trace is caught by the law it breaks', () => {
  test.each(mutants)('%s: "%s"', (_title, law, breakIt) => {
    const trace = structuredClone(stormy.trace)
    breakIt(trace)
    const verdict = checkTraffic({ ...stormy, trace }).find((one) => one.law.includes(law))
    expect(verdict).toMatchObject({ ok: false })
    expect(describeVerdict(verdict!)).toContain('expected')
  })

  test('every law of shards, copies and shared reads has one', () => {
    const plain = new Set(checkTraffic(runOf({})).map(({ law }) => law))
    const own = checkTraffic(stormy).map(({ law }) => law).filter((law) => !plain.has(law))
    expect(own).toHaveLength(9)
    expect(own.filter((law) => !mutants.some(([, part]) => law.includes(part)))).toEqual([])
  })
})
