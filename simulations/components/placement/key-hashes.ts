/**
 * What: the hashes of keys for a scheme, the last ones kept.
 * Why: a million texts take longer to hash than to place: after a change of the nodes alone the same hashes serve again.
 *
 * Invariants: I1 what is kept is what would be worked out anew.
 */

import { schemes, type SchemeName } from '../../algorithms/sharding/sharder.ts'
import type { KeyNames } from './config.ts'
import { keyName } from './key-names.ts'

let kept: { readonly scheme: SchemeName; readonly names: KeyNames; readonly hashes: Uint32Array } | null = null

/** Hashes of the first `count` keys, or null where the scheme does not go by one number. */
export function keyHashes(scheme: SchemeName, names: KeyNames, count: number): Uint32Array | null {
  const { hash } = schemes[scheme]
  if (hash === undefined) return null
  if (kept?.scheme === scheme && kept.names === names && kept.hashes.length >= count) return kept.hashes.subarray(0, count)
  const hashes = new Uint32Array(count)
  for (let i = 0; i < count; i++) hashes[i] = hash(keyName(names, i))
  kept = { scheme, names, hashes }
  return hashes
}
