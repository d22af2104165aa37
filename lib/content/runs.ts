/**
 * Runs of scenarios for the build: each is made once, and known again by what it is made of. A save of a lesson changes no scenario,
 * so while somebody writes only what is new is run.
 */

import { createHash } from 'node:crypto'
import { runAny } from '@/components/simulation/run-any.ts'
import type { FinishedRun } from '@/components/simulation/run.ts'
import { buffersOf } from '@/simulations/kernel/trace.ts'
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

/** Runs are kept up to this much, with their index about twice the bytes of their trace; what was not asked for longest leaves first. */
const KEPT_BYTES = 384 * 1024 * 1024

export function createRuns(): Runs {
  const kept = new Map<string, RunReading>()
  let bytes = 0
  return {
    run(scenario, overrides, seed) {
      const key = JSON.stringify([contentOf(scenario), seed, Object.entries(overrides).sort(([a], [b]) => (a < b ? -1 : 1))])
      const made = kept.get(key) ?? makeRun(scenario, overrides, seed)
      if (kept.delete(key)) bytes -= sizeOf(made)
      kept.set(key, made)
      bytes += sizeOf(made)
      for (const [oldest, reading] of kept) {
        if (bytes <= KEPT_BYTES || oldest === key) break
        kept.delete(oldest)
        bytes -= sizeOf(reading)
      }
      return made
    },
  }
}

/** For everything in one process that draws or measures runs of lessons: pages, stills, comparisons, two languages. */
export const sharedRuns = createRuns()

/** A run that was found possible when the lesson was read. */
export function ranOf(scenario: LoadedScenario, overrides: Overrides, seed: number): IndexedRun {
  const reading = sharedRuns.run(scenario, overrides, seed)
  if (!reading.ok) throw new Error(`${scenario.id} does not run: ${reading.problem}`)
  return reading.run
}

function sizeOf(reading: RunReading): number {
  return reading.ok ? 2 * buffersOf(reading.run.trace).reduce((sum, buffer) => sum + buffer.byteLength, 0) : 1_000
}

const contents = new WeakMap<LoadedScenario, string>()

/** What a scenario holds, in short. */
function contentOf(scenario: LoadedScenario): string {
  const known = contents.get(scenario)
  if (known !== undefined) return known
  const made = createHash('sha256').update(JSON.stringify([scenario.id, scenario.document, scenario.script])).digest('base64url')
  contents.set(scenario, made)
  return made
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
