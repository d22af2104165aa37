/**
 * Which simulator's page shows a scenario. Every link to a run is made by this one function; a page that is given a scenario of
 * another page goes there.
 */

import { isScenarioSlug, type ScenarioSlug } from './scenarios.ts'

/** The page of a family, for scenarios whose folder is named like a lesson and not like a simulator. */
const HOMES: Readonly<Record<string, ScenarioSlug>> = { traffic: 'load-balancing', placement: 'consistent-hashing' }

/** A scenario as far as its page depends on it. */
export interface Placed {
  readonly id: string
  readonly document: unknown
}

export function simulatorOf({ id, document }: Placed): ScenarioSlug {
  const folder = id.split('/')[0] ?? ''
  if (isScenarioSlug(folder)) return folder
  const { family, limiter } = document as { readonly family?: unknown; readonly limiter?: unknown }
  // Only that page has the words and the pictures of a limiter.
  if (limiter !== undefined) return 'rate-limiting'
  return HOMES[String(family)] ?? 'load-balancing'
}

/** The address of a scenario's simulator, below the language. */
export function simulatorPath(scenario: Placed): string {
  return `/sims/${simulatorOf(scenario)}`
}
