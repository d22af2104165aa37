/**
 * What: quantities as people write them, "250 ms", "120/s", "exponential 20 ms", read into integers.
 * Why: a number without a unit is a bug waiting; "every: 250" is refused with the question "250 ms?".
 *
 * Invariants: I1 what was read and written again reads the same; I2 nothing is rounded by more than half a µs.
 */

import type { Distribution } from '../kernel/distributions.ts'

/** What reading a text gave: the value, or what is wrong with it and what would be right. */
export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string }

const UNIT_US: Readonly<Record<string, number>> = { us: 1, 'µs': 1, ms: 1_000, s: 1_000_000, min: 60_000_000 }
const NUMBER = '(\\d+(?:\\.\\d+)?)'
const DURATION = new RegExp(`^${NUMBER}\\s*(us|µs|ms|s|min)$`)
const RANGE = new RegExp(`^${NUMBER}\\s*\\.\\.\\s*${NUMBER}\\s*(us|µs|ms|s|min)$`)
const NAMED = new RegExp(`^(exponential)\\s+(.+)$`)
const RATE = new RegExp(`^${NUMBER}\\s*/\\s*(s|min)$`)

/** "250 ms" -> 250,000 µs. */
export function readDuration(text: unknown): Reading<number> {
  if (typeof text === 'number') return wrong(text === 0 ? 'write "0 ms": every duration carries its unit' : `needs a unit. ${text} ms?`)
  if (typeof text !== 'string') return wrong('a duration is written like "250 ms" or "2 s"')
  const match = DURATION.exec(text.trim())
  if (match === null) return wrong(`"${clip(text)}" is no duration; write it like "250 ms", "2 s" or "1 min"`)
  return right(Math.round(Number(match[1]) * UNIT_US[match[2]!]!))
}

/** "120/s" -> 120 a second. */
export function readRate(text: unknown): Reading<number> {
  if (typeof text === 'number') return wrong(`needs a unit. ${text}/s?`)
  if (typeof text !== 'string') return wrong('a rate is written like "120/s"')
  const match = RATE.exec(text.trim())
  if (match === null) return wrong(`"${clip(text)}" is no rate; write it like "120/s" or "30/min"`)
  return right(match[2] === 's' ? Number(match[1]) : Number(match[1]) / 60)
}

/** "20 ms", "4..12 ms" or "exponential 20 ms". */
export function readDistribution(text: unknown): Reading<Distribution> {
  if (typeof text !== 'string') {
    return typeof text === 'number' ? wrong(`needs a unit. ${text} ms?`) : wrong('a duration or a distribution is written like "20 ms", "4..12 ms" or "exponential 20 ms"')
  }
  const range = RANGE.exec(text.trim())
  if (range !== null) {
    const unit = UNIT_US[range[3]!]!
    const minUs = Math.round(Number(range[1]) * unit)
    const maxUs = Math.round(Number(range[2]) * unit)
    return minUs <= maxUs ? right({ kind: 'uniform', minUs, maxUs }) : wrong(`"${clip(text)}" runs backwards; the smaller number comes first`)
  }
  const named = NAMED.exec(text.trim())
  const duration = readDuration(named === null ? text : named[2]!)
  if (!duration.ok) return wrong(`"${clip(text)}" is no duration; write it like "20 ms", "4..12 ms" or "exponential 20 ms"`)
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

function wrong(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem }
}

/** Long input is shown by its beginning. */
function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
