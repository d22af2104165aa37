/**
 * What: the laws that every balancing policy keeps, as one suite run for each of them.
 * Why: a policy that breaks one of these breaks the systems that use it. What a policy does not promise is listed with its
 * reason; those reasons are the lesson's table of comparison.
 */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRng, nextInt } from '../../kernel/random.ts'
import {
  addServer,
  changePolicy,
  choose,
  close,
  createBalancer,
  open,
  policies,
  setAdmin,
  setHealthy,
  setWeight,
  step,
  type Balancer,
} from './balancer.ts'
import { isFull } from './pool.ts'
import {
  ALL_FULL,
  NO_SERVER,
  type AdminState,
  type BalancedRequest,
  type PolicyName,
  type PolicyOptions,
  type ServerConfig,
} from './policy.ts'

export const OPTIONS: PolicyOptions = { decayUs: 10_000_000, draws: 2 }

export function serverConfig(name: string, fields: Partial<ServerConfig> = {}): ServerConfig {
  const defaults = { address: '10.0.0.1', weight: 1, maxConnections: 0, backup: false, maxFails: 1, failTimeoutUs: 10_000_000, slowStartUs: 0 }
  return { name, ...defaults, ...fields }
}

export function poolOf(policy: PolicyName, weights: readonly number[], fields: Partial<ServerConfig> = {}): Balancer {
  return createBalancer({ policy, servers: weights.map((weight, i) => serverConfig(`s${i + 1}`, { address: `10.0.0.${i + 1}`, ...fields, weight })), options: OPTIONS })
}

export function requestOf(n: number, tried: readonly number[] = []): BalancedRequest {
  return { clientAddress: `10.${(n >> 8) & 255}.${n & 255}.7`, key: `user:${n}`, cookie: null, tried }
}

/** What a policy does not promise, and why. */
export interface Exceptions {
  /** Shares follow the weights. */
  readonly proportional?: string
  /** Idle servers of equal weight are all used. */
  readonly usesEverybody?: string
}

type Act =
  | { kind: 'request'; n: number; fails: boolean }
  | { kind: 'finish'; which: number; outcome: 'answered' | 'failed' }
  | { kind: 'weight'; index: number; weight: number }
  | { kind: 'admin'; index: number; admin: AdminState }
  | { kind: 'health'; index: number; healthy: boolean }
  | { kind: 'add'; weight: number }
  | { kind: 'wait'; us: number }

