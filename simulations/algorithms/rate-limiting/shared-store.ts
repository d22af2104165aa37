/**
 * What: the few commands of Redis that rate limiters use, on a clock that is passed in.
 * Why: servers that share a limit must share its counter. Each command is atomic by itself; whatever a client does between two
 * commands, others can do too. All races of shared limiters live in that gap.
 *
 * Picture:   server A ─INCR─▶ ┌───────────────┐ ◀─INCR─ server B
 *                             │ rl:ann 7 · 3 s │        one command after the other, in the order of arrival
 *                             └───────────────┘
 * Invariants:
 *   I1 a key whose time is up does not exist.
 *   I2 INCR keeps the time to live; SET takes it away unless it brings one.
 *   I3 a sorted set holds a member once.
 *
 * Source: Redis 7.0: `t_string.c` (incrDecrCommand, setGenericCommand), `expire.c`, `t_zset.c`, `t_hash.c`.
 * Simplifications: no memory limit and no eviction, no persistence, no replicas. Commands on the wrong type are bugs here; Redis
 * answers WRONGTYPE. INCR counts as a float does, exact to 2^53; Redis to 2^63.
 * Complexity: O(1); removing from a sorted set is O(members), Redis O(log members).
 */

import { invariant } from '../../kernel/invariant.ts'

export type StoreCommand =
  | { readonly name: 'GET'; readonly key: string }
  | { readonly name: 'SET'; readonly key: string; readonly value: string; readonly ttlMs?: number }
  | { readonly name: 'INCRBY'; readonly key: string; readonly by: number }
  | { readonly name: 'PEXPIRE'; readonly key: string; readonly ttlMs: number }
  | { readonly name: 'PTTL'; readonly key: string }
  | { readonly name: 'DEL'; readonly key: string }
  | { readonly name: 'HMGET'; readonly key: string; readonly fields: readonly string[] }
  | { readonly name: 'HSET'; readonly key: string; readonly fields: Readonly<Record<string, string>> }
  | { readonly name: 'ZADD'; readonly key: string; readonly score: number; readonly member: string }
  | { readonly name: 'ZCARD'; readonly key: string }
  | { readonly name: 'ZREMRANGEBYSCORE'; readonly key: string; readonly from: number; readonly to: number }

export type StoreReply = string | number | null | readonly (string | null)[]

interface Entry {
  value: string | Map<string, string> | Map<string, number>
  /** Null: it stays for ever. */
  expiresAtMs: number | null
}

export interface SharedStore {
  readonly entries: Map<string, Entry>
}

export function createSharedStore(): SharedStore {
  return { entries: new Map() }
}

/** One command, all of it at once. */
export function execute(store: SharedStore, command: StoreCommand, nowMs: number): StoreReply {
  const { key } = command
  const entry = findEntry(store, key, nowMs)
  switch (command.name) {
    case 'GET':
      return entry === undefined ? null : textOf(entry)
    case 'SET':
      store.entries.set(key, { value: command.value, expiresAtMs: command.ttlMs === undefined ? null : nowMs + command.ttlMs })
      return 'OK'
    case 'INCRBY': {
      const value = Number(entry === undefined ? '0' : textOf(entry)) + command.by
      invariant(Number.isSafeInteger(value), `${key} holds a whole number`)
      if (entry === undefined) store.entries.set(key, { value: String(value), expiresAtMs: null })
      else entry.value = String(value) // I2
      return value
    }
    case 'PEXPIRE':
      if (entry === undefined) return 0
      entry.expiresAtMs = nowMs + command.ttlMs
      return 1
    case 'PTTL':
      return entry === undefined ? -2 : entry.expiresAtMs === null ? -1 : entry.expiresAtMs - nowMs
    case 'DEL':
      return store.entries.delete(key) && entry !== undefined ? 1 : 0
    case 'HMGET': {
      const fields = entry === undefined ? null : mapOf<string>(entry)
      return command.fields.map((field) => fields?.get(field) ?? null)
    }
    case 'HSET': {
      const fields = mapOf<string>(entry ?? create(store, key))
      let added = 0
      for (const [field, value] of Object.entries(command.fields)) {
        if (!fields.has(field)) added++
        fields.set(field, value)
      }
      return added
    }
    case 'ZADD': {
      const members = mapOf<number>(entry ?? create(store, key))
      const isNew = !members.has(command.member)
      members.set(command.member, command.score) // I3: a member that is there gets the new score
      return isNew ? 1 : 0
    }
    case 'ZCARD':
      return entry === undefined ? 0 : mapOf<number>(entry).size
    case 'ZREMRANGEBYSCORE':
      return entry === undefined ? 0 : removeScores(store, key, mapOf<number>(entry), command.from, command.to)
  }
}

/** Drops what has expired; Redis does so when it has time, and here it is for the memory only. */
export function dropExpired(store: SharedStore, nowMs: number): number {
  let dropped = 0
  for (const [key, { expiresAtMs }] of store.entries) {
    if (expiresAtMs === null || expiresAtMs > nowMs) continue
    store.entries.delete(key)
    dropped++
  }
  return dropped
}

function findEntry(store: SharedStore, key: string, nowMs: number): Entry | undefined {
  const entry = store.entries.get(key)
  if (entry === undefined || entry.expiresAtMs === null || entry.expiresAtMs > nowMs) return entry
  store.entries.delete(key) // I1
  return undefined
}

function create(store: SharedStore, key: string): Entry {
  const entry: Entry = { value: new Map(), expiresAtMs: null }
  store.entries.set(key, entry)
  return entry
}

function textOf({ value }: Entry): string {
  invariant(typeof value === 'string', 'WRONGTYPE: the key does not hold a string')
  return value
}

function mapOf<V>({ value }: Entry): Map<string, V> {
  invariant(typeof value !== 'string', 'WRONGTYPE: the key holds a string')
  return value as Map<string, V>
}

/** Both ends are part of the range; an emptied set is gone. */
function removeScores(store: SharedStore, key: string, members: Map<string, number>, from: number, to: number): number {
  let removed = 0
  for (const [member, score] of members) {
    if (score < from || score > to) continue
    members.delete(member)
    removed++
  }
  if (members.size === 0) store.entries.delete(key)
  return removed
}
