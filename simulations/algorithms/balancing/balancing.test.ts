import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRng } from '../../kernel/random.ts'
import { createHealthCheck, probe, type HealthChange, type ProbeResult } from './active-health.ts'
import { addServer, choose, close, createBalancer, nextStepAtUs, open, policies, setAdmin, setHealthy, setWeight, step } from './balancer.ts'
import { balancingLaws, OPTIONS, picksOf, poolOf, requestOf, serverConfig, type Exceptions } from './balancing.laws.ts'
import { costOf, type PeakEwmaState } from './least-response-time.ts'
import { ALL_FULL, NO_SERVER, type PolicyName } from './policy.ts'
import { throttlePercent } from './slow-start.ts'

const exceptions: Partial<Record<PolicyName, Exceptions>> = {
  'round-robin': { proportional: 'it does not read weights' },
  'hash-by-client': { proportional: 'networks differ in size; only many different ones even out, and roughly' },
  'hash-by-key': { proportional: 'keys differ in how often they come; only many different ones even out, and roughly' },
  'least-connections': {},
  'haproxy-least-connections': { proportional: 'idle servers take turns whatever their weights' },
  'haproxy-first': { proportional: 'it fills one server after the other', usesEverybody: 'without a limit the first server takes all' },
  'least-response-time': { proportional: 'it does not read weights' },
  'power-of-two-choices': { proportional: 'two different servers are compared, which evens shares out' },
  'consistent-hash': { proportional: 'shares follow the arcs of the ring, which even out only over many points' },
  'haproxy-hash': { proportional: 'keys differ in how often they come, and one key gets one server' },
  'haproxy-consistent-hash': { proportional: 'shares follow the arcs of the ring, not the weights' },
  'haproxy-random': { proportional: 'shares follow the arcs of the ring, not the weights' },
}
for (const policy of Object.keys(policies) as PolicyName[]) balancingLaws(policy, exceptions[policy])

/** Names of the servers picked, `s1` as 1. */
function sequence(policy: PolicyName, weights: readonly number[], count: number): string {
  return picksOf(poolOf(policy, weights), count).map((pick) => pick + 1).join(' ')
}

describe('orders of turns that the real servers were seen to take', () => {
  it.each<[PolicyName, number[], string]>([
    ['round-robin', [5, 1, 1], '1 2 3 1 2 3 1'],
    ['smooth-weighted-round-robin', [5, 1, 1], '1 1 2 1 3 1 1 1 1 2 1 3 1 1'],
    ['smooth-weighted-round-robin', [4, 3, 2, 1], '1 2 3 1 2 4 1 3 2 1'],
    ['haproxy-weighted-round-robin', [5, 1, 1], '1 1 1 2 1 1 3 1 1 1 2 1 1 3'],
    ['haproxy-static-round-robin', [5, 1, 1], '1 1 1 2 1 1 3 1 1 1 2'],
    ['haproxy-least-connections', [1, 1, 1], '1 2 3 1 2 3 1'],
    ['least-connections', [5, 1, 1], '1 1 2 1 3 1 1'],
    ['haproxy-first', [1, 1, 1], '1 1 1 1'],
  ])('%s %j', (policy, weights, expected) => {
    expect(sequence(policy, weights, expected.split(' ').length)).toBe(expected)
  })
})

