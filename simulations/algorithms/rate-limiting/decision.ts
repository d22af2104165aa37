/**
 * What: what every limiter answers, and what every limiter is made of.
 * Why: a caller must learn more than yes or no: why, when to come back, what is left. One shape for all limiters means that one
 * can take another's place in a running system, in a test and in a picture.
 *
 * Picture:   decide(key, now, cost) ─▶ admitted            go on now
 *                                   ─▶ delayed             go on after `delayUs`
 *                                   ─▶ rejected            come back at `retryAtUs`
 *
 * Invariants:
 *   I1 `remaining` is a whole number from 0 up; `delayUs` is above 0 exactly when the answer is `delayed`.
 *   I2 a decision is plain data and does not change after it was given.
 *
 * Source: the fields are those that draft-ietf-httpapi-ratelimit-headers and `Retry-After` (RFC 9110 §10.2.3) tell a client.
 * Simplifications: a request asks one limiter. Real gateways ask several (a second, a day, a whole service) and take the strictest.
 * Complexity: O(1).
 */

export type Verdict = 'admitted' | 'delayed' | 'rejected'

export type Reason =
  | 'within-limit'
  | 'not-limited'
  | 'waits-its-turn'
  | 'window-full'
  | 'log-full'
  | 'estimate-full'
  | 'bucket-empty'
  | 'bucket-full'
  | 'queue-full'
  | 'too-early'
  | 'excess-above-burst'
  | 'rate-above-limit'
  | 'all-slots-taken'
  | 'script-said-no'
  /** More than the limiter could ever admit at once. */
  | 'cost-above-capacity'

export interface Decision {
  readonly kind: Verdict
  readonly reason: Reason
  /** When the same request would get through if nobody else asks meanwhile. Null: nobody can tell. */
  readonly retryAtUs: number | null
  /** How many requests of cost 1 would still get through at this instant. */
  readonly remaining: number
  /** When the whole quota is back if nobody asks meanwhile. Null: nobody can tell. */
  readonly resetAtUs: number | null
  /** How long an accepted request is held back. */
  readonly delayUs: number
}

/** One way to limit. `S` is its state: plain data, keyed by whom it limits. */
export interface Algorithm<C = unknown, S = unknown> {
  /** A fresh state for a configuration that makes sense; anything else is a bug of the caller. */
  create(config: C): S
  decide(state: S, key: string, nowUs: number, cost: number): Decision
  /** Gives back what `decide` took, for limits on how many run at once. */
  release?(state: S, key: string, cost: number): void
  /** Drops the keys that would be treated like new ones. Returns how many. */
  forget(state: S, nowUs: number): number
  /** How many keys are remembered. */
  size(state: S): number
}

export function admit(reason: Reason, nowUs: number, remaining: number, resetAtUs: number | null): Decision {
  return { kind: 'admitted', reason, retryAtUs: nowUs, remaining, resetAtUs, delayUs: 0 }
}

export function reject(reason: Reason, retryAtUs: number | null, remaining: number, resetAtUs: number | null): Decision {
  return { kind: 'rejected', reason, retryAtUs, remaining, resetAtUs, delayUs: 0 }
}

/** Accepted, but only after a while. No wait at all is plain admission. */
export function delay(delayUs: number, nowUs: number, remaining: number, resetAtUs: number): Decision {
  if (delayUs === 0) return admit('within-limit', nowUs, remaining, resetAtUs)
  return { kind: 'delayed', reason: 'waits-its-turn', retryAtUs: nowUs, remaining, resetAtUs, delayUs }
}

/** Rounds down, and never below nothing. */
export function wholeUnits(units: number): number {
  return units > 0 ? Math.floor(units) : 0
}

export function isPositiveInteger(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0
}
