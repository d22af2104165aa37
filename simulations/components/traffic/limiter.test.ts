import { describe, expect, it } from 'vitest'
import { checkTraffic } from '../../checkers/check-traffic.ts'
import type { LimiterConfig } from '../../algorithms/rate-limiting/limiter.ts'
import { NEVER, type Trace } from '../../kernel/trace.ts'
import type { TrafficCommand, TrafficConfig } from './config.ts'
import type { LimiterSpec, LimitStoreSpec, RetrySpec, TenantSpec } from './limiter-config.ts'
import { partOfRule, scaledRule, scriptOf } from './limiter-rule.ts'
import { traceTraffic } from './run-traffic.ts'
import { at, count, MS, outcomes, run, S, system } from './small-systems.laws.ts'
import { EVENT } from './vocabulary.ts'

const store: LimitStoreSpec = {
  strategy: 'atomic-script', link: { kind: 'constant', valueUs: 500 }, work: { kind: 'constant', valueUs: 50 }, workers: 1, queueCapacity: 1000,
  timeoutUs: 20 * MS, whenSilent: 'open', everyUs: 200 * MS,
}
const tokens: LimiterConfig = { algorithm: 'token-bucket', tokens: 50, perUs: S, burst: 10 }
const windows: LimiterConfig = { algorithm: 'fixed-window', limit: 50, windowUs: S }

interface Limited {
  readonly spec?: Partial<LimiterSpec>
  readonly kept?: Partial<LimitStoreSpec>
  readonly retry?: RetrySpec
  readonly tenants?: readonly TenantSpec[]
  readonly clients?: Partial<TrafficConfig['clients']>
  readonly perSecond?: number
}

/** The small system of the other tests behind a limiter. */
function limited({ spec = {}, kept = {}, retry, tenants, clients = {}, perSecond = 100 }: Limited): TrafficConfig {
  const config = system({ clients: { load: { kind: 'open', arrivals: 'regular', rate: [{ atUs: 0, perSecond }], bursts: null }, ...(retry === undefined ? {} : { retry }), ...(tenants === undefined ? {} : { tenants }), ...clients } })
  return {
    ...config,
    limiter: { rule: tokens, key: 'everybody', nodes: 1, spread: 'turns', counts: 'local', link: { kind: 'constant', valueUs: MS }, ...spec, store: { ...store, ...kept } },
  }
}

const THROTTLED = 5
const column = (trace: Trace, name: string): number[] => [...trace.subjects.columns[name]!]
const command = (atS: number, one: TrafficCommand) => at(atS, one)