describe('smooth weighted round robin', () => {
  /** The rule once more, written for reading only: a table of counters, no health, no shortcuts. */
  function plainSequence(weights: readonly number[], count: number): number[] {
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    let counters = weights.map(() => 0)
    return Array.from({ length: count }, () => {
      counters = counters.map((counter, i) => counter + weights[i]!)
      const best = counters.indexOf(Math.max(...counters))
      counters[best]! -= total
      return best
    })
  }

  it('gives the sequence of a plain second implementation', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 2, maxLength: 8 }), (weights) => {
        expect(picksOf(poolOf('smooth-weighted-round-robin', weights), 60)).toEqual(plainSequence(weights, 60))
      }),
    )
  })

  it.each<PolicyName>(['smooth-weighted-round-robin', 'haproxy-static-round-robin'])('I2: %s names each server as often as its weight says, in every round', (policy) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 6 }), (weights) => {
        const total = weights.reduce((sum, weight) => sum + weight, 0)
        const picks = picksOf(poolOf(policy, weights), total * 2)
        for (const [server, weight] of weights.entries()) {
          expect(picks.slice(0, total).filter((pick) => pick === server)).toHaveLength(weight)
          expect(picks.slice(total).filter((pick) => pick === server)).toHaveLength(weight)
        }
      }),
    )
  })

  it('HAProxy’s weighted turns come within two picks of each weight over a long run', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 6 }), (weights) => {
        const total = weights.reduce((sum, weight) => sum + weight, 0)
        const picks = picksOf(poolOf('haproxy-weighted-round-robin', weights), total * 4)
        for (const [server, weight] of weights.entries()) {
          expect(Math.abs(picks.filter((pick) => pick === server).length - 4 * weight)).toBeLessThanOrEqual(2 + weights.length)
        }
      }),
    )
  })
})

describe('ties', () => {
  it('nginx’s least_conn breaks ties by turns from the first tied server on: s1 s2 s3, then s3 s2', () => {
    const balancer = poolOf('least-connections', [1, 1, 1])
    const rng = createRng(1)
    const held = Array.from({ length: 5 }, () => {
      const pick = choose(balancer, requestOf(0), 0, rng)
      open(balancer, pick, 0)
      return pick + 1
    })
    expect(held).toEqual([1, 2, 3, 3, 2])
  })

  it('HAProxy’s leastconn serves equals in the order in which they became equal', () => {
    const balancer = poolOf('haproxy-least-connections', [1, 1, 1])
    const rng = createRng(1)
    const hold = (): number => {
      const pick = choose(balancer, requestOf(0), 0, rng)
      open(balancer, pick, 0)
      return pick
    }
    expect([hold(), hold(), hold()]).toEqual([0, 1, 2])
    close(balancer, 2, 'answered', 1, 0)
    close(balancer, 0, 'answered', 1, 0)
    expect([hold(), hold()]).toEqual([2, 0])
  })

  it('least connections never leaves a less loaded server aside', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat(9)), { minLength: 2, maxLength: 6 }), (servers) => {
        const balancer = poolOf('least-connections', servers.map(([weight]) => weight))
        for (const [index, [, connections]] of servers.entries()) for (let i = 0; i < connections; i++) open(balancer, index, 0)
        const pick = choose(balancer, requestOf(0), 0, createRng(1))
        const least = Math.min(...servers.map(([weight, connections]) => connections / weight))
        expect(servers[pick]![1] / servers[pick]![0]).toBeCloseTo(least)
      }),
    )
  })
})

describe('hashing policies', () => {
  it('keep a client and a key on their server while another one goes down and comes back', () => {
    for (const policy of ['hash-by-client', 'hash-by-key', 'consistent-hash', 'haproxy-consistent-hash'] as const) {
      const balancer = poolOf(policy, [2, 1, 1, 3])
      const rng = createRng(1)
      const at = (): number[] => Array.from({ length: 300 }, (_, n) => choose(balancer, requestOf(n * 7), 0, rng))
      const before = at()
      setAdmin(balancer, 2, 'down', 0)
      const during = at()
      setAdmin(balancer, 2, 'ready', 0)
      for (const [n, server] of before.entries()) expect(during[n] === server).toBe(server !== 2)
      expect(at()).toEqual(before)
    }
  })
})

