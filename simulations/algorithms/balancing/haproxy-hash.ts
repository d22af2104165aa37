/**
 * What: HAProxy's `balance hash` with `hash-type map-based`, its default: a number made from the key picks a row of a table.
 * Why: a look-up is one division, and the shares follow the weights. When a server comes or goes the table has another length,
 * and nearly all keys move.
 *
 * Picture:   key ─▶ sdbm ─▶ mod rows ─▶ [ a b a c a b ] ─▶ server        a has weight 3, b 2, c 1
 *
 * Invariants:
 *   I1 while the list and its state stay, one key gets one server.
 *
 * Source: HAProxy 2.6 `src/lb_map.c` (`map_get_server_hash`, `recalc_server_map`), `src/hash.c` (`hash_sdbm`).
 * Simplifications: HAProxy sends a request that failed to the same row again, until a health check takes the server out; here it
 *   goes on to the next row. A full server's requests wait in the common line; HAProxy lets them wait for that server.
 * Complexity: O(1), and O(servers · weights) after a change.
 */

import { hashHaproxy } from '../../structures/haproxy-hash.ts'
import { createGroups, recount, type Groups } from './haproxy-groups.ts'
import { makeTurnsTable } from './haproxy-static-round-robin.ts'
import { isFull, wasTried } from './pool.ts'
import { ALL_FULL, NO_SERVER, type BalancedRequest, type Policy, type Pool } from './policy.ts'

export interface HaproxyTableState {
  readonly groups: Groups
  /** Index of a server in each row. */
  table: number[]
}

export const haproxyHash: Policy<HaproxyTableState> = {
  name: 'haproxy-hash',
  create(pool, options) {
    const groups = createGroups(pool, options)
    return { groups, table: makeTurnsTable(groups, pool) }
  },
  choose(state, pool, request, nowUs) {
    return chooseByRow(state, pool, request, hashHaproxy('sdbm', request.key), nowUs)
  },
  onChange(state, pool) {
    recount(state.groups, pool)
    state.table = makeTurnsTable(state.groups, pool)
  },
}

/** The server in the row of a hash, or the next one that has not been tried. */
export function chooseByRow({ table }: HaproxyTableState, pool: Pool, request: BalancedRequest, hash: number, nowUs: number): number {
  for (let step = 0; step < table.length; step++) {
    const index = table[(hash + step) % table.length]!
    if (wasTried(request, index)) continue
    return isFull(pool.servers[index]!, nowUs) ? ALL_FULL : index
  }
  return NO_SERVER
}
