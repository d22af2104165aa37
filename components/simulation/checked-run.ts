/** A run of what has been checked already. It knows no schema, so the worker that opens a page is small. */

import { buildTrafficIndex, type TrafficIndex } from '@/components/projection/traffic-index.ts'
import { traceTraffic } from '@/simulations/components/traffic/run-traffic.ts'
import type { Intervention, TrafficConfig } from '@/simulations/components/traffic/config.ts'
import type { Budget } from '@/simulations/kernel/kernel.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import { DEFAULT_EVENTS, DEFAULT_MEMORY_BYTES } from './limits.ts'

export interface CheckedInputs {
  readonly config: TrafficConfig
  /** In order of time. */
  readonly interventions: readonly Intervention[]
}

export interface FinishedRun {
  readonly kind: 'ran'
  readonly trace: Trace
  readonly index: TrafficIndex
  readonly config: TrafficConfig
}

export const TAB_BUDGET: Budget = { events: DEFAULT_EVENTS, memoryBytes: DEFAULT_MEMORY_BYTES }

export function runChecked({ config, interventions }: CheckedInputs, seed: number, budget: Budget = TAB_BUDGET): FinishedRun {
  const trace = traceTraffic(config, seed, interventions, budget)
  return { kind: 'ran', trace, index: buildTrafficIndex(trace, config), config }
}
