/**
 * What: what is worked out once after a run, so that any instant can be shown at once.
 * Why: a scrub must answer within a frame. Keyframes of counters and of the latency histogram stand every few thousand
 * rows; between them a few additions do. Chunk maxima say which stretches of messages can still be under way.
 *
 * Invariants: I1 state from a keyframe equals state folded from the beginning (property test).
 */

import type { TrafficConfig } from '@/simulations/components/traffic/config.ts'
import { EVENT } from '@/simulations/components/traffic/vocabulary.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import { applyRow, circumstances, LANE_COUNTERS, TOTALS } from './counters.ts'
import { BUCKETS, bucketOf } from './histogram.ts'
import { chunksOf, type RunIndex } from './run-index.ts'

/** Log rows between two keyframes of counters, and of the histogram. */
export const COUNTERS_EVERY = 1_024
export const HISTOGRAM_EVERY = 16_384

export interface TrafficIndex extends RunIndex {
  readonly config: TrafficConfig
  readonly circumstances: Uint8Array
  /** Counters before row 0, COUNTERS_EVERY, 2 × COUNTERS_EVERY … */
  readonly counterKeyframes: Int32Array
  readonly counterWidth: number
  /** Latency counts, and the sum of latencies, before row 0, HISTOGRAM_EVERY … */
  readonly histogramKeyframes: Uint32Array
  readonly sumKeyframes: Float64Array
}

export function buildTrafficIndex(trace: Trace, config: TrafficConfig): TrafficIndex {
  const { log } = trace
  const circumstance = circumstances(trace)
  const width = trace.lanes.length * LANE_COUNTERS.length + TOTALS.length
  const counterKeyframes = new Int32Array((Math.floor(log.count / COUNTERS_EVERY) + 1) * width)
  const frames = Math.floor(log.count / HISTOGRAM_EVERY) + 1
  const histogramKeyframes = new Uint32Array(frames * BUCKETS)
  const sumKeyframes = new Float64Array(frames)
  const counters = new Int32Array(width)
  const histogram = new Uint32Array(BUCKETS)
  const latency = trace.subjects.columns.latencyUs!
  let sum = 0
  for (let row = 0; row <= log.count; row++) {
    if (row % COUNTERS_EVERY === 0) counterKeyframes.set(counters, (row / COUNTERS_EVERY) * width)
    if (row % HISTOGRAM_EVERY === 0) {
      histogramKeyframes.set(histogram, (row / HISTOGRAM_EVERY) * BUCKETS)
      sumKeyframes[row / HISTOGRAM_EVERY] = sum
    }
    if (row === log.count) break
    applyRow(trace, circumstance, row, counters)
    if (log.kind[row] === EVENT['answer.received']) {
      const us = latency[log.ref[row]!]!
      histogram[bucketOf(us)]!++
      sum += us
    }
  }
  return {
    config,
    ...chunksOf(trace),
    circumstances: circumstance,
    counterKeyframes,
    counterWidth: width,
    histogramKeyframes,
    sumKeyframes,
  }
}
