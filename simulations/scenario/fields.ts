/**
 * What: the fields of a scenario: each reads a text with its unit, checks its range, and knows how to be drawn as a knob.
 * Why: the range that is enforced, the range in the error message and the range of the slider are one and the same.
 */

import * as z from 'zod/mini'
import type { Distribution } from '../kernel/distributions.ts'
import { readDistribution, readDuration, readRate, writeDuration, writeRate, type Reading } from './units.ts'

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
  const said = `one of: ${options.join(', ')}`
  const schema = z.enum(options as [Option, ...Option[]], { error: (issue) => `${show(issue.input)} is not known here; ${said}` })
  schema.register(knobs, { kind: 'choice', options })
  return schema
}

export function flag() {
  const schema = z.boolean({ error: 'write true or false' })
  schema.register(knobs, { kind: 'switch' })
  return schema
}

/** A duration that is fixed, uniform or exponential, or { lognormal | pareto: … }. */
export function distribution({ max }: { readonly max: number }) {
  return z.pipe(z.unknown(), z.transform((raw, context): Distribution => {
    const reading = typeof raw === 'object' && raw !== null ? readShaped(raw) : readDistribution(raw)
    if (reading.ok && typicalUs(reading.value) <= max) return reading.value
    const message = reading.ok ? `may be at most ${writeDuration(max)}` : reading.problem
    context.issues.push({ code: 'custom', message, input: raw })
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
  return { ok: false, problem: 'a shaped distribution is { lognormal: { median: 20 ms, sigma: 0.5 }, plus: 5 ms } or { pareto: { min: 5 ms, alpha: 1.5 } }' }
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

/** A schema that reads anything by `read` and reports its problem as its own words. */
function field<T>(read: (raw: unknown) => Reading<T>, knob: Knob) {
  const schema = z.pipe(z.unknown(), z.transform((raw, context): T => {
    const reading = read(raw)
    if (reading.ok) return reading.value
    context.issues.push({ code: 'custom', message: reading.problem, input: raw })
    return z.NEVER
  }))
  schema.register(knobs, knob)
  return schema
}

function within(reading: Reading<number>, min: number, max: number, write: (value: number) => string): Reading<number> {
  if (!reading.ok || (reading.value >= min && reading.value <= max)) return reading
  return { ok: false, problem: `${write(reading.value)} is out of range; allowed is ${write(min)} to ${write(max)}` }
}

function readInteger(raw: unknown): Reading<number> {
  return typeof raw === 'number' && Number.isInteger(raw) ? { ok: true, value: raw } : { ok: false, problem: `${show(raw)} is no whole number` }
}

function readNumber(raw: unknown): Reading<number> {
  return typeof raw === 'number' && Number.isFinite(raw) ? { ok: true, value: raw } : { ok: false, problem: `${show(raw)} is no number` }
}

/** Lists and groups are named, not printed: their own `toString` may be anything, or go on for ever. */
function show(raw: unknown): string {
  if (typeof raw === 'object' && raw !== null) return Array.isArray(raw) ? 'a list' : 'a group of entries'
  const text = typeof raw === 'string' ? `"${raw}"` : String(raw)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
