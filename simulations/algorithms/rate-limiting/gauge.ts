/**
 * What: what a limiter's counter can read at most, and whether it shows what is left or what is used.
 * Why: a level means nothing without its scale; a picture, a sentence and a law ask for the scale without asking the limiter.
 *
 * Picture:   token bucket, burst 5 ─▶ left, of 5        fixed window, limit 10 ─▶ used, of 10
 *
 * Invariants: I1 it depends on the configuration alone.
 * Source: the algorithms beside it; their levels are read in `level.ts`.
 * Simplifications: none.
 * Complexity: O(1).
 */

import type { LimiterConfig } from './limiter.ts'

export interface Gauge {
  /** Tokens are left; everything else counts what is used. */
  readonly shows: 'left' | 'used'
  readonly capacity: number
}

/** What a full counter reads. */
export function gaugeOf(config: LimiterConfig): Gauge {
  switch (config.algorithm) {
    case 'token-bucket':
    case 'generic-cell-rate':
      return { shows: 'left', capacity: config.burst }
    case 'redis-script':
      return { shows: config.script === 'token-bucket' || config.script === 'generic-cell-rate' ? 'left' : 'used', capacity: config.script === 'token-bucket' ? config.args[0] : config.args[1] }
    case 'leaky-bucket-meter':
    case 'leaky-bucket-queue':
      return { shows: 'used', capacity: config.capacity }
    case 'nginx-limit-req':
      return { shows: 'used', capacity: config.burst }
    case 'fixed-window':
    case 'sliding-log':
    case 'sliding-window-counter':
    case 'concurrency-limit':
    case 'nginx-limit-conn':
    case 'haproxy-request-rate':
      return { shows: 'used', capacity: config.limit }
  }
}