describe('hashing on a ring', () => {
  const keyed = (balancer: ReturnType<typeof poolOf>, keys: number): number[] => Array.from({ length: keys }, (_, n) => choose(balancer, requestOf(n), 0, createRng(1)))

  it('a server that joins takes keys and nobody else gives keys to another; the table moves most of them', () => {
    for (const policy of ['consistent-hash', 'haproxy-consistent-hash', 'haproxy-hash'] as const) {
      const servers = ['a', 'b', 'c', 'd'].map((name, i) => serverConfig(name, { address: `192.0.2.${i + 1}`, weight: 4 }))
      const balancer = createBalancer({ policy, servers, options: OPTIONS })
      const before = keyed(balancer, 2_000)
      addServer(balancer, serverConfig('e', { address: '192.0.2.5', weight: 4 }), 0)
      const after = keyed(balancer, 2_000)
      const moved = after.filter((server, n) => server !== before[n])
      if (policy === 'haproxy-hash') expect(moved.length).toBeGreaterThan(1_200)
      else {
        expect(new Set(moved)).toEqual(new Set([4]))
        expect(moved.length).toBeLessThan(700)
      }
    }
  })

  it('with a balance factor no server holds more than its slots, however hot a key is; without one the key drowns its server', () => {
    for (const [balanceFactor, most] of [[0, 100], [150, 38], [125, 32]] as const) {
      const servers = ['a', 'b', 'c', 'd'].map((name) => serverConfig(name))
      const balancer = createBalancer({ policy: 'haproxy-consistent-hash', servers, options: { ...OPTIONS, balanceFactor } })
      for (let i = 0; i < 100; i++) open(balancer, choose(balancer, requestOf(7), 0, createRng(1)), 0)
      // ceil(100 · factor / 4) slots each
      expect(Math.max(...balancer.pool.servers.map((server) => server.connections))).toBe(most)
    }
  })
})

describe('passive health, as nginx counts it', () => {
  it('leaves a server alone after max_fails, lets one request try after fail_timeout, and ramps its weight up', () => {
    const balancer = poolOf('smooth-weighted-round-robin', [5, 1, 1], { maxFails: 1, failTimeoutUs: 2_000_000 })
    const rng = createRng(1)
    const ask = (nowS: number, outcome: 'answered' | 'failed'): number => {
      const pick = choose(balancer, requestOf(0), nowS * 1_000_000, rng)
      open(balancer, pick, nowS * 1_000_000)
      close(balancer, pick, pick === 0 ? outcome : 'answered', 1, nowS * 1_000_000)
      return pick + 1
    }
    expect(ask(0, 'failed')).toBe(1)
    expect(Array.from({ length: 6 }, () => ask(2, 'answered'))).not.toContain(1)
    const after = Array.from({ length: 16 }, () => ask(3, 'answered'))
    expect(after).toContain(1)
    expect(balancer.pool.servers[0]).toMatchObject({ fails: 0, effectiveWeight: 5 })
  })

  it('I3: a server that stands alone is asked however often it failed', () => {
    for (const policy of Object.keys(policies) as PolicyName[]) {
      const balancer = poolOf(policy, [1], { maxFails: 1 })
      const rng = createRng(1)
      for (let i = 0; i < 5; i++) {
        expect(choose(balancer, requestOf(0), 0, rng)).toBe(0)
        open(balancer, 0, 0)
        close(balancer, 0, 'failed', 1, 0)
      }
    }
  })

  it('nobody answers when all have failed, until fail_timeout has passed: nginx 1.22 does not reset the counts', () => {
    const balancer = poolOf('smooth-weighted-round-robin', [1, 1], { maxFails: 1, failTimeoutUs: 2_000_000 })
    const rng = createRng(1)
    for (const index of [0, 1]) {
      open(balancer, index, 0)
      close(balancer, index, 'failed', 1, 0)
    }
    expect(choose(balancer, requestOf(0), 1_000_000, rng)).toBe(NO_SERVER)
    expect(choose(balancer, requestOf(0), 2_999_999, rng)).toBe(NO_SERVER)
    expect(choose(balancer, requestOf(0), 3_000_000, rng)).not.toBe(NO_SERVER)
  })
})

