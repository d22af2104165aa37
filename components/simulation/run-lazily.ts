/** Runs a request with the code of its family, fetched when it is first needed. */

import type { Budget } from '@/simulations/kernel/kernel.ts'
import type { FamilyName } from '@/simulations/scenario/families.ts'
import { runChecked } from './checked-run.ts'
import type { AnyReply, RunRequest } from './run.ts'

export function familyOfRequest({ ready, document }: RunRequest): FamilyName {
  if (ready !== undefined) return ready.family
  return (document as { readonly family?: unknown } | null)?.family === 'placement' ? 'placement' : 'traffic'
}

/** What was changed has to be read and checked, which needs more code than a run of what is ready. */
export async function runLazily(request: RunRequest, budget: Budget): Promise<AnyReply> {
  if (request.ready?.family === 'traffic') return runChecked(request.ready, request.seed, budget)
  if (request.ready?.family === 'placement') {
    const { runCheckedPlacement } = await import('./checked-placement.ts')
    return runCheckedPlacement(request.ready, request.seed, budget)
  }
  if (familyOfRequest(request) === 'placement') {
    const { runPlacementScenario } = await import('./run-placement.ts')
    return runPlacementScenario(request, budget)
  }
  const { runScenario } = await import('./run.ts')
  return runScenario(request, budget)
}
