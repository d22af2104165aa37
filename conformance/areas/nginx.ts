/**
 * What: the recorded areas of nginx's load balancing.
 */

import type { PolicyName, Pool } from '../../simulations/algorithms/balancing/policy.ts'
import { CaseError, readInteger, readList, readString, type Adapter, type BalancingEngine, type CaseResult } from '../adapter.ts'
import type { TraceCase } from '../format.ts'
import { compareOdds } from './odds.ts'
import { createNginxRun, replayOperations, replayPicks, type NginxRun } from './nginx-pool.ts'

const ANYBODY = { clientAddress: '', key: '' }

/** Areas whose cases are lists of picks, of operations, or both kinds. */
function sequence(area: string, policy: PolicyName): Adapter {
  return {
    area,
    replay(item, engine) {
      const run = createNginxRun(item, policy, engine)
      if (item.ops !== undefined) return replayOperations(item, run)
      return replayPicks(item, run, () => ANYBODY)
    },
  }
}

export const nginxRoundRobin = sequence('lb.nginx.round_robin', 'smooth-weighted-round-robin')
export const nginxPassiveHealth = sequence('lb.nginx.round_robin.passive_health', 'smooth-weighted-round-robin')
export const nginxLeastConn = sequence('lb.nginx.least_conn', 'least-connections')

export const nginxIpHash: Adapter = {
  area: 'lb.nginx.ip_hash',
  replay(item, engine) {
    const run = createNginxRun(item, 'hash-by-client', engine)
    if (item.ops !== undefined) return replayOperations(item, run)
    const ips = readList(item, 'ips')
    markDead(item, run)
    return replayPicks(item, run, (step) => ({ clientAddress: String(ips[step]), key: '' }))
  },
}

export const nginxRandom: Adapter = {
  area: 'lb.nginx.random',
  replay(item, engine) {
    const directive = readString(item, 'directive')
    const isTwo = /^random\s+two(\s+least_conn)?$/.test(directive)
    if (!isTwo && directive !== 'random') throw new CaseError(`directive "${directive}" is not known`)
    const run = createNginxRun(item, isTwo ? 'power-of-two-choices' : 'random', engine)
    const held = readList(item, 'held').map(Number)
    return compareOdds(item, run.engine, run.balancer, held, (pool) => (isTwo ? oddsOfTwo(pool) : oddsOfOne(pool)))
  },
}

/** The servers that a draw can end on: primaries that are up and have room. */
function eligible(pool: Pool): { index: number; weight: number; connections: number }[] {
  return pool.servers
    .filter((server) => !server.config.backup && server.admin === 'ready')
    .filter((server) => server.config.maxConnections === 0 || server.connections < server.config.maxConnections)
    .map(({ index, weight, connections }) => ({ index, weight, connections }))
}

export function oddsOfOne(pool: Pool): number[] {
  const odds = pool.servers.map(() => 0)
  const servers = eligible(pool)
  const total = servers.reduce((sum, server) => sum + server.weight, 0)
  for (const server of servers) odds[server.index] = server.weight / total
  return odds
}

/** Two different servers, drawn one after the other by weight; the second wins unless it is fuller for its weight. */
export function oddsOfTwo(pool: Pool): number[] {
  const odds = pool.servers.map(() => 0)
  const servers = eligible(pool)
  const total = servers.reduce((sum, server) => sum + server.weight, 0)
  if (servers.length === 1) return oddsOfOne(pool)
  for (const first of servers) {
    for (const second of servers) {
      if (first === second) continue
      const chance = (first.weight / total) * (second.weight / (total - first.weight))
      const isFuller = second.connections * first.weight > first.connections * second.weight
      odds[isFuller ? first.index : second.index]! += chance
    }
  }
  return odds
}

export function markDead(item: TraceCase, run: NginxRun): void {
  if (item.dead === undefined || item.dead === null) return
  for (const name of readList(item, 'dead')) run.dead.add(String(name))
}

export type { BalancingEngine, CaseResult }
export { readInteger }
