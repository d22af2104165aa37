/**
 * What: a pool of servers and one policy over it: the thing that a running system, a replay and a test all talk to.
 * Why: counting connections, keeping health and warming servers up is the same for every policy. Doing it here once means
 * that a policy can be swapped during a run, and that a policy cannot count wrong.
 *
 * Picture:   choose ─▶ index ─▶ open(index) ─▶ … ─▶ close(index, outcome)
 *            setWeight, setAdmin, setHealthy, addServer ─▶ the policy hears of it      step() when a slow start is due
 *
 * Invariants:
 *   I3 `connections` is the number of opens minus the number of closes, and never negative.
 *   I4 a balancer is plain data: a structured clone of it behaves the same.
 *
 * Source: the split is HAProxy's: `lbprm.server_take_conn`, `server_drop_conn`, `update_server_eweight`. Failures are counted
 * as nginx counts them (`passive-health.ts`); HAProxy's policies do not read that count, as HAProxy has no such thing by default.
 * Simplifications: requests that find everybody full wait in the component, in one line; HAProxy has a line for each server too.
 * Complexity: O(1) here, plus the policy's own.
 */

import { invariant } from '../../kernel/invariant.ts'
import type { Rng } from '../../kernel/random.ts'
import { consistentHash } from './consistent-hash.ts'
import { haproxyConsistentHash } from './haproxy-consistent-hash.ts'
import { haproxyFirst } from './haproxy-first.ts'
import { haproxyHash } from './haproxy-hash.ts'
import { haproxyLeastConnections } from './haproxy-least-connections.ts'
import { haproxyRandom } from './haproxy-random.ts'
import { haproxyStaticRoundRobin } from './haproxy-static-round-robin.ts'
import { haproxyWeightedRoundRobin } from './haproxy-weighted-round-robin.ts'
import { hashByClient } from './hash-by-client.ts'
import { hashByKey } from './hash-by-key.ts'
import { leastConnections } from './least-connections.ts'
import { leastResponseTime } from './least-response-time.ts'
import { noteFailure, noteSuccess, standsAlone } from './passive-health.ts'
import type {
  AdminState,
  BalancedRequest,
  CloseOutcome,
  Policy,
  PolicyName,
  PolicyOptions,
  Pool,
  Server,
  ServerConfig,
} from './policy.ts'
import { createServer } from './pool.ts'
import { powerOfTwoChoices } from './power-of-two-choices.ts'
import { random } from './random.ts'
import { roundRobin } from './round-robin.ts'
import { beginWarmUp, endWarmUp, rescale, stepWarmUp } from './slow-start.ts'
import { smoothWeightedRoundRobin } from './smooth-weighted-round-robin.ts'
import { stickyRoundRobin } from './sticky-round-robin.ts'

/** Every policy by its name. */
export const policies: Readonly<Record<PolicyName, Policy>> = {
  'round-robin': roundRobin,
  'sticky-round-robin': stickyRoundRobin,
  'smooth-weighted-round-robin': smoothWeightedRoundRobin,
  'haproxy-weighted-round-robin': haproxyWeightedRoundRobin,
  'haproxy-static-round-robin': haproxyStaticRoundRobin,
  'hash-by-client': hashByClient,
  'hash-by-key': hashByKey,
  'least-connections': leastConnections,
  'haproxy-least-connections': haproxyLeastConnections,
  'haproxy-first': haproxyFirst,
  'least-response-time': leastResponseTime,
  random,
  'power-of-two-choices': powerOfTwoChoices,
  'haproxy-random': haproxyRandom,
  'consistent-hash': consistentHash,
  'haproxy-hash': haproxyHash,
  'haproxy-consistent-hash': haproxyConsistentHash,
} as Readonly<Record<PolicyName, Policy>>

export interface BalancerConfig {
  readonly policy: PolicyName
  readonly servers: readonly ServerConfig[]
  readonly options: PolicyOptions
}

export interface Balancer {
  policy: PolicyName
  readonly pool: Pool
  /** The policy's own; others may show it, never change it. */
  state: unknown
  readonly options: PolicyOptions
}

export function createBalancer(config: BalancerConfig): Balancer {
  const pool = { servers: config.servers.map(createServer) }
  const state = policies[config.policy].create(pool, config.options)
  return { policy: config.policy, pool, state, options: config.options }
}

