/** Why a limiter decided as it did, for the sentences of the run: what was read, how long somebody was held, when to come back. */

import type { LimiterWords } from '@/components/families/limiter-words.ts'
import { limiterLevels, ruleAt, type LimiterLevels } from '@/components/projection/limiter-levels.ts'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { TrafficConfig } from '@/simulations/components/traffic/config.ts'
import { VERDICT } from '@/simulations/components/traffic/limit-columns.ts'
import { gaugeOf, type LimiterConfig } from '@/simulations/components/traffic/limiter-rule.ts'
import { SPAN } from '@/simulations/components/traffic/vocabulary.ts'
import { NEVER, type Trace } from '@/simulations/kernel/trace.ts'
import { formatDuration } from './durations.ts'

export type LimitValues = (request: number) => Readonly<Record<string, string | number>>

/** Values for a sentence about a request; null where there is no limiter. */
export function limitValues(locale: Locale, words: LimiterWords | null, trace: Trace, config: TrafficConfig): LimitValues | null {
  const levels = limiterLevels(trace, config)
  if (levels === null || words === null) return null
  const { verdict, attempt, retryAfterUs } = trace.subjects.columns
  const held = heldTimes(trace)
  return (request) => {
    const us = held.get(request)
    const retry = retryAfterUs![request]!
    return {
      again: attempt![request]! + 1,
      verdict: verdictOf(verdict![request]!, us !== undefined),
      held: us === undefined ? '' : formatDuration(us),
      retry: retry === NEVER ? 'none' : formatDuration(retry),
      why: whyOf(locale, words, trace, levels, request),
    }
  }
}

function verdictOf(verdict: number, wasHeld: boolean): string {
  if (verdict === VERDICT['admitted-unchecked']) return 'unchecked'
  if (verdict === VERDICT['refused-unchecked']) return 'closed'
  return wasHeld ? 'held' : 'counted'
}

function heldTimes({ spans }: Trace): Map<number, number> {
  const found = new Map<number, number>()
  for (let row = 0; row < spans.count; row++) {
    if (spans.kind[row] === SPAN['held-at-limiter'] && spans.lastedUs[row] !== NEVER) found.set(spans.subject[row]!, spans.lastedUs[row]!)
  }
  return found
}

/** What the counter read before it decided: "4.2 of 5 tokens left". */
export function whyOf(locale: Locale, words: LimiterWords, trace: Trace, levels: LimiterLevels, request: number): string {
  const { levelBefore, countedAt, limiter } = trace.subjects.columns
  const before = levelBefore![request]!
  if (before < 0) return words.why.none
  const lane = trace.lanes.findIndex((one) => one.role === 'limiter' && one.index === limiter![request])
  const rule = ruleAt(levels, lane, countedAt![request]!)
  const { why, window } = wordsOfRule(words, rule)
  return formatWith(locale, why, { level: levelText(locale, before), capacity: formatNumber(locale, gaugeOf(rule).capacity), window })
}

/** A level with one digit, and none where it is whole. It is cut and not rounded: 0.99 tokens are not one. */
export function levelText(locale: Locale, level: number): string {
  return formatNumber(locale, Math.floor(level * 10 + 1e-9) / 10)
}

function wordsOfRule({ why }: LimiterWords, rule: LimiterConfig): { readonly why: string; readonly window: string } {
  switch (rule.algorithm) {
    case 'token-bucket':
    case 'generic-cell-rate':
      return { why: why.left, window: '' }
    case 'fixed-window':
      return { why: why.window, window: '' }
    case 'sliding-log':
      return { why: why.log, window: formatDuration(rule.windowUs) }
    case 'sliding-window-counter':
      return { why: why.estimate, window: formatDuration(rule.windowUs) }
    case 'haproxy-request-rate':
      return { why: why.rate, window: '' }
    case 'leaky-bucket-meter':
      return { why: why.meter, window: '' }
    case 'leaky-bucket-queue':
      return { why: why.line, window: '' }
    case 'nginx-limit-req':
      return { why: why.excess, window: '' }
    case 'concurrency-limit':
    case 'nginx-limit-conn':
    case 'redis-script':
      return { why: why.slots, window: '' }
  }
}
