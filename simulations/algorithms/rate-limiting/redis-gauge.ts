/**
 * What: how full a counter is that a script keeps in the store, read without touching it.
 * Why: the level of a shared limit is in the store and nowhere else; a picture of it has to be read from there.
 *
 * Invariants: I1 reading changes nothing that a later command could see; I2 what is read is what the script would read now.
 * Source: the scripts of `redis-scripts.ts`, up to the line that decides.
 * Complexity: O(1); the log is O(entries).
 */

import { luaToNumber, luaToString } from './lua-number.ts'
import type { RedisScriptConfig } from './redis-script-limiter.ts'
import { execute, type SharedStore } from './shared-store.ts'

/** Tokens left, or requests used, as `gaugeOf` says. */
export function levelInStore({ script, args }: RedisScriptConfig, store: SharedStore, key: string, nowMs: number): number {
  const [first, second] = args
  const textAt = (of: string): string | null => execute(store, { name: 'GET', key: of }, nowMs) as string | null
  switch (script) {
    case 'token-bucket': {
      const [tokens = null, at = null] = execute(store, { name: 'HMGET', key, fields: ['tok', 'ts'] }, nowMs) as (string | null)[]
      const stored = luaToNumber(tokens)
      return stored === null ? first : Math.min(first, stored + ((nowMs - Number(at)) * second) / 1000)
    }
    case 'generic-cell-rate': {
      const arrival = textAt(key)
      return (first * second - (arrival === null ? 0 : Math.max(0, luaToNumber(arrival)! - nowMs))) / first
    }
    case 'fixed-window':
      return Number(textAt(`${key}:${luaToString(Math.floor(nowMs / first))}`) ?? '0')
    case 'sliding-window-counter': {
      const index = Math.floor(nowMs / first)
      const count = (of: number): number => Number(textAt(`${key}:${luaToString(of)}`) ?? '0')
      return (count(index - 1) * (first - (nowMs - index * first))) / first + count(index)
    }
    case 'sliding-log': {
      const members = store.entries.get(key)?.value
      if (members === undefined || typeof members === 'string') return 0
      let count = 0
      for (const score of members.values()) if (Number(score) > nowMs - first) count++
      return count
    }
  }
}
