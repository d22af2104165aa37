/**
 * What: the state that a limiter's script left in Redis, read without changing it.
 * Why: the script tells only yes or no and what is left; the keys in Redis tell why.
 *
 * Picture:   HMGET rl:ann tok ts ─▶ '0.5' '1000' ─▶ at 1.5 s: 0.5 + 0.5 s · 5/s = 3 tokens
 *
 * Invariants: I1 no command is run that writes.
 * Source: the scripts in `redis-scripts.ts`; each reading is their first lines.
 * Simplifications: none beyond those of the scripts.
 * Complexity: O(1); O(entries) for the sorted set.
 */

import type { RedisScriptState } from '../../algorithms/rate-limiting/redis-script-limiter.ts'
import type { ScriptName } from '../../algorithms/rate-limiting/redis-scripts.ts'
import type { SharedStore } from '../../algorithms/rate-limiting/shared-store.ts'
import type { Gauge } from './gauges.ts'

/** In milliseconds, as the scripts count. */
interface ScriptGauge {
  read(store: SharedStore, key: string, args: readonly [number, number], nowMs: number): number
  bend(store: SharedStore, key: string, args: readonly [number, number], nowMs: number): number
}

const tokenBucket: ScriptGauge = {
  read(store, key, [capacity, rate], nowMs) {
    const found = bucketOf(store, key)
    return found === null ? capacity : Math.min(capacity, found.tokens + ((nowMs - found.atMs) * rate) / 1000)
  },
  bend(store, key, [capacity, rate], nowMs) {
    const found = bucketOf(store, key)
    return found === null ? Infinity : later(found.atMs + Math.ceil(((capacity - found.tokens) * 1000) / rate), nowMs)
  },
}

function bucketOf(store: SharedStore, key: string): { readonly tokens: number; readonly atMs: number } | null {
  const fields = store.entries.get(key)?.value
  return fields instanceof Map ? { tokens: Number(fields.get('tok')), atMs: Number(fields.get('ts')) } : null
}

const slidingLog: ScriptGauge = {
  read: (store, key, [windowMs], nowMs) => scoresOf(store, key).filter((score) => score > nowMs - windowMs).length,
  bend: (store, key, [windowMs], nowMs) => scoresOf(store, key).reduce((first, score) => (score > nowMs - windowMs ? Math.min(first, score + windowMs) : first), Infinity),
}

function scoresOf(store: SharedStore, key: string): readonly number[] {
  const members = store.entries.get(key)?.value
  return members instanceof Map ? [...members.values()].map(Number) : []
}

const fixedWindow: ScriptGauge = {
  read: (store, key, [windowMs], nowMs) => countOf(store, key, Math.floor(nowMs / windowMs)),
  bend(store, key, [windowMs], nowMs) {
    const index = Math.floor(nowMs / windowMs)
    return countOf(store, key, index) === 0 ? Infinity : (index + 1) * windowMs
  },
}

const slidingWindowCounter: ScriptGauge = {
  read(store, key, [windowMs], nowMs) {
    const index = Math.floor(nowMs / windowMs)
    return (countOf(store, key, index - 1) * ((index + 1) * windowMs - nowMs)) / windowMs + countOf(store, key, index)
  },
  bend(store, key, [windowMs], nowMs) {
    const index = Math.floor(nowMs / windowMs)
    return countOf(store, key, index) + countOf(store, key, index - 1) === 0 ? Infinity : (index + 1) * windowMs
  },
}

function countOf(store: SharedStore, key: string, index: number): number {
  return Number(store.entries.get(`${key}:${index}`)?.value ?? 0)
}

const genericCellRate: ScriptGauge = {
  read: (store, key, [periodMs], nowMs) => Math.max(0, Number(store.entries.get(key)?.value ?? 0) - nowMs) / periodMs,
  bend: (store, key, _args, nowMs) => later(Math.ceil(Number(store.entries.get(key)?.value ?? 0)), nowMs),
}

const scriptGauges: Readonly<Record<ScriptName, ScriptGauge>> = {
  'token-bucket': tokenBucket, 'sliding-log': slidingLog, 'fixed-window': fixedWindow, 'sliding-window-counter': slidingWindowCounter, 'generic-cell-rate': genericCellRate,
}

export const redisGauge: Gauge<RedisScriptState> = {
  read: ({ config: { script, args }, store }, key, nowUs) => scriptGauges[script].read(store, key, args, Math.floor(nowUs / 1000)),
  bend: ({ config: { script, args }, store }, key, nowUs) => scriptGauges[script].bend(store, key, args, Math.floor(nowUs / 1000)) * 1000,
}

function later(atMs: number, nowMs: number): number {
  return atMs > nowMs ? atMs : Infinity
}
