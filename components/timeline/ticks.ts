/**
 * What: where the time axis has its ticks, and how an instant is written beside one.
 * Why: steps are 1, 2 or 5 of a unit; the unit follows the zoom, so that neighbouring labels differ and nothing is noise.
 */

import type { Locale } from '@/lib/locales.ts'
import { spanOf, type TimeWindow } from './time-window.ts'

const MS = 1_000
const SECOND = 1_000_000

/** The step between labels, and how many parts the finer lines divide it into. */
export interface TickStep {
  readonly stepUs: number
  readonly parts: number
}

/** The smallest nice step whose labels are at least `apartPx` from each other. */
export function tickStep(window: TimeWindow, widthPx: number, apartPx: number): TickStep {
  const least = Math.max(1, (spanOf(window) / Math.max(1, widthPx)) * apartPx)
  let decade = 1
  while (decade * 10 <= least) decade *= 10
  for (const times of [1, 2, 5, 10] as const) {
    if (decade * times >= least) return { stepUs: decade * times, parts: times === 2 ? 4 : 5 }
  }
  return { stepUs: decade * 10, parts: 5 }
}

/** Every multiple of `stepUs` in the window, from 0 up to the end of the run. */
export function ticksIn(window: TimeWindow, stepUs: number, endUs: number): number[] {
  const first = Math.max(0, Math.ceil(window.fromUs / stepUs))
  const last = Math.floor(Math.min(window.toUs, endUs) / stepUs)
  const ticks: number[] = []
  for (let n = first; n <= last; n++) ticks.push(n * stepUs)
  return ticks
}

/** How instants are written when they lie `stepUs` apart: the unit, and how many digits behind the point. */
export interface TimeStyle {
  readonly unit: 'ms' | 's'
  readonly digits: number
}

export function timeStyle(stepUs: number): TimeStyle {
  if (stepUs >= 100 * MS) return { unit: 's', digits: stepUs >= SECOND ? 0 : 1 }
  let digits = 0
  for (let us = MS; us > stepUs && digits < 3; us /= 10) digits++
  return { unit: 'ms', digits }
}

const formatters = new Map<string, Intl.NumberFormat>()

export function formatTime(locale: Locale, us: number, { unit, digits }: TimeStyle): string {
  const key = `${locale} ${digits}`
  const formatter = formatters.get(key) ?? new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false })
  formatters.set(key, formatter)
  const unitUs = unit === 's' ? SECOND : MS
  // Rounded as whole last digits, half upwards: the flag and the clock then say the same of one instant.
  const grains = 10 ** digits
  return `${formatter.format(Math.round((us * grains) / unitUs) / grains)}\u00a0${unit}`
}

/** The style of the flag at now: as fine as the hand can set it, which is about a pixel. */
export function flagStyle(window: TimeWindow, widthPx: number): TimeStyle {
  const step = tickStep(window, widthPx, 90).stepUs
  const { unit } = timeStyle(step)
  const pixelUs = spanOf(window) / Math.max(1, widthPx)
  let digits = 0
  for (let us = unit === 's' ? SECOND : MS; us > pixelUs && digits < 3; us /= 10) digits++
  // Thousandths of a millisecond are noise on a pointer; a second wants milliseconds at most.
  return { unit, digits: unit === 'ms' ? Math.min(digits, 1) : digits }
}

/** A duration in the unit that leaves it between 1 and 1000: "45 ms", "1.2 s", "380 µs". */
export function formatDuration(locale: Locale, us: number): string {
  const [value, unit] = us >= SECOND ? [us / SECOND, 's'] : us >= MS ? [us / MS, 'ms'] : [us, 'µs']
  const digits = value >= 100 || unit === 'µs' ? 0 : value >= 10 ? 1 : 2
  const key = `${locale} up to ${digits}`
  const formatter = formatters.get(key) ?? new Intl.NumberFormat(locale, { maximumFractionDigits: digits })
  formatters.set(key, formatter)
  return `${formatter.format(value)}\u00a0${unit}`
}
