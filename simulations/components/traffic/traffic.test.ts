import { describe, expect, test } from 'vitest'
import { policies } from '../../algorithms/balancing/balancer.ts'
import type { PolicyName } from '../../algorithms/balancing/policy.ts'
import { checkSamePast } from '../../checkers/same-past.ts'
import { checkTraffic } from '../../checkers/check-traffic.ts'
import { hashTrace } from '../../kernel/trace-hash.ts'
import type { Intervention, TrafficCommand } from './config.ts'
import { REQUEST_ANSWERED, REQUEST_OPEN, REQUEST_REFUSED, REQUEST_TIMED_OUT } from './requests.ts'
import { traceTraffic } from './run-traffic.ts'
import { MS, S, S2, server, system, at, run, count, outcomes, facts, type Changes } from './small-systems.laws.ts'
import { EVENT, HOP } from './vocabulary.ts'

describe('a command changes the machine it names, from its instant on', () => {
  const interval: [string, TrafficCommand, number, (before: number) => [number, number]][] = [
    ['stop-server: nothing is answered', { kind: 'stop-server', server: 's2' }, 2, () => [0, 0]],
    ['drain-server: nothing new begins', { kind: 'drain-server', server: 's2' }, 2, () => [0, 1]],
    ['cut-link: nothing new arrives', { kind: 'cut-link', server: 's2' }, 2, () => [0, 1]],
    ['set-weight 0: nothing new begins', { kind: 'set-weight', server: 's2', weight: 0 }, 2, () => [0, 1]],
    ['slow-server: two workers of 80 ms answer 25 a second', { kind: 'slow-server', server: 's2', factor: 8 }, 2, () => [48, 51]],
    ['slow-link: as many come through, later', { kind: 'slow-link', server: 's2', factor: 20 }, 2, (before) => [before - 3, before]],
    ['set-rate 0: nobody asks', { kind: 'set-rate', factor: 0 }, 2, () => [0, 1]],
    ['set-rate 2: twice as many', { kind: 'set-rate', factor: 2 }, 2, (before) => [2 * before - 2, 2 * before + 2]],
  ]
  test.each(interval)('%s', (_title, command, instant, expected) => {
    const trace = run(system({ balancer: { tryTimeoutUs: 0 } }), [at(instant, command)])
    const before = count(trace, 'request.answered', S2, 0, 2)
    const [low, high] = expected(before)
    const after = count(trace, 'request.answered', S2, 2, 4)
    expect(before).toBeGreaterThan(64)
    expect(after).toBeGreaterThanOrEqual(low)
    expect(after).toBeLessThanOrEqual(high)
  })

  test.each<[string, TrafficCommand, TrafficCommand]>([
    ['a stopped server that starts', { kind: 'stop-server', server: 's2' }, { kind: 'start-server', server: 's2' }],
    ['a drained server that is ready', { kind: 'drain-server', server: 's2' }, { kind: 'ready-server', server: 's2' }],
    ['a cut link that heals', { kind: 'cut-link', server: 's2' }, { kind: 'heal-link', server: 's2' }],
    ['a weightless server with a weight', { kind: 'set-weight', server: 's2', weight: 0 }, { kind: 'set-weight', server: 's2', weight: 1 }],
    ['a slow server that is itself again', { kind: 'slow-server', server: 's2', factor: 50 }, { kind: 'slow-server', server: 's2', factor: 1 }],
    ['a load that comes back', { kind: 'set-rate', factor: 0 }, { kind: 'set-rate', factor: 1 }],
  ])('%s works as before', (_title, fault, cure) => {
    const servers = ['s1', 's2', 's3'].map((name) => server(name, { maxFails: 0 }))
    const trace = run(system({ seconds: 6, servers, balancer: { tryTimeoutUs: 100 * MS } }), [at(1, fault), at(2, cure)])
    const last = count(trace, 'request.answered', S2, 5, 6)
    expect(last).toBeGreaterThanOrEqual(32)
    expect(last).toBeLessThanOrEqual(35)
    expect(outcomes(trace, REQUEST_ANSWERED)).toBeGreaterThan(280)
  })

  test('an added server gets its turn, and its own lane', () => {
    const trace = run(system(), [at(2, { kind: 'add-server', server: server('s4') })])
    expect(trace.lanes.at(-1)).toMatchObject({ id: 's4', index: 3, sinceUs: 2 * S })
    expect(count(trace, 'request.forwarded', 5, 0, 2)).toBe(0)
    expect(count(trace, 'request.forwarded', 5, 2, 4)).toBeGreaterThanOrEqual(49)
  })

  test('a weight that is set shares out the next round', () => {
    const trace = run(system({ balancer: { policy: 'smooth-weighted-round-robin' } }), [at(2, { kind: 'set-weight', server: 's2', weight: 2 })])
    expect(count(trace, 'request.forwarded', S2, 2, 4)).toBeGreaterThanOrEqual(99)
    expect(count(trace, 'request.forwarded', 2, 2, 4)).toBeLessThanOrEqual(51)
  })

  test('another policy decides the next request', () => {
    const trace = run(system(), [at(2, { kind: 'set-policy', policy: 'haproxy-first' })])
    expect(count(trace, 'request.forwarded', 2, 2, 4)).toBe(200)
    expect(trace.notes).toMatchObject([{ kind: 'policy.changed', facts: { policy: 'haproxy-first' } }])
  })

  test('a stop takes what the server had, and every connection is reset', () => {
    const config = system({ clients: { load: { kind: 'open', arrivals: 'regular', rate: [{ atUs: 0, perSecond: 0 }], bursts: { everyUs: S, size: 30 } } }, balancer: { tries: 1 }, seconds: 1.9 })
    const trace = run(config, [at(1.005, { kind: 'stop-server', server: 's1' })])
    expect(trace.notes[0]).toMatchObject({ kind: 'server.stopped', facts: { had: 10 } })
    expect(count(trace, 'request.lost', 2)).toBe(10)
    expect(count(trace, 'try.failed', 2)).toBe(10)
    expect(outcomes(trace, REQUEST_REFUSED)).toBe(10)
    expect(outcomes(trace, REQUEST_ANSWERED)).toBe(20)
  })

  test('stopping what is stopped, and starting what runs, changes nothing', () => {
    const once = run(system(), [at(1, { kind: 'stop-server', server: 's1' })])
    const twice = run(system(), [at(0.5, { kind: 'start-server', server: 's1' }), at(1, { kind: 'stop-server', server: 's1' }), at(2, { kind: 'stop-server', server: 's1' })])
    expect(twice.notes).toEqual(once.notes)
    expect([...twice.log.at]).toEqual([...once.log.at])
  })
})

