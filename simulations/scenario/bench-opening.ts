/**
 * What: how a bench of arrivals begins, in the words of an author: a sequence and two limiters.
 * Why: what is wrong is said when the lesson is saved, with what is allowed.
 *
 * Picture:   "edge-burst"  "fixed-window 5 per 1 s"  "token-bucket 5 per 1 s burst 5"
 *            "0 ms; 10 ms; 20 ms ann; 500 ms bob 2"      arrivals of one's own, one from the other by a semicolon
 *
 * Invariants: I1 what was read can be run.
 * Source: none. Simplifications: none. Complexity: O(length).
 */

import type { LimiterSpec } from '../components/arrival-bench/limiter-spec.ts'
import { ALGORITHMS, problemsOf, SCRIPTS } from '../components/arrival-bench/limiter-spec.ts'
import { PRESETS, presetText } from '../components/arrival-bench/presets.ts'
import { readArrivals } from './arrival-text.ts'
import { readLimiter } from './limiter-text.ts'

type OpeningReading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string }

/** The text of a sequence: a preset's, or the arrivals themselves. Numbers without a unit are milliseconds. */
export function readSequence(written: string): OpeningReading<string> {
  const preset = PRESETS.find((name) => name === written.trim())
  if (preset !== undefined) return { ok: true, value: presetText(preset, 1) }
  const text = written.split(';').map((arrival) => arrival.trim()).join('\n')
  const reading = readArrivals(text, 'ms')
  if (!reading.ok || reading.text.problemCount > 0 || reading.text.arrivals.count === 0) {
    return { ok: false, problem: `"${written.slice(0, 60)}" is neither one of ${PRESETS.join(', ')} nor a list of arrivals such as "0 ms; 10 ms; 20 ms ann 2"` }
  }
  return { ok: true, value: text }
}

/** A limiter whose numbers make sense. */
export function readSoundLimiter(written: string): OpeningReading<LimiterSpec> {
  const spec = readLimiter(written)
  if (spec === null) {
    return { ok: false, problem: `"${written.slice(0, 60)}" is no limiter; write one such as "token-bucket 5 per 1 s burst 10". Algorithms: ${ALGORITHMS.join(', ')}; scripts: ${SCRIPTS.join(', ')}` }
  }
  const [flaw] = problemsOf(spec)
  if (flaw === undefined) return { ok: true, value: spec }
  const what = flaw.code === 'window-of-nginx' ? 'nginx knows windows of 1 s and of 1 min' : flaw.code === 'window-whole-ms' ? 'its window is in whole milliseconds' : `${flaw.field} goes from ${flaw.least} to ${flaw.most}`
  return { ok: false, problem: `"${written.slice(0, 60)}" cannot be: ${what}` }
}
