/**
 * What: a limiter as people set it: an algorithm, a limit, a window, a burst; and the limiter's own configuration made from that.
 * Why: two limiters can be compared when they are set with the same few words. Each algorithm wants other numbers: the interval of a
 * leak, `rate=10r/s`, a period in milliseconds.
 *
 * Picture:   { token-bucket, 10 per 1 s, burst 20 } ─▶ { tokens: 10, perUs: 1_000_000, burst: 20 }
 *            { generic-cell-rate, 3 per 1 s, burst 1 } ─▶ { periodUs: 333_333, burst: 1 }
 *
 * Invariants: I1 a description without problems makes a configuration that `createLimiter` takes, and never throws.
 * Source: the algorithms' own files.
 * Simplifications: an interval is the window divided by the limit, cut to whole microseconds, as real limiters cut to their own grain.
 * nginx knows rates by the second and the minute only; other windows are refused instead of being rewritten.
 * Complexity: O(1).
 */

import type { AlgorithmName, LimiterConfig } from '../../algorithms/rate-limiting/limiter.ts'
import type { ScriptName } from '../../algorithms/rate-limiting/redis-scripts.ts'

export interface LimiterSpec {
  readonly algorithm: AlgorithmName
  /** So many … */
  readonly limit: number
  /** … in so long. */
  readonly windowUs: number
  /** How many at once: the size of a bucket, of a line, the excess of nginx. */
  readonly burst: number
  /** nginx: how many of the excess do not wait, or all of them. */
  readonly wait: number | 'nodelay'
  /** How long a request stays open, for limits on how many are open. */
  readonly holdUs: number
  readonly script: ScriptName
}

export type SpecField = Exclude<keyof LimiterSpec, 'algorithm'>

export interface SpecProblem {
  readonly field: SpecField
  readonly code: 'not-whole' | 'out-of-range' | 'window-of-nginx' | 'window-whole-ms' | 'too-fine' | 'too-large'
  /** What is allowed, both ends included. */
  readonly least: number
  readonly most: number
}

export interface CompiledSpec {
  readonly config: LimiterConfig
  /** The length of the limit's window; for open requests, how long one stays open. */
  readonly windowUs: number
  /** How many the limit lets through in its window, as it is written. */
  readonly quota: number
  /** Null: nobody has to say that a request is over. */
  readonly holdUs: number | null
  /** Whether a request may count as more than one. */
  readonly knowsCost: boolean
  /** Between two requests at the full rate, where the algorithm thinks so. */
  readonly intervalUs: number | null
}

export const ALGORITHMS: readonly AlgorithmName[] = [
  'fixed-window', 'sliding-log', 'sliding-window-counter', 'token-bucket', 'generic-cell-rate', 'leaky-bucket-meter', 'leaky-bucket-queue', 'concurrency-limit', 'nginx-limit-req',
  'nginx-limit-conn', 'haproxy-request-rate', 'redis-script',
]

export const SCRIPTS: readonly ScriptName[] = ['token-bucket', 'sliding-log', 'fixed-window', 'sliding-window-counter', 'generic-cell-rate']

const WINDOW: readonly SpecField[] = ['limit', 'windowUs']
const BUCKET: readonly SpecField[] = ['limit', 'windowUs', 'burst']
const OPEN: readonly SpecField[] = ['limit', 'holdUs']

const FIELDS: Readonly<Record<AlgorithmName, readonly SpecField[]>> = {
  'fixed-window': WINDOW, 'sliding-log': WINDOW, 'sliding-window-counter': WINDOW,
  'token-bucket': BUCKET, 'generic-cell-rate': BUCKET, 'leaky-bucket-meter': BUCKET, 'leaky-bucket-queue': BUCKET,
  'concurrency-limit': OPEN, 'nginx-limit-conn': OPEN,
  'nginx-limit-req': ['limit', 'windowUs', 'burst', 'wait'],
  'haproxy-request-rate': WINDOW,
  'redis-script': ['script', 'limit', 'windowUs'],
}

export const LARGEST_COUNT = 1_000_000
export const SHORTEST_US = 1_000
export const LONGEST_US = 86_400_000_000
const LARGEST_OPEN = 65_535

/** The numbers an algorithm looks at; it ignores the others. */
export function fieldsOf({ algorithm, script }: Pick<LimiterSpec, 'algorithm' | 'script'>): readonly SpecField[] {
  const hasBurst = algorithm === 'redis-script' && (script === 'token-bucket' || script === 'generic-cell-rate')
  return hasBurst ? [...FIELDS[algorithm], 'burst'] : FIELDS[algorithm]
}

