/**
 * What: what a client does when it is told 429: give up, try again at once, come back when it was told to, or wait longer each time.
 * Why: a limiter does not make load go away. What its refusals come back as is decided here, and it may be more than what was refused.
 *
 * Picture:   at once        ✗✗✗✗✗            five requests in the time of one
 *            Retry-After    ✗          ✗     everybody who was told "2" is back after two seconds, together
 *            backoff        ✗ ✗   ✗      ✗   each wait is drawn from 0 … base · 2ⁿ, so nobody comes back together
 *
 * Invariants:
 *   I1 one wish is sent at most `attempts` times.
 *   I2 a new attempt asks for the very same: client, key, work, query. It draws nothing but its wait.
 *
 * Source: RFC 6585 §4, RFC 9110 §10.2.3 (whole seconds); "full jitter" of M. Brooker, "Exponential Backoff And Jitter" (AWS, 2015).
 * Simplifications: only a 429 is tried again. A client whose patience ended does not come back. Without a Retry-After, whoever obeys
 *   it waits as in a backoff.
 */

import { schedule, on, stream } from '../../kernel/kernel.ts'
import { nextFloat } from '../../kernel/random.ts'
import { NEVER } from '../../kernel/trace.ts'
import type { RetrySpec } from './limiter-config.ts'
import type { TrafficSystem } from './system.ts'

const SECOND_US = 1_000_000

/** Returns how a client plans another attempt; false when it will not come back. Null: nobody ever does. */
export function createRetries(system: TrafficSystem, sendAgain: (request: number) => void): ((request: number) => boolean) | null {
  const { kernel, limits } = system
  const spec = system.config.clients.retry
  if (spec === undefined || limits === null || spec.how === 'give-up') return null
  const rng = stream(kernel, 'clients/retries')
  const due = on(kernel, 'retry due', (request) => sendAgain(request))
  const { columns } = limits
  return (request) => {
    const attempt = columns.attempt[request]! + 1
    if (attempt >= spec.attempts) return false
    schedule(kernel, waitUs(spec, attempt, columns.retryAfterUs[request]!, () => nextFloat(rng)), due, request)
    return true
  }
}

/** How long before attempt number `attempt`, counted from 1 for the first retry. */
function waitUs({ how, baseUs, capUs, jitterUs }: RetrySpec, attempt: number, retryAfterUs: number, draw: () => number): number {
  if (how === 'at-once' || how === 'give-up') return 0
  if (how === 'retry-after' && retryAfterUs !== NEVER) {
    // The header holds whole seconds, rounded up.
    const told = Math.ceil(retryAfterUs / SECOND_US) * SECOND_US
    return told + (jitterUs === 0 ? 0 : Math.round(draw() * jitterUs))
  }
  let longest = baseUs
  for (let i = 1; i < attempt && longest < capUs; i++) longest *= 2
  return Math.round(draw() * Math.min(capUs, longest))
}
