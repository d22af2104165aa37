/** Throughput with one machine, two, … each measured by a run of its own, and the law fitted to them. */

import { EVENT } from '@/simulations/components/traffic/vocabulary.ts'
import type { LoadedScenario } from '@/simulations/scenario/loaded-scenario.ts'
import type { Overrides } from './expressions.ts'
import type { Run } from './metrics.ts'
import { sharedRuns } from './runs.ts'
import { fitScalability, type ScalabilityFit, type Throughput } from './usl.ts'

export interface Scaling {
  readonly measured: readonly Throughput[]
  readonly fit: ScalabilityFit
}

export type ScalingReading = { readonly ok: true; readonly scaling: Scaling } | { readonly ok: false; readonly problem: string }

/** As many as fit on the stage. */
const MOST_MACHINES = 12
/** The part of a run in which queues fill; it is not counted. */
const WARM_UP = 0.25

/** Runs the scenario without its script, with 1 to 12 servers like its first. */
export function measureScaling(scenario: LoadedScenario, overrides: Overrides, seed: number): ScalingReading {
  const document = scenario.document as { readonly servers: Readonly<Record<string, unknown>> }
  const [name, model] = Object.entries(document.servers)[0]!
  const measured: Throughput[] = []
  for (let n = 1; n <= MOST_MACHINES; n++) {
    // The first keeps its name, so that a knob that turns it is known; the others are what it is after the turn.
    const turned = Object.entries(overrides).filter(([path]) => path.startsWith(`servers.${name}.`))
    const others = Object.fromEntries(Array.from({ length: n - 1 }, (_, i) => [`more-${i + 2}`, { ...(model as object), ...Object.fromEntries(turned.map(([path, value]) => [path.split('.').slice(2).join('.'), value])) }]))
    const reading = sharedRuns.run({ ...scenario, document: { ...document, servers: { [name]: model, ...others } }, script: [] }, overrides, seed)
    if (!reading.ok) return { ok: false, problem: `with ${n} ${n === 1 ? 'server' : 'servers'}: ${reading.problem}` }
    measured.push({ n, perSecond: steadyThroughput(reading.run) })
  }
  try {
    return { ok: true, scaling: { measured, fit: fitScalability(measured) } }
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) }
  }
}

/** Answers that arrived, a second, once the queues have filled. */
export function steadyThroughput({ trace }: Pick<Run, 'trace'>): number {
  const fromUs = trace.endUs * WARM_UP
  let answers = 0
  for (let row = 0; row < trace.log.count; row++) if (trace.log.kind[row] === EVENT['answer.received'] && trace.log.at[row]! >= fromUs) answers++
  return (answers * 1_000_000) / (trace.endUs - fromUs)
}
