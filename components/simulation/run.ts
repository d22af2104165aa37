/**
 * One run, from what a person wrote to what can be drawn. Pure: a worker, the page itself, the build and the tests call it.
 */

import type { Intervention, TrafficConfig } from '@/simulations/components/traffic/config.ts'
import type { Budget } from '@/simulations/kernel/kernel.ts'
import type { Scalar } from '@/simulations/scenario/knob-values.ts'
import type { ReadyRun, WrittenCommand, WrittenIntervention } from '@/simulations/scenario/loaded-scenario.ts'
import type { Problem } from '@/simulations/scenario/problems.ts'
import { readCommands } from '@/simulations/scenario/traffic-commands.ts'
import { readTrafficScenario } from '@/simulations/scenario/traffic-scenario.ts'
import { runChecked } from './checked-run.ts'
import { TAB_BUDGET, type FinishedRun, type ImpossibleRun, type TrafficRun } from './finished-run.ts'
import { turnedDocument } from './turned-document.ts'

export { TAB_BUDGET } from './finished-run.ts'
export type { FinishedRun, PlacementRun, TrafficRun } from './finished-run.ts'
export type { Problem, Scalar, WrittenCommand, WrittenIntervention }

/** Everything a run depends on. */
export interface RunInputs {
  /** Knobs that were turned, by path, as they would be written in the document. */
  readonly overrides: Readonly<Record<string, Scalar>>
  readonly seed: number
  readonly interventions: readonly WrittenIntervention[]
}

export interface RunRequest extends RunInputs {
  /** The scenario's document without its script: that came along in `interventions`. Its family decides what runs. */
  readonly document: unknown
  /** Given when nothing has been changed: the document and its script need not be read again. */
  readonly ready?: ReadyRun | undefined
}

/** Of the traffic family. */
export type RunReply = TrafficRun | ImpossibleRun
/** Of whatever family the document names. */
export type AnyReply = FinishedRun | ImpossibleRun

/** On the page's own thread a run must be over before anybody notices. */
export const PAGE_BUDGET: Budget = { events: 2_000_000, memoryBytes: 64 * 1024 * 1024 }

/** A run of the traffic family. `runAny` in run-any.ts runs what the document says. */
export function runScenario(request: RunRequest, budget: Budget = TAB_BUDGET): RunReply {
  if (request.ready?.family === 'traffic') return runChecked(request.ready, request.seed, budget)
  const turned = turnedDocument(request)
  if ('kind' in turned) return turned
  const reading = readTrafficScenario(turned.document)
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
