/**
 * What: a client that came before goes back to its server, named by a cookie; a new client gets the next server in turn.
 * Why: what the server remembers of the client is found again. Load follows clients instead of requests: one heavy client
 * stays a weight on one server, and a server that comes back gets only new clients.
 *
 * Picture:   no cookie ─▶ weighted turns ─▶ b, "Set-Cookie: SRV=b"
 *            cookie b ─▶ b, also while b drains;  b is down ─▶ turns, and a new cookie
 *
 * Invariants:
 *   I1 while its server is up and not full, a client with a cookie gets that server.
 *   I2 requests with an accepted cookie take no turn away from the others.
 *
 * Source: HAProxy 2.6 `cookie … insert indirect` over `balance roundrobin`: `src/http_ana.c`, `http_manage_client_side_cookies`.
 * Simplifications: the request names the server; writing the cookie is the component's work. A client of a full server waits
 * for any server, as with `option redispatch`; HAProxy lets it wait for its own first.
 * Complexity: O(servers) to find the cookie's server, else as `haproxy-weighted-round-robin`.
 */

import {
  changeWeightedTurns,
  chooseWeightedTurn,
  createWeightedTurns,
  type WeightedTurnsState,
} from './haproxy-weighted-round-robin.ts'
import { isFull, wasTried } from './pool.ts'
import { ALL_FULL, type Policy } from './policy.ts'

export const stickyRoundRobin: Policy<WeightedTurnsState> = {
  name: 'sticky-round-robin',
  create: createWeightedTurns,
  choose(state, pool, request, nowUs) {
    if (request.cookie !== null) {
      for (const server of pool.servers) {
        // srv->cur_state != SRV_ST_STOPPED: weight 0 and drain do not turn away those who already belong here
        if (server.config.name !== request.cookie || server.admin === 'down' || !server.healthy) continue
        if (wasTried(request, server.index)) break
        return isFull(server, nowUs) ? ALL_FULL : server.index
      }
    }
    return chooseWeightedTurn(state, pool, request, nowUs)
  },
  onChange: changeWeightedTurns,
}
