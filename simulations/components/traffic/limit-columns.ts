/**
 * What: what a limiter found for each request: who decided, when, what the counter read, and what the client may be told.
 * Why: a verdict alone explains nothing. "4.2 of 5 tokens: admitted" and "Retry-After: 2" are read from here, for every request.
 *
 * Invariants:
 *   I1 a request is counted at most once, and decided at most once.
 *   I2 a level is what the counter read at `countedAt`, before and after this request; -1: it was not read.
 *
 * Complexity: 63 bytes a request.
 */

import type { Decision, Reason } from '../../algorithms/rate-limiting/decision.ts'
import { growTable, NEVER, type Column } from '../../kernel/trace.ts'

/** What became of a request at the limiter. `unchecked`: the store was silent. */
export const VERDICTS = ['none', 'admitted', 'delayed', 'throttled', 'admitted-unchecked', 'refused-unchecked', 'abandoned'] as const
export const VERDICT = Object.fromEntries(VERDICTS.map((name, number) => [name, number])) as Readonly<Record<(typeof VERDICTS)[number], number>>

/** Why, by number. New ones go to the end. */
export const REASONS: readonly Reason[] = [
  'within-limit', 'not-limited', 'waits-its-turn', 'window-full', 'log-full', 'estimate-full', 'bucket-empty', 'bucket-full', 'queue-full',
  'too-early', 'excess-above-burst', 'rate-above-limit', 'all-slots-taken', 'script-said-no', 'cost-above-capacity',
]

export const NO_LIMITER = 0xff
export const NO_TENANT = 0xff
/** `origin` of a request that is no retry. */
export const NO_ORIGIN = NEVER
export const LIMIT_BYTES = 63

export interface LimitColumns {
  /** Node that the request reached, or NO_LIMITER. */
  limiter: Uint8Array
  tenant: Uint8Array
  /** 0 for a first attempt. */
  attempt: Uint8Array
  /** Row of the first attempt. */
  origin: Uint32Array
  verdict: Uint8Array
  reason: Uint8Array
  /** When the counter was asked, where it lives; -1: never. */
  countedAt: Float64Array
  /** When the node knew; -1: never. */
  decidedAt: Float64Array
  levelBefore: Float64Array
  levelAfter: Float64Array
  remaining: Uint32Array
  /** From `decidedAt`; NEVER: nobody can tell. */
  retryAfterUs: Uint32Array
  resetAfterUs: Uint32Array
  /** 1 when it took something from the quota. */
  counted: Uint8Array
}

export function createLimitColumns(): LimitColumns {
  const n = 1024
  return {
    limiter: new Uint8Array(n).fill(NO_LIMITER), tenant: new Uint8Array(n), attempt: new Uint8Array(n), origin: new Uint32Array(n).fill(NO_ORIGIN),
    verdict: new Uint8Array(n), reason: new Uint8Array(n), countedAt: new Float64Array(n).fill(-1), decidedAt: new Float64Array(n).fill(-1),
    levelBefore: new Float64Array(n).fill(-1), levelAfter: new Float64Array(n).fill(-1), remaining: new Uint32Array(n),
    retryAfterUs: new Uint32Array(n).fill(NEVER), resetAfterUs: new Uint32Array(n).fill(NEVER), counted: new Uint8Array(n),
  }
}

/** Makes room for a request and gives it empty entries. */
export function openLimitRow(columns: LimitColumns, request: number, tenant: number, attempt: number, origin: number): void {
  if (request === columns.limiter.length) growTable(columns, request)
  columns.limiter[request] = NO_LIMITER
  columns.tenant[request] = tenant
  columns.attempt[request] = attempt
  columns.origin[request] = origin
  columns.countedAt[request] = columns.decidedAt[request] = columns.levelBefore[request] = columns.levelAfter[request] = -1
  columns.retryAfterUs[request] = columns.resetAfterUs[request] = NEVER
}

/** What the counter read and did. */
export function writeCount(columns: LimitColumns, request: number, atUs: number, before: number, after: number, counted: boolean): void {
  columns.countedAt[request] = atUs
  columns.levelBefore[request] = before
  columns.levelAfter[request] = after
  columns.counted[request] = counted ? 1 : 0
}

/** What the node decided. */
export function writeDecision(columns: LimitColumns, request: number, nowUs: number, verdict: number, decision: Decision): void {
  columns.verdict[request] = verdict
  columns.decidedAt[request] = nowUs
  columns.reason[request] = REASONS.indexOf(decision.reason)
  columns.remaining[request] = decision.remaining
  columns.retryAfterUs[request] = durationFrom(decision.retryAtUs, nowUs)
  columns.resetAfterUs[request] = durationFrom(decision.resetAtUs, nowUs)
}

function durationFrom(atUs: number | null, nowUs: number): number {
  return atUs === null ? NEVER : Math.min(NEVER - 1, Math.max(0, Math.ceil(atUs - nowUs)))
}

/** The columns that a trace keeps, cut to their rows. */
export function keptLimitColumns(columns: LimitColumns, count: number): Record<string, Column> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, (column as Column).slice(0, count)]))
}
