import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { luaArgument, luaReply, luaToNumber, luaToString } from './lua-number.ts'
import { scripts } from './redis-scripts.ts'
import { beginDecision, executeShared, receiveReply, type SharedDecision, type SharedStrategy, type SharedWindowConfig } from './shared-fixed-window.ts'
import { createSharedStore, dropExpired, execute, type SharedStore } from './shared-store.ts'
import { applyExchange, beginExchange, createLocalCounter, createSharedTotal, decideLocally, endExchange, failExchange, type LocalCounter } from './synchronised-counters.ts'

const configOf = (strategy: SharedStrategy): SharedWindowConfig => ({ strategy, limit: 3, windowMs: 1000 })

/** One command and its reply. */
function step(config: SharedWindowConfig, store: SharedStore, server: SharedDecision, nowMs: number): SharedDecision {
  return server.at === 'decided' ? server : receiveReply(config, server, executeShared(store, server.command, nowMs), nowMs)
}

function runAlone(config: SharedWindowConfig, store: SharedStore, nowMs: number): string {
  let server = beginDecision(config, 'rl:ann')
  while (server.at !== 'decided') server = step(config, store, server, nowMs)
  return server.decision.kind
}

describe('a limit that servers share through Redis', () => {
  it.each<SharedStrategy>(['atomic-script', 'incr-then-expire', 'read-then-write'])('%s: one request after the other is limited, and the window ends', (strategy) => {
    const config = configOf(strategy)
    const store = createSharedStore()
    expect([0, 1, 2, 3].map((at) => runAlone(config, store, at))).toEqual(['admitted', 'admitted', 'admitted', 'rejected'])
    expect(runAlone(config, store, 1002)).toBe('admitted')
  })

  it.each<[SharedStrategy, number]>([['atomic-script', 3], ['incr-then-expire', 3], ['read-then-write', 8]])('%s: eight who ask at the same time get %i through', (strategy, expected) => {
    const config = configOf(strategy)
    const store = createSharedStore()
    let servers = Array.from({ length: 8 }, () => beginDecision(config, 'rl:ann'))
    while (servers.some(({ at }) => at !== 'decided')) servers = servers.map((server) => step(config, store, server, 0))
    expect(servers.filter((server) => server.at === 'decided' && server.decision.kind === 'admitted')).toHaveLength(expected)
  })

  it('incr-then-expire: a crash between the two commands leaves a counter without an end, and its key is refused for ever', () => {
    const config = configOf('incr-then-expire')
    const store = createSharedStore()
    const crashed = step(config, store, beginDecision(config, 'rl:ann'), 0)
    expect(crashed).toMatchObject({ at: 'writes', command: { name: 'PEXPIRE' } }) // and never sent
    expect(execute(store, { name: 'PTTL', key: 'rl:ann' }, 0)).toBe(-1)
    expect([1, 2].map((at) => runAlone(config, store, at))).toEqual(['admitted', 'admitted'])
    const aYearMs = 365 * 86_400_000
    expect([3, 2000, aYearMs].map((at) => runAlone(config, store, at))).toEqual(['rejected', 'rejected', 'rejected'])
  })

  it('atomic-script: the same crash, after the one command, leaves a counter that ends', () => {
    const config = configOf('atomic-script')
    const store = createSharedStore()
    executeShared(store, (beginDecision(config, 'rl:ann') as { command: Parameters<typeof executeShared>[1] }).command, 0)
    expect(execute(store, { name: 'PTTL', key: 'rl:ann' }, 0)).toBe(1000)
    expect([1, 2, 3, 1000].map((at) => runAlone(config, store, at))).toEqual(['admitted', 'admitted', 'rejected', 'admitted'])
  })

  it('read-then-write: a server held between its commands takes the counter back, again and again', () => {
    const config = configOf('read-then-write')
    const store = createSharedStore()
    let admitted = 0
    for (let round = 0; round < 5; round++) {
      const held = step(config, store, beginDecision(config, 'rl:ann'), 0)
      while (runAlone(config, store, 0) === 'admitted') admitted++
      if (held.at === 'writes' && step(config, store, held, 0).at === 'decided') admitted++
    }
    expect(admitted).toBe(9) // 3, and the held one sets the counter to 1; 2 more, and it is set to 2; 1 more, and it is set to 3
    expect(admitted).toBeGreaterThan(config.limit)
  })

  /** Any interleaving of requests with any crashes: which server goes on next, and how many commands each survives. */
  const runs = fc.record({ schedule: fc.array(fc.nat(9), { maxLength: 60 }), survives: fc.array(fc.constantFrom(1, 2, 9), { minLength: 10, maxLength: 10 }) })
  function admittedIn(strategy: SharedStrategy, { schedule, survives }: { schedule: number[]; survives: number[] }): number {
    const config = configOf(strategy)
    const store = createSharedStore()
    const servers = survives.map(() => beginDecision(config, 'rl:ann'))
    const sent = survives.map(() => 0)
    for (const index of schedule) {
      if (sent[index]!++ < survives[index]!) servers[index] = step(config, store, servers[index]!, 0)
    }
    return servers.filter((server) => server.at === 'decided' && server.decision.kind === 'admitted').length
  }
  it.each<SharedStrategy>(['atomic-script', 'incr-then-expire'])('I1, I2: %s never admits more than the limit, in any interleaving, with any crash', (strategy) => {
    fc.assert(fc.property(runs, (run) => { expect(admittedIn(strategy, run)).toBeLessThanOrEqual(3) }), { numRuns: 300 })
  })
  it('I3: read-then-write does, which shows that the property can fail', () => {
    expect(() => fc.assert(fc.property(runs, (run) => { expect(admittedIn('read-then-write', run)).toBeLessThanOrEqual(3) }), { numRuns: 2000, seed: 1 })).toThrow(/Property failed/)
  })
})

