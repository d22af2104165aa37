/**
 * What: the contract between a recording and our own algorithms, and the words an adapter reads a case with.
 * Why: an adapter feeds recorded inputs in and compares outputs. A field of a shape it does not know fails that one case,
 * with a sentence, instead of stopping the replay or passing unseen.
 */

import * as balancer from '@/simulations/algorithms/balancing/balancer.ts'
import { isRecord, type TraceCase } from './format.ts'

/** The balancing functions a replay runs. Tests put a wrong one in here and expect to be told. */
export type BalancingEngine = Pick<
  typeof balancer,
  'createBalancer' | 'choose' | 'open' | 'close' | 'setWeight' | 'setAdmin' | 'setHealthy' | 'step' | 'nextStepAtUs'
>

export const ourBalancing: BalancingEngine = balancer

export type CaseResult =
  | { readonly kind: 'matched' }
  | { readonly kind: 'mismatched'; readonly step: number; readonly expected: unknown; readonly got: unknown }
  /** The case has a shape that the adapter does not understand. It counts as failed. */
  | { readonly kind: 'unreadable'; readonly message: string }

export const MATCHED: CaseResult = { kind: 'matched' }

export interface Adapter {
  readonly area: string
  /** The recording has no list of cases: all of it is one case. */
  readonly isWhole?: boolean
  replay(item: TraceCase, engine: BalancingEngine): CaseResult
}

/** Thrown while reading a case; becomes `unreadable`. */
export class CaseError extends Error {
  override name = 'CaseError'
}

export function mismatch(step: number, expected: unknown, got: unknown): CaseResult {
  return { kind: 'mismatched', step, expected, got }
}

/** Compares two rows field by field, in the order of the recorded fields; null if they agree. */
export function isSame(expected: unknown, got: unknown): boolean {
  return JSON.stringify(expected) === JSON.stringify(got)
}

export function readList(from: Readonly<Record<string, unknown>>, field: string): readonly unknown[] {
  const value = from[field]
  if (!Array.isArray(value)) throw new CaseError(`"${field}" is not a list`)
  return value
}

export function readRecords(from: Readonly<Record<string, unknown>>, field: string): readonly Record<string, unknown>[] {
  return readList(from, field).map((item, index) => {
    if (!isRecord(item)) throw new CaseError(`"${field}" ${index} is not an object`)
    return item
  })
}

export function readString(from: Readonly<Record<string, unknown>>, field: string, otherwise?: string): string {
  const value = from[field] ?? otherwise
  if (typeof value !== 'string') throw new CaseError(`"${field}" is not a string`)
  return value
}

/** `most` keeps a recording from asking for a table or a loop of any size. */
export function readInteger(from: Readonly<Record<string, unknown>>, field: string, otherwise?: number, most = Number.MAX_SAFE_INTEGER): number {
  const value = from[field] ?? otherwise
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw new CaseError(`"${field}" is not a whole number from 0 up`)
  if (value > most) throw new CaseError(`"${field}" is ${value}, at most ${most} is replayed`)
  return value
}

export function readFlag(from: Readonly<Record<string, unknown>>, field: string): boolean {
  const value = from[field] ?? false
  if (typeof value !== 'boolean') throw new CaseError(`"${field}" is neither true nor false`)
  return value
}

/** Fields that nobody here knows could change what a case means, so they are not passed over. */
export function refuseUnknown(from: Readonly<Record<string, unknown>>, what: string, known: readonly string[]): void {
  for (const field of Object.keys(from)) {
    if (!known.includes(field) && from[field] !== undefined && from[field] !== null) throw new CaseError(`${what} has an unknown field "${field}"`)
  }
}
