/**
 * What: the recorded areas of nginx's load balancing.
 */

import type { PolicyName, Pool } from '@/simulations/algorithms/balancing/policy.ts'
import { CaseError, readList, readString, type Adapter } from '../adapter.ts'
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

/** After 21 vain draws nginx takes turns instead, which names servers by weight in the long run. */
const VAIN_DRAWS = 21

/** The servers that a draw can end on: primaries that are up and have room. */
function eligible(pool: Pool): Pool['servers'] {
  return pool.servers
    .filter((server) => !server.config.backup && server.admin === 'ready')
    .filter((server) => server.config.maxConnections === 0 || server.connections < server.config.maxConnections)
}

export function oddsOfOne(pool: Pool): number[] {
  return walkDraws(pool, (odds, first, chance) => {
    odds[first]! += chance
    return 0
  })
}

/** Two different servers, drawn one after the other by weight; the second wins unless it is fuller for its weight. */
export function oddsOfTwo(pool: Pool): number[] {
  const total = primaryWeight(pool)
  return walkDraws(pool, (odds, first, chance, vainLeft) => {
    const a = pool.servers[first]!
    let undecided = chance
    for (let draw = 0; draw < vainLeft; draw++) {
      let stillUndecided = undecided
      for (const b of eligible(pool)) {
        if (b === a) continue
        const hit = (undecided * b.weight) / total
        odds[b.connections * a.weight > a.connections * b.weight ? first : b.index]! += hit
        stillUndecided -= hit
      }
      undecided = stillUndecided
    }
    return undecided
  })
}

/** Draws until a first server is found; `onFirst` says what follows from it, and returns the chance that runs out of draws. */
function walkDraws(pool: Pool, onFirst: (odds: number[], first: number, chance: number, vainLeft: number) => number): number[] {
  const odds = pool.servers.map(() => 0)
  const servers = eligible(pool)
  const total = primaryWeight(pool)
  const weight = servers.reduce((sum, server) => sum + server.weight, 0)
  let searching = 1
  let exhausted = 0
  for (let vain = 0; vain < VAIN_DRAWS; vain++) {
    for (const server of servers) exhausted += onFirst(odds, server.index, (searching * server.weight) / total, VAIN_DRAWS - vain)
    searching *= 1 - weight / total
  }
  for (const server of servers) odds[server.index]! += ((exhausted + searching) * server.weight) / weight
  return odds
}

function primaryWeight(pool: Pool): number {
  return pool.servers.reduce((sum, server) => sum + (server.config.backup ? 0 : server.weight), 0)
}

export function markDead(item: TraceCase, run: NginxRun): void {
  if (item.dead === undefined || item.dead === null) return
  for (const name of readList(item, 'dead')) run.dead.add(String(name))
}

