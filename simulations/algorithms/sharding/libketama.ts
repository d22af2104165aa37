/**
 * What: the ring of libketama (last.fm, 2007), as npm's hashring and many memcached clients have it.
 * Why: it is where "ketama" comes from. A node's points are its share of a fixed total, so a heavy node does not cost memory,
 * but a change of one weight changes everybody's points, and a light node among heavy ones may get none at all.
 *
 * Picture:   md5("10.0.0.1:11211-0") ─▶ 16 bytes ─▶ 4 points      40 digests for an average node      md5(key) ─▶ its first 4 bytes
 *
 * Invariants:
 *   I1 node i has floor(weight / total · 40 · nodes) digests of 4 points each; with equal weights that is 160 points.
 *
 * Source: libketama `ketama.c` (`ketama_create_continuum`, `ketama_hashi`); npm hashring 3.2 `index.js`, `continuum` and `find`.
 * Simplifications: of two points on one place the earlier node's comes first; libketama's qsort leaves that open.
 * Complexity: as every ring, with an MD5 for every key.
 */

import { md5Words } from '../../structures/md5.ts'
import { sha1 } from '../../structures/sha1.ts'
import { createRingScheme, type Everybody } from './ring-scheme.ts'
import type { ShardNode } from './scheme.ts'

/** Digests for a node of average weight (libketama's 40, hashring's `vnode count`) and points made of each. */
export const DIGESTS = 40
export const POINTS_A_DIGEST = 4

export const libketama = createRingScheme({
  name: 'libketama',
  hasWeights: true,
  dependsOnAll: true,
  tie: 'order',
  countPoints: (node, all) => countDigests(node, all) * POINTS_A_DIGEST,
  pointsOf: (node, all, options) => ketamaPoints(node.name, countDigests(node, all), POINTS_A_DIGEST, options.digest),
  hash: (key) => md5Words(key)[0]!,
})

/** Points of `name-0`, `name-1` … : words of the digest, lowest byte first. */
export function ketamaPoints(name: string, digests: number, pointsADigest: number, digest: 'md5' | 'sha1'): Uint32Array {
  const points = new Uint32Array(digests * pointsADigest)
  for (let i = 0; i < digests; i++) points.set(digestWords(`${name}-${i}`, digest).subarray(0, pointsADigest), i * pointsADigest)
  return points
}

export function digestWords(text: string, digest: 'md5' | 'sha1'): Uint32Array {
  if (digest === 'md5') return md5Words(text)
  const bytes = sha1(text)
  return Uint32Array.from({ length: 5 }, (_, i) => bytes[4 * i]! | (bytes[4 * i + 1]! << 8) | (bytes[4 * i + 2]! << 16) | (bytes[4 * i + 3]! << 24))
}

function countDigests(node: ShardNode, all: Everybody): number {
  return all.weight === 0 ? 0 : Math.floor((node.weight / all.weight) * DIGESTS * all.count)
}
