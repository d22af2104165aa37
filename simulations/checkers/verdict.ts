/**
 * What: the word of a checker: does a law hold on this trace, and if not, where was it first broken?
 * Why: a law that only says "false" sends a person searching through a hundred thousand rows; a place can be looked at.
 *
 * Invariants: I1 a judge keeps the first breach and counts the others.
 */

/** A row of the log (-1 when the breach is no single row) and its instant. */
export interface Place {
  readonly row: number
  readonly atUs: number
}

export interface Verdict {
  readonly law: string
  readonly ok: boolean
  /** The first breach, or null. */
  readonly where: Place | null
  readonly expected: string
  readonly got: string
  /** How often the law was broken. */
  readonly breaches: number
}

/** One law under examination. */
export interface Judge {
  readonly law: string
  where: Place | null
  expected: string
  got: string
  breaches: number
}

export function createJudge(law: string): Judge {
  return { law, where: null, expected: '', got: '', breaches: 0 }
}

/** Reports a breach. */
export function breach(judge: Judge, row: number, atUs: number, expected: string | number, got: string | number): void {
  if (judge.breaches++ > 0) return
  judge.where = { row, atUs }
  judge.expected = String(expected)
  judge.got = String(got)
}

export function verdictOf(judge: Judge): Verdict {
  const { law, where, expected, got, breaches } = judge
  return { law, ok: breaches === 0, where, expected, got, breaches }
}

/** A breach as a sentence, for people and for logs. */
export function describeVerdict(verdict: Verdict): string {
  if (verdict.ok) return `holds: ${verdict.law}`
  const place = verdict.where === null ? '' : ` at ${verdict.where.atUs} µs, row ${verdict.where.row}`
  return `broken ${verdict.breaches}x: ${verdict.law}${place}; expected ${verdict.expected}, got ${verdict.got}`
}