const FAULTS: readonly (readonly Intervention[])[] = [
  [],
  [at(0.5, { kind: 'stop-server', server: 's1' }), at(1.5, { kind: 'start-server', server: 's1' })],
  [at(0.7, { kind: 'cut-link', server: 's3' }), at(1.1, { kind: 'slow-server', server: 's2', factor: 30 })],
  [at(0.4, { kind: 'drain-server', server: 's1' }), at(0.9, { kind: 'add-server', server: server('s4') }), at(1.2, { kind: 'set-policy', policy: 'random' })],
]
const random: Changes = {
  seconds: 2,
  clients: {
    load: { kind: 'open', arrivals: 'poisson', rate: [{ atUs: 0, perSecond: 50 }, { atUs: S, perSecond: 300 }], bursts: { everyUs: 300 * MS, size: 7 } },
    classes: [{ name: 'light', share: 5, work: { kind: 'exponential', meanUs: 8 * MS } }, { name: 'heavy', share: 1, work: { kind: 'lognormal', medianUs: 40 * MS, sigma: 0.7, plusUs: MS } }],
    timeoutUs: 300 * MS,
  },
  balancer: { tries: 3, tryTimeoutUs: 150 * MS, waitCapacity: 5 },
  servers: [server('s1', { maxConnections: 6 }), server('s2', { speed: 2, queueCapacity: 2 }), server('s3', { weight: 3 })],
}