/** Everything that is wrong with a description, at most one thing a field. */
export function problemsOf(spec: LimiterSpec): readonly SpecProblem[] {
  const problems = fieldsOf(spec).flatMap((field): readonly SpecProblem[] => {
    const [least, most] = rangeOf(spec, field)
    const value = spec[field]
    if (field === 'script' || value === 'nodelay') return []
    const code = !Number.isSafeInteger(value) ? 'not-whole' : Number(value) < least || Number(value) > most ? 'out-of-range' : null
    return code === null ? [] : [{ field, code, least, most }]
  })
  return problems.length > 0 ? problems : together(spec)
}

function rangeOf({ algorithm }: LimiterSpec, field: SpecField): readonly [least: number, most: number] {
  if (field === 'windowUs' || field === 'holdUs') return [SHORTEST_US, LONGEST_US]
  if (field === 'limit') return [1, algorithm === 'nginx-limit-conn' ? LARGEST_OPEN : LARGEST_COUNT]
  const mayBeNone = field === 'wait' || algorithm === 'nginx-limit-req' || algorithm === 'leaky-bucket-queue'
  return [mayBeNone ? 0 : 1, LARGEST_COUNT]
}

/** What each number allows alone and not with the others. */
function together(spec: LimiterSpec): readonly SpecProblem[] {
  const { algorithm, limit, windowUs, burst } = spec
  const used = fieldsOf(spec)
  if (!used.includes('windowUs')) return []
  const wrong = (field: SpecField, code: SpecProblem['code'], most: number): readonly SpecProblem[] => [{ field, code, least: 1, most }]
  if (algorithm === 'nginx-limit-req' && windowUs !== 1_000_000 && windowUs !== 60_000_000) return wrong('windowUs', 'window-of-nginx', 0)
  if ((algorithm === 'haproxy-request-rate' || algorithm === 'redis-script') && windowUs % 1_000 !== 0) return wrong('windowUs', 'window-whole-ms', 0)
  if (used.includes('burst') && algorithm !== 'nginx-limit-req' && windowUs < limit) return wrong('limit', 'too-fine', windowUs)
  // Levels are kept as whole numbers: a count times the window has to be exact.
  const exact = Math.floor(Number.MAX_SAFE_INTEGER / 4 / windowUs)
  if (limit > exact) return wrong('limit', 'too-large', exact)
  if (used.includes('burst') && burst > exact) return wrong('burst', 'too-large', exact)
  return []
}

/** The configuration of a description that has no problems. (I1) */
export function compileSpec(spec: LimiterSpec): CompiledSpec {
  const { algorithm, limit, windowUs, burst, wait, holdUs, script } = spec
  const intervalUs = Math.floor(windowUs / limit)
  const plain = { windowUs, quota: limit, holdUs: null, knowsCost: true, intervalUs: null }
  switch (algorithm) {
    case 'fixed-window':
    case 'sliding-log':
    case 'sliding-window-counter':
      return { ...plain, config: { algorithm, limit, windowUs } }
    case 'token-bucket':
      return { ...plain, config: { algorithm, tokens: limit, perUs: windowUs, burst } }
    case 'generic-cell-rate':
      return { ...plain, intervalUs, config: { algorithm, periodUs: intervalUs, burst } }
    case 'leaky-bucket-meter':
      return { ...plain, intervalUs, config: { algorithm, leakIntervalUs: intervalUs, capacity: burst } }
    case 'leaky-bucket-queue':
      return { ...plain, intervalUs, config: { algorithm, drainIntervalUs: intervalUs, capacity: burst } }
    case 'concurrency-limit':
    case 'nginx-limit-conn':
      return { ...plain, windowUs: holdUs, holdUs, knowsCost: algorithm === 'concurrency-limit', config: { algorithm, limit } }
    case 'nginx-limit-req':
      return { ...plain, knowsCost: false, config: { algorithm, rate: `${limit}r/${windowUs === 60_000_000 ? 'm' : 's'}`, burst, delay: wait, zoneKeys: 0 } }
    case 'haproxy-request-rate':
      return { ...plain, knowsCost: false, config: { algorithm, periodMs: windowUs / 1_000, limit } }
    case 'redis-script': {
      const knowsCost = script === 'token-bucket' || script === 'generic-cell-rate'
      const args = script === 'token-bucket' ? [burst, (limit * 1_000_000) / windowUs] as const : script === 'generic-cell-rate' ? [windowUs / 1_000 / limit, burst] as const : [windowUs / 1_000, limit] as const
      return { ...plain, knowsCost, config: { algorithm, script, args } }
    }
  }
}