describe('active health (rise 2, fall 3)', () => {
  const P = 'passed' as const
  const F = 'failed' as const
  it.each<[string, boolean, ProbeResult[], HealthChange[]]>([
    ['three failures in a row bring it down', true, [F, F, F], ['none', 'none', 'became-down']],
    ['one success in between starts the count anew', true, [F, F, P, F, F, F], ['none', 'none', 'none', 'none', 'none', 'became-down']],
    ['two successes in a row bring it up', false, [P, P], ['none', 'became-up']],
    ['one failure in between starts the count anew', false, [P, F, P, P], ['none', 'none', 'none', 'became-up']],
    ['down and up again', true, [F, F, F, P, P, F], ['none', 'none', 'became-down', 'none', 'became-up', 'none']],
  ])('%s', (_title, isUpAtStart, results, changes) => {
    const check = createHealthCheck({ rise: 2, fall: 3 }, isUpAtStart)
    expect(results.map((result) => probe(check, result))).toEqual(changes)
  })

  it('I2: health stays from 0 to rise + fall - 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.array(fc.boolean()), (rise, fall, results) => {
        const check = createHealthCheck({ rise, fall })
        for (const passed of results) {
          probe(check, passed ? 'passed' : 'failed')
          expect(check.health).toBeGreaterThanOrEqual(0)
          expect(check.health).toBeLessThanOrEqual(rise + fall - 1)
        }
      }),
    )
  })
})

describe('slow start', () => {
  it('climbs 6, 25, 43, 62, 81 and 100 percent in five seconds', () => {
    const balancer = poolOf('haproxy-weighted-round-robin', [10, 10], { slowStartUs: 5_000_000 })
    setAdmin(balancer, 0, 'down', 0)
    setAdmin(balancer, 0, 'ready', 300_000)
    const seen: [number, number][] = [[300_000, throttlePercent(balancer.pool.servers[0]!)]]
    while (nextStepAtUs(balancer) < Infinity) {
      const nowUs = nextStepAtUs(balancer)
      step(balancer, nowUs)
      seen.push([nowUs, throttlePercent(balancer.pool.servers[0]!)])
    }
    expect(seen).toEqual([
      [300_000, 6],
      [1_300_000, 25],
      [2_300_000, 43],
      [3_300_000, 62],
      [4_300_000, 81],
      [5_300_000, 100],
    ])
  })

  it('gives the warm servers the rest of the traffic', () => {
    const balancer = poolOf('haproxy-weighted-round-robin', [10, 10], { slowStartUs: 5_000_000 })
    setHealthy(balancer, 0, false, 0)
    setHealthy(balancer, 0, true, 0)
    const shareOfFirst = (): number => picksOf(balancer, 1100).filter((pick) => pick === 0).length / 1100
    expect(shareOfFirst()).toBeCloseTo(10 / 170, 2) // 1/16 of 160 against 160
    step(balancer, 1_000_000)
    expect(shareOfFirst()).toBeCloseTo(40 / 200, 2)
  })

  it('limits the connections of a warming server too', () => {
    const balancer = poolOf('haproxy-first', [1, 1], { slowStartUs: 4_000_000, maxConnections: 8 })
    setHealthy(balancer, 0, false, 0)
    setHealthy(balancer, 0, true, 0)
    const rng = createRng(1)
    const fill = (nowUs: number): number => {
      let opened = 0
      while (choose(balancer, requestOf(0), nowUs, rng) === 0 && opened < 20) {
        open(balancer, 0, nowUs)
        opened++
      }
      return balancer.pool.servers[0]!.connections
    }
    expect([fill(0), fill(1_000_000), fill(2_000_000), fill(4_000_000)]).toEqual([1, 2, 4, 8])
  })
})

describe('draining', () => {
  it.each<[string, 'drain' | 'down', string | null, number]>([
    ['a new client goes elsewhere', 'drain', null, 1],
    ['a client of the draining server may finish there', 'drain', 's1', 0],
    ['a client of a server that is down goes elsewhere', 'down', 's1', 1],
  ])('sticky round robin: %s', (_title, admin, cookie, expected) => {
    const balancer = poolOf('sticky-round-robin', [1, 1])
    setAdmin(balancer, 0, admin, 0)
    expect(choose(balancer, { ...requestOf(0), cookie }, 0, createRng(1))).toBe(expected)
  })

  it('keeps what is open until it closes', () => {
    const balancer = poolOf('least-connections', [1, 1])
    open(balancer, 0, 0)
    setAdmin(balancer, 0, 'drain', 0)
    expect(new Set(picksOf(balancer, 10))).toEqual(new Set([1]))
    close(balancer, 0, 'answered', 1, 0)
    expect(balancer.pool.servers[0]!.connections).toBe(0)
  })
})

