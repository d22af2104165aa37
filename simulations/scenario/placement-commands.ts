/**
 * What: commands to nodes that hold keys, as people and links write them.
 * Why: a click, a scenario's script and a shared link hold the same words. Reading them alone needs no scheme.
 */

import * as z from 'zod/mini'
import { count } from './fields.ts'

/** Letters of a node's name. */
export const MOST_LETTERS = 32
export const MOST_WEIGHT = 1_000_000

const node = z.string().check(z.minLength(1), z.maxLength(MOST_LETTERS))
const weight = count({ min: 0, max: MOST_WEIGHT })

export const placementCommandSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('add-node'), node, weight: z.optional(weight) }),
  z.strictObject({ kind: z.literal('remove-node'), node }),
  z.strictObject({ kind: z.literal('set-node-weight'), node, weight }),
  z.strictObject({ kind: z.literal('mark-down'), node }),
  z.strictObject({ kind: z.literal('mark-up'), node }),
])

export type WrittenPlacementCommand = z.output<typeof placementCommandSchema>
