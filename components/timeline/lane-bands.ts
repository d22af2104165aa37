/**
 * What: how many requests waited and were served on every lane, pixel by pixel.
 * Why: one walk over the log rows in view serves all lanes; asking span by span and lane by lane costs many times that.
 *
 * Invariants: I1 each bucket holds the highest depth at any instant in it, as `depthBand` gives it for one lane.
 */

import { applyRow, LANE_COUNTERS } from '@/components/projection/counters.ts'
import { rowAt } from '@/components/projection/lookup.ts'
import type { TrafficIndex } from '@/components/projection/traffic-index.ts'
import { countersAt } from '@/components/projection/traffic-state.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'

/** Depth of lane l in bucket b: waiting[l * buckets + b]. */
export interface LaneBands {
  readonly buckets: number
  readonly waiting: Float32Array
  readonly serving: Float32Array
}

const WIDTH = LANE_COUNTERS.length
const QUEUED = LANE_COUNTERS.indexOf('queued')
const HELD = LANE_COUNTERS.indexOf('held')
const SERVING = LANE_COUNTERS.indexOf('serving')
const BALANCER_LANE = 1

export function laneBands(trace: Trace, index: TrafficIndex, fromUs: number, toUs: number, buckets: number): LaneBands {
  const { log, lanes } = trace
  const waiting = new Float32Array(lanes.length * buckets)
  const serving = new Float32Array(lanes.length * buckets)
  const widthUs = (toUs - fromUs) / buckets
  let row = rowAt(trace, fromUs)
  const counters = Int32Array.from(countersAt(trace, index, row))
  row++
  const depth = new Int32Array(2 * lanes.length)
  const read = (lane: number): void => {
    const at = lane * WIDTH
    depth[2 * lane] = counters[at + QUEUED]! + counters[at + HELD]!
    depth[2 * lane + 1] = counters[at + SERVING]!
  }
  const note = (lane: number, bucket: number): void => {
    const cell = lane * buckets + bucket
    if (depth[2 * lane]! > waiting[cell]!) waiting[cell] = depth[2 * lane]!
    if (depth[2 * lane + 1]! > serving[cell]!) serving[cell] = depth[2 * lane + 1]!
  }
  for (let lane = 0; lane < lanes.length; lane++) read(lane)
  for (let bucket = 0; bucket < buckets; bucket++) {
    for (let lane = 0; lane < lanes.length; lane++) {
      waiting[lane * buckets + bucket] = depth[2 * lane]!
      serving[lane * buckets + bucket] = depth[2 * lane + 1]!
    }
    const endUs = fromUs + (bucket + 1) * widthUs
    while (row < log.count && log.at[row]! < endUs) {
      // Rows of one instant belong together: a request that leaves the queue as another starts was never in both.
      const at = log.at[row]!
      let last = row
      applyRow(trace, index.circumstances, row, counters)
      while (last + 1 < log.count && log.at[last + 1]! === at) applyRow(trace, index.circumstances, ++last, counters)
      for (let one = row; one <= last; one++) read(log.lane[one]!)
      // What was held at the balancer leaves it by an event of a server.
      read(BALANCER_LANE)
      for (let one = row; one <= last; one++) note(log.lane[one]!, bucket)
      row = last + 1
    }
  }
  return { buckets, waiting, serving }
}

/** Stretches of equal depth: from, to (in buckets) and the depth. Zero is left out. */
export function stretchesOf(depth: Float32Array): { readonly from: number; readonly to: number; readonly depth: number }[] {
  const stretches: { from: number; to: number; depth: number }[] = []
  for (let from = 0; from < depth.length; ) {
    const value = depth[from]!
    let to = from + 1
    while (to < depth.length && depth[to] === value) to++
    if (value > 0) stretches.push({ from, to, depth: value })
    from = to
  }
  return stretches
}

/** One lane of the bands. */
export function laneOf(bands: LaneBands, column: 'waiting' | 'serving', lane: number): Float32Array {
  return bands[column].subarray(lane * bands.buckets, (lane + 1) * bands.buckets)
}
