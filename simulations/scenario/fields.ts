/**
 * What: the fields of a scenario: each reads a text with its unit, checks its range, and knows how to be drawn as a knob.
 * Why: the range that is enforced, the range in the error message and the range of the slider are one and the same.
 */

import * as z from 'zod/mini'
import type { Distribution } from '../kernel/distributions.ts'
import { flawOf, issueOf, show, wrong, type Reading } from './problems.ts'
import { readDistribution, readDuration, readRate, writeDuration, writeRate } from './units.ts'

/** How a field can be turned by hand. Values are numbers in the unit named: µs, per second, or plain. */
export type Knob =
  | { readonly kind: 'duration' | 'rate' | 'count' | 'factor'; readonly min: number; readonly max: number; readonly scale: 'linear' | 'log' }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'switch' }

/** Knobs of the fields that have one, found by walking the schema. */
export const knobs = z.registry<Knob>()

interface Limits {
  readonly min: number
  readonly max: number
  readonly scale?: 'linear' | 'log'
}

/** A duration in µs. Limits in µs. */
export function duration({ min, max, scale = 'linear' }: Limits) {
  return field((raw) => within(readDuration(raw), min, max, writeDuration), { kind: 'duration', min, max, scale })
}

/** A rate per second. */
export function rate({ min, max, scale = 'log' }: Limits) {
  return field((raw) => within(readRate(raw), min, max, writeRate), { kind: 'rate', min, max, scale })
}

/** An integer without a unit. */
export function count({ min, max, scale = 'linear' }: Limits) {
  return field((raw) => within(readInteger(raw), min, max, String), { kind: 'count', min, max, scale })
}

/** A plain number, such as "twice as slow". */
export function factor({ min, max, scale = 'log' }: Limits) {
  return field((raw) => within(readNumber(raw), min, max, String), { kind: 'factor', min, max, scale })
}

/** One of a few words. */
export function choice<const Option extends string>(options: readonly Option[]) {
  const schema = z.enum(options as [Option, ...Option[]])
  schema.register(knobs, { kind: 'choice', options })
  return schema
}

export function flag() {
  const schema = z.boolean()
  schema.register(knobs, { kind: 'switch' })
  return schema
}

/** A duration that is fixed, uniform or exponential, or { lognormal | pareto: … }. */
export function distribution({ max }: { readonly max: number }) {
  return z.pipe(z.unknown(), z.transform((raw, context): Distribution => {
    const reading = typeof raw === 'object' && raw !== null ? readShaped(raw) : readDistribution(raw)
    if (reading.ok && typicalUs(reading.value) <= max) return reading.value
    context.issues.push(issueOf(reading.ok ? flawOf('too-large', { max: writeDuration(max) }) : reading.flaw, raw))
    return z.NEVER
  }))
}

const lognormal = z.strictObject({
  lognormal: z.strictObject({ median: duration({ min: 1, max: 60_000_000 }), sigma: factor({ min: 0.01, max: 4 }) }),
  plus: z.optional(duration({ min: 0, max: 60_000_000 })),
})
const pareto = z.strictObject({
  pareto: z.strictObject({ min: duration({ min: 1, max: 60_000_000 }), alpha: factor({ min: 1.05, max: 10 }) }),
})

function readShaped(raw: object): Reading<Distribution> {
  const asLognormal = lognormal.safeParse(raw)
  if (asLognormal.success) {
    const { lognormal: shape, plus } = asLognormal.data
    return { ok: true, value: { kind: 'lognormal', medianUs: shape.median, sigma: shape.sigma, plusUs: plus ?? 0 } }
  }
  const asPareto = pareto.safeParse(raw)
  if (asPareto.success) return { ok: true, value: { kind: 'pareto', minUs: asPareto.data.pareto.min, alpha: asPareto.data.pareto.alpha } }
  return wrong('shape-wanted', {})
}

function typicalUs(value: Distribution): number {
  switch (value.kind) {
    case 'constant':
      return value.valueUs
    case 'uniform':
      return value.maxUs
    case 'exponential':
      return value.meanUs
    case 'lognormal':
      return value.medianUs + value.plusUs
    case 'pareto':
      return value.minUs
  }
}

/** A schema that reads anything by `read` and hands on what is wrong with it. */
function field<T>(read: (raw: unknown) => Reading<T>, knob: Knob) {
  const schema = z.pipe(z.unknown(), z.transform((raw, context): T => {
    const reading = read(raw)
    if (reading.ok) return reading.value
    context.issues.push(issueOf(reading.flaw, raw))
    return z.NEVER
  }))
  schema.register(knobs, knob)
  return schema
}

function within(reading: Reading<number>, min: number, max: number, write: (value: number) => string): Reading<number> {
  if (!reading.ok || (reading.value >= min && reading.value <= max)) return reading
  return wrong('out-of-range', { value: write(reading.value), min: write(min), max: write(max) })
}

function readInteger(raw: unknown): Reading<number> {
  if (raw === undefined) return wrong('missing', {})
  return typeof raw === 'number' && Number.isInteger(raw) ? { ok: true, value: raw } : wrong('not-whole', { written: show(raw) })
}

function readNumber(raw: unknown): Reading<number> {
  if (raw === undefined) return wrong('missing', {})
  return typeof raw === 'number' && Number.isFinite(raw) ? { ok: true, value: raw } : wrong('not-number', { written: show(raw) })
}
