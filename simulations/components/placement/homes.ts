/**
 * What: on which lanes each key belongs by the map of now.
 * Why: this is the hot loop of a million keys: hashed once, looked up again after a change.
 *
 * Invariants: I1 homes are what `locate` (or `replicas`) answers for each key, as lanes.
 * Complexity: one look-up a key and change.
 */

import { locate, replicas, schemes, type Sharder } from '../../algorithms/sharding/sharder.ts'
import type { KeysConfig } from './config.ts'
import { keyHashes } from './key-hashes.ts'
import { keyName } from './key-names.ts'

/** No lane: nobody may hold the key now. */
export const NOWHERE = -1

/** Lane of copy c of key k: homes[k * copies + c]. `lanes`: the lane of each node of the sharder. */
export function homesOf(sharder: Sharder, keys: KeysConfig, lanes: readonly number[]): Int8Array {
  const { count, copies, names } = keys
  const homes = new Int8Array(count * copies).fill(NOWHERE)
  if (copies > 1) {
    for (let key = 0; key < count; key++) {
      const nodes = replicas(sharder, keyName(names, key), copies)
      for (let copy = 0; copy < nodes.length; copy++) homes[key * copies + copy] = lanes[nodes[copy]!]!
    }
    return homes
  }
  const hashes = keyHashes(sharder.scheme, names, count)
  const { locateHash } = schemes[sharder.scheme]
  for (let key = 0; key < count; key++) {
    const node = hashes === null || locateHash === undefined ? locate(sharder, keyName(names, key)) : locateHash(sharder.state, sharder.nodes, hashes[key]!)
    if (node >= 0) homes[key] = lanes[node]!
  }
  return homes
}

/** Keys on each lane; a key in several copies counts on each. */
export function countByLane(homes: Int8Array, lanes: number): number[] {
  const counts = Array.from({ length: lanes }, () => 0)
  for (let slot = 0; slot < homes.length; slot++) if (homes[slot] !== NOWHERE) counts[homes[slot]!]!++
  return counts
}
