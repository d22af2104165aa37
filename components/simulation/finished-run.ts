/** A run with what was worked out for drawing it, by family. */

import type { PlacementIndex } from '@/components/projection/placement-index.ts'
import type { TrafficIndex } from '@/components/projection/traffic-index.ts'
import type { PlacementConfig } from '@/simulations/components/placement/config.ts'
import type { TrafficConfig } from '@/simulations/components/traffic/config.ts'
import type { Budget } from '@/simulations/kernel/kernel.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import type { Problem } from '@/simulations/scenario/problems.ts'
import { DEFAULT_EVENTS, DEFAULT_MEMORY_BYTES } from './limits.ts'

export interface TrafficRun {
  readonly kind: 'ran'
  readonly family: 'traffic'
  readonly trace: Trace
  readonly index: TrafficIndex
  readonly config: TrafficConfig
}

export interface PlacementRun {
  readonly kind: 'ran'
  readonly family: 'placement'
  readonly trace: Trace
  readonly index: PlacementIndex
  readonly config: PlacementConfig
}

export type FinishedRun = TrafficRun | PlacementRun

export interface ImpossibleRun {
  readonly kind: 'impossible'
  readonly problems: readonly Problem[]
}

export const TAB_BUDGET: Budget = { events: DEFAULT_EVENTS, memoryBytes: DEFAULT_MEMORY_BYTES }