describe('a limiter in front of the balancer', () => {
  it('lets in what its rule allows, and tells the others 429 without troubling anybody behind it', () => {
    const trace = run(limited({}))
    expect(count(trace, 'request.admitted')).toBe(10 + 50 * 4 - 1)
    expect(outcomes(trace, THROTTLED)).toBeGreaterThan(150)
    expect(count(trace, 'request.forwarded')).toBe(count(trace, 'request.admitted'))
    expect(count(trace, 'throttle.received')).toBe(outcomes(trace, THROTTLED))
  })

  it('a run without one carries none of its words and none of its columns', () => {
    const trace = run(system())
    expect(trace.vocabulary.hops).not.toContain('throttle')
    expect(trace.subjects.columns['verdict']).toBeUndefined()
    expect(trace.lanes.map((lane) => lane.role)).not.toContain('limiter')
  })

  it('a fixed window lets twice its limit through across an edge; a bucket does not', () => {
    const clients = { load: { kind: 'open', arrivals: 'regular', rate: [{ atUs: 0, perSecond: 1 }, { atUs: 1_500_000, perSecond: 1 }, { atUs: 1_500_001, perSecond: 200 }, { atUs: 2_400_000, perSecond: 200 }, { atUs: 2_400_001, perSecond: 1 }], bursts: null } } as const
    const around = (trace: Trace) => count(trace, 'request.admitted', null, 1.5, 2.5)
    expect(around(run(limited({ spec: { rule: windows }, clients })))).toBeGreaterThan(90)
    expect(around(run(limited({ clients })))).toBeLessThan(62)
  })

  it('a leaky bucket as a queue holds requests and lets them go evenly spaced', () => {
    const trace = run(limited({ spec: { rule: { algorithm: 'leaky-bucket-queue', drainIntervalUs: 20 * MS, capacity: 5 } } }))
    const gone: number[] = []
    for (let row = 0; row < trace.log.count; row++) if (trace.log.kind[row] === EVENT['request.admitted']) gone.push(trace.log.at[row]!)
    expect(gone.length).toBeGreaterThan(150)
    for (let i = 1; i < gone.length; i++) expect(gone[i]! - gone[i - 1]!).toBeGreaterThanOrEqual(20 * MS)
    expect(count(trace, 'request.delayed')).toBeGreaterThan(100)
  })

  it('a slot is free again when the answer passes, and when the client is gone', () => {
    const patient = run(limited({ spec: { rule: { algorithm: 'concurrency-limit', limit: 1 } } }))
    expect(count(patient, 'slot.freed')).toBeGreaterThan(100)
    const hasty = run(limited({ spec: { rule: { algorithm: 'concurrency-limit', limit: 1 } }, clients: { timeoutUs: 12 * MS } }))
    expect(count(hasty, 'request.timed-out')).toBeGreaterThan(50)
    expect(count(hasty, 'slot.taken') - count(hasty, 'slot.freed')).toBeLessThanOrEqual(1)
  })

  it('one count for each client: who sends alone is not refused for the others', () => {
    const shared = run(limited({ spec: { rule: { ...tokens, burst: 1, tokens: 10 }, key: 'everybody' } }))
    const own = run(limited({ spec: { rule: { ...tokens, burst: 1, tokens: 10 }, key: 'client' } }))
    expect(outcomes(own, THROTTLED)).toBeLessThan(outcomes(shared, THROTTLED) / 2)
  })

  it('a limit that is changed while it runs holds from then on', () => {
    const trace = run(limited({ perSecond: 200 }), [command(2, { kind: 'set-limit', factor: 2 })])
    expect(count(trace, 'request.admitted', null, 1, 2)).toBe(50)
    expect(count(trace, 'request.admitted', null, 3, 4)).toBe(100)
  })
})

describe('tenants', () => {
  const tenants: readonly TenantSpec[] = [
    { name: 'quiet', share: 1, clients: 10, rate: null },
    { name: 'noisy', share: 1, clients: 10, rate: [{ atUs: 0, perSecond: 200 }] },
  ]
  const refusedOf = (trace: Trace, tenant: number): number => column(trace, 'tenant').filter((one, i) => one === tenant && trace.subjects.columns['outcome']![i] === THROTTLED).length
  const spec = (key: LimiterSpec['key']) => ({ rule: { algorithm: 'token-bucket', tokens: 40, perUs: S, burst: 10 }, key } as const)

  it('a neighbour drains a common limit; a limit for each tenant is a wall', () => {
    const common = run(limited({ spec: spec('everybody'), tenants, perSecond: 60 }))
    const walls = run(limited({ spec: spec('tenant'), tenants, perSecond: 60 }))
    expect(refusedOf(common, 0)).toBeGreaterThan(60)
    expect(refusedOf(walls, 0)).toBe(0)
    expect(refusedOf(walls, 1)).toBeGreaterThan(500)
  })

  it('every client belongs to one tenant', () => {
    const trace = run(limited({ tenants }))
    column(trace, 'client').forEach((client, i) => expect(trace.subjects.columns['tenant']![i]).toBe(client < 10 ? 0 : 1))
  })
})

