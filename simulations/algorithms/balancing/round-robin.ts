/**
 * What: servers take turns, in the order of the list.
 * Why: the simplest fair rule, and the one to compare everything with. It knows nothing of weights, of load or of slowness:
 * a slow server gets as many requests as a fast one, and they pile up there.
 *
 * Picture:   a b c a b c a … ; b goes down: a c a c …
 *
 * Invariants:
 *   I1 among n servers that stay usable, any n picks in a row name each of them once.
 *
 * Source: nginx before 0.5.x and DNS rotation (RFC 1794) work like this; here each pick looks on from the one before it.
 * Simplifications: weights are not read (0 still means "takes nothing"). Passive health is nginx's.
 * Complexity: O(servers) at worst, O(1) when the next one is usable.
 */

import { isAvailable, isLeftAlone, noteChosen, standsAlone } from './passive-health.ts'
import { isFull, isUsable, nobody, wasTried } from './pool.ts'
import type { BalancedRequest, Policy, Pool } from './policy.ts'

export interface RoundRobinState {
  /** Index at which the next search begins. */
  next: number
}

export const roundRobin: Policy<RoundRobinState> = {
  name: 'round-robin',
  create: () => ({ next: 0 }),
  choose(state, pool, request, nowUs) {
    const nowS = Math.floor(nowUs / 1_000_000)
    const found = findFrom(state.next, pool, request, nowS, nowUs, false)
    const index = found >= 0 ? found : findFrom(state.next, pool, request, nowS, nowUs, true)
    if (index < 0) return nobody(pool, request, nowUs, (server) => !standsAlone(pool) && isLeftAlone(server, nowS))
    state.next = (index + 1) % pool.servers.length
    noteChosen(pool.servers[index]!, nowS)
    return index
  },
}

/** The first server at or after `start`, around the end, that may take the request; -1 if none. */
function findFrom(start: number, pool: Pool, request: BalancedRequest, nowS: number, nowUs: number, backup: boolean): number {
  const { servers } = pool
  for (let step = 0; step < servers.length; step++) {
    const server = servers[(start + step) % servers.length]!
    if (server.config.backup !== backup) continue
    if (isAvailable(server, request, nowS, nowUs)) return server.index
    // A server that stands alone is asked even when it failed: there is nowhere else to go.
    if (standsAlone(pool) && isUsable(server) && !isFull(server, nowUs) && !wasTried(request, server.index)) return server.index
  }
  return -1
}
