/**
 * What: the client's address decides: the same client comes to the same server. nginx's `ip_hash`.
 * Why: what a server remembers of a client (a session, a warm cache) is found again without any cookie. Clients behind one
 * address, or one /24 network, all land together, and a change of the list moves most of them.
 *
 * Picture:   203.0.113.7 ─▶ the bytes 203, 0, 113 ─▶ h = (h · 113 + byte) mod 6271 for each ─▶ h mod total weight ─▶ server
 *            that one is down or was tried: go on hashing from h; after 20 vain tries, take turns
 *
 * Invariants:
 *   I1 while the list and its state stay, two requests from one /24 network get one server.
 *   I2 servers that are down keep their part of the numbers, so the others keep their clients.
 *
 * Source: nginx 1.22 `src/http/modules/ngx_http_upstream_ip_hash_module.c`.
 * Simplifications: IPv4 only. nginx refuses `backup` servers here; this falls back to them when it takes turns.
 * Complexity: O(servers) a try, at most 21 tries.
 */

import { hashRetrying } from './hash-by-key.ts'
import type { Policy } from './policy.ts'
import { createSmoothState, growCounters, type SmoothState } from './smooth-weighted-round-robin.ts'

/** The start of the hash, its factor and its modulus, as nginx has them. */
const START = 89
const FACTOR = 113
const MODULUS = 6271

export const hashByClient: Policy<SmoothState> = {
  name: 'hash-by-client',
  create: createSmoothState,
  choose(state, pool, request, nowUs) {
    const [first, second, third] = networkOf(request.clientAddress)
    const rehash = (hash: number): number => {
      let next = (hash * FACTOR + first) % MODULUS
      next = (next * FACTOR + second) % MODULUS
      return (next * FACTOR + third) % MODULUS
    }
    return hashRetrying(state, pool, request, nowUs, START, rehash)
  },
  onChange: growCounters,
}

/** The first three bytes of a dotted IPv4 address. What is not one counts as 0.0.0, as nginx does for unix sockets. */
export function networkOf(address: string): [number, number, number] {
  const parts = address.split('.')
  if (parts.length !== 4) return [0, 0, 0]
  const [first, second, third] = parts.map((part) => (/^\d{1,3}$/.test(part) ? Number(part) & 255 : 0))
  return [first ?? 0, second ?? 0, third ?? 0]
}