describe('clients that are told 429', () => {
  const retry = (how: RetrySpec['how'], jitterUs = 0): RetrySpec => ({ how, attempts: 4, baseUs: 50 * MS, capUs: S, jitterUs })
  const sent = (trace: Trace) => trace.subjects.count

  it('give up, or come back at most as often as they may, with the very same wish', () => {
    const quiet = run(limited({}))
    const eager = run(limited({ retry: retry('at-once') }))
    expect(sent(eager)).toBeGreaterThan(sent(quiet) * 1.8)
    expect(Math.max(...column(eager, 'attempt'))).toBe(3)
    expect(column(eager, 'origin').every((origin, i) => (origin === NEVER) === (eager.subjects.columns['attempt']![i] === 0))).toBe(true)
  })

  it('who obeys Retry-After is back after whole seconds, together with the others, unless jitter parts them', () => {
    const fullest = (trace: Trace): number => {
      const tenths = new Map<number, number>()
      column(trace, 'createdAt').forEach((created, i) => {
        if (trace.subjects.columns['attempt']![i]! > 0) tenths.set(Math.floor(created / (100 * MS)), (tenths.get(Math.floor(created / (100 * MS))) ?? 0) + 1)
      })
      return Math.max(...tenths.values())
    }
    const clients = { load: { kind: 'open', arrivals: 'regular', rate: [{ atUs: 0, perSecond: 1 }], bursts: { everyUs: 10 * S, size: 1 } } } as const
    const storm = { ...clients, load: { ...clients.load, bursts: { everyUs: 500 * MS, size: 80 } } }
    const together = run(limited({ retry: retry('retry-after'), clients: storm }))
    const apart = run(limited({ retry: retry('retry-after', S), clients: storm }))
    expect(fullest(together)).toBeGreaterThan(fullest(apart) * 1.5)
    column(together, 'attempt').forEach((attempt, i) => {
      if (attempt === 0) return
      const before = column(together, 'origin').findIndex((origin, j) => j < i && (origin === together.subjects.columns['origin']![i] || j === together.subjects.columns['origin']![i]))
      expect(before).toBeGreaterThanOrEqual(0)
    })
  })

  it('a user of a closed load waits for the last attempt before it thinks again', () => {
    const clients = { load: { kind: 'closed', users: 30, think: { kind: 'constant', valueUs: 50 * MS } } } as const
    const trace = run(limited({ retry: retry('backoff'), clients }))
    expect(count(trace, 'throttle.received')).toBeGreaterThan(100)
    const open = column(trace, 'latencyUs').filter((us) => us === NEVER).length
    expect(open).toBeLessThanOrEqual(30)
  })
})

describe('several nodes', () => {
  const admittedIn = (trace: Trace, second: number) => count(trace, 'request.admitted', null, second, second + 1)
  const nodes = (spec: Partial<LimiterSpec>, kept: Partial<LimitStoreSpec> = {}) => limited({ spec: { rule: windows, nodes: 3, ...spec }, kept, perSecond: 300 })

  it('each with the whole limit let in three limits; each with its part, one; asking one store, one', () => {
    expect(admittedIn(run(nodes({ counts: 'local' })), 2)).toBe(150)
    expect(admittedIn(run(nodes({ counts: 'split' })), 2)).toBe(50)
    expect(admittedIn(run(nodes({ counts: 'shared' })), 2)).toBe(50)
  })

  it('that are told now and then overshoot by what they could not know, and less the oftener they are told', () => {
    const seldom = admittedIn(run(nodes({ counts: 'synchronised' }, { everyUs: 300 * MS })), 2)
    const often = admittedIn(run(nodes({ counts: 'synchronised' }, { everyUs: 10 * MS })), 2)
    expect(seldom).toBeGreaterThan(often)
    expect(often).toBeGreaterThanOrEqual(50)
    expect(seldom).toBeLessThanOrEqual(150)
  })

  it('with their part of the limit refuse too early when clients are unevenly spread', () => {
    const one = limited({ spec: { rule: windows, nodes: 3, counts: 'split', spread: 'client' }, clients: { count: 1 }, perSecond: 60 })
    expect(admittedIn(run(one), 2)).toBe(17)
  })

  it('parts add up to the whole, whatever the rule', () => {
    const rules: readonly LimiterConfig[] = [tokens, windows, { algorithm: 'generic-cell-rate', periodUs: 20_000, burst: 7 }, { algorithm: 'leaky-bucket-meter', leakIntervalUs: 20_000, capacity: 8 }]
    for (const rule of rules) {
      const parts = Array.from({ length: 3 }, (_, index) => partOfRule(rule, 3, index))
      const total = (field: string): number => parts.reduce((sum, part) => sum + Number((part as unknown as Record<string, number>)[field] ?? 0), 0)
      for (const field of ['burst', 'limit', 'capacity']) if (field in rule) expect(total(field), rule.algorithm).toBe((rule as unknown as Record<string, number>)[field])
    }
    expect(scaledRule(windows, 0.5)).toMatchObject({ limit: 25 })
    expect(scriptOf(tokens)).toEqual({ script: 'token-bucket', args: [10, 50] })
    expect(scriptOf({ algorithm: 'concurrency-limit', limit: 3 })).toBeNull()
  })
})

