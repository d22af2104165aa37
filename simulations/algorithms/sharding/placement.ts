/**
 * What: where each of many keys lies, with the hashes kept, so that after a change only the look-up is done again.
 * Why: hashing a million texts takes longer than looking a million numbers up. Databases keep the hash beside the row for the same reason.
 *
 * Picture:   keys ─ hash once ─▶ hashes ─ look up ─▶ owners      a node joins: look up again ─▶ owners, and who moved
 *
 * Invariants:
 *   I1 the owners are what `locate` answers for each key.
 *
 * Source: the token stored with each partition in Cassandra's SSTables; bulk placement in Ceph and Couchbase.
 * Simplifications: schemes that do not go by one number (range, directory, jump, rendezvous, Kafka, Cassandra) are asked key by key.
 * Complexity: one hash and one look-up a key at first, one look-up a key after a change.
 */

import { locate, schemes, type Sharder } from './sharder.ts'

export interface Placement {
  readonly keys: readonly string[]
  /** Null where the scheme does not go by one number. */
  readonly hashes: Uint32Array | null
  /** Index of the node of each key, or NO_NODE. */
  readonly owners: Int32Array
}

export function placeKeys(sharder: Sharder, keys: readonly string[]): Placement {
  const { hash } = schemes[sharder.scheme]
  const hashes = hash === undefined ? null : new Uint32Array(keys.length)
  if (hash !== undefined) for (let i = 0; i < keys.length; i++) hashes![i] = hash(keys[i]!)
  return { keys, hashes, owners: ownersOf(sharder, keys, hashes) }
}

/** The same keys under another sharder of the same scheme. */
export function placeAgain(placement: Placement, sharder: Sharder): Placement {
  return { ...placement, owners: ownersOf(sharder, placement.keys, placement.hashes) }
}

/** Keys on each node. */
export function countKeys(placement: Placement, nodes: number): number[] {
  const counts = Array.from({ length: nodes }, () => 0)
  for (const owner of placement.owners) if (owner >= 0) counts[owner]!++
  return counts
}

function ownersOf(sharder: Sharder, keys: readonly string[], hashes: Uint32Array | null): Int32Array {
  const { state, nodes } = sharder
  const { locateHash } = schemes[sharder.scheme]
  const owners = new Int32Array(keys.length)
  if (hashes === null || locateHash === undefined) {
    for (let i = 0; i < keys.length; i++) owners[i] = locate(sharder, keys[i]!)
  } else {
    for (let i = 0; i < keys.length; i++) owners[i] = locateHash(state, nodes, hashes[i]!)
  }
  return owners
}
