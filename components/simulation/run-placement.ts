/** A run of keys on nodes, from what a person wrote. */

import type { Budget } from '@/simulations/kernel/kernel.ts'
import { readPlacementCommands, readPlacementScenario } from '@/simulations/scenario/placement-scenario.ts'
import { runCheckedPlacement } from './checked-placement.ts'
import type { ImpossibleRun, PlacementRun } from './finished-run.ts'
import type { RunRequest } from './run.ts'
import { turnedDocument } from './turned-document.ts'

export function runPlacementScenario(request: RunRequest, budget: Budget): PlacementRun | ImpossibleRun {
  if (request.ready?.family === 'placement') return runCheckedPlacement(request.ready, request.seed, budget)
  const turned = turnedDocument(request)
  if ('kind' in turned) return turned
  const reading = readPlacementScenario(turned.document)
  if (!reading.ok) return { kind: 'impossible', problems: reading.problems }
  const { config } = reading.scenario
  const { interventions, problems } = readPlacementCommands(request.interventions, config)
  if (problems.length > 0) return { kind: 'impossible', problems }
  return runCheckedPlacement({ config, interventions }, request.seed, budget)
}
