/**
 * What: the names of keys, and their hashes for a scheme, the last ones kept.
 * Why: a hash sees nothing but the text, so the text must be a real one: "user:1042", a session's id, a name in another script.
 * A million texts take longer to hash than to place: after a change of the nodes alone the same hashes serve again.
 *
 * Invariants:
 *   I1 key i has the same name in every run.
 *   I2 what is kept is what would be worked out anew.
 *
 * Simplifications: the numbers of keys have no gaps.
 */

import { schemes, type SchemeName } from '../../algorithms/sharding/sharder.ts'
import type { KeyNames } from './config.ts'

const FIRST_USER = 1_000
const SCRIPTS = ['user:', '사용자:', 'ユーザー:', 'пользователь:', '👩‍👩‍👧‍👦:'] as const

export function keyName(names: KeyNames, i: number): string {
  switch (names) {
    case 'users':
      return `user:${FIRST_USER + i}`
    case 'sessions':
      return `session:${hex(mix(i))}${hex(mix(i ^ 0x5bd1e995))}`
    case 'pages':
      return `/products/${i + 1}`
    case 'events':
      return `event:${String(i).padStart(9, '0')}`
    case 'scripts':
      return `${SCRIPTS[i % SCRIPTS.length]!}${Math.floor(i / SCRIPTS.length)}`
  }
}

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

/** MurmurHash3's finalizer: a number that looks like noise, and is never met twice. */
function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0')
}
