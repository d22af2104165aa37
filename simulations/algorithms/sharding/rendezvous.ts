/**
 * What: rendezvous, or highest random weight: every node draws a score for the key, and the highest wins.
 * Why: no ring, no table, shares as even as the hash, weights exact. A node that leaves gives its keys to all others evenly, and
 * the second highest is a natural replica. The price: every node is asked for every key.
 *
 * Picture:   score(a, key) = 0.31   score(b, key) = 0.87   score(c, key) = 0.55  ─▶  b, and if b is away, c
 *            weights: score = weight / -ln(u) with u between 0 and 1; a node of weight 2 wins twice as often
 *
 * Invariants:
 *   I1 the order of the list does not matter.
 *   I2 a change moves only keys that come from, or go to, the node that changed.
 *
 * Source: Thaler, Ravishankar, "Using name-based mappings to increase hit rates" (1998); Schindelhauer, Schomaker, "Weighted
 * distributed hash tables" (SPAA 2005), for the logarithm. Scores are XXH64 of the key, seeded with the node's name.
 * Simplifications: none.
 * Complexity: O(nodes) hashes a key.
 */

import { log } from '../../kernel/math.ts'
import { utf8 } from '../../structures/crc32.ts'
import { murmur3 } from '../../structures/murmur3.ts'
import { hashed, hashPairs } from '../../structures/xxh64-pairs.ts'
import { NO_NODE, type Scheme, type ShardNode } from './scheme.ts'

/** A seed for each node, in two halves, made from its name. */
export interface RendezvousState {
  readonly seeds: Uint32Array
}

export const rendezvous: Scheme<RendezvousState> = {
  name: 'rendezvous',
  hasWeights: true,
  create(nodes) {
    const seeds = new Uint32Array(2 * nodes.length)
    for (const [index, node] of nodes.entries()) {
      seeds[2 * index] = murmur3(node.name, 1)
      seeds[2 * index + 1] = murmur3(node.name, 2)
    }
    return { seeds }
  },
  locate(state, nodes, key) {
    const bytes = utf8(key)
    let best = NO_NODE
    let bestScore = -1
    for (const [index, node] of nodes.entries()) {
      const score = scoreOf(state, node, index, bytes)
      if (score < 0 || score < bestScore) continue
      if (score === bestScore && nodes[best]!.name < node.name) continue // I1
      best = index
      bestScore = score
    }
    return best
  },
  replicas(state, nodes, key, count) {
    const bytes = utf8(key)
    const scores = nodes.map((node, index) => scoreOf(state, node, index, bytes))
    const order = [...nodes.keys()].filter((index) => scores[index]! >= 0)
    order.sort((a, b) => scores[b]! - scores[a]! || (nodes[a]!.name < nodes[b]!.name ? -1 : 1))
    return order.slice(0, count)
  },
}

/** Above 0 for a node that may win, else -1. */
function scoreOf({ seeds }: RendezvousState, node: ShardNode, index: number, key: Uint8Array): number {
  if (node.isDown || node.weight === 0) return -1
  hashPairs(key, seeds[2 * index]!, seeds[2 * index + 1]!)
  // 53 bits of the hash, moved by half a step: never 0 and never 1
  const u = (hashed.high * 2097152 + (hashed.low >>> 11) + 0.5) / 9007199254740992
  return node.weight / -log(u)
}
