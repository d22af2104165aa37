/**
 * What: two servers are drawn at random, and the one with fewer open requests for its weight is named. nginx's `random two`.
 * Why: one look at a second server takes away nearly all of chance's unevenness: of n requests on n servers the fullest holds
 * about log log n more instead of log n / log log n. Many balancers may do it at once without running in a herd.
 *
 * Picture:   draw s2 (4 open), draw s4 (1 open) ─▶ s4.   The fullest server of all is never named while two others live.
 *
 * Invariants:
 *   I1 the two servers compared are different ones.
 *   I2 with equal weights, the server with strictly most connections is not named while another one may be.
 *
 * Source: nginx 1.22 `src/http/modules/ngx_http_upstream_random_module.c`, `ngx_http_upstream_get_random2_peer`;
 * Mitzenmacher, "The power of two choices in randomized load balancing" (2001).
 * Simplifications: the 20 vain draws are allowed anew on a retry; nginx counts them over the whole request.
 * Complexity: O(servers) a draw; about 2 + 2/servers draws a pick.
 */

import { totalWeight } from './hash-by-key.ts'
import { isAvailable, noteChosen, standsAlone } from './passive-health.ts'
import { NO_SERVER, type Policy } from './policy.ts'
import { DRAWS, drawServer } from './random.ts'
import { chooseInTurn, createSmoothState, growCounters, hasMovedToBackups, type SmoothState } from './smooth-weighted-round-robin.ts'

export const powerOfTwoChoices: Policy<SmoothState> = {
  name: 'power-of-two-choices',
  create: createSmoothState,
  choose(state, pool, request, nowUs, rng) {
    if (standsAlone(pool) || hasMovedToBackups(pool, request)) return chooseInTurn(state, pool, request, nowUs)
    const nowS = Math.floor(nowUs / 1_000_000)
    const total = totalWeight(pool)
    let first = NO_SERVER
    for (let vain = 0; vain <= DRAWS && total > 0; ) {
      const drawn = pool.servers[drawServer(pool, total, rng)]!
      if (drawn.index === first || !isAvailable(drawn, request, nowS, nowUs)) {
        vain++
        continue
      }
      if (first === NO_SERVER) {
        first = drawn.index
        continue
      }
      const before = pool.servers[first]!
      // peer->conns * prev->weight > prev->conns * peer->weight: only a fuller second draw loses
      const isFuller = drawn.connections * before.weight > before.connections * drawn.weight
      const best = isFuller ? before : drawn
      noteChosen(best, nowS)
      return best.index
    }
    return chooseInTurn(state, pool, request, nowUs)
  },
  onChange: growCounters,
}
