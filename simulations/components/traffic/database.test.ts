import { describe, expect, test } from 'vitest'
import type { Trace } from '../../kernel/trace.ts'
import { REQUEST_ANSWERED, REQUEST_REFUSED } from './requests.ts'
import { runTraffic } from './run-traffic.ts'
import { MS, S, server, system, at, run, count, outcomes, facts } from './small-systems.laws.ts'
import { EVENT } from './vocabulary.ts'

describe('a database behind the servers', () => {
  /** 10 ms of work at the server, then 20 ms at a database 1 ms away. */
  const asking = { classes: [{ name: 'page', share: 1, work: { kind: 'constant', valueUs: 10 * MS }, query: { kind: 'constant', valueUs: 20 * MS } }] } as const
  const database = { workers: 4, queueCapacity: 90, link: { kind: 'constant', valueUs: MS }, crowding: 0 } as const
  const once = { kind: 'open', arrivals: 'regular', rate: [{ atUs: 0, perSecond: 0 }], bursts: { everyUs: S, size: 8 } } as const
  const latencies = (trace: Trace): number[] => [...trace.subjects.columns['latencyUs']!].filter((us) => us !== 0xffffffff).map((us) => us / MS)

  test('a request takes its way, its work, the way to the database and back, and its query', () => {
    const trace = run(system({ clients: asking, database, servers: [server('s1', { workers: 50 })] }))
    expect(new Set(latencies(trace))).toEqual(new Set([2 + 10 + 1 + 20 + 1 + 2]))
    expect(trace.lanes.map((lane) => lane.id)).toEqual(['clients', 'balancer', 's1', 'database'])
  })

  test('a worker keeps its request while it waits: one worker answers every 32 ms, however idle its machine is', () => {
    const trace = run(system({ clients: { ...asking, load: once }, database, servers: [server('s1', { workers: 1 })], seconds: 1.5 }))
    expect(latencies(trace)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((place) => 4 + 32 * place))
  })

  test('crowding: a query is longer for each other one that is there, on a worker or in the queue', () => {
    // Eight come at once, and each finds those before it.
    const trace = run(system({ clients: { ...asking, load: once }, database: { ...database, workers: 8, crowding: 0.1 }, servers: [server('s1', { workers: 8 })], seconds: 1.5 }))
    expect(latencies(trace)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((others) => 16 + 20 * (1 + 0.1 * others)))
    const queued = run(system({ clients: { ...asking, load: once }, database: { ...database, workers: 1, crowding: 0.1 }, servers: [server('s1', { workers: 8 })], seconds: 1.9 }))
    // The first found nobody; then those who still wait are in the way: 6, 5, … 0.
    let at = 16
    const expected = [0, 6, 5, 4, 3, 2, 1, 0].map((others) => (at += 20 * (1 + 0.1 * others)))
    latencies(queued).forEach((latency, place) => expect(latency).toBeCloseTo(expected[place]!, 6))
  })

  test('a full database refuses, the server says so at once, and the worker is free again', () => {
    const trace = run(system({ clients: { ...asking, load: once }, database: { ...database, workers: 1, queueCapacity: 2 }, servers: [server('s1', { workers: 8 })], seconds: 1.5 }))
    expect(count(trace, 'query.refused')).toBe(5)
    expect(count(trace, 'query.failed', 2)).toBe(5)
    expect(outcomes(trace, REQUEST_REFUSED)).toBe(5)
    expect(outcomes(trace, REQUEST_ANSWERED)).toBe(3)
    expect(latencies(trace).filter((latency) => latency === 16)).toHaveLength(5)
  })

  test('a server that is stopped loses what it asked for; the rows of its first life mean nothing in its second', () => {
    const servers = [server('s1', { workers: 8, maxFails: 0 })]
    // Asked at 12 ms, dead from 15 to 16 ms; the rows arrive at 34 ms at a server that lives and has not asked.
    const trace = run(system({ clients: { ...asking, load: once }, database, servers, seconds: 1.5, balancer: { tries: 1 } }), [at(1.015, { kind: 'stop-server', server: 's1' }), at(1.016, { kind: 'start-server', server: 's1' })])
    expect(count(trace, 'request.lost')).toBe(8)
    expect(count(trace, 'query.answered')).toBe(8)
    expect(count(trace, 'request.answered')).toBe(0)
    expect(outcomes(trace, REQUEST_REFUSED)).toBe(8)
  })

  test('rows of tries are used again: a long run with deaths keeps no more of them than were ever under way', () => {
    const config = system({ clients: asking, database, seconds: 30 })
    const deaths = Array.from({ length: 60 }, (_, i) => [at(i / 2 + 0.1, { kind: 'stop-server', server: 's1' }), at(i / 2 + 0.3, { kind: 'start-server', server: 's1' })]).flat()
    const { system: after } = runTraffic(config, 5, deaths, { events: 1e9, memoryBytes: 1e9 }, null)
    expect(after.requests.count).toBeGreaterThan(2_900)
    expect(after.tries.count).toBeLessThan(60)
  })

  test('what a request asks for does not depend on who serves it', () => {
    const classes = [{ ...asking.classes[0], query: { kind: 'exponential', meanUs: 20 * MS } }] as const
    const one = run(system({ clients: { classes }, database }))
    const other = run(system({ clients: { classes }, database: { ...database, workers: 1, crowding: 0.3 }, balancer: { policy: 'random' } }), [at(1, { kind: 'stop-server', server: 's1' })])
    expect([...other.subjects.columns['queryUs']!]).toEqual([...one.subjects.columns['queryUs']!])
    expect(facts(other)).toBe(facts(one))
  })

  test('a server that joins later stands below the database, and asks it too', () => {
    const trace = run(system({ clients: asking, database }), [at(2, { kind: 'add-server', server: server('s4') })])
    expect(trace.lanes.map((lane) => lane.id)).toEqual(['clients', 'balancer', 's1', 's2', 's3', 'database', 's4'])
    expect(count(trace, 'query.sent', 6)).toBeGreaterThan(40)
  })

  test('nobody asks it whose sort has no query', () => {
    const classes = [asking.classes[0], { name: 'picture', share: 1, work: { kind: 'constant', valueUs: 5 * MS } }] as const
    const trace = run(system({ clients: { classes }, database }))
    const sorts = trace.subjects.columns['class']!
    for (let row = 0; row < trace.log.count; row++) if (trace.log.kind[row] === EVENT['query.sent']) expect(sorts[trace.log.ref[row]!]).toBe(0)
    expect(count(trace, 'request.answered')).toBeGreaterThan(count(trace, 'query.sent') + 100)
  })
})
