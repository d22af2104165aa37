/**
 * What: nginx's `hash $key consistent`: the key's place on a ring decides, and the next point steps in for a server that is out.
 * Why: unlike the modulo, a change of the list moves only the keys of the servers that changed.
 *
 * Picture:   key ─▶ place ─▶ point of b; b is down ─▶ next point, of c: b's keys spread over all others
 *
 * Invariants:
 *   I1 while a server stays usable, its keys stay on it whatever happens to the others.
 *
 * Source: nginx 1.22 `src/http/modules/ngx_http_upstream_hash_module.c`, `ngx_http_upstream_get_chash_peer`.
 * Simplifications: one address a server name. nginx refuses `backup` servers here; this falls back to them when it takes turns.
 * Complexity: O(log points), and at most 21 points walked; a change makes the ring anew, as nginx does when it reloads.
 */

import { crc32 } from '../../structures/crc32.ts'
import { createNginxRing, pointAtOrAfter, type NginxRing } from '../../structures/nginx-ring.ts'
import { isAvailable, noteChosen, standsAlone } from './passive-health.ts'
import type { Policy, Pool } from './policy.ts'
import { chooseInTurn, createSmoothState, growCounters, type SmoothState } from './smooth-weighted-round-robin.ts'

/** After more vain points than this, nginx gives up hashing and takes turns. */
const TRIES = 20

export interface ConsistentHashState {
  ring: NginxRing
  /** The turns that nginx takes when it gives up hashing. */
  readonly turns: SmoothState
}

export const consistentHash: Policy<ConsistentHashState> = {
  name: 'consistent-hash',
  create(pool) {
    return { ring: ringOf(pool), turns: createSmoothState(pool) }
  },
  choose(state, pool, request, nowUs) {
    const { ring, turns } = state
    if (standsAlone(pool) || request.key === '' || ring.places.length === 0) return chooseInTurn(turns, pool, request, nowUs)
    const nowS = Math.floor(nowUs / 1_000_000)
    const start = pointAtOrAfter(ring, crc32(request.key))
    for (let vain = 0; vain <= TRIES; vain++) {
      const server = pool.servers[ring.owners[(start + vain) % ring.places.length]!]!
      if (!isAvailable(server, request, nowS, nowUs)) continue
      // One address has this name, so nginx's turns among the addresses of a name only let its weight creep back.
      if (server.effectiveWeight < server.weight) server.effectiveWeight++
      noteChosen(server, nowS)
      return server.index
    }
    return chooseInTurn(turns, pool, request, nowUs)
  },
  onChange(state, pool) {
    growCounters(state.turns, pool)
    state.ring = ringOf(pool)
  },
}

/** The ring of the primary servers, also of those that are down: nginx makes it from the addresses in the configuration. */
function ringOf(pool: Pool): NginxRing {
  const primaries = pool.servers.filter((server) => !server.config.backup)
  return createNginxRing(primaries.map(({ index, weight, config }) => ({ owner: index, name: config.address === '' ? config.name : config.address, weight })))
}