describe('one configuration, seed and list of commands give one run', () => {
  test.each(Object.keys(policies) as PolicyName[])('%s: again, the same bytes; what a request is depends on no policy and no fault', (policy) => {
    const config = system({ ...random, balancer: { ...random.balancer, policy } })
    const reference = facts(traceTraffic(system(random), 9, []))
    for (const interventions of FAULTS) {
      const trace = run(config, interventions, 9)
      expect(hashTrace(traceTraffic(config, 9, interventions))).toBe(hashTrace(trace))
      expect(facts(trace)).toBe(reference)
    }
    expect(facts(traceTraffic(config, 10, []))).not.toBe(reference)
  })

  test.each([0.2, 0.5, 1, 1.234_567])('a command at %s s changes nothing before it', (seconds) => {
    const config = system(random)
    const undisturbed = traceTraffic(config, 9, [])
    for (const command of FAULTS.flat().map((one) => one.command)) {
      const changed = traceTraffic(config, 9, [at(seconds, command)])
      expect(checkSamePast(undisturbed, changed, seconds * S)).toMatchObject({ ok: true })
      expect(hashTrace(changed)).not.toBe(hashTrace(undisturbed))
    }
  })
})

describe('the load comes as it is written', () => {
  test.each([[100, 4, 400], [30_000, 0.2, 6_000], [90_000, 0.1, 9_000], [0.5, 4, 2], [7, 4, 28]])('regular: %d a second for %d s are %d requests', (perSecond, seconds, expected) => {
    const load = { kind: 'open', arrivals: 'regular', rate: [{ atUs: 0, perSecond }], bursts: null } as const
    const trace = traceTraffic(system({ seconds, clients: { load } }), 1)
    expect(trace.subjects.count).toBe(expected)
    const times = trace.subjects.columns['createdAt']!
    for (let i = 0; i < times.length; i++) expect(Math.abs(times[i]! - ((i + 1) * S) / perSecond)).toBeLessThan(1)
  })

  test('Poisson: the count is within five deviations, and gaps of an exponential: their deviation is their mean', () => {
    const load = { kind: 'open', arrivals: 'poisson', rate: [{ atUs: 0, perSecond: 500 }], bursts: null } as const
    const trace = traceTraffic(system({ seconds: 40, clients: { load } }), 2)
    const n = trace.subjects.count
    expect(Math.abs(n - 20_000)).toBeLessThan(5 * Math.sqrt(20_000))
    const times = trace.subjects.columns['createdAt']!
    const gaps = Array.from({ length: n - 1 }, (_, i) => times[i + 1]! - times[i]!)
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) * (gap - mean), 0) / gaps.length)
    expect(deviation / mean).toBeGreaterThan(0.96)
    expect(deviation / mean).toBeLessThan(1.04)
  })

  test.each(['poisson', 'regular'] as const)('%s: a rate that rises in a straight line brings the area under it', (arrivals) => {
    const rate = [{ atUs: 0, perSecond: 0 }, { atUs: 2 * S, perSecond: 1000 }, { atUs: 4 * S, perSecond: 0 }]
    const trace = traceTraffic(system({ clients: { load: { kind: 'open', arrivals, rate, bursts: null } } }), 3)
    const slack = arrivals === 'regular' ? 12 : 5 * Math.sqrt(1000)
    expect(Math.abs(count(trace, 'request.sent', null, 0, 2) - 1000)).toBeLessThan(slack)
    expect(Math.abs(count(trace, 'request.sent', null, 1, 2) - 750)).toBeLessThan(slack)
    expect(Math.abs(count(trace, 'request.sent', null, 2, 4) - 1000)).toBeLessThan(slack)
  })

  test('a burst is many at one instant, again and again, and no rate stretches it', () => {
    const load = { kind: 'open', arrivals: 'regular', rate: [{ atUs: 0, perSecond: 0 }], bursts: { everyUs: 500 * MS, size: 20 } } as const
    const trace = run(system({ clients: { load } }), [at(1.1, { kind: 'set-rate', factor: 3 })])
    const times = new Map<number, number>()
    for (const time of trace.subjects.columns['createdAt']!) times.set(time, (times.get(time) ?? 0) + 1)
    expect([...times]).toEqual([0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4].map((second) => [second * S, 20]))
  })

  test('a closed load has at most as many requests in the system as users, and each user its own', () => {
    const load = { kind: 'closed', users: 7, think: { kind: 'exponential', meanUs: 20 * MS } } as const
    const trace = run(system({ ...random, clients: { ...random.clients, load } }), FAULTS[1])
    const clients = trace.subjects.columns['client']!
    const inside = new Set<number>()
    let most = 0
    for (let row = 0; row < trace.log.count; row++) {
      const client = clients[trace.log.ref[row]!]!
      switch (trace.log.kind[row]!) {
        case EVENT['request.sent']:
          expect(inside.has(client)).toBe(false)
          inside.add(client)
          break
        case EVENT['answer.received']:
        case EVENT['refusal.received']:
        case EVENT['request.timed-out']:
          inside.delete(client)
      }
      most = Math.max(most, inside.size)
    }
    expect(most).toBe(7)
    expect(trace.subjects.count).toBeGreaterThan(100)
  })

  test('users rest while the pace is zero, and go on when it is not', () => {
    const load = { kind: 'closed', users: 5, think: { kind: 'constant', valueUs: 30 * MS } } as const
    const trace = run(system({ clients: { load } }), [at(1, { kind: 'set-rate', factor: 0 }), at(2, { kind: 'set-rate', factor: 1 }), at(3, { kind: 'set-rate', factor: 4 })])
    expect(count(trace, 'request.sent', null, 1, 2)).toBe(0)
    expect(count(trace, 'request.sent', null, 2, 3)).toBeGreaterThan(90)
    expect(count(trace, 'request.sent', null, 3, 4)).toBeGreaterThan(1.4 * count(trace, 'request.sent', null, 2, 3))
  })

  test('users who do not think, before a server that refuses at once, leave time moving', () => {
    const load = { kind: 'closed', users: 2, think: { kind: 'constant', valueUs: 0 } } as const
    const config = { ...system({ seconds: 0.01, clients: { load }, balancer: { tries: 1 }, servers: [server('s1', { workers: 1, queueCapacity: 0, link: { kind: 'constant', valueUs: 0 } })] }), clientLink: { kind: 'constant', valueUs: 0 } as const }
    expect(run(config).outcome).toMatchObject({ kind: 'completed', atUs: 10 * MS })
  })

  test('keys follow the popularity that is written, sorts their shares', () => {
    const classes = [{ name: 'a', share: 3, work: { kind: 'constant', valueUs: 0 } }, { name: 'b', share: 1, work: { kind: 'constant', valueUs: 0 } }] as const
    const trace = traceTraffic(system({ seconds: 100, clients: { classes, keys: { count: 10, exponent: 1 } } }), 4)
    const first = [...trace.subjects.columns['key']!].filter((key) => key === 0).length / trace.subjects.count
    expect(Math.abs(first - 1 / 2.928968)).toBeLessThan(0.025) // H_10
    const share = [...trace.subjects.columns['class']!].filter((one) => one === 0).length / trace.subjects.count
    expect(Math.abs(share - 0.75)).toBeLessThan(0.025)
  })
})

