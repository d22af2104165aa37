/**
 * What: what every policy asks of a server: may it be used, is it full; and the answer when nobody is left.
 * Why: "down", "drained", "full" and "already tried" lead to different answers, and each policy must tell them apart alike.
 *
 * Picture:   usable? ── no ──▶ as if it did not exist
 *               └─ yes ─ full? ── yes ──▶ may wait for it (ALL_FULL)
 *                          └─ no ──▶ may be named
 *
 * Invariants:
 *   I1 a limit of 0 connections means no limit.
 *   I2 a server that drains, is down or has weight 0 is not usable.
 *
 * Source: HAProxy 2.6 `srv_currently_usable` (include/haproxy/server.h) and `srv_dynamic_maxconn` (src/queue.c).
 * Simplifications: no `minconn`, no `fullconn`, no queue of a single server.
 * Complexity: O(1), except `nobody`, which looks at every server and runs only when none was found.
 */

import { connectionLimit, WEIGHT_SCALE } from './slow-start.ts'
import { ALL_FULL, NO_SERVER, type BalancedRequest, type Pool, type Server, type ServerConfig } from './policy.ts'

/** nginx's clock starts in 1970 and its counters at 0. A run's clock starts at 0, so its counters start long before. */
const LONG_AGO_S = -1_000_000_000

export function createServer(config: ServerConfig, index: number): Server {
  return {
    index,
    config,
    weight: config.weight,
    scaledWeight: config.weight * WEIGHT_SCALE,
    warmUp: null,
    admin: 'ready',
    healthy: true,
    connections: 0,
    effectiveWeight: config.weight,
    fails: 0,
    checkedAtS: LONG_AGO_S,
    accessedAtS: LONG_AGO_S,
  }
}

/** May something new be sent to it, if it has room? */
export function isUsable(server: Server): boolean {
  return server.weight > 0 && server.admin === 'ready' && server.healthy
}

/** Does it hold as many requests as it may? */
export function isFull(server: Server, nowUs: number): boolean {
  return server.config.maxConnections > 0 && server.connections >= connectionLimit(server, nowUs)
}

export function wasTried(request: BalancedRequest, index: number): boolean {
  return request.tried.length > 0 && request.tried.includes(index)
}

/** The answer when no server was found: ALL_FULL if only a limit stood in the way of some server, else NO_SERVER. */
export function nobody(
  pool: Pool,
  request: BalancedRequest,
  nowUs: number,
  isOutOfQuestion: (server: Server) => boolean = () => false,
): number {
  for (const server of pool.servers) {
    if (!isUsable(server) || wasTried(request, server.index) || isOutOfQuestion(server)) continue
    if (isFull(server, nowUs)) return ALL_FULL
  }
  return NO_SERVER
}
