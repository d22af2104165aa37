/**
 * What: HAProxy's hashing: a number made from the request picks a server from a table (`map-based`) or from the ring
 * (`consistent`), and with `hash-balance-factor` nobody gets more than a bounded share of what is open.
 * Why: the table spreads evenly but moves nearly all keys when a server changes; the ring moves few. A bound stops one hot
 * key from drowning its server, at the price that the key's requests spill over to the next ones.
 *
 * Picture (factor 150, 4 equal servers, 7 open + 1): slots = ceil(8 · 1.5) = 12, 3 each; b holds 3 ─▶ on to the next point's server
 *
 * Invariants:
 *   I1 with a factor, the server named held fewer than its slots before.
 *   I2 slots of all servers together are the total, give or take the one slot that nobody is denied.
 *
 * Source: HAProxy 2.6 `src/lb_map.c` (`map_get_server_hash`), `src/lb_chash.c` (`chash_get_server_hash`,
 * `chash_server_is_eligible`); Mirrokni, Thorup, Zadimoghaddam, "Consistent hashing with bounded loads" (2016).
 * Simplifications: a full server's requests wait in the common line; HAProxy lets them wait for that server.
 * Complexity: O(1) for the table; O(log points) for the ring, plus the points walked past.
 */

import { createHaproxyRing, nearestPoint, pointAfter, setPoints, type HaproxyRing } from '../../structures/haproxy-ring.ts'
import { createGroups, nobodyServing, recount, takeFirstBackup, whoServes, type Groups } from './haproxy-groups.ts'
import { makeTurnsTable } from './haproxy-static-round-robin.ts'
import { isFull, isUsable, wasTried } from './pool.ts'
import { ALL_FULL, NO_SERVER, type BalancedRequest, type Pool, type PolicyOptions, type Server } from './policy.ts'

export interface HaproxyHashState {
  readonly groups: Groups
  readonly isConsistent: boolean
  /** Percent of the mean load that a server may hold; 0 is no bound. */
  readonly balanceFactor: number
  table: number[]
  readonly active: HaproxyRing
  readonly backup: HaproxyRing
  /** Weight of the servers before each one in its group, as it was at the start: HAProxy never counts it anew. */
  readonly weightBefore: number[]
}

export function createHaproxyHash(pool: Pool, options: PolicyOptions, isConsistent: boolean, balanceFactor: number): HaproxyHashState {
  const state: HaproxyHashState = {
    groups: createGroups(pool, options),
    isConsistent,
    balanceFactor,
    table: [],
    active: createHaproxyRing(),
    backup: createHaproxyRing(),
    weightBefore: pool.servers.map((server) => weightBeforeOf(pool, server)),
  }
  for (const server of pool.servers) changeHaproxyHash(state, pool, server)
  return state
}

export function changeHaproxyHash(state: HaproxyHashState, pool: Pool, server: Server): void {
  recount(state.groups, pool)
  if (state.isConsistent) setPoints(server.config.backup ? state.backup : state.active, server.index, isUsable(server) ? server.scaledWeight : 0)
  else state.table = makeTurnsTable(state.groups, pool)
}

export function chooseByHash(state: HaproxyHashState, pool: Pool, request: BalancedRequest, hash: number, nowUs: number): number {
  if (!state.isConsistent) {
    if (state.table.length === 0) return NO_SERVER
    return answer(pool, request, state.table[hash % state.table.length]!, nowUs)
  }
  const serving = whoServes(state.groups)
  if (serving === 'nobody') return NO_SERVER
  if (serving === 'one-backup') return takeFirstBackup(state.groups, pool, request, nowUs)
  const ring = serving === 'active' ? state.active : state.backup
  let row = nearestPoint(ring, hash)
  for (let steps = 0; steps <= ring.places.length; steps++) {
    const index = ring.owners[row]!
    if (!wasTried(request, index) && hasSlot(state, pool, index)) return answer(pool, request, index, nowUs)
    row = pointAfter(ring, row)
  }
  return nobodyServing(state.groups, pool, request, nowUs)
}

/** chash_server_is_eligible */
function hasSlot(state: HaproxyHashState, pool: Pool, index: number): boolean {
  if (state.balanceFactor === 0) return true
  const server = pool.servers[index]!
  let open = 0
  let total = 0
  for (const other of pool.servers) {
    open += other.connections
    if (isUsable(other) && other.config.backup === server.config.backup) total += other.scaledWeight
  }
  const slots = Math.floor(((open + 1) * state.balanceFactor + 99) / 100)
  const slotsAWeight = Math.floor(slots / total)
  const remainder = slots % total
  const before = state.weightBefore[index]!
  const weight = server.scaledWeight
  const extra = Math.floor(((before + weight) * remainder) / total) - Math.floor((before * remainder) / total)
  return server.connections < Math.max(1, weight * slotsAWeight + extra)
}

function answer(pool: Pool, request: BalancedRequest, index: number, nowUs: number): number {
  if (wasTried(request, index)) return NO_SERVER
  return isFull(pool.servers[index]!, nowUs) ? ALL_FULL : index
}

/** recount_servers: cumulative_weight */
function weightBeforeOf(pool: Pool, server: Server): number {
  let sum = 0
  for (const other of pool.servers) {
    if (other.index < server.index && isUsable(other) && other.config.backup === server.config.backup) sum += other.scaledWeight
  }
  return sum
}