describe('tries', () => {
  test.each([1, 2, 3])('with %d allowed, a request meets so many dead servers, each once', (tries) => {
    const servers = ['s1', 's2', 's3'].map((name) => server(name, { maxFails: 0 }))
    const trace = run(system({ servers, balancer: { tries } }), ['s1', 's2', 's3'].map((name) => at(0, { kind: 'stop-server', server: name })))
    const answered = [...trace.subjects.columns['outcome']!].filter((one) => one !== REQUEST_OPEN)
    expect(new Set(answered)).toEqual(new Set([REQUEST_REFUSED]))
    expect(count(trace, 'try.failed')).toBeGreaterThanOrEqual(tries * answered.length)
    expect(Math.max(...trace.subjects.columns['tries']!)).toBe(tries)
  })

  test('more tries than servers end at the last server', () => {
    const trace = run(system({ servers: [server('s1', { maxFails: 0 }), server('s2', { maxFails: 0 })], balancer: { tries: 9 } }), [at(0, { kind: 'stop-server', server: 's1' }), at(0, { kind: 'stop-server', server: 's2' })])
    expect(Math.max(...trace.subjects.columns['tries']!)).toBe(2)
  })

  test('a try without an answer for its time has failed; the next server answers; the late answer goes nowhere', () => {
    const trace = run(system({ servers: [server('s1', { maxFails: 0, queueCapacity: 500 }), server('s2', { maxFails: 0 })], balancer: { tryTimeoutUs: 50 * MS } }), [at(0, { kind: 'slow-server', server: 's1', factor: 20 })])
    expect(count(trace, 'try.failed', 2)).toBeGreaterThan(100)
    expect(count(trace, 'answer.passed', 2)).toBe(0)
    expect(count(trace, 'request.answered', 2)).toBeGreaterThan(30)
    expect(count(trace, 'answer.ignored')).toBe(0)
    expect(outcomes(trace, REQUEST_ANSWERED) + outcomes(trace, REQUEST_OPEN)).toBe(trace.subjects.count)
  })

  test('a full queue refuses at once, and a refusal is an answer: it is not tried again', () => {
    const trace = run(system({ servers: [server('s1', { workers: 1, queueCapacity: 0 }), server('s2', { workers: 1, queueCapacity: 0 })], clients: { load: { kind: 'open', arrivals: 'regular', rate: [{ atUs: 0, perSecond: 400 }], bursts: null } } }))
    expect(outcomes(trace, REQUEST_REFUSED)).toBeGreaterThan(500)
    expect(Math.max(...trace.subjects.columns['tries']!)).toBe(1)
  })
})

