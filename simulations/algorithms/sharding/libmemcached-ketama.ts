/**
 * What: the two rings of libmemcached, the C client below PHP's and Python's memcached modules.
 * Why: its option called KETAMA is not ketama: it places 100 points with Jenkins' one-at-a-time hash, so a client that speaks
 * real ketama looks on other servers for the same keys. KETAMA_WEIGHTED is ketama, with roundings of its own.
 *
 * Picture:   KETAMA:           one-at-a-time("10.0.0.1-7") ─▶ one point, 100 times; the key by one-at-a-time
 *            KETAMA_WEIGHTED:  md5("10.0.0.1-7") ─▶ 4 points, 40 times for an average server; the key by md5
 *            port 11211 is left out of the label: "10.0.0.1-7", but "10.0.0.1:11212-7"
 *
 * Invariants:
 *   I1 the number of digests is computed in 32-bit floats, step by step as in C: each of 7 equal servers gets 40
 *   and not the 39 that doubles give, so libmemcached and libketama differ from 7 servers on.
 *
 * Source: libmemcached 1.1.4 `src/libmemcached/hosts.cc`, `update_continuum`; `hash.cc`, `dispatch_host`.
 * Simplifications: ejected hosts are taken off the ring one by one; libmemcached makes the weighted ring anew for those left.
 * Complexity: as every ring.
 */

import { md5Words } from '../../structures/md5.ts'
import { oneAtATime } from '../../structures/short-hashes.ts'
import { ketamaPoints } from './libketama.ts'
import { createRingScheme, type Everybody } from './ring-scheme.ts'
import type { ShardNode } from './scheme.ts'

/** MEMCACHED_POINTS_PER_SERVER, MEMCACHED_POINTS_PER_SERVER_KETAMA, MEMCACHED_DEFAULT_PORT */
const POINTS_PLAIN = 100
const POINTS_WEIGHTED = 160
const DEFAULT_PORT = ':11211'

export const libmemcachedKetama = createRingScheme({
  name: 'libmemcached-ketama',
  hasWeights: false,
  dependsOnAll: false,
  tie: 'order',
  countPoints: () => POINTS_PLAIN,
  pointsOf: (node) => Uint32Array.from({ length: POINTS_PLAIN }, (_, i) => oneAtATime(`${labelOf(node.name)}-${i}`)),
  hash: (key) => oneAtATime(key),
})

export const libmemcachedWeighted = createRingScheme({
  name: 'libmemcached-weighted',
  hasWeights: true,
  dependsOnAll: true,
  tie: 'order',
  countPoints: countWeighted,
  pointsOf: (node, all) => ketamaPoints(labelOf(node.name), countWeighted(node, all) / 4, 4, 'md5'),
  hash: (key) => md5Words(key)[0]!,
})

/** `floor((float) (pct * 160 / 4 * (float) live_servers + 0.0000000001F)) * 4`, every step rounded to a 32-bit float. */
function countWeighted(node: ShardNode, all: Everybody): number {
  if (all.weight === 0) return 0
  const f = Math.fround
  const share = f(f(node.weight) / f(all.weight))
  const digests = f(f(f(f(share * POINTS_WEIGHTED) / 4) * all.count) + f(0.0000000001))
  return Math.floor(digests) * 4
}

function labelOf(name: string): string {
  return name.endsWith(DEFAULT_PORT) ? name.slice(0, -DEFAULT_PORT.length) : name
}
