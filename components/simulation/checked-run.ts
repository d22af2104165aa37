/** A run of what has been checked already. It knows no schema, so the worker that opens a page is small. */

import { buildTrafficIndex } from '@/components/projection/traffic-index.ts'
import { traceTraffic } from '@/simulations/components/traffic/run-traffic.ts'
import type { Intervention, TrafficConfig } from '@/simulations/components/traffic/config.ts'
import type { Budget } from '@/simulations/kernel/kernel.ts'
import { TAB_BUDGET, type TrafficRun } from './finished-run.ts'

export interface CheckedTraffic {
  readonly config: TrafficConfig
  /** In order of time. */
  readonly interventions: readonly Intervention[]
}

export function runChecked({ config, interventions }: CheckedTraffic, seed: number, budget: Budget = TAB_BUDGET): TrafficRun {
  const trace = traceTraffic(config, seed, interventions, budget)
  return { kind: 'ran', family: 'traffic', trace, index: buildTrafficIndex(trace, config), config }
}
