/**
 * What: Redis Cluster's 16,384 slots: a key belongs to a slot for ever, and slots are handed from node to node.
 * Why: what moves is a slot, a known pile of keys, and only as much as people decide to move. Clients keep the small map from
 * slots to nodes and need no ring. The price: the map must be agreed upon, and a node that dies takes its slots out of service.
 *
 * Picture:   '{user1000}.cart' ─▶ hash tag 'user1000' ─▶ crc16 & 16383 = 3443 ─▶ map: 0-5460 a, 5461-10922 b, 10923-16383 c ─▶ a
 *            the same tag, the same slot: commands on several keys work
 *
 * Invariants:
 *   I1 the slot of a key never depends on the nodes.
 *   I2 after a change every node has its share by weight, and as few slots moved as that allows.
 *
 * Source: Redis 7.0 `src/cluster.c`, `keyHashSlot`; the cluster specification, "Key distribution model" and "Hash tags";
 * `redis-cli --cluster create` (even ranges) and `rebalance`.
 * Simplifications: every node is a master, and a change is followed by a rebalance at once. A master that is down has no replica
 * here to take over, so its slots answer nothing. What clients see while a slot moves is in `redis-cluster.ts`.
 * Complexity: O(1) a key after its checksum.
 */

import { crc16 } from '../../structures/crc16.ts'
import { gatherNeighbours, NO_NODE, type Scheme, type ShardNode } from './scheme.ts'

export const SLOTS = 16384

/** Index of the node of each slot, or NO_NODE. */
export interface SlotsState {
  readonly owners: Int32Array
}

export const redisSlots: Scheme<SlotsState> = {
  name: 'redis-slots',
  hasWeights: true,
  /** Even ranges one after the other, each end rounded. */
  create(nodes) {
    const owners = new Int32Array(SLOTS).fill(NO_NODE)
    const total = totalWeight(nodes)
    let sum = 0
    for (const [index, node] of nodes.entries()) {
      if (total > 0) owners.fill(index, Math.round((SLOTS * sum) / total), Math.round((SLOTS * (sum + node.weight)) / total))
      sum += node.weight
    }
    return { owners }
  },
  change(state, nodes, _options, change) {
    if (change.kind === 'turned') return state
    if (change.kind !== 'removed') return { owners: rebalance(state.owners, nodes) }
    return { owners: rebalance(state.owners.map((owner) => (owner === change.index ? NO_NODE : owner > change.index ? owner - 1 : owner)), nodes) }
  },
  locate: (state, nodes, key) => locateHash(state, nodes, slotOf(key)),
  replicas: (state, nodes, key, count) => gatherNeighbours(nodes, state.owners[slotOf(key)]!, count),
  hash: slotOf,
  locateHash,
}

/** keyHashSlot: of `{…}` only what stands between the first `{` and the next `}`, unless that is nothing. */
export function slotOf(key: string): number {
  const open = key.indexOf('{')
  if (open >= 0) {
    const close = key.indexOf('}', open + 1)
    if (close > open + 1) return crc16(key.slice(open + 1, close)) & (SLOTS - 1)
  }
  return crc16(key) & (SLOTS - 1)
}

function locateHash({ owners }: SlotsState, nodes: readonly ShardNode[], slot: number): number {
  const index = owners[slot]!
  return index === NO_NODE || nodes[index]!.isDown ? NO_NODE : index
}

/** Whoever holds more than its share gives its last slots, from the first node on, to whoever holds less. */
function rebalance(owners: Int32Array, nodes: readonly ShardNode[]): Int32Array {
  const surplus = shares(nodes).map((share) => -share)
  for (const owner of owners) if (owner !== NO_NODE) surplus[owner]!++
  const after = owners.slice()
  let taker = 0
  for (let slot = SLOTS - 1; slot >= 0; slot--) {
    const owner = after[slot]!
    if (owner !== NO_NODE && surplus[owner]! <= 0) continue
    while (taker < nodes.length && surplus[taker]! >= 0) taker++
    if (owner !== NO_NODE) surplus[owner]!--
    if (taker < nodes.length) surplus[taker]!++
    after[slot] = taker < nodes.length ? taker : NO_NODE
  }
  return after
}

/** Slots by weight: rounded down, and what is left over goes to the largest remainders, the earlier node first. */
function shares(nodes: readonly ShardNode[]): number[] {
  const total = totalWeight(nodes)
  if (total === 0) return nodes.map(() => 0)
  const result = nodes.map((node) => Math.floor((SLOTS * node.weight) / total))
  const left = SLOTS - result.reduce((sum, share) => sum + share, 0)
  const remainders = nodes.map((node) => (SLOTS * node.weight) % total)
  const order = [...nodes.keys()].sort((a, b) => remainders[b]! - remainders[a]! || a - b)
  for (const index of order.slice(0, left)) result[index]!++
  return result
}

function totalWeight(nodes: readonly ShardNode[]): number {
  return nodes.reduce((sum, node) => sum + node.weight, 0)
}
