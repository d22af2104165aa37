/**
 * What: the answer of a limiter to a request that it refused, read from its row: the status and the fields on the wire.
 * Why: the client knows nothing but these lines. What it does next follows from them.
 *
 * Invariants: I1 what a row does not hold, no field says.
 * Source: `too-many-requests.ts`.
 */

import type { Decision } from '../../algorithms/rate-limiting/decision.ts'
import { describeLimit } from '../../algorithms/rate-limiting/too-many-requests.ts'
import { NEVER, type Trace } from '../../kernel/trace.ts'
import { REASONS, VERDICT } from './limit-columns.ts'
import type { LimitKey } from './limiter-config.ts'
import { countsWhatRuns, quotaOf, type LimiterConfig } from './limiter-rule.ts'

/** Null where the limiter refused nothing. `rule`: the one that decided. */
export function answerLines({ subjects }: Trace, rule: LimiterConfig, key: LimitKey, request: number): readonly string[] | null {
  const { verdict, decidedAt, reason, remaining, retryAfterUs, resetAfterUs } = subjects.columns as Record<string, Float64Array>
  if (verdict![request] === VERDICT['refused-unchecked']) return ['HTTP/1.1 503 Service Unavailable']
  if (verdict![request] !== VERDICT.throttled) return null
  const at = decidedAt![request]!
  const later = (us: number): number | null => (us === NEVER ? null : at + us)
  const decision: Decision = {
    kind: 'rejected', reason: REASONS[reason![request]!]!, remaining: remaining![request]!, delayUs: 0, retryAtUs: later(retryAfterUs![request]!), resetAtUs: later(resetAfterUs![request]!),
  }
  const { quota, windowUs } = quotaOf(rule)
  const answer = describeLimit(decision, {
    name: key === 'everybody' ? key : `per-${key}`, quota, unit: countsWhatRuns(rule) ? 'concurrent-requests' : 'requests',
    windowS: windowUs === null ? null : Math.max(1, Math.round(windowUs / 1_000_000)), partitionKey: null,
  }, at)
  return [`HTTP/1.1 ${answer.status} Too Many Requests`, ...answer.fields.map(([name, value]) => `${name}: ${value}`)]
}