const index = fc.nat(5)
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ kind: fc.constant('request' as const), n: fc.nat(999), fails: fc.boolean() }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('finish' as const), which: fc.nat(99), outcome: fc.constantFrom('answered' as const, 'failed' as const) }) },
    fc.record({ kind: fc.constant('weight' as const), index, weight: fc.constantFrom(0, 1, 2, 5, 100, 256) }),
    fc.record({ kind: fc.constant('admin' as const), index, admin: fc.constantFrom<AdminState>('ready', 'drain', 'down') }),
    fc.record({ kind: fc.constant('health' as const), index, healthy: fc.boolean() }),
    fc.record({ kind: fc.constant('wait' as const), us: fc.nat(4_000_000) }),
    fc.record({ kind: fc.constant('add' as const), weight: fc.integer({ min: 1, max: 9 }) }),
  ),
  { maxLength: 60 },
)
const servers: fc.Arbitrary<ServerConfig[]> = fc
  .array(
    fc.record({
      weight: fc.constantFrom(1, 1, 2, 3, 5, 10),
      maxConnections: fc.constantFrom(0, 0, 1, 3),
      backup: fc.constantFrom(false, false, false, true),
      maxFails: fc.nat(3),
      slowStartUs: fc.constantFrom(0, 0, 3_000_000),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((list) => list.map((fields, i) => serverConfig(`s${i + 1}`, fields)))

export function balancingLaws(policy: PolicyName, exceptions: Exceptions = {}): void {
  describe(`${policy} keeps the laws of balancing`, () => {
    it('I1, I2, I3: an answer may be chosen now and was not tried; connections are opens minus closes', () => {
      fc.assert(
        fc.property(servers, acts, fc.integer(), (configs, script, seed) => {
          const run = play(policy, configs, script, seed)
          expect(run.broken).toEqual([])
        }),
        { numRuns: 150 },
      )
    })

    it('the same commands and seed give the same answers, also through a structured clone', () => {
      fc.assert(
        fc.property(servers, acts, fc.integer(), fc.nat(40), (configs, script, seed, cloneAt) => {
          expect(play(policy, configs, script, seed, cloneAt).answers).toEqual(play(policy, configs, script, seed).answers)
        }),
        { numRuns: 60 },
      )
    })

    it('NO_SERVER comes only when nobody is left, ALL_FULL only when somebody is full', () => {
      const balancer = poolOf(policy, [1, 2], { maxConnections: 1 })
      const rng = createRng(1)
      setAdmin(balancer, 0, 'down', 0)
      expect(choose(balancer, requestOf(1), 0, rng)).toBe(1)
      open(balancer, 1, 0)
      expect(choose(balancer, requestOf(1), 0, rng)).toBe(ALL_FULL)
      expect(choose(balancer, requestOf(1, [1]), 0, rng)).toBe(NO_SERVER)
      setHealthy(balancer, 1, false, 0)
      expect(choose(balancer, requestOf(1), 0, rng)).toBe(NO_SERVER)
    })

    it('a server that drains or weighs nothing gets nothing new, and a server added gets its part', () => {
      const balancer = poolOf(policy, [3, 3, 3])
      setAdmin(balancer, 0, 'drain', 0)
      setWeight(balancer, 1, 0, 0)
      expect(new Set(picksOf(balancer, 40))).toEqual(new Set([2]))
      const added = addServer(balancer, serverConfig('s4', { weight: 3 }), 0)
      setAdmin(balancer, 2, 'down', 0)
      expect(new Set(picksOf(balancer, 40))).toEqual(new Set([added]))
    })

    it('backups stay idle while a primary server may be chosen, and serve when none may', () => {
      const configs = [serverConfig('s1'), serverConfig('s2'), serverConfig('b1', { backup: true })]
      const balancer = createBalancer({ policy, servers: configs, options: OPTIONS })
      expect(picksOf(balancer, 60)).not.toContain(2)
      setAdmin(balancer, 0, 'down', 0)
      setHealthy(balancer, 1, false, 0)
      expect(new Set(picksOf(balancer, 20))).toEqual(new Set([2]))
      setHealthy(balancer, 1, true, 0)
      expect(new Set(picksOf(balancer, 20))).toEqual(new Set([1]))
    })

    law('shares follow the weights', exceptions.proportional, () => {
      const weights = [5, 3, 2]
      const balancer = poolOf(policy, weights)
      const picks = picksOf(balancer, 20_000)
      for (const [server, weight] of weights.entries()) {
        const share = picks.filter((pick) => pick === server).length / picks.length
        // 4.5 standard deviations of a fair draw of 20,000
        expect(Math.abs(share - weight / 10)).toBeLessThan(0.016)
      }
    })

    law('idle servers of equal weight are all used', exceptions.usesEverybody, () => {
      expect(new Set(picksOf(poolOf(policy, [1, 1, 1, 1]), 400)).size).toBe(4)
    })

    it('another policy may take over at any time and find the connections as they were', () => {
      for (const next of Object.keys(policies) as PolicyName[]) {
        const balancer = poolOf(policy, [2, 1, 1], { maxConnections: 2 })
        open(balancer, 0, 0)
        open(balancer, 1, 0)
        open(balancer, 1, 0)
        changePolicy(balancer, next, 0)
        expect(balancer.pool.servers.map((server) => server.connections)).toEqual([1, 2, 0])
        const picks = picksOf(balancer, 50).filter((pick) => pick >= 0)
        expect(picks).not.toContain(1)
      }
    })
  })
}

function law(title: string, exception: string | undefined, body: () => void): void {
  if (exception === undefined) it(title, body)
  else it.skip(`${title} (not promised: ${exception})`, body)
}

/** Short requests, one after the other. */
export function picksOf(balancer: Balancer, count: number, nowUs = 0): number[] {
  const rng = createRng(7)
  const picks: number[] = []
  for (let n = 0; n < count; n++) {
    const pick = choose(balancer, requestOf(nextInt(rng, 65536)), nowUs, rng)
    picks.push(pick)
    if (pick < 0) continue
    open(balancer, pick, nowUs)
    close(balancer, pick, 'answered', 1000, nowUs)
  }
  return picks
}

/** Plays a script, and checks the invariants after each act. */
function play(
  policy: PolicyName,
  configs: readonly ServerConfig[],
  script: readonly Act[],
  seed: number,
  cloneAt = -1,
): { answers: number[]; broken: string[] } {
  let balancer = createBalancer({ policy, servers: configs, options: OPTIONS })
  const rng = createRng(seed)
  const held: number[] = []
  const counted = configs.map(() => 0)
  const answers: number[] = []
  const broken: string[] = []
  let nowUs = 0
  for (const [at, act] of script.entries()) {
    if (at === cloneAt) balancer = structuredClone(balancer)
    const { servers: pool } = balancer.pool
    const target = 'index' in act ? act.index % pool.length : 0
    if (act.kind === 'request') {
      const tried: number[] = []
      for (;;) {
        const answer = choose(balancer, requestOf(act.n, tried), nowUs, rng)
        answers.push(answer)
        if (answer === NO_SERVER || answer === ALL_FULL) break
        const server = pool[answer]
        if (server === undefined) broken.push(`I1: ${answer} is no server`)
        else if (server.weight === 0 || server.admin !== 'ready' || !server.healthy || isFull(server, nowUs)) broken.push(`I1: ${answer} may not be chosen`)
        if (tried.includes(answer)) broken.push(`I2: ${answer} was tried`)
        if (broken.length > 0) return { answers, broken }
        open(balancer, answer, nowUs)
        if (!act.fails || tried.length > 6) {
          held.push(answer)
          counted[answer]!++
          break
        }
        close(balancer, answer, 'failed', 10, nowUs)
        tried.push(answer)
      }
    } else if (act.kind === 'finish' && held.length > 0) {
      const server = held.splice(act.which % held.length, 1)[0]!
      counted[server]!--
      close(balancer, server, act.outcome, 5000 + act.which, nowUs)
    } else if (act.kind === 'weight') setWeight(balancer, target, act.weight, nowUs)
    else if (act.kind === 'admin') setAdmin(balancer, target, act.admin, nowUs)
    else if (act.kind === 'health') setHealthy(balancer, target, act.healthy, nowUs)
    else if (act.kind === 'add') {
      addServer(balancer, serverConfig(`s${pool.length + 1}`, { weight: act.weight, slowStartUs: 2_000_000 }), nowUs)
      counted.push(0)
    } else if (act.kind === 'wait') step(balancer, (nowUs += act.us))
    const connections = balancer.pool.servers.map((server) => server.connections)
    if (JSON.stringify(connections) !== JSON.stringify(counted)) broken.push(`I3: ${JSON.stringify(connections)} is not ${JSON.stringify(counted)}`)
  }
  return { answers, broken }
}
