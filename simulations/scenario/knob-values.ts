/**
 * What: the way between what is written in a scenario ("120/s") and what a control turns (120).
 * Why: a slider, a number field, a link and the document must mean the same number, and refuse the same ones.
 *
 * Invariants: I1 what a knob writes, the field it belongs to reads back as the same number.
 */

import type { Knob } from './fields.ts'
import { show, wrong, type Reading } from './problems.ts'
import { readDuration, readRate, writeDuration, writeRate } from './units.ts'

/** A value as it is written in a scenario. */
export type Scalar = string | number | boolean

/** The number, word or truth behind what is written: durations in µs, rates per second. */
export function readKnob(knob: Knob, written: unknown): Reading<Scalar> {
  switch (knob.kind) {
    case 'duration':
      return readDuration(written)
    case 'rate':
      return readRate(written)
    case 'count':
    case 'factor':
      return typeof written === 'number' ? { ok: true, value: written } : wrong('not-number', { written: show(written) })
    case 'choice':
      return typeof written === 'string' && knob.options.includes(written) ? { ok: true, value: written } : wrong('unknown-choice', { written: show(written), options: knob.options })
    case 'switch':
      return typeof written === 'boolean' ? { ok: true, value: written } : wrong('not-switch', {})
  }
}

/** The same the other way round. */
export function writeKnob(knob: Knob, value: Scalar): Scalar {
  if (typeof value !== 'number') return value
  if (knob.kind === 'duration') return writeDuration(Math.round(value))
  return knob.kind === 'rate' ? writeRate(value) : value
}
