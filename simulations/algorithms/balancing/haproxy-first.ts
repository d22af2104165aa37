/**
 * What: HAProxy's `first`: fill the first server to its limit, then the second, and so on.
 * Why: the last servers stay empty and can be switched off, which saves money where servers are rented by the hour. It needs
 * a connection limit on each server; without one, the first takes everything.
 *
 * Picture (limit 2 each):   a a b b c   ─ one of b's ends ─▶   the next goes to b, not c
 *
 * Invariants:
 *   I1 every usable server before the one named is full.
 *
 * Source: HAProxy 2.6 `src/lb_fas.c`, `fas_get_next_server`.
 * Simplifications: a retry avoids every server that failed the request. The order is the list's; HAProxy's is by server id.
 * Complexity: O(servers) a pick.
 */

import { createGroups, mayTake, nobodyServing, recount, takeFirstBackup, whoServes, type Groups } from './haproxy-groups.ts'
import { isUsable } from './pool.ts'
import { NO_SERVER, type Policy } from './policy.ts'

export const haproxyFirst: Policy<Groups> = {
  name: 'haproxy-first',
  create: createGroups,
  choose(groups, pool, request, nowUs) {
    const serving = whoServes(groups)
    if (serving === 'nobody') return NO_SERVER
    if (serving === 'one-backup') return takeFirstBackup(groups, pool, request, nowUs)
    const backup = serving === 'backups'
    for (const server of pool.servers) {
      if (server.config.backup !== backup || !isUsable(server)) continue
      if (mayTake(server, request, nowUs)) return server.index
    }
    return nobodyServing(groups, pool, request, nowUs)
  },
  onChange: recount,
}
