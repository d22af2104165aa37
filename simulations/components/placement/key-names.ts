/**
 * What: the names of keys.
 * Why: a hash sees nothing but the text, so the text must be a real one: "user:1042", a session's id, a name in another script.
 *
 * Invariants: I1 key i has the same name in every run.
 * Simplifications: the numbers of keys have no gaps.
 */

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