describe('the shared store', () => {
  it('I1, I2: INCR keeps the time to live, SET takes it away, what is over is gone', () => {
    const store = createSharedStore()
    expect(execute(store, { name: 'INCRBY', key: 'n', by: 2 }, 0)).toBe(2)
    expect(execute(store, { name: 'PEXPIRE', key: 'n', ttlMs: 100 }, 0)).toBe(1)
    expect(execute(store, { name: 'INCRBY', key: 'n', by: 1 }, 50)).toBe(3)
    expect(execute(store, { name: 'PTTL', key: 'n' }, 50)).toBe(50)
    expect(execute(store, { name: 'GET', key: 'n' }, 99)).toBe('3')
    expect(execute(store, { name: 'GET', key: 'n' }, 100)).toBeNull()
    expect(execute(store, { name: 'PTTL', key: 'n' }, 100)).toBe(-2)
    execute(store, { name: 'SET', key: 'n', value: '7', ttlMs: 100 }, 100)
    execute(store, { name: 'SET', key: 'n', value: '8' }, 110)
    expect(execute(store, { name: 'PTTL', key: 'n' }, 110)).toBe(-1)
    expect(execute(store, { name: 'PEXPIRE', key: 'none', ttlMs: 1 }, 0)).toBe(0)
    expect([execute(store, { name: 'DEL', key: 'n' }, 120), execute(store, { name: 'DEL', key: 'n' }, 120)]).toEqual([1, 0])
  })
  it('I3: a sorted set holds a member once, ranges hold both ends, and an emptied set is gone', () => {
    const store = createSharedStore()
    const add = (score: number, member: string): unknown => execute(store, { name: 'ZADD', key: 'z', score, member }, 0)
    expect([add(1, 'a'), add(2, 'b'), add(5, 'a')]).toEqual([1, 1, 0])
    expect(execute(store, { name: 'ZREMRANGEBYSCORE', key: 'z', from: 2, to: 4 }, 0)).toBe(1)
    expect(execute(store, { name: 'ZCARD', key: 'z' }, 0)).toBe(1)
    expect(execute(store, { name: 'ZREMRANGEBYSCORE', key: 'z', from: 0, to: 5 }, 0)).toBe(1)
    expect(store.entries.size).toBe(0)
  })
  it('a command on the wrong type is a bug', () => {
    const store = createSharedStore()
    execute(store, { name: 'SET', key: 's', value: 'x' }, 0)
    expect(() => execute(store, { name: 'ZCARD', key: 's' }, 0)).toThrow(/WRONGTYPE/)
    expect(() => execute(store, { name: 'INCRBY', key: 's', by: 1 }, 0)).toThrow(/whole number/)
  })
  it('drops what has expired', () => {
    const store = createSharedStore()
    for (const ttlMs of [10, 20, 30]) execute(store, { name: 'SET', key: `k${ttlMs}`, value: '', ttlMs }, 0)
    expect([dropExpired(store, 20), store.entries.size]).toEqual([2, 1])
  })
})