describe('a store that every request asks', () => {
  const shared = (kept: Partial<LimitStoreSpec> = {}) => limited({ spec: { rule: tokens, nodes: 2, counts: 'shared' }, kept })

  it('costs each request its round trip', () => {
    const trace = run(shared())
    const asked = trace.spans.kind.findIndex((kind) => kind === trace.vocabulary.spans.indexOf('asked-store'))
    expect(trace.spans.lastedUs[asked]).toBe(2 * 500 + 50)
  })

  it('that is dead lets everybody in unchecked, or nobody', () => {
    const open = run(shared(), [command(1, { kind: 'stop-store' }), command(3, { kind: 'start-store' })])
    expect(count(open, 'request.admitted', null, 1.1, 2.9)).toBe(count(open, 'limit.unchecked', null, 1.1, 2.9))
    expect(count(open, 'request.admitted', null, 1.5, 2.5)).toBe(100)
    const closed = run(shared({ whenSilent: 'closed' }), [command(1, { kind: 'stop-store' }), command(3, { kind: 'start-store' })])
    expect(count(closed, 'request.admitted', null, 1.1, 3)).toBe(0)
    expect(outcomes(closed, 2)).toBeGreaterThan(150)
    expect(count(closed, 'request.admitted', null, 3, 4)).toBeGreaterThan(40)
  })

  it('behind a cut link is noticed only when patience ends', () => {
    const trace = run(shared(), [command(1, { kind: 'cut-store-link' }), command(3, { kind: 'heal-store-link' })])
    const spans = [...trace.spans.kind].flatMap((kind, row) => (kind === trace.vocabulary.spans.indexOf('asked-store') && trace.spans.beganAt[row]! > 1.1 * S && trace.spans.beganAt[row]! < 2.9 * S ? [trace.spans.lastedUs[row]!] : []))
    expect(spans.length).toBeGreaterThan(100)
    expect(new Set(spans)).toEqual(new Set([20 * MS]))
  })

  it('INCR without its EXPIRE leaves a counter that never goes away: everybody is refused for ever', () => {
    const config = limited({ spec: { rule: { algorithm: 'fixed-window', limit: 20, windowUs: S }, nodes: 2, counts: 'shared' }, kept: { strategy: 'incr-then-expire' } })
    // The first request is sent at 10 ms; its INCR is answered at 12.05 ms, and the EXPIRE that follows is lost.
    const lost = [command(0.012, { kind: 'cut-store-link' }), command(0.013, { kind: 'heal-store-link' })]
    expect(count(run(config), 'request.admitted', null, 1, 4)).toBeGreaterThan(50)
    expect(count(run(config, lost), 'request.admitted', null, 1, 4)).toBe(0)
    const script = limited({ spec: { rule: { algorithm: 'fixed-window', limit: 20, windowUs: S }, nodes: 2, counts: 'shared' } })
    expect(count(run(script, lost), 'request.admitted', null, 1, 4)).toBe(60)
  })

  it('GET, then SET: who reads before anybody writes gets in, above the limit', () => {
    const config = (strategy: LimitStoreSpec['strategy']) => limited({ spec: { rule: { algorithm: 'fixed-window', limit: 5, windowUs: S }, nodes: 6, counts: 'shared' }, kept: { strategy, link: { kind: 'constant', valueUs: 20 * MS }, timeoutUs: 500 * MS }, perSecond: 300 })
    expect(count(run(config('read-then-write')), 'request.admitted', null, 0, 1)).toBeGreaterThan(8)
    expect(count(run(config('atomic-script')), 'request.admitted', null, 0, 1)).toBeLessThanOrEqual(5)
  })
})

