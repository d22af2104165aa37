/**
 * What: what the first page asks about a run in which one server stops, read from the run: how many of the next requests fail.
 * Why: the build, the page without scripts and the live page must say the same number.
 */

import { stateAt } from '@/components/projection/traffic-state.ts'
import type { TrafficIndex } from '@/components/projection/traffic-index.ts'
import { EVENT } from '@/simulations/components/traffic/vocabulary.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'

/** Requests that are counted after the server has stopped. */
export const ASKED = 12

export interface Outcome {
  readonly stopUs: number
  /** When the balancer believes that the server is down. */
  readonly noticedUs: number
  /** Of the next ASKED requests. */
  readonly failed: number
  /** When the balancer gives the stopped server another request although it has just refused one. */
  readonly exhibitUs: number
  /** Connections that the balancer counts at each server just before, by the servers' names. */
  readonly connections: readonly { readonly id: string; readonly count: number }[]
  readonly stopped: string
}

export function outcomeOf(trace: Trace, index: TrafficIndex): Outcome {
  const stop = trace.notes.find(({ kind }) => kind === 'server.stopped')
  if (stop === undefined) throw new Error('No server stops in this run.')
  const noticed = trace.notes.find(({ kind, lane, atUs }) => kind === 'server.marked-down' && lane === stop.lane && atUs > stop.atUs)
  const { log, subjects } = trace
  const server = subjects.columns.server!
  const dead = trace.lanes[stop.lane]!.index
  let asked = 0
  let failed = 0
  let exhibitUs = NaN
  for (let row = 0; row < log.count && asked < ASKED; row++) {
    if (log.kind[row] !== EVENT['request.forwarded'] || log.at[row]! <= stop.atUs) continue
    asked += 1
    if (server[log.ref[row]!] !== dead) continue
    failed += 1
    if (failed === 3) exhibitUs = log.at[row]!
  }
  const at = Number.isNaN(exhibitUs) ? stop.atUs : exhibitUs
  const before = stateAt(trace, index, at - 1)
  return {
    stopUs: stop.atUs,
    noticedUs: noticed?.atUs ?? trace.endUs,
    failed,
    exhibitUs: at,
    connections: trace.lanes.flatMap((lane, number) => (lane.role === 'service' ? [{ id: lane.id, count: before.lanes[number]!.connections }] : [])),
    stopped: trace.lanes[stop.lane]!.id,
  }
}

/** The instant at which the page waits: far enough before the stop that its mark is not in the picture. */
export function armedAt(stopUs: number): number {
  return stopUs - 24_000
}

/** What the picture shows: some of the lattice before, and the whole of the tear. A narrow picture shows less, at the same slope. */
export function heroWindow({ stopUs }: Pick<Outcome, 'stopUs'>, isNarrow: boolean): { readonly fromUs: number; readonly toUs: number } {
  return isNarrow ? { fromUs: stopUs - 230_000, toUs: stopUs + 620_000 } : { fromUs: stopUs - 600_000, toUs: stopUs + 1_800_000 }
}
