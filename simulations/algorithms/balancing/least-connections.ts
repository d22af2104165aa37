/**
 * What: the server with the fewest open requests for its weight. nginx's `least_conn`.
 * Why: a slow server keeps its requests longer, so it gets fewer new ones, without anybody measuring time. With short requests
 * nearly everybody is idle, and then the tie rule decides everything.
 *
 * Picture (weights 3 1, open 4 1): 4/3 against 1/1 ─▶ the second. Fractions are compared crosswise: 4 · 1 > 1 · 3.
 * Ties: smooth weighted round robin, but only from the first tied server on, and only the tied ones take part.
 *
 * Invariants:
 *   I1 no server that may take the request has fewer connections per weight than the one named.
 *
 * Source: nginx 1.22 `src/http/modules/ngx_http_upstream_least_conn_module.c`.
 * Simplifications: one worker process; each real worker counts only its own connections unless a `zone` is shared.
 * Complexity: O(servers) a pick.
 */

import { isAvailable, isLeftAlone, noteChosen, standsAlone } from './passive-health.ts'
import { nobody } from './pool.ts'
import { NO_SERVER, type BalancedRequest, type Policy, type Pool } from './policy.ts'
import {
  chooseAlone,
  createSmoothState,
  growCounters,
  hasMovedToBackups,
  type SmoothState,
} from './smooth-weighted-round-robin.ts'

export const leastConnections: Policy<SmoothState> = {
  name: 'least-connections',
  create: createSmoothState,
  choose(state, pool, request, nowUs) {
    const nowS = Math.floor(nowUs / 1_000_000)
    if (standsAlone(pool)) return chooseAlone(pool, request, nowUs)
    let index = NO_SERVER
    if (!hasMovedToBackups(pool, request)) index = leastLoaded(state, pool, request, nowS, nowUs, false)
    if (index === NO_SERVER) index = leastLoaded(state, pool, request, nowS, nowUs, true)
    return index === NO_SERVER ? nobody(pool, request, nowUs, (server) => isLeftAlone(server, nowS)) : index
  },
  onChange: growCounters,
}

function leastLoaded(
  state: SmoothState,
  pool: Pool,
  request: BalancedRequest,
  nowS: number,
  nowUs: number,
  backup: boolean,
): number {
  const { servers } = pool
  let best = NO_SERVER
  let isTied = false
  for (let i = 0; i < servers.length; i++) {
    const server = servers[i]!
    if (server.config.backup !== backup || !isAvailable(server, request, nowS, nowUs)) continue
    const order = best === NO_SERVER ? -1 : compareLoad(pool, i, best)
    if (order < 0) {
      best = i
      isTied = false
    } else if (order === 0) {
      isTied = true
    }
  }
  if (best === NO_SERVER) return NO_SERVER
  if (isTied) best = breakTie(state, pool, request, nowS, nowUs, best)
  noteChosen(servers[best]!, nowS)
  return best
}

/** Round robin among the servers as little loaded as the first of them. */
function breakTie(
  state: SmoothState,
  pool: Pool,
  request: BalancedRequest,
  nowS: number,
  nowUs: number,
  first: number,
): number {
  const { counters } = state
  const { servers } = pool
  const { backup } = servers[first]!.config
  let best = first
  let total = 0
  for (let i = first; i < servers.length; i++) {
    const server = servers[i]!
    if (server.config.backup !== backup || compareLoad(pool, i, best) !== 0) continue
    if (!isAvailable(server, request, nowS, nowUs)) continue
    counters[i]! += server.effectiveWeight
    total += server.effectiveWeight
    if (server.effectiveWeight < server.weight) server.effectiveWeight++
    if (counters[i]! > counters[best]!) best = i
  }
  counters[best]! -= total
  return best
}

/** Below 0 if server `a` has fewer connections per weight than `b`. */
function compareLoad(pool: Pool, a: number, b: number): number {
  const left = pool.servers[a]!
  const right = pool.servers[b]!
  return left.connections * right.weight - right.connections * left.weight
}
