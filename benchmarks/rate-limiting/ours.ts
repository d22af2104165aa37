/**
 * What: our limiters under the load of `load.ts`.
 */

import { createLimiter, decide, type LimiterConfig } from '@/simulations/algorithms/rate-limiting/limiter.ts'
import { bytesPerKey, keys, LIMIT, order } from './load.ts'

const configs = {
  'token-bucket': { algorithm: 'token-bucket', tokens: LIMIT, perUs: 1_000_000, burst: LIMIT },
  'generic-cell-rate': { algorithm: 'generic-cell-rate', periodUs: 1, burst: LIMIT },
  'fixed-window': { algorithm: 'fixed-window', limit: LIMIT, windowUs: 60_000_000 },
  'sliding-window-counter': { algorithm: 'sliding-window-counter', limit: LIMIT, windowUs: 60_000_000 },
} as const satisfies Record<string, LimiterConfig>

type Name = keyof typeof configs

/** Decisions, one each microsecond of the clock that is passed in. */
export function decideMany(name: Name, count: number): number {
  const limiter = createLimiter(configs[name])
  let admitted = 0
  for (let i = 0; i < count; i++) if (decide(limiter, keys[order[i & 65_535]!]!, i).kind === 'admitted') admitted++
  return admitted
}

/** The same, reading the machine's clock for each decision, as the peers do. */
export function decideManyOnClock(name: Name, count: number): number {
  const limiter = createLimiter(configs[name])
  let admitted = 0
  for (let i = 0; i < count; i++) {
    const nowUs = Math.floor(performance.now() * 1000)
    if (decide(limiter, keys[order[i & 65_535]!]!, nowUs).kind === 'admitted') admitted++
  }
  return admitted
}

export function measureBytes(name: Name, count: number): number {
  const limiter = createLimiter(configs[name])
  const bytes = bytesPerKey(count, (key) => void decide(limiter, key, 0))
  return decide(limiter, 'user:0', 1).kind === 'admitted' ? bytes : 0
}
