/**
 * What: the ring of HAProxy's `hash-type consistent`: the nearest point decides, and with `hash-balance-factor` a node that is
 * full passes the key on.
 * Why: the bound is what the plain ring lacks: one hot key cannot drown its node. The price is that a key's home depends on
 * how busy everybody is, so a cache behind it finds a hot key on two or three nodes.
 *
 * Picture:   ──a──────key──b────   nearest is b; b holds 3 of its 3 slots ─▶ on to the next point's node
 *
 * Invariants:
 *   I1 points come from the node's number: renaming a node moves nothing, and the second node of a list is always the same ring.
 *   I2 with a factor of c percent and m keys open, no node holds more than its share of ceil((m + 1) · c / 100), or one.
 *
 * Source: HAProxy 2.6 `src/lb_chash.c`; Mirrokni et al., "Consistent hashing with bounded loads" (SODA 2018).
 * Simplifications: sdbm with avalanche, which `consistent` means when no function is named. Numbers are given in the order of
 * joining and are never reused; HAProxy counts servers anew when its configuration is read, unless `id` is written.
 * Complexity: O(log points) a key, plus the points walked past full nodes.
 */

import { slotsOf } from '../../structures/bounded-load.ts'
import { fullHash, hashHaproxy } from '../../structures/haproxy-hash.ts'
import { createHaproxyRingOf, nearestPoint, setPoints, type HaproxyRing } from '../../structures/haproxy-ring.ts'
import { gatherOwners, NO_NODE, refuse, type Scheme, type ShardNode } from './scheme.ts'

/** BE_WEIGHT_SCALE: points a unit of weight. */
const POINTS_A_WEIGHT = 16
/** SRV_UWGHT_MAX: HAProxy refuses more. */
const MOST_WEIGHT = 256

export interface HaproxyRingState {
  readonly ring: HaproxyRing
  /** Index of a node by its number in the ring. */
  readonly indexes: readonly number[]
}

export const haproxyRing: Scheme<HaproxyRingState> = {
  name: 'haproxy-ring',
  hasWeights: true,
  refuse(nodes) {
    const heavy = nodes.find((node) => node.weight > MOST_WEIGHT)
    return heavy === undefined ? null : refuse('bad-weight', `HAProxy takes weights up to ${MOST_WEIGHT}, and "${heavy.name}" has ${heavy.weight}.`)
  },
  create(nodes) {
    const members = nodes.map((node) => ({ owner: node.id - 1, count: pointsOf(node) }))
    return { ring: createHaproxyRingOf(members), indexes: indexesOf(nodes) }
  },
  change(state, nodes, _options, change) {
    const ring = { ...state.ring } // setPoints puts new columns in, and leaves the old ones alone
    if (change.kind === 'removed') setPoints(ring, change.node.id - 1, 0)
    else {
      const node = nodes[change.kind === 'added' ? nodes.length - 1 : change.index]!
      setPoints(ring, node.id - 1, pointsOf(node))
    }
    return { ring, indexes: indexesOf(nodes) }
  },
  locate: (state, nodes, key) => locateHash(state, nodes, hashOf(key)),
  replicas({ ring, indexes }, nodes, key, count) {
    const row = nearestPoint(ring, hashOf(key))
    return row < 0 ? [] : gatherOwners(nodes, ring.owners.map((owner) => indexes[owner]!), row, count)
  },
  hash: hashOf,
  locateHash,
}

/** The node for one more key while `loads[i]` keys are open on node i, each bounded by the factor. */
export function locateBounded(state: HaproxyRingState, nodes: readonly ShardNode[], key: string, loads: readonly number[], factorPercent: number): number {
  const { ring, indexes } = state
  const weights = nodes.map(pointsOf)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const open = loads.reduce((sum, load) => sum + load, 0)
  const start = nearestPoint(ring, hashOf(key))
  for (let step = 0; start >= 0 && step < ring.owners.length; step++) {
    const index = indexes[ring.owners[(start + step) % ring.owners.length]!]!
    let before = 0
    for (let i = 0; i < index; i++) before += weights[i]!
    if ((loads[index] ?? 0) < slotsOf(weights[index]!, before, total, open, factorPercent)) return index
  }
  return NO_NODE
}

function locateHash({ ring, indexes }: HaproxyRingState, _nodes: readonly ShardNode[], hash: number): number {
  const row = nearestPoint(ring, hash)
  return row < 0 ? NO_NODE : indexes[ring.owners[row]!]!
}

function hashOf(key: string): number {
  return fullHash(hashHaproxy('sdbm', key))
}

function pointsOf(node: ShardNode): number {
  return node.isDown ? 0 : node.weight * POINTS_A_WEIGHT
}

function indexesOf(nodes: readonly ShardNode[]): number[] {
  const indexes: number[] = []
  for (const [index, node] of nodes.entries()) indexes[node.id - 1] = index
  return indexes
}
