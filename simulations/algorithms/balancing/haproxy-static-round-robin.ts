/**
 * What: HAProxy's `static-rr`: the order of turns is worked out once and read from a table.
 * Why: a pick is one look into an array. The price: weights cannot change during the run, and each server that goes or
 * comes has the whole table worked out anew.
 *
 * Picture (weights 4 2, divided by their greatest common divisor: 2 1):   table  a b a │ a b a │ …   a finger walks along it
 *
 * Invariants:
 *   I1 the table is as long as the reduced weights of the serving group add up to.
 *   I2 with active servers, each stands in the table as often as its reduced weight.
 *
 * Source: HAProxy 2.6 `src/lb_map.c`: `init_server_map`, `recalc_server_map`, `map_get_server_rr`.
 * Simplifications: a weight set at run time counts only as zero or not zero; HAProxy refuses any other. A retry avoids every
 * server that failed the request.
 * Complexity: O(total weight · servers) a change; a pick is O(1) unless servers are full.
 */

import { createGroups, mayTake, nobodyServing, recount, type Groups } from './haproxy-groups.ts'
import { isUsable } from './pool.ts'
import { NO_SERVER, type Policy, type Pool, type Server } from './policy.ts'

export interface StaticTurnsState {
  readonly groups: Groups
  /** The order of turns: indexes of servers. */
  table: number[]
  /** The finger: where the next search begins. */
  next: number
}

export const haproxyStaticRoundRobin: Policy<StaticTurnsState> = {
  name: 'haproxy-static-round-robin',
  create(pool, options) {
    const state: StaticTurnsState = { groups: createGroups(pool, options), table: [], next: 0 }
    state.table = makeTurnsTable(state.groups, pool)
    return state
  },
  /** map_get_server_rr */
  choose(state, pool, request, nowUs) {
    const { table } = state
    if (table.length === 0) return NO_SERVER
    if (state.next >= table.length) state.next = 0
    let at = state.next
    do {
      const index = table[at]!
      at++
      if (mayTake(pool.servers[index]!, request, nowUs)) {
        state.next = at
        return index
      }
      if (at === table.length) at = 0
    } while (at !== state.next)
    return nobodyServing(state.groups, pool, request, nowUs)
  },
  onChange(state, pool) {
    recount(state.groups, pool)
    state.table = makeTurnsTable(state.groups, pool)
  },
}

/** recalc_server_map: at each place everybody's score grows by its weight; the first with the highest whole part wins. */
export function makeTurnsTable(groups: Groups, pool: Pool): number[] {
  const divisor = commonDivisor(pool)
  const weightOf = (server: Server): number => Math.ceil(server.config.weight / divisor)
  const isBackupTurn = groups.activeServers === 0
  const serving = pool.servers.filter((server) => isUsable(server) && server.config.backup === isBackupTurn)
  // With one backup at work the table is as long as its weight alone. (update_backend_weight)
  const alone = groups.activeServers === 0 && groups.firstBackup >= 0
  const counted = alone ? serving.filter((server) => server.index === groups.firstBackup) : serving
  const total = counted.reduce((sum, server) => sum + weightOf(server), 0)
  const scores = pool.servers.map(() => 0)
  const table: number[] = []
  for (let place = 0; place < total; place++) {
    let best = NO_SERVER
    let highest = 0
    for (const { index } of serving) {
      if (total === 1) {
        best = index
        break
      }
      scores[index]! += weightOf(pool.servers[index]!)
      const whole = Math.trunc((scores[index]! + total) / total)
      if (best === NO_SERVER || whole > highest) {
        highest = whole
        best = index
      }
    }
    table.push(best)
    scores[best]! -= total
  }
  return table
}

/** Greatest common divisor of the configured weights, zeros left out. */
function commonDivisor(pool: Pool): number {
  let divisor = 0
  for (const server of pool.servers) {
    let rest = server.config.weight
    while (rest > 0) {
      const remainder = divisor % rest
      divisor = rest
      rest = remainder
    }
  }
  return Math.max(1, divisor)
}
