/**
 * What: HAProxy's two groups of servers, active and backup, and who answers for the pool right now.
 * Why: backups must stay idle until the last active server is gone, and then only the first of them works, unless
 * `option allbackups` says that all do.
 *
 * Picture:   active a b c   backup x y
 *            any of a b c usable ─▶ they serve;  none ─▶ x alone (or x y with allbackups);  x down too ─▶ y
 *
 * Invariants:
 *   I1 `firstBackup` is the first usable backup in the list, or -1; with `allbackups` it is always -1.
 *
 * Source: HAProxy 2.6 `recount_servers` (src/backend.c) and the start of each `*_get_next_server`.
 * Simplifications: counted anew at each change, where HAProxy adds and subtracts; the result is the same.
 * Complexity: O(servers) a change, O(1) a pick.
 */

import { isFull, isUsable, nobody, wasTried } from './pool.ts'
import { ALL_FULL, NO_SERVER, type BalancedRequest, type Pool, type PolicyOptions, type Server } from './policy.ts'

export interface Groups {
  readonly allBackups: boolean
  activeServers: number
  backupServers: number
  firstBackup: number
}

/** Who serves: a group, one backup alone, or nobody. */
export type Serving = 'active' | 'one-backup' | 'backups' | 'nobody'

export function createGroups(pool: Pool, options: PolicyOptions): Groups {
  const groups = { allBackups: options.allBackups ?? false, activeServers: 0, backupServers: 0, firstBackup: NO_SERVER }
  recount(groups, pool)
  return groups
}

export function recount(groups: Groups, pool: Pool): void {
  groups.activeServers = 0
  groups.backupServers = 0
  groups.firstBackup = NO_SERVER
  for (const server of pool.servers) {
    if (!isUsable(server)) continue
    if (!server.config.backup) groups.activeServers++
    else if (++groups.backupServers === 1 && !groups.allBackups) groups.firstBackup = server.index
  }
}

export function whoServes(groups: Groups): Serving {
  if (groups.activeServers > 0) return 'active'
  if (groups.firstBackup >= 0) return 'one-backup'
  return groups.backupServers > 0 ? 'backups' : 'nobody'
}

/** The one backup that works. HAProxy names it even when it is full, and the request waits there. */
export function takeFirstBackup(groups: Groups, pool: Pool, request: BalancedRequest, nowUs: number): number {
  if (wasTried(request, groups.firstBackup)) return NO_SERVER
  return isFull(pool.servers[groups.firstBackup]!, nowUs) ? ALL_FULL : groups.firstBackup
}

/** The answer when the serving group has nobody free. */
export function nobodyServing(groups: Groups, pool: Pool, request: BalancedRequest, nowUs: number): number {
  const isActive = groups.activeServers > 0
  return nobody(pool, request, nowUs, (server) => server.config.backup === isActive)
}

/** May the group's member be named: it has room, and it did not fail this request already? */
export function mayTake(server: Server, request: BalancedRequest, nowUs: number): boolean {
  return !isFull(server, nowUs) && !wasTried(request, server.index)
}