describe('patience', () => {
  test('a client that gives up has its outcome then; its connection is closed; what comes late is ignored', () => {
    const trace = run(system({ clients: { timeoutUs: 30 * MS }, servers: [server('s1', { queueCapacity: 500 }), server('s2')] }), [at(1, { kind: 'slow-server', server: 's1', factor: 10 })])
    const { outcome, latencyUs } = trace.subjects.columns
    for (let i = 0; i < trace.subjects.count; i++) if (outcome![i] === REQUEST_TIMED_OUT) expect(latencyUs![i]).toBe(30 * MS)
    expect(outcomes(trace, REQUEST_TIMED_OUT)).toBeGreaterThan(100)
    expect(count(trace, 'try.abandoned', 2)).toBeGreaterThan(100)
    expect(count(trace, 'request.answered', 2, 1)).toBeGreaterThan(20) // the server works on, for nobody
    expect(count(trace, 'answer.passed', 2, 1.1)).toBe(0)
  })

  test('the balancer learns of it when the abort arrives: until then it tries on', () => {
    // Sent at 0; the try on the dead s1 fails at 3 ms; the client gives up at 2.5 ms, and its abort arrives at 3.5 ms.
    const trace = run(system({ clients: { timeoutUs: 2_500 }, servers: [server('s1', { maxFails: 0 }), server('s2', { maxFails: 0 })] }), [at(0, { kind: 'stop-server', server: 's1' })])
    expect(count(trace, 'try.failed', 2)).toBeGreaterThan(190)
    expect(count(trace, 'request.forwarded', S2)).toBeGreaterThan(390)
    expect(count(trace, 'try.abandoned', S2)).toBeGreaterThan(390)
  })

  test('an answer that crosses the abort is ignored', () => {
    // 1 + 1 + 10 + 1 + 1 ms: the answer is under way to the client when it gives up at 13.5 ms
    const trace = run(system({ clients: { timeoutUs: 13_500 } }))
    expect(outcomes(trace, REQUEST_ANSWERED)).toBe(0)
    expect(count(trace, 'answer.ignored')).toBeGreaterThan(390)
  })
})

