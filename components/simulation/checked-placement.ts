/** A run of keys on nodes that has been checked already: fetched by the pages that show one. */

import { buildPlacementIndex } from '@/components/projection/placement-index.ts'
import type { PlacementConfig, PlacementIntervention } from '@/simulations/components/placement/config.ts'
import { runPlacement } from '@/simulations/components/placement/run-placement.ts'
import type { Budget } from '@/simulations/kernel/kernel.ts'
import { TAB_BUDGET, type PlacementRun } from './finished-run.ts'

export interface CheckedPlacement {
  readonly config: PlacementConfig
  /** In order of time. */
  readonly interventions: readonly PlacementIntervention[]
}

export function runCheckedPlacement({ config, interventions }: CheckedPlacement, seed: number, budget: Budget = TAB_BUDGET): PlacementRun {
  const { trace, maps } = runPlacement(config, seed, interventions, budget)
  return { kind: 'ran', family: 'placement', trace, index: buildPlacementIndex(trace, config, maps), config }
}
