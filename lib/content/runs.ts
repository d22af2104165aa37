/** Runs of scenarios for the build: each is made once. */

import { runAny } from '@/components/simulation/run-any.ts'
import type { FinishedRun } from '@/components/simulation/run.ts'
import type { LoadedScenario } from '@/simulations/scenario/loaded-scenario.ts'
import { knobAt } from '@/simulations/scenario/knobs.ts'
import { describeForAuthor } from '@/simulations/scenario/author-words.ts'
import { readKnob } from '@/simulations/scenario/knob-values.ts'
import type { Overrides } from './expressions.ts'
import { closestOf } from './near.ts'

export type IndexedRun = FinishedRun

/** The run, or why these knobs cannot be turned so. */
export type RunReading = { readonly ok: true; readonly run: IndexedRun } | { readonly ok: false; readonly problem: string }

export interface Runs {
  run(scenario: LoadedScenario, overrides: Overrides, seed: number): RunReading
}

/** Runs that are kept; the oldest leaves first. */
const KEPT = 40

export function createRuns(): Runs {
  const kept = new Map<string, RunReading>()
  return {
    run(scenario, overrides, seed) {
      const key = JSON.stringify([scenario.id, seed, Object.entries(overrides).sort(([a], [b]) => (a < b ? -1 : 1))])
      const known = kept.get(key)
      if (known !== undefined) return known
      const made = makeRun(scenario, overrides, seed)
      if (kept.size >= KEPT) kept.delete(kept.keys().next().value!)
      kept.set(key, made)
      return made
    },
  }
}

export function makeRun(scenario: LoadedScenario, overrides: Overrides, seed: number): RunReading {
  const problem = overridesProblem(scenario, overrides)
  if (problem !== null) return { ok: false, problem }
  const reply = runAny({ document: scenario.document, overrides, seed, interventions: scenario.script })
  if (reply.kind !== 'ran') return { ok: false, problem: reply.problems.map((problem) => `${problem.path.join('.')}: ${describeForAuthor(problem)}`).join('; ') }
  if (reply.trace.outcome.kind === 'stopped') return { ok: false, problem: `the run uses up its budget (${reply.trace.outcome.reason}); shorten it or lower the load` }
  return { ok: true, run: reply }
}

/** What is wrong with knobs, before anything runs. */
function overridesProblem(scenario: LoadedScenario, overrides: Overrides): string | null {
  for (const [path, value] of Object.entries(overrides)) {
    const found = knobAt(path, scenario.family)
    if (found === null) {
      const known = scenario.knobs.map((knob) => knob.path)
      const near = closestOf(path, known)
      return `there is no knob "${path}"${near === null ? '' : `, did you mean "${near}"?`}; this scenario shows ${known.join(', ')}`
    }
    const reading = readKnob(found.knob, value)
    if (!reading.ok) return `${path} cannot be "${String(value)}": ${describeForAuthor(reading.flaw)}`
  }
  return null
}
