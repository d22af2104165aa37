/**
 * What: when the diagram stops drawing every message, and which ones it then draws.
 * Why: a thousand strokes are a grey field. Beyond BANDS_ABOVE marks the lanes show their queues as bands and only
 * one request in N as strokes; N is said on the picture.
 *
 * Invariants:
 *   I1 between STROKES_BELOW and BANDS_ABOVE the mode stays what it is, so a pan or a zoom does not make it flicker.
 *   I2 which requests are drawn depends on their number and on N alone: panning never swaps one for another.
 */

export const BANDS_ABOVE = 120
export const STROKES_BELOW = 90
/** Marks that a view in bands aims at, and the range in which N is left alone. */
const SAMPLED_MARKS = 70
const FEWEST_MARKS = 20
const MOST_MARKS = 110

/** `every` 1 draws all; `bands` says whether queues are bands and strokes a sample. */
export interface Density {
  readonly bands: boolean
  readonly every: number
}

export const EVERYTHING: Density = { bands: false, every: 1 }

/** The next density for a view with `marks` messages, coming from `before`. A wide view bears more than a narrow one. */
export function densityFor(marks: number, before: Density, widthPx = 1000): Density {
  const room = Math.min(1, Math.max(0.8, widthPx / 1000))
  if (!before.bands && marks <= BANDS_ABOVE * room) return EVERYTHING
  if (before.bands && marks < STROKES_BELOW * room) return EVERYTHING
  const drawn = marks / before.every
  if (before.bands && before.every > 1 && drawn >= FEWEST_MARKS * room && drawn <= MOST_MARKS * room) return before
  return { bands: true, every: niceAtLeast(marks / (SAMPLED_MARKS * room)) }
}

/** 1, 2, 5, 10, 20, 50 …: a sampling note is read, so it is a round number. At least 2, or nothing would be a sample. */
export function niceAtLeast(wanted: number): number {
  for (let decade = 1; ; decade *= 10) {
    for (const times of [1, 2, 5]) if (decade * times >= wanted && decade * times > 1) return decade * times
  }
}

/** Whether request `subject` belongs to the sample (I2). */
export function isSampled(subject: number, every: number): boolean {
  return subject % every === 0
}