describe('numbers as Lua writes them', () => {
  it.each<[number, string]>([
    [0, '0'], [-0, '-0'], [1, '1'], [-2.5, '-2.5'], [1 / 3, '0.33333333333333'], [2 / 3, '0.66666666666667'], [0.1 + 0.2, '0.3'],
    [1_700_000_000_000, '1700000000000'], [99_999_999_999_999, '99999999999999'], [1e14, '1e+14'], [1.5e15, '1.5e+15'], [0.0001, '0.0001'],
    [0.00001, '1e-05'], [1.25e-7, '1.25e-07'], [1e100, '1e+100'], [99_999_999_999_999.9, '1e+14'], [0.000099999999999999999, '0.0001'], [Infinity, 'inf'], [NaN, 'nan'],
  ])('tostring(%d) is %s', (value, text) => expect(luaToString(value)).toBe(text))
  it('an argument keeps the number', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => { expect(Number(luaArgument(value))).toBe(value) }))
  })
  it('tonumber knows numbers, and nil for what is none', () => {
    expect(['12', ' 1.5e3 ', '.5', '', 'x', '1x'].map(luaToNumber)).toEqual([12, 1500, 0.5, null, null, null])
    expect(luaToNumber(null)).toBeNull()
  })
  it('a reply cuts off what is behind the point', () => expect([3.99, -3.99, -0.5].map(luaReply)).toEqual([3, -3, 0]))
  it('the fourteen digits decide: nine thirds of a token, stored one by one, are not three', () => {
    const store = createSharedStore()
    const ask = (nowMs: number, cost: number): number => scripts['token-bucket'].run(store, 'k', [10, 1000 / 3, nowMs, cost])[0]
    ask(0, 10)
    for (let ms = 1; ms <= 9; ms++) ask(ms, 99)
    expect(ask(9, 3)).toBe(0)
    const exact = createSharedStore()
    scripts['token-bucket'].run(exact, 'k', [10, 1000 / 3, 0, 10])
    expect(scripts['token-bucket'].run(exact, 'k', [10, 1000 / 3, 9, 3])[0]).toBe(1)
  })
})

