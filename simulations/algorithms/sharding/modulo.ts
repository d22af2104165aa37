/**
 * What: the hash of the key, divided by the number of nodes; the remainder names the node.
 * Why: one line, no memory, an even spread. And when a node is added, nearly every key gets another remainder: a cache is
 * empty at once, a database must copy almost all of its rows.
 *
 * Picture:   hash(key) = 47      4 nodes: 47 mod 4 = 3      5 nodes: 47 mod 5 = 2      the key moved, and so do 4 of 5 keys
 *            weights 2, 1, 1: rows 0 0 1 2, and the remainder by 4 picks a row
 *
 * Invariants:
 *   I1 with n equal nodes a node holds 1/n of the keys, as even as the hash is.
 *   I2 from n to n + 1 equal nodes, n/(n + 1) of the keys move.
 *
 * Source: folklore; nginx's `hash` without `consistent`, memcached clients' "modula", `hash partitioning` of databases.
 * Simplifications: a node that is down keeps its remainders, so its keys have no home; many clients rehash instead.
 * Complexity: O(log nodes) a key with weights.
 */

import { murmur3 } from '../../structures/murmur3.ts'
import { gatherNeighbours, NO_NODE, type Scheme, type ShardNode } from './scheme.ts'

/** Running sums of the weights: node i answers for the numbers from `sums[i - 1]` up to below `sums[i]`. */
export interface ModuloState {
  readonly sums: readonly number[]
}

export const modulo: Scheme<ModuloState> = {
  name: 'modulo',
  hasWeights: true,
  create(nodes) {
    let sum = 0
    return { sums: nodes.map((node) => (sum += node.weight)) }
  },
  locate: (state, nodes, key) => locateHash(state, nodes, murmur3(key)),
  replicas: (state, nodes, key, count) => gatherNeighbours(nodes, owner(state, murmur3(key)), count),
  hash: (key) => murmur3(key),
  locateHash,
}

function locateHash(state: ModuloState, nodes: readonly ShardNode[], hash: number): number {
  const index = owner(state, hash)
  return index === NO_NODE || nodes[index]!.isDown ? NO_NODE : index
}

function owner({ sums }: ModuloState, hash: number): number {
  const total = sums[sums.length - 1] ?? 0
  if (total === 0) return NO_NODE
  const remainder = hash % total
  let low = 0
  let high = sums.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sums[middle]! <= remainder) low = middle + 1
    else high = middle
  }
  return low
}