describe('the balancer holds back what finds every server full', () => {
  const burst = { kind: 'open', arrivals: 'regular', rate: [{ atUs: 0, perSecond: 0 }], bursts: { everyUs: S, size: 40 } } as const
  test('in one line: first come, first sent on', () => {
    const servers = [server('s1', { maxConnections: 2 }), server('s2', { maxConnections: 3 })]
    const trace = run(system({ clients: { load: burst }, servers, balancer: { waitCapacity: 30 } }))
    const order: number[] = []
    for (let row = 0; row < trace.log.count; row++) if (trace.log.kind[row] === EVENT['request.forwarded']) order.push(trace.log.ref[row]!)
    expect(order).toEqual([...order].sort((a, b) => a - b))
    expect(count(trace, 'request.held', null, 0, 1.5)).toBe(30)
    expect(count(trace, 'request.refused', 1, 0, 1.5)).toBe(5)
  })

  test('and nobody who comes later overtakes it when a server is trusted again', () => {
    // s1 is busy for five seconds; s2 fails at once, is left alone for a second, and may be tried again when nothing else happens.
    const servers = [server('s1', { maxConnections: 1, speed: 0.002 }), server('s2', { failTimeoutUs: S })]
    const load = { kind: 'open', arrivals: 'regular', rate: [{ atUs: 0, perSecond: 2 }], bursts: null } as const
    const trace = run(system({ clients: { load }, servers, seconds: 6, balancer: { waitCapacity: 30, tries: 1 } }), [at(0, { kind: 'stop-server', server: 's2' }), at(1.7, { kind: 'start-server', server: 's2' })])
    expect(count(trace, 'request.held')).toBeGreaterThan(0)
    expect(count(trace, 'request.forwarded', S2, 2)).toBeGreaterThan(5)
  })

  test('and lets go when a server comes back, is added, or a limit is lifted', () => {
    const servers = [server('s1', { maxConnections: 1 })]
    const config = system({ clients: { load: burst }, servers, balancer: { waitCapacity: 30 }, seconds: 1.5 })
    const held = (interventions: readonly Intervention[]): number => count(run(config, interventions), 'request.forwarded', null, 0, 1.1)
    expect(held([at(1.05, { kind: 'add-server', server: server('s2') })])).toBeGreaterThan(held([]) + 20)
  })
})

describe('health', () => {
  test('passive: after max-fails a server is left alone for its time, one request tries it, and trust comes back', () => {
    const servers = ['s1', 's2', 's3'].map((name) => server(name, { maxFails: 2, failTimeoutUs: 2 * S }))
    const trace = run(system({ seconds: 12, servers }), [at(1, { kind: 'stop-server', server: 's2' }), at(5.5, { kind: 'start-server', server: 's2' })])
    const alone = trace.notes.filter((note) => note.kind === 'server.left-alone')
    expect(alone[0]).toMatchObject({ lane: S2, facts: { fails: 2 } })
    expect(count(trace, 'try.failed', S2, 1, 2)).toBe(2)
    expect(count(trace, 'request.forwarded', S2, 2, 4)).toBe(0) // seconds 1 to 3 are its time
    expect(count(trace, 'request.answered', S2, 9, 12)).toBeGreaterThan(90)
    expect(outcomes(trace, REQUEST_REFUSED)).toBe(0)
  })

  test("HAProxy's policies leave nobody alone, and no note says so", () => {
    const trace = run(system({ balancer: { policy: 'haproxy-weighted-round-robin' } }), [at(1, { kind: 'stop-server', server: 's2' })])
    expect(count(trace, 'try.failed', S2)).toBeGreaterThan(90)
    expect(trace.notes.filter((note) => note.kind === 'server.left-alone')).toEqual([])
  })

  const check = { everyUs: 100 * MS, timeoutUs: 50 * MS, fall: 3, rise: 2 }
  test.each<[string, TrafficCommand, TrafficCommand, number]>([
    ['a reset', { kind: 'stop-server', server: 's2' }, { kind: 'start-server', server: 's2' }, 0],
    ['silence', { kind: 'cut-link', server: 's2' }, { kind: 'heal-link', server: 's2' }, 0.05],
  ])('active: %s, `fall` times in a row, takes a server out; `rise` answers bring it back', (_title, fault, cure, wait) => {
    const trace = run(system({ seconds: 4, balancer: { policy: 'haproxy-weighted-round-robin', activeCheck: check, tryTimeoutUs: 50 * MS } }), [at(1, fault), at(2, cure)])
    const [down, up] = trace.notes.filter((note) => note.kind.startsWith('server.marked'))
    expect(down).toMatchObject({ kind: 'server.marked-down', lane: S2, facts: { probes: 3 } })
    expect(up).toMatchObject({ kind: 'server.marked-up', lane: S2, facts: { probes: 2 } })
    expect(down!.atUs).toBeGreaterThan(1.2 * S)
    expect(down!.atUs).toBeLessThanOrEqual((1.302 + wait) * S)
    expect(up!.atUs).toBeLessThanOrEqual(2.202 * S)
    expect(count(trace, 'request.forwarded', S2, down!.atUs / S, up!.atUs / S)).toBe(0)
  })

  test('a probe that waits longer than the interval is not overtaken by the next one', () => {
    const slow = { ...check, timeoutUs: 250 * MS }
    const trace = run(system({ balancer: { activeCheck: slow, tryTimeoutUs: 20 * MS } }), [at(1, { kind: 'cut-link', server: 's2' })])
    expect(trace.notes.some((note) => note.kind === 'server.marked-down' && note.lane === S2)).toBe(true)
    const probes: number[] = []
    for (let row = 0; row < trace.hops.count; row++) if (trace.hops.kind[row] === HOP.probe && trace.hops.to[row] === S2) probes.push(trace.hops.sentAt[row]!)
    for (const [i, sent] of probes.slice(1).entries()) if (sent > 1.1 * S) expect(sent - probes[i]!).toBe(300 * MS)
  })

  test('slow start: a server that came back gets its share step by step', () => {
    const servers = ['s1', 's2'].map((name) => server(name, { workers: 8, slowStartUs: 5 * S }))
    const trace = run(system({ seconds: 12, servers, balancer: { policy: 'haproxy-weighted-round-robin', activeCheck: check } }), [at(1, { kind: 'stop-server', server: 's2' }), at(2, { kind: 'start-server', server: 's2' })])
    const perSecond = [2, 3, 4, 5, 6, 7, 8, 9].map((second) => count(trace, 'request.forwarded', S2, second + 0.3, second + 1.3))
    for (const [i, now] of perSecond.slice(1).entries()) expect(now).toBeGreaterThanOrEqual(perSecond[i]! - 2)
    expect(perSecond[0]).toBeLessThan(25)
    expect(perSecond.at(-1)).toBeGreaterThanOrEqual(49)
  })
})