/** The server for a request: an index, NO_SERVER or ALL_FULL. Whoever acts on it calls `open` at once. */
export function choose(balancer: Balancer, request: BalancedRequest, nowUs: number, rng: Rng): number {
  return policies[balancer.policy].choose(balancer.state, balancer.pool, request, nowUs, rng)
}

/** A request was sent to a server. */
export function open(balancer: Balancer, index: number, nowUs: number): void {
  const server = serverAt(balancer, index)
  server.connections++
  policies[balancer.policy].onOpen?.(balancer.state, balancer.pool, server, nowUs)
}

/** A server answered, or failed, a request that was opened on it. */
export function close(balancer: Balancer, index: number, outcome: CloseOutcome, responseTimeUs: number, nowUs: number): void {
  const server = serverAt(balancer, index)
  invariant(server.connections > 0, `I3: server ${server.config.name} closes a request that was not open`)
  server.connections--
  if (!standsAlone(balancer.pool)) {
    if (outcome === 'failed') noteFailure(server, Math.floor(nowUs / 1_000_000))
    else noteSuccess(server)
  }
  policies[balancer.policy].onClose?.(balancer.state, balancer.pool, server, outcome, responseTimeUs, nowUs)
}

/** A person sets a weight, an integer from 0 up. */
export function setWeight(balancer: Balancer, index: number, weight: number, nowUs: number): void {
  const server = serverAt(balancer, index)
  server.weight = weight
  server.effectiveWeight = weight
  rescale(server, nowUs)
  announce(balancer, server, nowUs)
}

/** A person takes a server out, lets it drain, or puts it back. Coming back from `down` starts slowly. */
export function setAdmin(balancer: Balancer, index: number, admin: AdminState, nowUs: number): void {
  const server = serverAt(balancer, index)
  const before = server.admin
  if (before === admin) return
  server.admin = admin
  followState(server, before !== 'down' && server.healthy, nowUs)
  announce(balancer, server, nowUs)
}

/** Health checks concluded something. A server that turned healthy starts slowly. */
export function setHealthy(balancer: Balancer, index: number, healthy: boolean, nowUs: number): void {
  const server = serverAt(balancer, index)
  const before = server.healthy
  if (before === healthy) return
  server.healthy = healthy
  followState(server, before && server.admin !== 'down', nowUs)
  announce(balancer, server, nowUs)
}

/** A server joins at the end of the list. Returns its index. */
export function addServer(balancer: Balancer, config: ServerConfig, nowUs: number): number {
  const server = createServer(config, balancer.pool.servers.length)
  balancer.pool.servers.push(server)
  beginWarmUp(server, nowUs)
  announce(balancer, server, nowUs)
  return server.index
}

/** Another policy takes over. Connections and health stay; the policy's own state starts anew. */
export function changePolicy(balancer: Balancer, policy: PolicyName, _nowUs: number): void {
  balancer.policy = policy
  balancer.state = policies[policy].create(balancer.pool, balancer.options)
}

/** When the next step of a slow start is due; Infinity if nobody warms up. */
export function nextStepAtUs(balancer: Balancer): number {
  let next = Infinity
  for (const { warmUp } of balancer.pool.servers) if (warmUp !== null) next = Math.min(next, warmUp.nextStepAtUs)
  return next
}

/** Takes the steps that are due by now. */
export function step(balancer: Balancer, nowUs: number): void {
  for (const server of balancer.pool.servers) {
    if (server.warmUp === null || server.warmUp.nextStepAtUs > nowUs) continue
    stepWarmUp(server, nowUs)
    announce(balancer, server, nowUs)
  }
}

function followState(server: Server, wasRunning: boolean, nowUs: number): void {
  const isRunning = server.admin !== 'down' && server.healthy
  if (isRunning && !wasRunning) beginWarmUp(server, nowUs)
  if (!isRunning && wasRunning) endWarmUp(server, nowUs)
}

function announce(balancer: Balancer, server: Server, nowUs: number): void {
  policies[balancer.policy].onChange?.(balancer.state, balancer.pool, server, nowUs)
}

function serverAt(balancer: Balancer, index: number): Server {
  const server = balancer.pool.servers[index]
  invariant(server !== undefined, `I1: there is no server ${index}`)
  return server
}