describe('the power of two choices', () => {
  it('I2: never names the fullest server while two others live', () => {
    const balancer = poolOf('power-of-two-choices', [1, 1, 1, 1])
    for (let i = 0; i < 3; i++) open(balancer, 2, 0)
    expect(picksOf(balancer, 2000)).not.toContain(2)
  })

  it('evens out what one random choice leaves uneven', () => {
    const fullest = (policy: PolicyName): number => {
      const balancer = poolOf(policy, Array.from({ length: 50 }, () => 1))
      const rng = createRng(3)
      for (let i = 0; i < 500; i++) open(balancer, choose(balancer, requestOf(i), 0, rng), 0)
      return Math.max(...balancer.pool.servers.map((server) => server.connections))
    }
    expect(fullest('power-of-two-choices')).toBeLessThanOrEqual(13)
    expect(fullest('random')).toBeGreaterThanOrEqual(15)
  })
})

describe('peak EWMA', () => {
  it('I1: believes a slower answer at once, forgets it slowly, and never sinks below the fastest answer', () => {
    const balancer = poolOf('least-response-time', [1, 1])
    const answer = (us: number, nowUs: number): number => {
      open(balancer, 0, nowUs)
      close(balancer, 0, 'answered', us, nowUs)
      return (balancer.state as PeakEwmaState).latencyUs[0]!
    }
    expect(answer(10_000, 0)).toBe(10_000)
    expect(answer(200_000, 1_000)).toBe(200_000)
    const faded = answer(10_000, 10_001_000) // one decay time later: 1/e of the difference is left
    expect(faded).toBe(Math.round(10_000 + 190_000 / Math.E))
    expect(answer(10_000, 1_000_000_000)).toBeGreaterThanOrEqual(10_000)
  })

  it('I2: a server never heard of gets one request at a time', () => {
    const balancer = poolOf('least-response-time', [1, 1])
    open(balancer, 0, 0)
    close(balancer, 0, 'answered', 50_000, 0)
    const rng = createRng(1)
    expect(choose(balancer, requestOf(0), 0, rng)).toBe(1)
    open(balancer, 1, 0)
    for (let i = 0; i < 50; i++) expect(choose(balancer, requestOf(i), 0, rng)).toBe(0)
    expect(costOf(balancer.state as PeakEwmaState, balancer.pool, 1, 0)).toBeGreaterThan(1e12)
  })

  it('moves traffic away from the slow one of two servers', () => {
    const balancer = poolOf('least-response-time', [1, 1])
    const rng = createRng(1)
    const picks = Array.from({ length: 500 }, (_, n) => {
      const pick = choose(balancer, requestOf(n), n * 1000, rng)
      open(balancer, pick, n * 1000)
      close(balancer, pick, 'answered', pick === 0 ? 100_000 : 5_000, n * 1000)
      return pick
    })
    expect(picks.slice(100).filter((pick) => pick === 0).length).toBeLessThan(20)
  })
})

describe('limits', () => {
  it('HAProxy’s random waits when its best draw is full, even if others have room', () => {
    const balancer = createBalancer({
      policy: 'haproxy-random',
      servers: [serverConfig('s1', { maxConnections: 1, weight: 100 }), serverConfig('s2', { weight: 1 })],
      options: { ...OPTIONS, draws: 1 },
    })
    open(balancer, 0, 0)
    const picks = picksOf(balancer, 500)
    expect(picks).toContain(ALL_FULL)
    expect(picks).toContain(1)
  })

  it('a weight set during the run changes the shares from the next round on', () => {
    const balancer = poolOf('haproxy-weighted-round-robin', [2, 2, 2])
    picksOf(balancer, 7)
    setWeight(balancer, 1, 6, 0)
    picksOf(balancer, 10)
    expect(picksOf(balancer, 100).filter((pick) => pick === 1)).toHaveLength(60)
  })
})
