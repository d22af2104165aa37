/**
 * What: quantities as people write them, "250 ms", "120/s", "exponential 20 ms", read into integers.
 * Why: a number without a unit is a bug waiting; "every: 250" is refused with the question "250 ms?".
 *
 * Invariants: I1 what was read and written again reads the same; I2 nothing is rounded by more than half a µs.
 */

import type { Distribution } from '../kernel/distributions.ts'
import { clip, wrong, type Reading } from './problems.ts'

const UNIT_US: Readonly<Record<string, number>> = { us: 1, 'µs': 1, ms: 1_000, s: 1_000_000, min: 60_000_000 }
const NUMBER = '(\\d+(?:\\.\\d+)?)'
const DURATION = new RegExp(`^${NUMBER}\\s*(us|µs|ms|s|min)$`)
const RANGE = new RegExp(`^${NUMBER}\\s*\\.\\.\\s*${NUMBER}\\s*(us|µs|ms|s|min)$`)
const NAMED = new RegExp(`^(exponential)\\s+(.+)$`)
const RATE = new RegExp(`^${NUMBER}\\s*/\\s*(s|min)$`)

/** "250 ms" -> 250,000 µs. */
export function readDuration(text: unknown): Reading<number> {
  if (typeof text === 'number') return text === 0 ? wrong('zero-needs-unit', {}) : wrong('needs-unit', { suggestion: `${text} ms` })
  if (typeof text !== 'string') return wrong('duration-wanted', {})
  const match = DURATION.exec(text.trim())
  if (match === null) return wrong('not-duration', { written: clip(text) })
  return right(Math.round(Number(match[1]) * UNIT_US[match[2]!]!))
}

/** "120/s" -> 120 a second. */
export function readRate(text: unknown): Reading<number> {
  if (typeof text === 'number') return wrong('needs-unit', { suggestion: `${text}/s` })
  if (typeof text !== 'string') return wrong('rate-wanted', {})
  const match = RATE.exec(text.trim())
  if (match === null) return wrong('not-rate', { written: clip(text) })
  return right(match[2] === 's' ? Number(match[1]) : Number(match[1]) / 60)
}

/** "20 ms", "4..12 ms" or "exponential 20 ms". */
export function readDistribution(text: unknown): Reading<Distribution> {
  if (typeof text !== 'string') {
    return typeof text === 'number' ? wrong('needs-unit', { suggestion: `${text} ms` }) : wrong('distribution-wanted', {})
  }
  const range = RANGE.exec(text.trim())
  if (range !== null) {
    const unit = UNIT_US[range[3]!]!
    const minUs = Math.round(Number(range[1]) * unit)
    const maxUs = Math.round(Number(range[2]) * unit)
    return minUs <= maxUs ? right({ kind: 'uniform', minUs, maxUs }) : wrong('range-backwards', { written: clip(text) })
  }
  const named = NAMED.exec(text.trim())
  const duration = readDuration(named === null ? text : named[2]!)
  if (!duration.ok) return wrong('not-distribution', { written: clip(text) })
  return right(named === null ? { kind: 'constant', valueUs: duration.value } : { kind: 'exponential', meanUs: duration.value })
}

/** 250,000 µs -> "250 ms": the largest unit that keeps it whole. */
export function writeDuration(us: number): string {
  if (us % 1_000_000 === 0 && us > 0) return `${us / 1_000_000} s`
  return us % 1_000 === 0 ? `${us / 1_000} ms` : `${us} us`
}

export function writeRate(perSecond: number): string {
  return `${perSecond}/s`
}

function right<T>(value: T): Reading<T> {
  return { ok: true, value }
}
