/**
 * What: the two limiters for Node that are used most, under the load of `load.ts`.
 */

import { RateLimiter } from 'limiter'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { bytesPerKey, keys, LIMIT, order } from './load.ts'

const MINUTE_MS = 60_000

/** npm `limiter`: one object a key in a map, asked without waiting. */
export function limiterMany(count: number): number {
  const limiters = new Map<string, RateLimiter>()
  let admitted = 0
  for (let i = 0; i < count; i++) if (limiterOf(limiters, keys[order[i & 65_535]!]!).tryRemoveTokens(1)) admitted++
  return admitted
}

/** npm `rate-limiter-flexible`, its limiter in memory: the answer is a promise, so it is awaited. */
export async function flexibleMany(count: number): Promise<number> {
  const limiter = new RateLimiterMemory({ points: LIMIT, duration: MINUTE_MS / 1000 })
  let admitted = 0
  for (let i = 0; i < count; i++) if ((await limiter.consume(keys[order[i & 65_535]!]!)).remainingPoints >= 0) admitted++
  return admitted
}

export function limiterBytes(count: number): number {
  const limiters = new Map<string, RateLimiter>()
  const bytes = bytesPerKey(count, (key) => void limiterOf(limiters, key).tryRemoveTokens(1))
  return limiters.size === count ? bytes : 0
}

export async function flexibleBytes(count: number): Promise<number> {
  const limiter = new RateLimiterMemory({ points: LIMIT, duration: MINUTE_MS / 1000 })
  const bytes = bytesPerKey(count, (key) => void limiter.consume(key))
  return (await limiter.get('user:0')) === null ? 0 : bytes
}

function limiterOf(limiters: Map<string, RateLimiter>, key: string): RateLimiter {
  let limiter = limiters.get(key)
  if (limiter === undefined) limiters.set(key, (limiter = new RateLimiter({ tokensPerInterval: LIMIT, interval: MINUTE_MS })))
  return limiter
}
