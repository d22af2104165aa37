/**
 * What: nginx's way of noticing that a server is ill: real requests fail on it, so for a while it gets none.
 * Why: it costs no probes. The price is that some requests must fail first, and one is risked to see whether it is well again.
 *
 * Picture (max_fails 2, fail_timeout 10 s):
 *   fail ─ fail ─▶ left alone for 10 s ─▶ one request may try ─ answered ─▶ trusted again, weight creeping back by 1 a pick
 *                                                              └ failed ───▶ left alone for 10 s more
 *
 * Invariants:
 *   I1 with `max_fails` 0 a server is never left alone.
 *   I2 the weight in effect stays between 0 and the weight.
 *   I3 a server that stands alone in its pool is never left alone: there is nowhere else to go.
 *
 * Source: nginx 1.22 `src/http/ngx_http_upstream_round_robin.c`, `ngx_http_upstream_get_peer` and
 * `ngx_http_upstream_free_round_robin_peer`. Time is nginx's: whole seconds.
 * Simplifications: one worker process, so the counters are not split between workers (as without `zone` in nginx).
 * Complexity: O(1).
 */

import { isFull, isUsable } from './pool.ts'
import type { BalancedRequest, Pool, Server } from './policy.ts'

/** May nginx's policies send this request to this server now? */
export function isAvailable(server: Server, request: BalancedRequest, nowS: number, nowUs: number): boolean {
  if (request.tried.length > 0 && request.tried.includes(server.index)) return false
  if (!isUsable(server)) return false // peer->down
  if (isLeftAlone(server, nowS)) return false
  return !isFull(server, nowUs) // peer->max_conns && peer->conns >= peer->max_conns
}

/** Has it failed often, and not long ago? */
export function isLeftAlone(server: Server, nowS: number): boolean {
  const { maxFails } = server.config
  return maxFails > 0 && server.fails >= maxFails && nowS - server.checkedAtS <= failTimeoutS(server)
}

/** Told when a server was named: once its time alone is over, this request is the trial, and the others wait for it. */
export function noteChosen(server: Server, nowS: number): void {
  if (nowS - server.checkedAtS > failTimeoutS(server)) server.checkedAtS = nowS
}

/** Told when a request failed on it. */
export function noteFailure(server: Server, nowS: number): void {
  server.fails++
  server.accessedAtS = nowS
  server.checkedAtS = nowS
  const { maxFails } = server.config
  if (maxFails > 0) server.effectiveWeight -= Math.floor(server.weight / maxFails)
  if (server.effectiveWeight < 0) server.effectiveWeight = 0 // I2
}

/** Told when a request was answered. Only a trial that began after the last failure clears the count. */
export function noteSuccess(server: Server): void {
  if (server.accessedAtS < server.checkedAtS) server.fails = 0
}

/** nginx's `peers->single`: one server and no backups. It skips the counting altogether. */
export function standsAlone(pool: Pool): boolean {
  return pool.servers.length === 1
}

/** nginx keeps `fail_timeout` in whole seconds. */
function failTimeoutS(server: Server): number {
  return Math.floor(server.config.failTimeoutUs / 1_000_000)
}
