/**
 * What: finds the knob behind a path of a scenario, such as `balancer.policy` or `servers.s1.speed`.
 * Why: the controls on a page are drawn from the same schema that checks the scenario, so neither can know a field, a range or
 * an option that the other does not.
 *
 * Picture:   "servers.s1.speed"  ─▶  object.servers ─▶ record's value ─▶ object.speed ─▶ knob { factor, 0.05 … 20, log }
 *
 * Invariants: I1 a path leads through entries that exist in the schema, by their own keys only.
 */

import type * as z from 'zod/mini'
import { knobs, type Knob } from './fields.ts'
import type { Scalar } from './knob-values.ts'
import { schemaOf, type FamilyName } from './families.ts'

export { writeAt, writtenAt } from './document-places.ts'

/** The parts of a schema's definition that a path can go through. */
interface Definition {
  readonly type: string
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>
  readonly valueType?: z.core.$ZodType
  readonly innerType?: z.core.$ZodType
  readonly element?: z.core.$ZodType
  readonly options?: readonly z.core.$ZodType[]
  readonly defaultValue?: unknown
}

interface Found {
  readonly knob: Knob
  /** What the schema fills in when nothing is written. */
  readonly fallback: Scalar | undefined
}

/** The knob at a path, or null where the family's schema has none. */
export function knobAt(path: string, family: FamilyName = 'traffic'): Found | null {
  return find(schemaOf(family), path.split('.'), undefined)
}

function find(schema: z.core.$ZodType, keys: readonly string[], fallback: unknown): Found | null {
  const knob = knobs.get(schema)
  const definition = schema._zod.def as unknown as Definition
  if (keys.length === 0 && knob !== undefined) return { knob, fallback: isScalar(fallback) ? fallback : undefined }
  switch (definition.type) {
    case 'optional':
      return find(definition.innerType!, keys, fallback)
    case 'default':
      return find(definition.innerType!, keys, definition.defaultValue)
    case 'union':
      for (const option of definition.options!) {
        const found = find(option, keys, fallback)
        if (found !== null) return found
      }
      return null
    case 'record':
      return keys.length === 0 ? null : find(definition.valueType!, keys.slice(1), undefined)
    case 'object': {
      const key = keys[0]
      if (key === undefined || !Object.hasOwn(definition.shape!, key)) return null
      const inside = isRecord(fallback) && Object.hasOwn(fallback, key) ? fallback[key] : undefined
      return find(definition.shape![key]!, keys.slice(1), inside)
    }
    default:
      return null
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** The entries that may stand at a path: for a message that says what is allowed. Empty where any name may stand. */
export function entriesAt(path: readonly (string | number)[], family: FamilyName = 'traffic'): readonly string[] {
  let reached: readonly z.core.$ZodType[] = [schemaOf(family)]
  for (const key of path) reached = reached.flatMap((schema) => inside(schema, String(key)))
  return [...new Set(reached.flatMap((schema) => Object.keys(shapeOf(schema) ?? {})))]
}

function inside(schema: z.core.$ZodType, key: string): readonly z.core.$ZodType[] {
  const definition = schema._zod.def as unknown as Definition
  if (definition.type === 'optional' || definition.type === 'default') return inside(definition.innerType!, key)
  if (definition.type === 'union') return definition.options!.flatMap((option) => inside(option, key))
  if (definition.type === 'record') return [definition.valueType!]
  if (definition.type === 'array') return [definition.element!]
  const shape = definition.shape
  return shape !== undefined && Object.hasOwn(shape, key) ? [shape[key]!] : []
}

function shapeOf(schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> | undefined {
  const definition = schema._zod.def as unknown as Definition
  if (definition.type === 'optional' || definition.type === 'default') return shapeOf(definition.innerType!)
  if (definition.type === 'union') return Object.assign({}, ...definition.options!.map((option) => shapeOf(option) ?? {})) as Record<string, z.core.$ZodType>
  return definition.shape
}
