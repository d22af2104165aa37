/**
 * What: HAProxy's `random(N)`: N random places on its hash ring, and of the servers found there the least loaded.
 * Why: it is the power of two choices for many balancers that do not talk to each other. But a place on a ring is not a fair
 * die: a server's chance is the length of its arcs, and with few points the arcs are uneven. Weights of about 100 cure that.
 *
 * Picture:   draw 1 ─▶ nearest point ─▶ b (3 open)      draw 2 ─▶ nearest point ─▶ a (1 open) ─▶ a
 *            both draws may hit one server: then nothing is compared
 *
 * Invariants:
 *   I1 with one draw, a server is named with the probability of its share of the circle.
 *
 * Source: HAProxy 2.6 `src/backend.c`, `get_server_rnd`; `src/lb_chash.c`, `chash_get_server_hash`.
 * Simplifications: a retry avoids every server that failed the request.
 * Complexity: O(N · log points) a pick, 16 points a unit of weight.
 */

import { nextUint32 } from '../../kernel/random.ts'
import { createHaproxyRing, nearestPoint, pointAfter, setPoints, type HaproxyRing } from '../../structures/haproxy-ring.ts'
import { createGroups, recount, whoServes, type Groups } from './haproxy-groups.ts'
import { isFull, isUsable, wasTried } from './pool.ts'
import { ALL_FULL, NO_SERVER, type BalancedRequest, type Policy, type Pool, type Server } from './policy.ts'

export interface HaproxyRandomState {
  readonly draws: number
  readonly groups: Groups
  readonly active: HaproxyRing
  readonly backup: HaproxyRing
}

export const haproxyRandom: Policy<HaproxyRandomState> = {
  name: 'haproxy-random',
  create(pool, options) {
    const state: HaproxyRandomState = {
      draws: Math.max(1, options.draws),
      groups: createGroups(pool, options),
      active: createHaproxyRing(),
      backup: createHaproxyRing(),
    }
    for (const server of pool.servers) placeOnRing(state, server)
    return state
  },
  /** get_server_rnd */
  choose(state, pool, request, nowUs, rng) {
    let best = NO_SERVER
    for (let draw = 0; draw < state.draws; draw++) {
      const drawn = serverAt(state, pool, request, nextUint32(rng))
      if (drawn === NO_SERVER) return NO_SERVER
      if (best === NO_SERVER || drawn === best || !isFuller(pool, drawn, best)) best = drawn
    }
    // If the best of the draws is full, the request waits, even if others have room.
    return isFull(pool.servers[best]!, nowUs) ? ALL_FULL : best
  },
  onChange(state, pool, server) {
    recount(state.groups, pool)
    placeOnRing(state, server)
  },
}

function placeOnRing(state: HaproxyRandomState, server: Server): void {
  setPoints(server.config.backup ? state.backup : state.active, server.index, isUsable(server) ? server.scaledWeight : 0)
}

/** chash_get_server_hash: the nearest point's server, or the next one's if that server already failed the request. */
function serverAt(state: HaproxyRandomState, pool: Pool, request: BalancedRequest, hash: number): number {
  const serving = whoServes(state.groups)
  if (serving === 'nobody') return NO_SERVER
  if (serving === 'one-backup') return wasTried(request, state.groups.firstBackup) ? NO_SERVER : state.groups.firstBackup
  const ring = serving === 'active' ? state.active : state.backup
  let row = nearestPoint(ring, hash)
  for (let steps = 0; steps < ring.places.length; steps++) {
    if (!wasTried(request, ring.owners[row]!)) return ring.owners[row]!
    row = pointAfter(ring, row)
  }
  return NO_SERVER
}

/** curr->served * prev->cur_eweight > prev->served * curr->cur_eweight */
function isFuller(pool: Pool, a: number, b: number): boolean {
  const left = pool.servers[a]!
  const right = pool.servers[b]!
  return left.connections * right.scaledWeight > right.connections * left.scaledWeight
}
