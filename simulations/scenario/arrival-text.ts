/**
 * What: a text with one arrival a line, as people paste it from a log or write it by hand, read into columns.
 * Why: somebody's own traffic is the best test of somebody's own limit. What cannot be read is named by its line; the rest still runs.
 *
 * Picture:   120 ms                            a time with its unit; without one, the unit chosen for the text
 *            0.3 s ann                         of whom
 *            2026-11-20T10:00:00.250Z ann 3    a date and a clock; costs 3
 *            450, bob, 2     # a comment       commas as a table has them
 *
 * Invariants:
 *   I1 never throws, whatever the text; every line that is neither an arrival nor empty nor a comment is one problem.
 *   I2 times are whole microseconds, exact; finer digits are cut off, and counted.
 *   I3 the order is the order written.
 *
 * Source: dates as in RFC 3339, with a blank instead of the T as many logs write it, and the zone left out (then it is UTC, and counted).
 * Days are counted as in H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013), `days_from_civil`.
 * Simplifications: no leap seconds. A key called "ms" is written `key=ms`.
 * Complexity: O(length of the text).
 */

import { createArrivals, LARGEST_COST, LARGEST_SEQUENCE, type Arrivals } from '../components/arrival-bench/arrivals.ts'

export const TIME_UNITS = ['s', 'ms', 'us'] as const
/** What a number without a unit means. */
export type TimeUnit = (typeof TIME_UNITS)[number]

export type LineFault = 'no-time' | 'negative' | 'unknown-unit' | 'bad-date' | 'out-of-range' | 'bad-cost' | 'long-key' | 'too-many-words'

export interface LineProblem {
  /** From 1. */
  readonly line: number
  readonly fault: LineFault
  /** What is wrong, as written, clipped. */
  readonly written: string
}

export interface ArrivalText {
  readonly arrivals: Arrivals
  /** The first MOST_PROBLEMS of them. */
  readonly problems: readonly LineProblem[]
  readonly problemCount: number
  /** Times with digits below a microsecond. */
  readonly cut: number
  /** Dates without a zone, taken as UTC. */
  readonly zoneless: number
}

export type ArrivalReading = { readonly ok: true; readonly text: ArrivalText } | { readonly ok: false; readonly reason: 'too-many'; readonly line: number }

/** Whom an arrival is of when its line does not say; as logs write it. An empty key is another thing: nginx does not limit it. */
export const NO_KEY = '-'
export const MOST_PROBLEMS = 1_000
export const LONGEST_KEY = 64
/** Until the year 2200. */
export const LATEST_US = 7_258_118_400_000_000

