/**
 * One run, from what a person wrote to what can be drawn. Pure: a worker, the page itself, the build and the tests call it.
 */

import type { Intervention, TrafficConfig } from '@/simulations/components/traffic/config.ts'
import type { Budget } from '@/simulations/kernel/kernel.ts'
import { writeAt, type Scalar } from '@/simulations/scenario/knobs.ts'
import type { WrittenIntervention } from '@/simulations/scenario/loaded-scenario.ts'
import { readCommands, type WrittenCommand } from '@/simulations/scenario/traffic-commands.ts'
import { problemAt, type Problem } from '@/simulations/scenario/problems.ts'
import { readTrafficScenario } from '@/simulations/scenario/traffic-scenario.ts'
import { runChecked, TAB_BUDGET, type CheckedInputs, type FinishedRun } from './checked-run.ts'

export { TAB_BUDGET } from './checked-run.ts'
export type { Problem, Scalar, WrittenCommand, WrittenIntervention }

/** Everything a run depends on. */
export interface RunInputs {
  /** Knobs that were turned, by path, as they would be written in the document. */
  readonly overrides: Readonly<Record<string, Scalar>>
  readonly seed: number
  readonly interventions: readonly WrittenIntervention[]
}

export interface RunRequest extends RunInputs {
  /** The scenario's document without its script: that came along in `interventions`. */
  readonly document: unknown
  /** Given when nothing has been changed: the document and its script need not be read again. */
  readonly ready?: CheckedInputs | undefined
}

export type RunReply =
  | FinishedRun
  | { readonly kind: 'impossible'; readonly problems: readonly Problem[] }

/** On the page's own thread a run must be over before anybody notices. */
export const PAGE_BUDGET: Budget = { events: 2_000_000, memoryBytes: 64 * 1024 * 1024 }

export function runScenario(request: RunRequest, budget: Budget = TAB_BUDGET): RunReply {
  if (request.ready !== undefined) return runChecked(request.ready, request.seed, budget)
  const document = structuredClone(request.document)
  const misplaced = Object.entries(request.overrides).filter(([path, value]) => !writeAt(document, path, value))
  if (misplaced.length > 0) {
    return { kind: 'impossible', problems: misplaced.map(([path]) => problemAt(path.split('.'), 'no-such-entry', {})) }
  }
  const reading = readTrafficScenario(document)
  if (!reading.ok) return { kind: 'impossible', problems: reading.problems }
  const { config } = reading.scenario
  const { interventions, problems } = readCommands(request.interventions, config)
  if (problems.length > 0) return { kind: 'impossible', problems }
  return runChecked({ config, interventions }, request.seed, budget)
}

/** The commands of a run in order of time, for a system that has been checked. */
export function interventionsOf({ interventions }: RunInputs, config: TrafficConfig): readonly Intervention[] {
  return readCommands(interventions, config).interventions
}
