/** A run of whatever family, at once: for the build and the tests. A page uses run-lazily.ts, which fetches one family only. */

import type { Budget } from '@/simulations/kernel/kernel.ts'
import { TAB_BUDGET } from './finished-run.ts'
import { runPlacementScenario } from './run-placement.ts'
import { runScenario, type AnyReply, type RunRequest } from './run.ts'
import { familyOfRequest } from './run-lazily.ts'

export function runAny(request: RunRequest, budget: Budget = TAB_BUDGET): AnyReply {
  return familyOfRequest(request) === 'placement' ? runPlacementScenario(request, budget) : runScenario(request, budget)
}