const UNIT_US: Readonly<Record<string, number>> = { min: 60_000_000, s: 1_000_000, sec: 1_000_000, ms: 1_000, us: 1, 'µs': 1, 'μs': 1, ns: 0.001 }
const NUMBER = /^([+-]?)(\d+)(?:\.(\d*))?[ \t]*([a-zA-Zµμ]*)(?=$|[\s,;#])/
const SPACED_UNIT = /^(?:min|sec|s|ms|us|µs|μs|ns)$/
const DATE = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?[ \t]*([Zz]|[+-]\d{2}:?\d{2})?(?=$|[\s,;#])/
const DATE_LIKE = /^\d{4}-\d/
const COMMENT = /(?:^|\s)#.*$/
const PROGRESS_LINES = 32_768

interface Told {
  cut: number
  zoneless: number
}

/** Reads a text. `onProgress` hears how many characters are read, now and then. */
export function readArrivals(text: string, unit: TimeUnit, onProgress: (read: number) => void = () => {}): ArrivalReading {
  const arrivals = createArrivals()
  const problems: LineProblem[] = []
  const told: Told = { cut: 0, zoneless: 0 }
  let problemCount = 0
  let start = 0
  for (let line = 1; start <= text.length; line++) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    const written = text.slice(start, end).replace(COMMENT, '').trim()
    start = end + 1
    if (line % PROGRESS_LINES === 0) onProgress(start)
    if (written === '') continue
    if (arrivals.count === LARGEST_SEQUENCE) return { ok: false, reason: 'too-many', line }
    const read = readLine(written, unit, told)
    if (typeof read === 'object') {
      arrivals.add(read.atUs, read.key, read.cost, line)
      continue
    }
    problemCount++
    if (problems.length < MOST_PROBLEMS) problems.push({ line, fault: read, written: written.length > 48 ? `${written.slice(0, 47)}…` : written })
  }
  return { ok: true, text: { arrivals: arrivals.finish(), problems, problemCount, cut: told.cut, zoneless: told.zoneless } }
}

interface Line {
  readonly atUs: number
  readonly key: string
  readonly cost: number
}

function readLine(written: string, unit: TimeUnit, told: Told): Line | LineFault {
  const time = DATE_LIKE.test(written) ? readDate(written, told) : readNumber(written, unit, told)
  if (typeof time === 'string') return time
  if (time.atUs > LATEST_US) return 'out-of-range'
  const rest = readRest(written.slice(time.length).trim())
  return typeof rest === 'string' ? rest : { atUs: time.atUs, ...rest }
}

interface Time {
  readonly atUs: number
  /** Characters read. */
  readonly length: number
}

function readNumber(written: string, unit: TimeUnit, told: Told): Time | LineFault {
  const match = NUMBER.exec(written)
  if (match === null) return 'no-time'
  const [whole, sign, digits = '', fraction = '', letters = ''] = match
  if (sign === '-') return 'negative'
  const hasBlank = /[ \t]/.test(whole)
  const isUnit = Object.hasOwn(UNIT_US, letters)
  // "100 ann": what stands apart and is no unit is the key.
  if (letters !== '' && !isUnit && !hasBlank) return 'unknown-unit'
  const isKey = letters !== '' && hasBlank && !SPACED_UNIT.test(letters)
  const scale = UNIT_US[letters === '' || isKey ? unit : letters]!
  if (digits.length > 16) return 'out-of-range'
  const length = isKey ? whole.length - letters.length : whole.length
  return { atUs: exactUs(Number(digits), fraction, scale, told), length }
}

/** (I2) */
function exactUs(whole: number, fraction: string, scale: number, told: Told): number {
  if (scale < 1) {
    if (whole % 1_000 !== 0 || Number(fraction) > 0) told.cut++
    return Math.floor(whole / 1_000)
  }
  const kept = fraction.slice(0, 9)
  const power = Number(`1${'0'.repeat(kept.length)}`)
  const scaled = Number(kept) * scale
  if (scaled % power !== 0 || Number(fraction.slice(9)) > 0) told.cut++
  return whole * scale + Math.floor(scaled / power)
}

function readDate(written: string, told: Told): Time | LineFault {
  const match = DATE.exec(written)
  if (match === null) return 'bad-date'
  const [whole, ...words] = match
  const [year, month, day, hour, minute, second = 0] = words.slice(0, 6).map((word) => Number(word ?? 0)) as [number, number, number, number, number, number]
  const [fraction = '', zone] = words.slice(6)
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month) || hour > 23 || minute > 59 || second > 59) return 'bad-date'
  if (zone === undefined) told.zoneless++
  const seconds = daysFromCivil(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offsetSeconds(zone)
  if (seconds < 0) return 'out-of-range'
  return { atUs: exactUs(seconds, fraction, 1_000_000, told), length: whole.length }
}

function offsetSeconds(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0
  const sign = zone.startsWith('-') ? -1 : 1
  return sign * (Number(zone.slice(1, 3)) * 3_600 + Number(zone.slice(-2)) * 60)
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Days since 1970-01-01. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** Key and cost: by position, or by name. */
function readRest(rest: string): Omit<Line, 'atUs'> | LineFault {
  if (rest === '') return { key: NO_KEY, cost: 1 }
  const words = /^[,;]/.test(rest) ? rest.slice(1).split(/[,;]/).map((word) => word.trim()) : rest.split(/[\s,;]+/)
  let key: string | null = null
  let cost: string | null = null
  for (const word of words) {
    const [, name = '', value = ''] = /^(key|cost)=(.*)$/.exec(word) ?? []
    if (name === 'cost' || (name === '' && key !== null)) {
      if (cost !== null) return 'too-many-words'
      cost = name === '' ? word : value
    } else {
      if (key !== null) return 'too-many-words'
      key = name === '' ? word : value
    }
  }
  if (key !== null && key.length > LONGEST_KEY) return 'long-key'
  if (cost !== null && cost !== '' && !(/^\d{1,9}$/.test(cost) && Number(cost) >= 1 && Number(cost) <= LARGEST_COST)) return 'bad-cost'
  return { key: key ?? NO_KEY, cost: cost === null || cost === '' ? 1 : Number(cost) }
}
