/**
 * What: the ring of nginx's `hash $key consistent`: 160 points a unit of weight, chained CRC32 of the server's name.
 * Why: each worker process, and every nginx with the same list, computes the same ring without talking to the others.
 *
 * Picture:   crc32("10.0.0.1" 0 "80" · previous point) ─▶ point, 160 times a weight      crc32(key) ─▶ first point at or after it
 *
 * Invariants:
 *   I1 points come from the name and the weight alone; the order of the list does not matter, save on a shared place.
 *   I2 a change moves only keys that come from, or go to, the server that changed.
 *
 * Source: nginx 1.22 `src/http/modules/ngx_http_upstream_hash_module.c`, `ngx_http_upstream_init_chash`.
 * Simplifications: nginx gives up after 20 points of servers that are down and takes turns; here the walk goes on.
 * `algorithms/balancing/consistent-hash.ts` has nginx's retries and health.
 * Complexity: as every ring.
 */

import { crc32 } from '../../structures/crc32.ts'
import { nginxPoints, POINTS_A_WEIGHT } from '../../structures/nginx-ring.ts'
import { createRingScheme } from './ring-scheme.ts'

export const nginxKetama = createRingScheme({
  name: 'nginx-ketama',
  hasWeights: true,
  dependsOnAll: false,
  tie: 'order',
  countPoints: (node) => node.weight * POINTS_A_WEIGHT,
  pointsOf: (node) => nginxPoints(node.name, node.weight),
  hash: (key) => crc32(key),
})
