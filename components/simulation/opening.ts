/** Where a run is opened, and how much of it the diagram shows. */

import { isNotable } from '@/components/projection/lookup.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'

export interface TimeWindow {
  readonly fromUs: number
  readonly toUs: number
}

/** Messages that fit on the diagram as single strokes, with room around them. */
const COMFORTABLE_HOPS = 90
/** In less time than this nobody could follow single strokes while the run plays: above some 500 requests a second lanes are bands anyway. */
const SHORTEST_US = 50_000
/** A stretch in bands: a run at the opening speed crosses it in some two seconds. */
const BANDS_US = 400_000
/** Where now stands in a fresh window: most of it is past, which explains it. */
const NOW_AT = 0.62

/** The first failure or change; in a run without one, a quarter of the way. */
export function openingInstant(trace: Trace): number {
  const { log } = trace
  for (let row = 0; row < log.count; row++) {
    if (log.at[row]! > 0 && isNotable(trace, row)) return log.at[row]!
  }
  return Math.round(trace.endUs / 4)
}

/** A stretch of time in which about COMFORTABLE_HOPS messages are sent; where they are sent too quickly to be followed, one for bands. */
export function openingSpan(trace: Trace): number {
  if (trace.hops.count === 0) return trace.endUs
  const us = (trace.endUs * COMFORTABLE_HOPS) / trace.hops.count
  return Math.min(trace.endUs, us < SHORTEST_US ? BANDS_US : Math.round(us / 10_000) * 10_000)
}

/** A window of `spanUs` with now in it; it never shows time before the run. */
export function windowAround(us: number, spanUs: number, endUs: number): TimeWindow {
  const fromUs = Math.max(0, Math.min(endUs - spanUs * NOW_AT, us - spanUs * NOW_AT))
  return { fromUs, toUs: fromUs + spanUs }
}
