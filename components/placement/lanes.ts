/** Lanes of a run of keys on nodes: clients first, then the source behind a cache where there is one, then nodes. */

import type { Trace } from '@/simulations/kernel/trace.ts'

export const CLIENTS_LANE = 0

export function isSourceLane({ lanes }: Trace, lane: number): boolean {
  return lanes[lane]?.role === 'store'
}