describe('a run ends', () => {
  test.each([
    ['event-budget', { events: 500, memoryBytes: 1e9 }],
    ['memory-budget', { events: 1e9, memoryBytes: 150_000 }],
  ])('at its %s, with what it has until then', (reason, budget) => {
    const config = system(random)
    const trace = traceTraffic(config, 9, [], budget)
    expect(trace.outcome).toMatchObject({ kind: 'stopped', reason })
    expect(trace.outcome.atUs).toBeLessThan(config.durationUs)
    expect(checkSamePast(trace, traceTraffic(config, 9), trace.outcome.atUs)).toMatchObject({ ok: true })
    expect(checkTraffic({ trace, config, interventions: [] }).filter((verdict) => !verdict.ok)).toEqual([])
  })

  test('at its memory budget even while time stands still', () => {
    const load = { kind: 'open', arrivals: 'regular', rate: [{ atUs: 0, perSecond: 0 }], bursts: { everyUs: 10 * MS, size: 10_000 } } as const
    const trace = traceTraffic(system({ clients: { load } }), 1, [], { events: 1e9, memoryBytes: 2_000_000 })
    expect(trace.outcome).toMatchObject({ kind: 'stopped', reason: 'memory-budget' })
    expect(trace.subjects.count).toBeLessThan(25_000)
  })

  test('work beyond what a column holds is cut there, not wrapped around', () => {
    const classes = [{ name: 'wild', share: 1, work: { kind: 'constant', valueUs: 5_000 * S } }] as const
    const trace = run(system({ clients: { classes } }))
    expect(new Set(trace.subjects.columns['workUs'])).toEqual(new Set([0xfffffffe]))
  })

  test('everything is counted once: sent = answered + refused + timed out + open', () => {
    for (const interventions of FAULTS) {
      const trace = run(system(random), interventions, 3)
      expect([REQUEST_ANSWERED, REQUEST_REFUSED, REQUEST_TIMED_OUT, REQUEST_OPEN].reduce((sum, one) => sum + outcomes(trace, one), 0)).toBe(count(trace, 'request.sent'))
    }
  })
})