describe('counters that are synchronised now and then', () => {
  const config = { limit: 10, windowUs: 60_000_000 }
  const intervalUs = 1_000_000
  const exchange = (shared: ReturnType<typeof createSharedTotal>, counter: LocalCounter, nowUs: number): void => {
    const message = beginExchange(config, counter, nowUs)
    if (message !== null) endExchange(counter, applyExchange(shared, message))
  }

  it('two servers: what the other admitted since the last exchange is the overshoot', () => {
    const shared = createSharedTotal()
    const [a, b] = [createLocalCounter(), createLocalCounter()]
    const ask = (counter: LocalCounter, times: number, at: number): number => Array.from({ length: times }, () => decideLocally(config, counter, at).kind).filter((kind) => kind === 'admitted').length
    expect([ask(a, 6, 0), ask(b, 7, 0)]).toEqual([6, 7])
    exchange(shared, a, 1)
    exchange(shared, b, 2)
    expect([ask(b, 9, 3), ask(a, 9, 3)]).toEqual([0, 4]) // a knows nothing of b's seven yet
    exchange(shared, a, 4)
    expect(shared.total).toBe(17)
    expect(ask(a, 9, 5)).toBe(0)
    expect(ask(a, 99, 60_000_000)).toBe(10) // a new window
  })

  /** Servers that ask at random and exchange each interval, each at its own phase. */
  const load = fc.record({
    servers: fc.integer({ min: 1, max: 5 }),
    asks: fc.array(fc.tuple(fc.nat(4), fc.oneof(fc.constant(0), fc.nat(20_000), fc.nat(400_000))), { minLength: 20, maxLength: 150 }),
    phases: fc.array(fc.nat(intervalUs - 1), { minLength: 5, maxLength: 5 }),
  })
  interface Run { admitted: number; mostInTwoIntervals: number; told: number; untold: number }
  function runLoad({ servers, asks, phases }: { servers: number; asks: [number, number][]; phases: number[] }, limit = 10): Run {
    const limits = { ...config, limit }
    const shared = createSharedTotal()
    const counters = Array.from({ length: servers }, createLocalCounter)
    const nextAt = phases.slice(0, servers)
    const log: { server: number; atUs: number }[] = []
    let nowUs = 0
    for (const [who, afterUs] of asks) {
      nowUs = Math.min(nowUs + afterUs, config.windowUs - 1)
      for (;;) {
        const due = nextAt.indexOf(Math.min(...nextAt))
        if (nextAt[due]! > nowUs) break
        exchange(shared, counters[due]!, nextAt[due]!)
        nextAt[due]! += intervalUs
      }
      const server = who % servers
      if (decideLocally(limits, counters[server]!, nowUs).kind === 'admitted') log.push({ server, atUs: nowUs })
    }
    let mostInTwoIntervals = 0
    for (const first of log) {
      const within = log.filter(({ server, atUs }) => server === first.server && atUs >= first.atUs && atUs <= first.atUs + 2 * intervalUs)
      mostInTwoIntervals = Math.max(mostInTwoIntervals, within.length)
    }
    return { admitted: log.length, mostInTwoIntervals, told: shared.total, untold: counters.reduce((sum, { unsent, inFlight }) => sum + unsent + inFlight, 0) }
  }

  it('I2, I3: nothing is lost, and the overshoot stays within its bound', () => {
    fc.assert(
      fc.property(load, (run) => {
        const { admitted, mostInTwoIntervals, told, untold } = runLoad(run)
        expect(told + untold).toBe(admitted)
        expect(admitted).toBeLessThanOrEqual(10 + (run.servers - 1) * mostInTwoIntervals)
        expect(admitted).toBeLessThanOrEqual(10 * run.servers)
      }),
      { numRuns: 300 },
    )
  })
  it('the bound is needed: there is overshoot, up to every server’s whole limit', () => {
    expect(runLoad({ servers: 5, asks: Array.from({ length: 100 }, (_, i) => [i % 5, 0]), phases: [9, 9, 9, 9, 9] }).admitted).toBe(50)
    expect(() => fc.assert(fc.property(load, (run) => { expect(runLoad(run).admitted).toBeLessThanOrEqual(10) }), { numRuns: 500, seed: 1 })).toThrow(/Property failed/)
  })
  it('one server alone is a fixed window: no overshoot', () => {
    fc.assert(fc.property(load, (run) => { expect(runLoad({ ...run, servers: 1 }).admitted).toBeLessThanOrEqual(10) }))
  })

  it('a lost reply is told again: the total may be too high, never too low', () => {
    const shared = createSharedTotal()
    const counter = createLocalCounter()
    for (let i = 0; i < 4; i++) decideLocally(config, counter, 0)
    const first = beginExchange(config, counter, 1)!
    const late = applyExchange(shared, first) // counted, and the reply is lost
    expect(beginExchange(config, counter, 2)).toBeNull() // one at a time
    failExchange(counter)
    const second = beginExchange(config, counter, 3)!
    endExchange(counter, late) // the first reply comes after all: too late
    expect(counter.inFlight).toBe(4)
    endExchange(counter, applyExchange(shared, second))
    expect([shared.total, counter.known]).toEqual([8, 8])
  })
  it('what was told and is not answered yet counts', () => {
    const counter = createLocalCounter()
    const ask = (): boolean => decideLocally(config, counter, 0).kind === 'admitted'
    for (let i = 0; i < 6; i++) ask()
    beginExchange(config, counter, 0)
    expect(Array.from({ length: 6 }, ask).filter(Boolean)).toHaveLength(4)
  })
  it('a reply that comes in the next window changes nothing, and old news do not count there', () => {
    const shared = createSharedTotal()
    const [a, b] = [createLocalCounter(), createLocalCounter()]
    decideLocally(config, a, 0, 5)
    const old = beginExchange(config, a, 59_999_999)!
    decideLocally(config, b, 60_000_000, 2)
    exchange(shared, b, 60_000_001)
    const reply = applyExchange(shared, old)
    expect(decideLocally(config, a, 60_000_002, 10).kind).toBe('admitted')
    endExchange(a, reply)
    expect([shared.total, a.known, a.unsent]).toEqual([2, 0, 10])
  })
  it('refuses a cost above the limit for good', () => expect(decideLocally(config, createLocalCounter(), 0, 11)).toMatchObject({ reason: 'cost-above-capacity', retryAtUs: null }))
})
