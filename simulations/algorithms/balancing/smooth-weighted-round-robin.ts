/**
 * What: turns in proportion to weight, spread out instead of in bursts. nginx's default.
 * Why: with weights 5, 1, 1 the naive rule gives a a a a a b c, five in a row for one server; this gives a a b a c a a.
 * It costs one addition a server for each pick.
 *
 * Picture (weights 5 1 1): add each weight to its counter, take the largest (the first of equals), subtract the total (7) there
 *   counters   5 1 1 ─▶ a   -2 1 1
 *              3 2 2 ─▶ a   -4 2 2
 *              1 3 3 ─▶ b    1 -4 3
 *              6 -3 4 ─▶ a  -1 -3 4 …
 *
 * Invariants:
 *   I1 the counters of servers that stay usable sum to the same after each pick.
 *   I2 in any round of (sum of weights) picks each server is named as often as its weight says.
 *
 * Source: nginx 1.22 `src/http/ngx_http_upstream_round_robin.c`, `ngx_http_upstream_get_peer`; the idea is Igor Sysoev's,
 * commit 52327e0627f4 (2012).
 * Simplifications: one worker process. A weight changed at run time takes effect at once; nginx would reload and start anew.
 * Complexity: O(servers) a pick.
 */

import { isAvailable, isLeftAlone, noteChosen, standsAlone } from './passive-health.ts'
import { isFull, isUsable, nobody, wasTried } from './pool.ts'
import { NO_SERVER, type BalancedRequest, type Policy, type Pool } from './policy.ts'

export interface SmoothState {
  /** nginx's `current_weight`, one counter a server. */
  readonly counters: number[]
}

export const smoothWeightedRoundRobin: Policy<SmoothState> = {
  name: 'smooth-weighted-round-robin',
  create: createSmoothState,
  choose: chooseInTurn,
  onChange: growCounters,
}

export function createSmoothState(pool: Pool): SmoothState {
  return { counters: pool.servers.map(() => 0) }
}

/** A server was added: its counter starts at 0. */
export function growCounters(state: SmoothState, pool: Pool): void {
  while (state.counters.length < pool.servers.length) state.counters.push(0)
}

/** Primary servers first; backups only when no primary may take the request. */
export function chooseInTurn(state: SmoothState, pool: Pool, request: BalancedRequest, nowUs: number): number {
  const nowS = Math.floor(nowUs / 1_000_000)
  if (standsAlone(pool)) return chooseAlone(pool, request, nowUs)
  let index = NO_SERVER
  if (!hasMovedToBackups(pool, request)) index = largestCounter(state, pool, request, nowS, nowUs, false)
  if (index === NO_SERVER) index = largestCounter(state, pool, request, nowS, nowUs, true)
  return index === NO_SERVER ? nobody(pool, request, nowUs, (server) => isLeftAlone(server, nowS)) : index
}

/** A single server is asked whatever its record: `peers->single`. */
export function chooseAlone(pool: Pool, request: BalancedRequest, nowUs: number): number {
  const server = pool.servers[0]!
  if (isUsable(server) && !isFull(server, nowUs) && !wasTried(request, 0)) return 0
  return nobody(pool, request, nowUs)
}

/** Once nginx went over to the backups for a request, it stays with them for that request. (rrp->peers = peers->next) */
export function hasMovedToBackups(pool: Pool, request: BalancedRequest): boolean {
  for (const index of request.tried) if (pool.servers[index]!.config.backup) return true
  return false
}

function largestCounter(
  state: SmoothState,
  pool: Pool,
  request: BalancedRequest,
  nowS: number,
  nowUs: number,
  backup: boolean,
): number {
  const { counters } = state
  let best = NO_SERVER
  let total = 0
  for (const server of pool.servers) {
    if (server.config.backup !== backup || !isAvailable(server, request, nowS, nowUs)) continue
    const { index } = server
    counters[index]! += server.effectiveWeight
    total += server.effectiveWeight
    if (server.effectiveWeight < server.weight) server.effectiveWeight++ // a failed server creeps back
    if (best === NO_SERVER || counters[index]! > counters[best]!) best = index // strictly: the first of equals stays
  }
  if (best === NO_SERVER) return NO_SERVER
  counters[best]! -= total
  noteChosen(pool.servers[best]!, nowS)
  return best
}
