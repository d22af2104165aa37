/**
 * A knob as a person turns it: a slider of 1,000 steps over the useful range, a number in a unit, and what is wrong with a number.
 * The field takes every value the scenario's schema takes; the slider spans what is worth trying around the written value.
 */

import type { Knob } from '@/simulations/scenario/fields.ts'

export type NumberKnob = Extract<Knob, { readonly min: number }>

export const STEPS = 1_000
/** A range wider than this is cut to a neighbourhood of the written value. */
const WIDE = 40
const BELOW = 20
const ABOVE = 8

export interface Scale {
  readonly min: number
  readonly max: number
  readonly isLog: boolean
  /** The unit of the number field: `perUnit` of the knob's own units. */
  readonly unit: '' | 'ms' | 's' | 'perSecond' | '×'
  readonly perUnit: number
  readonly isWhole: boolean
  /** What the schema allows, in the knob's own units. */
  readonly allowed: { readonly min: number; readonly max: number }
}

export function scaleOf(knob: NumberKnob, written: number): Scale {
  const base = written > 0 ? written : Math.min(knob.max, knob.kind === 'duration' ? 1_000_000 : 10)
  const isWide = knob.max / Math.max(base, 1e-9) > WIDE
  const isLog = knob.scale === 'log'
  const max = isWide ? base * ABOVE : knob.max
  const min = isLog ? Math.max(knob.min, base / BELOW, max / 10_000) : knob.min
  const unit = knob.kind === 'duration' ? (base >= 1_000_000 ? 's' : 'ms') : knob.kind === 'rate' ? 'perSecond' : knob.kind === 'factor' ? '×' : ''
  const perUnit = unit === 's' ? 1_000_000 : unit === 'ms' ? 1_000 : 1
  return { min, max, isLog, unit, perUnit, isWhole: knob.kind === 'count', allowed: { min: knob.min, max: knob.max } }
}

/** Step 0 … STEPS of the slider for a value; beyond its ends it stays there. */
export function toStep({ min, max, isLog }: Scale, value: number): number {
  const at = Math.min(max, Math.max(min, value))
  const share = isLog ? Math.log(at / min) / Math.log(max / min) : (at - min) / (max - min)
  return Math.round(share * STEPS)
}

/** The value of a slider's step, rounded to what a person would type. */
export function fromStep(scale: Scale, step: number): number {
  const { min, max, isLog, isWhole, perUnit } = scale
  const share = step / STEPS
  const value = isLog ? min * (max / min) ** share : min + (max - min) * share
  if (isWhole) return Math.round(value)
  const shown = value / perUnit
  const digits = shown === 0 ? 0 : Math.max(0, 1 - Math.floor(Math.log10(Math.abs(shown))))
  return Math.round(shown * 10 ** digits) / 10 ** digits * perUnit
}

/** A value in the unit of its field. */
export function toText({ perUnit }: Scale, value: number): string {
  return String(Math.round((value / perUnit) * 1e6) / 1e6)
}

export type TypedValue = { readonly ok: true; readonly value: number } | { readonly ok: false; readonly problem: 'not-number' | 'not-whole' | 'out-of-range' }

/** Reads what was typed; a comma may stand for the decimal point. */
export function readTyped(scale: Scale, typed: string): TypedValue {
  const text = typed.trim().replace(',', '.')
  if (!/^-?\d+(\.\d+)?$/.test(text)) return { ok: false, problem: 'not-number' }
  const number = Number(text) * scale.perUnit
  const value = scale.perUnit === 1 ? number : Math.round(number)
  if (scale.isWhole && !Number.isInteger(value)) return { ok: false, problem: 'not-whole' }
  if (value < scale.allowed.min || value > scale.allowed.max) return { ok: false, problem: 'out-of-range' }
  return { ok: true, value }
}
