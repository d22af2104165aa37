/**
 * What: a die decides, loaded by weight. nginx's `random`.
 * Why: it needs no memory and no agreement between balancers: a hundred of them together spread load as evenly as one.
 * Chance is uneven, though: of 100 requests to 10 servers, one server commonly gets 15 or more.
 *
 * Picture (weights 5 3 2):   0 1 2 3 4 │ 5 6 7 │ 8 9     a number from 0 to 9 is drawn
 *                                a     │   b   │  c      it falls on a server that is down: draw again, at most 20 times
 *
 * Invariants:
 *   I1 while all servers are usable, each is named with the probability weight / total weight.
 *
 * Source: nginx 1.22 `src/http/modules/ngx_http_upstream_random_module.c`, `ngx_http_upstream_get_random_peer`.
 * Simplifications: the 20 vain draws are allowed anew on a retry; nginx counts them over the whole request.
 * Complexity: O(servers) a draw.
 */

import { nextInt, type Rng } from '../../kernel/random.ts'
import { ownerOf, totalWeight } from './hash-by-key.ts'
import { isAvailable, noteChosen, standsAlone } from './passive-health.ts'
import type { Policy, Pool } from './policy.ts'
import { chooseInTurn, createSmoothState, growCounters, hasMovedToBackups, type SmoothState } from './smooth-weighted-round-robin.ts'

/** After more vain draws than this, nginx gives up and takes turns. */
export const DRAWS = 20

export const random: Policy<SmoothState> = {
  name: 'random',
  create: createSmoothState,
  choose(state, pool, request, nowUs, rng) {
    if (standsAlone(pool) || hasMovedToBackups(pool, request)) return chooseInTurn(state, pool, request, nowUs)
    const nowS = Math.floor(nowUs / 1_000_000)
    const total = totalWeight(pool)
    for (let vain = 0; vain <= DRAWS && total > 0; vain++) {
      const server = pool.servers[drawServer(pool, total, rng)]!
      if (!isAvailable(server, request, nowS, nowUs)) continue
      noteChosen(server, nowS)
      return server.index
    }
    return chooseInTurn(state, pool, request, nowUs)
  },
  onChange: growCounters,
}

/** A primary server, each as likely as its weight says. (ngx_http_upstream_peek_random_peer) */
export function drawServer(pool: Pool, total: number, rng: Rng): number {
  return ownerOf(pool, nextInt(rng, total))
}
