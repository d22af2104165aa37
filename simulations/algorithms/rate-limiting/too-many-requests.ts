/**
 * What: the answer to a request that was refused, or the fields that warn one that was not: `Retry-After`, `RateLimit`, `RateLimit-Policy`.
 * Why: a client that knows when to come back need not hammer. A bare 429 teaches it to try again at once.
 *
 * Picture:   429 Too Many Requests
 *            Retry-After: 2
 *            RateLimit-Policy: "per-user";q=100;w=60
 *            RateLimit: "per-user";r=0;t=2
 *
 * Invariants:
 *   I1 seconds are rounded up: who comes back on time is never too early.
 *   I2 `Retry-After` is never before the end of the effective window `t` (draft §6).
 *
 * Source: RFC 6585 §4 (429), RFC 9110 §10.2.3 (Retry-After), draft-ietf-httpapi-ratelimit-headers-11 (May 2026) §3, §4, §5.1;
 * the text forms are those of RFC 9651 §4.1. Drafts before 08 had other fields (`RateLimit-Limit`, `-Remaining`, `-Reset`).
 * Simplifications: one policy an answer. No jitter in `t`: many clients refused together come back together (draft §8.5).
 * Complexity: O(length of the text).
 */

import { invariant } from '../../kernel/invariant.ts'
import type { Decision } from './decision.ts'

export interface QuotaPolicy {
  /** Printable ASCII. */
  readonly name: string
  /** q */
  readonly quota: number
  /** w, in whole seconds. Null: the quota has no window, as with a limit on how many run at once. */
  readonly windowS: number | null
  /** qu; `requests` is not written. */
  readonly unit: 'requests' | 'content-bytes' | 'concurrent-requests'
  /** pk: whom the quota is for, as bytes that tell nothing secret. */
  readonly partitionKey: Uint8Array | null
}

export interface LimitAnswer {
  /** Null: go on and answer the request. */
  readonly status: 429 | null
  readonly fields: readonly (readonly [name: string, value: string])[]
  /** RFC 9457 problem details of a refusal. */
  readonly problem: { readonly type: string; readonly title: string; readonly 'violated-policies': readonly string[] } | null
}

/** RFC 9651 §3.3.1: fifteen digits. */
const LARGEST_INTEGER = 999_999_999_999_999

export function describeLimit(decision: Decision, policy: QuotaPolicy, nowUs: number): LimitAnswer {
  const fields: (readonly [string, string])[] = [
    ['RateLimit-Policy', rateLimitPolicyField(policy)],
    ['RateLimit', rateLimitField(decision, policy, nowUs)],
  ]
  if (decision.kind !== 'rejected') return { status: null, fields, problem: null }
  const seconds = retryAfterSeconds(decision, nowUs)
  if (seconds !== null) fields.unshift(['Retry-After', String(seconds)])
  const problem = {
    type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
    title: 'Request cannot be satisfied as assigned quota has been exceeded',
    'violated-policies': [policy.name],
  }
  return { status: 429, fields, problem }
}

/** Null where nobody can tell, or coming back would not help. */
export function retryAfterSeconds(decision: Decision, nowUs: number): number | null {
  return decision.kind !== 'rejected' || decision.retryAtUs === null ? null : secondsUntil(decision.retryAtUs, nowUs)
}

/** `"name";q=100;qu="content-bytes";w=60;pk=:YW5u:` */
export function rateLimitPolicyField({ name, quota, unit, windowS, partitionKey }: QuotaPolicy): string {
  invariant(windowS === null || windowS > 0, 'a window is above 0 seconds')
  const unitText = unit === 'requests' ? '' : `;qu=${stringItem(unit)}`
  const windowText = windowS === null ? '' : `;w=${integerItem(windowS)}`
  return `${stringItem(name)};q=${integerItem(quota)}${unitText}${windowText}${keyText(partitionKey)}`
}

/** `"name";r=50;t=30;pk=:YW5u:` A refused client may use nothing until it may retry; any other no more than r until the reset. */
export function rateLimitField(decision: Decision, { name, partitionKey }: QuotaPolicy, nowUs: number): string {
  const untilUs = decision.kind === 'rejected' ? decision.retryAtUs : decision.resetAtUs // I2
  const windowText = untilUs === null ? '' : `;t=${integerItem(secondsUntil(untilUs, nowUs))}`
  return `${stringItem(name)};r=${integerItem(decision.remaining)}${windowText}${keyText(partitionKey)}`
}

function secondsUntil(atUs: number, nowUs: number): number {
  return Math.max(0, Math.ceil((atUs - nowUs) / 1_000_000)) // I1
}

function keyText(bytes: Uint8Array | null): string {
  return bytes === null ? '' : `;pk=:${base64(bytes)}:`
}

function integerItem(value: number): string {
  invariant(Number.isInteger(value) && value >= 0 && value <= LARGEST_INTEGER, `${value} is a whole number of at most 15 digits`)
  return String(value)
}

function stringItem(text: string): string {
  invariant(/^[\x20-\x7e]*$/.test(text), 'a String item is printable ASCII')
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const three = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    const given = bytes.length - at
    text += DIGITS[three >> 18]! + DIGITS[(three >> 12) & 63]!
    text += (given > 1 ? DIGITS[(three >> 6) & 63]! : '=') + (given > 2 ? DIGITS[three & 63]! : '=')
  }
  return text
}
