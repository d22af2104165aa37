/** Numbers with their unit, as authors write them: "300 ms", "5 %", "120/s", "3". Inside: µs, parts of one, a second, plain. */

export type Unit = 'duration' | 'share' | 'count' | 'rate' | 'number'

export interface Quantity {
  readonly value: number
  readonly unit: Unit
}

/** What an author wrote wrongly, and where in the text it begins. */
export class WritingError extends Error {
  constructor(message: string, readonly offset: number) {
    super(message)
  }
}

const UNITS: Readonly<Record<string, readonly [Unit, number]>> = {
  us: ['duration', 1], µs: ['duration', 1], ms: ['duration', 1_000], s: ['duration', 1_000_000], min: ['duration', 60_000_000],
  '%': ['share', 0.01], '/s': ['rate', 1], '/min': ['rate', 1 / 60],
}

/** For messages: what a unit is called, and how it is written. */
export const UNIT_WORDS: Readonly<Record<Unit, string>> = {
  duration: 'a duration ("300 ms")', share: 'a share ("20 %")', count: 'a count ("40")', rate: 'a rate ("120/s")', number: 'a plain number ("1.5")',
}

const LITERAL = /(\d+(?:\.\d+)?(?:e-?\d+)?)(?:[ \u00a0]*(%|µs|us|ms|min\b|s\b|\/s\b|\/min\b))?/y

/** The quantity that begins at `offset`, and where it ends; null when no number begins there. */
export function scanQuantity(text: string, offset: number): { readonly quantity: Quantity; readonly end: number } | null {
  LITERAL.lastIndex = offset
  const match = LITERAL.exec(text)
  if (match === null) return null
  const [unit, factor] = match[2] === undefined ? (['number', 1] as const) : UNITS[match[2]]!
  return { quantity: { unit, value: unit === 'duration' ? Math.round(Number(match[1]) * factor) : tidy(Number(match[1]) * factor) }, end: LITERAL.lastIndex }
}

/** 7 % is 0.07 and not 0.07000000000000001. */
function tidy(value: number): number {
  return Number(value.toPrecision(12))
}

/** The whole text as one quantity, or a `WritingError`. */
export function readQuantity(text: string, wanted?: Unit): Quantity {
  const trimmed = text.trim()
  const scanned = scanQuantity(trimmed, 0)
  if (scanned === null || scanned.end !== trimmed.length) {
    throw new WritingError(`"${text}" is no quantity; write ${wanted === undefined ? '"300 ms", "5 %", "120/s" or "3"' : UNIT_WORDS[wanted]}`, scanned?.end ?? 0)
  }
  const { quantity } = scanned
  if (wanted !== undefined && !isUsableAs(quantity, wanted)) {
    throw new WritingError(`"${text}" is ${UNIT_WORDS[quantity.unit]}, and ${UNIT_WORDS[wanted]} is needed`, 0)
  }
  return wanted === undefined ? quantity : { ...quantity, unit: wanted }
}

/** Nothing is nothing in any unit, and a count is a plain number. */
export function isUsableAs({ unit, value }: Quantity, wanted: Unit): boolean {
  return unit === wanted || value === 0 || (unit === 'number' && wanted === 'count') || (unit === 'count' && wanted === 'number')
}

export interface Axis {
  readonly from: number
  readonly to: number
  readonly unit: Unit
  readonly scale: 'linear' | 'log'
}

/** "0..50 %", "1 ms..10 s log": the ends of an axis; a missing unit is that of the other end. */
export function readAxis(text: string): Axis {
  const match = /^\s*(.+?)\s*\.\.\s*(.+?)(\s+log)?\s*$/.exec(text)
  if (match === null) throw new WritingError(`"${text}" is no axis; write "0..50 %" or "1 ms..10 s log"`, 0)
  const upper = readQuantity(match[2]!)
  const unitText = /[%a-zµ/]+$/.exec(match[2]!)?.[0] ?? ''
  const lower = readQuantity(/\d\s*$/.test(match[1]!) ? `${match[1]!.trim()} ${unitText}`.replace(' /', '/').trim() : match[1]!)
  if (lower.unit !== upper.unit) throw new WritingError(`"${text}" begins with ${UNIT_WORDS[lower.unit]} and ends with ${UNIT_WORDS[upper.unit]}`, 0)
  if (lower.value >= upper.value) throw new WritingError(`"${text}" runs backwards; the smaller end comes first`, 0)
  const scale = match[3] === undefined ? 'linear' : 'log'
  if (scale === 'log' && lower.value <= 0) throw new WritingError('a logarithmic axis cannot begin at 0', 0)
  return { from: lower.value, to: upper.value, unit: upper.unit, scale }
}
