/**
 * What: the part that all rings share: points are kept in order, a key goes to the first point at or after its hash.
 * Why: our own ring, nginx's, libketama's and libmemcached's differ only in where points lie and how a key is hashed.
 *
 * Picture:   points of each node ─▶ one sorted ring + table of prefixes      a change: merge in, or take out, one node's points
 *
 * Invariants:
 *   I1 the ring holds the points of the nodes that are up, and no others.
 *   I2 while a node's points depend on it alone, a change moves only keys that come from, or go to, the node that changed.
 *
 * Source: Karger et al. (STOC 1997); `structures/hash-ring.ts` and its faster twin `structures/prefix-index.ts`.
 * Simplifications: a node that is down is taken off the ring; its keys go to the next points, as if it had left.
 * Complexity: O(points) a change, about O(1) a key.
 */

import { createHashRing, withoutOwner, withPoints, type HashRing } from '../../structures/hash-ring.ts'
import { createPrefixIndex, rowByPrefix, type PrefixIndex } from '../../structures/prefix-index.ts'
import { gatherOwners, NO_NODE, refuse, type Scheme, type SchemeName, type SchemeOptions, type ShardNode } from './scheme.ts'

export interface RingState {
  readonly ring: HashRing
  readonly index: PrefixIndex
}

/** What a rule may know of the others: how many nodes there are, and what they weigh together. */
export interface Everybody {
  readonly count: number
  readonly weight: number
}

/** What makes one ring different from another. */
export interface RingRule {
  readonly name: SchemeName
  readonly hasWeights: boolean
  /** Places of a node's points. */
  pointsOf(node: ShardNode, all: Everybody, options: SchemeOptions): Uint32Array
  /** True: points depend on the weights of all, so that every change makes the ring anew. */
  readonly dependsOnAll: boolean
  countPoints(node: ShardNode, all: Everybody, options: SchemeOptions): number
  /** Who is first on a shared place: the smaller name, so that the order of the list does not matter, or the earlier in the list. */
  readonly tie: 'name' | 'order'
  hash(key: string): number
}

/** Four million points take about 40 MB and a second to sort. */
export const MOST_POINTS = 4_194_304

export function createRingScheme(rule: RingRule): Scheme<RingState> {
  const { hash } = rule
  const create = (nodes: readonly ShardNode[], options: SchemeOptions): RingState => {
    const all = everybody(nodes)
    const points = nodes.map((node) => (node.isDown ? new Uint32Array() : rule.pointsOf(node, all, options)))
    return withIndex(createHashRing(points, rule.tie === 'name' ? ranksByName(nodes) : undefined))
  }
  const locateHash = ({ ring, index }: RingState, _nodes: readonly ShardNode[], place: number): number => {
    const row = rowByPrefix(index, ring.places, place)
    return row < 0 ? NO_NODE : ring.owners[row]!
  }
  return {
    name: rule.name,
    hasWeights: rule.hasWeights,
    refuse(nodes, options) {
      const all = everybody(nodes)
      const points = nodes.reduce((sum, node) => sum + rule.countPoints(node, all, options), 0)
      return points <= MOST_POINTS ? null : refuse('too-many-points', `These weights make ${points} points, at most ${MOST_POINTS} are kept. Divide the weights by a common number.`)
    },
    create,
    change(state, nodes, options, change) {
      if (rule.dependsOnAll) return create(nodes, options)
      if (change.kind === 'removed') return withIndex(withoutOwner(state.ring, change.index, true))
      const owner = change.kind === 'added' ? nodes.length - 1 : change.index
      const rest = change.kind === 'added' ? state.ring : withoutOwner(state.ring, owner, false)
      const node = nodes[owner]!
      if (node.isDown) return withIndex(rest)
      const isBefore = (a: number, b: number): boolean => (rule.tie === 'name' ? nodes[a]!.name < nodes[b]!.name : a < b)
      return withIndex(withPoints(rest, owner, rule.pointsOf(node, everybody(nodes), options), isBefore))
    },
    locate: (state, nodes, key) => locateHash(state, nodes, hash(key)),
    replicas({ ring, index }, nodes, key, count) {
      const row = rowByPrefix(index, ring.places, hash(key))
      return row < 0 ? [] : gatherOwners(nodes, ring.owners, row, count)
    },
    hash,
    locateHash,
  }
}

function everybody(nodes: readonly ShardNode[]): Everybody {
  return { count: nodes.length, weight: nodes.reduce((sum, node) => sum + node.weight, 0) }
}

function withIndex(ring: HashRing): RingState {
  return { ring, index: createPrefixIndex(ring.places) }
}

/** Each node's place among the names, compared by UTF-16 units, which is the same everywhere. */
function ranksByName(nodes: readonly ShardNode[]): Uint32Array {
  const order = nodes.map((_, index) => index).sort((a, b) => (nodes[a]!.name < nodes[b]!.name ? -1 : 1))
  const ranks = new Uint32Array(nodes.length)
  for (const [rank, index] of order.entries()) ranks[index] = rank
  return ranks
}
