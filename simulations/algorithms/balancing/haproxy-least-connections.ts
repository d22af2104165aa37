/**
 * What: HAProxy's `leastconn`: the server with the fewest open requests for its weight, and among equals the one that has
 * waited longest.
 * Why: a slow server keeps its requests longer, so it gets fewer. Unlike nginx's, equals take strict turns, because a server
 * that got or finished a request goes to the end of its equals.
 *
 * Picture (weights 1 1 1):   list by key:  a:0 b:0 c:0 ─ open ─▶ a   list: b:0 c:0 a:512
 *   key = 0 when idle, else (open + 1) · 4096 / scaled weight: the load it would have with one more
 *
 * Invariants:
 *   I1 the list holds exactly the usable servers, each under the key of its connections at its last change.
 *   I2 an idle server goes before every busy one, whatever the weights.
 *
 * Source: HAProxy 2.6 `src/lb_fwlc.c`: `fwlc_queue_srv`, `fwlc_srv_reposition`, `fwlc_get_next_server`.
 * Simplifications: a retry avoids every server that failed the request. Ordered lists stand in for HAProxy's trees.
 * Complexity: O(1) a pick while the first has room; O(servers) moves at each open and close.
 */

import { createOrderedList, insertOrdered, removeOrdered, type OrderedList } from '../../structures/ordered-list.ts'
import { createGroups, mayTake, nobodyServing, recount, takeFirstBackup, whoServes, type Groups } from './haproxy-groups.ts'
import { SCALED_WEIGHT_MAX } from './haproxy-weighted-round-robin.ts'
import { isUsable } from './pool.ts'
import { NO_SERVER, type Policy, type Pool, type Server } from './policy.ts'

export interface LeastConnectionsState {
  readonly groups: Groups
  readonly active: OrderedList
  readonly backup: OrderedList
  /** Key under which each server stands in its list, -1 while it stands in none, and the weight it was computed with. */
  readonly keys: number[]
  readonly weights: number[]
}

export const haproxyLeastConnections: Policy<LeastConnectionsState> = {
  name: 'haproxy-least-connections',
  create(pool, options) {
    const state: LeastConnectionsState = {
      groups: createGroups(pool, options),
      active: createOrderedList(),
      backup: createOrderedList(),
      keys: [],
      weights: [],
    }
    for (const server of pool.servers) place(state, pool, server)
    return state
  },
  choose(state, pool, request, nowUs) {
    const serving = whoServes(state.groups)
    if (serving === 'nobody') return NO_SERVER
    if (serving === 'one-backup') return takeFirstBackup(state.groups, pool, request, nowUs)
    const { items } = serving === 'active' ? state.active : state.backup
    for (let i = 0; i < items.length; i++) {
      if (mayTake(pool.servers[items[i]!]!, request, nowUs)) return items[i]!
    }
    return nobodyServing(state.groups, pool, request, nowUs)
  },
  onOpen: reposition,
  onClose: (state, pool, server) => reposition(state, pool, server),
  onChange(state, pool, server) {
    recount(state.groups, pool)
    place(state, pool, server)
  },
}

/** fwlc_srv_reposition: only a key that changed moves the server, and then behind its equals. */
function reposition(state: LeastConnectionsState, _pool: Pool, server: Server): void {
  const key = keyOf(server)
  if (state.keys[server.index]! < 0 || state.keys[server.index] === key) return
  const list = server.config.backup ? state.backup : state.active
  removeOrdered(list, server.index)
  insertOrdered(list, key, server.index)
  state.keys[server.index] = key
}

/** fwlc_set_server_status_up, _down and fwlc_update_server_weight: a new weight moves it too, even to the same key. */
function place(state: LeastConnectionsState, pool: Pool, server: Server): void {
  while (state.keys.length < pool.servers.length) {
    state.keys.push(-1)
    state.weights.push(0)
  }
  const weight = isUsable(server) ? server.scaledWeight : 0
  if (weight === state.weights[server.index]) return
  state.weights[server.index] = weight
  const list = server.config.backup ? state.backup : state.active
  removeOrdered(list, server.index)
  state.keys[server.index] = weight > 0 ? keyOf(server) : -1
  if (weight > 0) insertOrdered(list, keyOf(server), server.index)
}

function keyOf(server: Server): number {
  if (server.connections === 0) return 0
  return Math.floor(((server.connections + 1) * SCALED_WEIGHT_MAX) / Math.max(1, server.scaledWeight))
}
