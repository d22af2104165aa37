/**
 * What: HAProxy's `balance hash` with `hash-type consistent`: the nearest point on a ring decides, and with
 * `hash-balance-factor` nobody holds more than a bounded share of what is open.
 * Why: the ring moves few keys when a server changes. The bound stops one hot key from drowning its server, at the price that
 * the key's requests spill over to the next ones.
 *
 * Picture (factor 150, 4 equal servers, 7 open + 1): slots = ceil(8 · 1.5) = 12, 3 each; b holds 3 ─▶ on to the next point's server
 *
 * Invariants:
 *   I1 without a factor, a server that changes moves only its own keys.
 *   I2 with a factor, the server named held fewer than its slots before.
 *
 * Source: HAProxy 2.6 `src/lb_chash.c` (`chash_get_server_hash`, `chash_server_is_eligible`), `src/hash.c` (`hash_sdbm`, which is
 * stirred by `full_hash` here); Mirrokni, Thorup, Zadimoghaddam, "Consistent hashing with bounded loads" (2016).
 * Simplifications: a full server's requests wait in the common line; HAProxy lets them wait for that server.
 * Complexity: O(log points), plus the points walked past.
 */

import { slotsOf } from '../../structures/bounded-load.ts'
import { fullHash, hashHaproxy } from '../../structures/haproxy-hash.ts'
import { createHaproxyRing, nearestPoint, pointAfter, setPoints, type HaproxyRing } from '../../structures/haproxy-ring.ts'
import { createGroups, nobodyServing, recount, takeFirstBackup, whoServes, type Groups } from './haproxy-groups.ts'
import { isFull, isUsable, wasTried } from './pool.ts'
import { ALL_FULL, NO_SERVER, type BalancedRequest, type Policy, type Pool, type Server } from './policy.ts'

export interface HaproxyRingState {
  readonly groups: Groups
  /** Percent of the mean load that a server may hold; 0 is no bound. */
  readonly balanceFactor: number
  readonly active: HaproxyRing
  readonly backup: HaproxyRing
  /** Weight of the servers before each one in its group, as it was when it joined: HAProxy never counts it anew. */
  readonly weightBefore: number[]
}

export const haproxyConsistentHash: Policy<HaproxyRingState> = {
  name: 'haproxy-consistent-hash',
  create(pool, options) {
    const state: HaproxyRingState = {
      groups: createGroups(pool, options),
      balanceFactor: options.balanceFactor ?? 0,
      active: createHaproxyRing(),
      backup: createHaproxyRing(),
      weightBefore: [],
    }
    for (const server of pool.servers) changePoints(state, pool, server)
    return state
  },
  choose(state, pool, request, nowUs) {
    return chooseNearest(state, pool, request, fullHash(hashHaproxy('sdbm', request.key)), nowUs)
  },
  onChange: changePoints,
}

/** The server whose point is nearest to a hash and who has a slot. */
export function chooseNearest(state: HaproxyRingState, pool: Pool, request: BalancedRequest, hash: number, nowUs: number): number {
  const serving = whoServes(state.groups)
  if (serving === 'nobody') return NO_SERVER
  if (serving === 'one-backup') return takeFirstBackup(state.groups, pool, request, nowUs)
  const ring = serving === 'active' ? state.active : state.backup
  let row = nearestPoint(ring, hash)
  for (let steps = 0; steps <= ring.places.length; steps++) {
    const index = ring.owners[row]!
    if (!wasTried(request, index) && hasSlot(state, pool, index)) return isFull(pool.servers[index]!, nowUs) ? ALL_FULL : index
    row = pointAfter(ring, row)
  }
  return nobodyServing(state.groups, pool, request, nowUs)
}

function changePoints(state: HaproxyRingState, pool: Pool, server: Server): void {
  recount(state.groups, pool)
  for (let index = state.weightBefore.length; index < pool.servers.length; index++) state.weightBefore.push(weightBeforeOf(pool, pool.servers[index]!))
  setPoints(server.config.backup ? state.backup : state.active, server.index, isUsable(server) ? server.scaledWeight : 0)
}

/** chash_server_is_eligible */
function hasSlot(state: HaproxyRingState, pool: Pool, index: number): boolean {
  if (state.balanceFactor === 0) return true
  const server = pool.servers[index]!
  let open = 0
  let total = 0
  for (const other of pool.servers) {
    open += other.connections
    if (isUsable(other) && other.config.backup === server.config.backup) total += other.scaledWeight
  }
  return server.connections < slotsOf(server.scaledWeight, state.weightBefore[index]!, total, open, state.balanceFactor)
}

/** recount_servers: cumulative_weight */
function weightBeforeOf(pool: Pool, server: Server): number {
  let sum = 0
  for (const other of pool.servers) {
    if (other.index < server.index && isUsable(other) && other.config.backup === server.config.backup) sum += other.scaledWeight
  }
  return sum
}