describe('a law that is broken is told', () => {
  const spoiled = (config: TrafficConfig, spoil: (trace: Trace) => void, interventions: Parameters<typeof run>[1] = []) => {
    const trace = traceTraffic(config, 5, interventions)
    spoil(trace)
    return checkTraffic({ trace, config, interventions: [...interventions] }).filter((verdict) => !verdict.ok).map((verdict) => verdict.law)
  }
  const rename = (trace: Trace, from: keyof typeof EVENT, to: keyof typeof EVENT): void => {
    for (let row = 0; row < trace.log.count; row++) if (trace.log.kind[row] === EVENT[from]) trace.log.kind[row] = EVENT[to]
  }

  it.each<[string, TrafficConfig, (trace: Trace) => void, string]>([
    ['a refused request that is sent on', limited({}), (trace) => rename(trace, 'request.throttled', 'request.forwarded'), 'reaches nobody behind the limiter'],
    ['more than the bucket holds', limited({}), (trace) => trace.subjects.columns['counted']!.fill(1), 'no more than its rule allows'],
    ['a window that is overfull', limited({ spec: { rule: windows } }), (trace) => trace.subjects.columns['counted']!.fill(1), 'no more than its rule allows'],
    ['a slot that is given back twice', limited({ spec: { rule: { algorithm: 'concurrency-limit', limit: 1 } } }), (trace) => rename(trace, 'slot.taken', 'slot.freed'), 'given back once'],
    ['a level that does not explain its decision', limited({}), (trace) => trace.subjects.columns['levelBefore']!.fill(0), 'exactly when one is left'],
    ['an attempt too many', limited({ retry: { how: 'at-once', attempts: 2, baseUs: MS, capUs: MS, jitterUs: 0 } }), (trace) => trace.subjects.columns['attempt']!.fill(7), 'a wish is sent at most'],
    ['a store that serves two at once', limited({ spec: { counts: 'shared', nodes: 2 }, kept: { work: { kind: 'constant', valueUs: 15 * MS }, timeoutUs: 500 * MS } }), (trace) => rename(trace, 'count.queued', 'count.started'), 'the store does commands'],
  ])('%s', (_title, config, spoil, law) => {
    expect(spoiled(config, spoil).some((broken) => broken.includes(law))).toBe(true)
  })

  it('somebody let in while the store is dead and the limiter fails closed', () => {
    const config = limited({ spec: { rule: tokens, nodes: 2, counts: 'shared' }, kept: { whenSilent: 'closed' } })
    const broken = spoiled(config, (trace) => {
      for (let row = 0; row < trace.log.count; row++) if (trace.log.at[row]! > 2 * S && trace.log.kind[row] === EVENT['request.refused']) trace.log.kind[row] = EVENT['request.admitted']
    }, [command(1, { kind: 'stop-store' })])
    expect(broken.some((law) => law.includes('fails closed lets nobody in'))).toBe(true)
  })

  it('synchronised counts that overshoot by more than they could not know', () => {
    const config = limited({ spec: { rule: windows, nodes: 3, counts: 'synchronised' }, kept: { everyUs: 20 * MS }, perSecond: 300 })
    expect(spoiled(config, (trace) => trace.subjects.columns['counted']!.fill(1)).some((law) => law.includes('synchronised counters'))).toBe(true)
  })
})
