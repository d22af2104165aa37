/**
 * What: runs one document under all checkers, and says what is wrong with the run, if anything.
 */

import { checkSamePast } from '../../simulations/checkers/same-past.ts'
import { checkTraffic } from '../../simulations/checkers/check-traffic.ts'
import { describeVerdict } from '../../simulations/checkers/verdict.ts'
import type { Intervention, TrafficConfig } from '../../simulations/components/traffic/config.ts'
import { traceTraffic } from '../../simulations/components/traffic/run-traffic.ts'
import type { Budget } from '../../simulations/kernel/kernel.ts'
import { hashTrace } from '../../simulations/kernel/trace-hash.ts'
import type { Trace } from '../../simulations/kernel/trace.ts'
import { describeForAuthor } from '../../simulations/scenario/author-words.ts'
import { readTrafficScenario } from '../../simulations/scenario/traffic-scenario.ts'
import type { Document } from './generate.ts'

export type Engine = (config: TrafficConfig, seed: number, interventions: readonly Intervention[], budget: Budget) => Trace

export interface Examination {
  /** Sentences; none when all is well. */
  readonly problems: readonly string[]
  readonly requests: number
  readonly events: number
}

/** No run of the generator needs more; one that does has lost its way. */
const BUDGET: Budget = { events: 2_000_000, memoryBytes: 256 * 1024 * 1024 }

/** `isThorough` also runs it again, and once without its last command. */
export function examine(document: Document, isThorough: boolean, engine: Engine = traceTraffic): Examination {
  const reading = readTrafficScenario(document)
  if (!reading.ok) return { problems: reading.problems.map((problem) => `refused: ${problem.path.join('.')}: ${describeForAuthor(problem)}`), requests: 0, events: 0 }
  const { config, seed, script } = reading.scenario
  try {
    const trace = engine(config, seed, script, BUDGET)
    const problems = checkTraffic({ trace, config, interventions: script }).filter((verdict) => !verdict.ok).map(describeVerdict)
    if (trace.outcome.kind === 'stopped') problems.push(`stopped by its ${trace.outcome.reason} at ${trace.outcome.atUs} µs`)
    if (isThorough) {
      if (hashTrace(trace) !== hashTrace(engine(config, seed, script, BUDGET))) problems.push('a second run gave another hash')
      const last = script.at(-1)
      if (last !== undefined) {
        const past = checkSamePast(trace, engine(config, seed, script.slice(0, -1), BUDGET), last.atUs)
        if (!past.ok) problems.push(describeVerdict(past))
      }
    }
    return { problems, requests: trace.subjects.count, events: trace.outcome.events }
  } catch (error) {
    return { problems: [error instanceof Error ? `${error.name}: ${error.message}` : String(error)], requests: 0, events: 0 }
  }
}
