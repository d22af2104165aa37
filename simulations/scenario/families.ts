/**
 * What: the families of simulators by name, and the schema of each.
 * Why: a scenario says its family in its first lines; everything that reads it asks here and knows no family itself.
 *
 * A new family: a schema and a reading beside traffic-scenario.ts, a line here, a runner in components/simulation, a view in
 * components/families. docs/decisions/0011-families.md tells the way.
 */

import type * as z from 'zod/mini'
import { placementSchema } from './placement-scenario.ts'
import { trafficSchema } from './traffic-scenario.ts'

export type FamilyName = 'traffic' | 'placement'
export const FAMILY_NAMES: readonly FamilyName[] = ['traffic', 'placement']

const schemas: Readonly<Record<FamilyName, z.core.$ZodType>> = { traffic: trafficSchema, placement: placementSchema }

export function schemaOf(family: FamilyName): z.core.$ZodType {
  return schemas[family]
}

/** The family that a document names; one that names none, or none that exists, is read as traffic and told what is missing. */
export function familyOf(document: unknown): FamilyName {
  const named = typeof document === 'object' && document !== null && 'family' in document ? document.family : undefined
  return FAMILY_NAMES.find((name) => name === named) ?? 'traffic'
}
