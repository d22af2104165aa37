/** The words of the bench, and numbers, times and limiters as it writes them. */

import { formatDuration } from '@/components/narration/durations.ts'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import type { Dictionary } from '@/lib/dictionary.ts'
import type { Locale } from '@/lib/locales.ts'
import { fieldsOf } from '@/components/simulation/arrival-tools.ts'
import type { LimiterSpec } from '@/simulations/components/arrival-bench/limiter-spec.ts'
import type { Quantity } from '@/simulations/components/arrival-bench/gauges.ts'

export interface Words {
  readonly locale: Locale
  readonly text: Dictionary['arrivals']
}

const QUANTITIES: Readonly<Record<Exclude<LimiterSpec['algorithm'], 'redis-script'>, Quantity>> = {
  'fixed-window': 'count', 'sliding-log': 'logged', 'sliding-window-counter': 'estimate', 'token-bucket': 'tokens', 'generic-cell-rate': 'ahead', 'leaky-bucket-meter': 'level',
  'leaky-bucket-queue': 'waiting', 'concurrency-limit': 'open', 'nginx-limit-conn': 'open', 'nginx-limit-req': 'excess', 'haproxy-request-rate': 'rate',
}

/** What the level of a limiter counts. */
export function quantityOf({ algorithm, script }: LimiterSpec): Quantity {
  return QUANTITIES[algorithm === 'redis-script' ? script : algorithm]
}

/** Where the level ends: the size of a bucket, the limit of a count. */
export function capacityOf(spec: LimiterSpec): number {
  const quantity = quantityOf(spec)
  if (quantity === 'waiting') return spec.burst + 1 // the one that leaves, and who waits behind it
  return quantity === 'tokens' || quantity === 'ahead' || quantity === 'level' || quantity === 'excess' ? spec.burst : spec.limit
}

export function nameOf({ text }: Words, { algorithm, script }: LimiterSpec): string {
  return algorithm === 'redis-script' ? `${text.algorithms[algorithm]}, ${text.algorithms[script]}` : text.algorithms[algorithm]
}

/** "5 per 1 s, burst 10" */
export function settingOf({ locale, text }: Words, spec: LimiterSpec): string {
  const used = fieldsOf(spec)
  const values = { limit: spec.limit, window: writeSpan(spec.windowUs), burst: spec.burst, hold: writeSpan(spec.holdUs) }
  return formatWith(locale, used.includes('holdUs') ? text.spec.hold : used.includes('burst') ? text.spec.burst : text.spec.window, values)
}

/** A length of time as short as it is exact: "1 s", "250 ms", "1.5 s". */
export function writeSpan(us: number): string {
  for (const [unit, sign] of [[3_600_000_000, 'h'], [60_000_000, 'min'], [1_000_000, 's'], [1_000, 'ms'], [1, 'µs']] as const) if (us >= unit && us % unit === 0) return `${us / unit}\u00a0${sign}`
  return formatDuration(us)
}

/** An instant, from the origin of the sequence: exact to the microsecond, no longer than needed. */
export function writeInstant(us: number, originUs: number): string {
  const text = ((us - originUs) / 1_000_000).toFixed(6).replace(/0{1,3}$/, '')
  return `${originUs === 0 ? '' : '+'}${text}\u00a0s`
}

/** What is left, cut; what is used, rounded up: so that "not enough" never looks like enough. */
export function writeLevel({ locale }: Words, value: number, quantity: Quantity): string {
  const hundredths = value * 100
  const near = Math.round(hundredths)
  const whole = Math.abs(hundredths - near) < 1e-6 ? near : quantity === 'tokens' ? Math.floor(hundredths) : Math.ceil(hundredths)
  return formatNumber(locale, Math.max(0, whole) / 100)
}
