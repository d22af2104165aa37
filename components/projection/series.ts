/**
 * What: curves over time, read from the trace: how deep the queues were, how fast answers came, how the tail grew.
 * Why: a band or a sparkline shows a whole run in a few hundred pixels; each pixel must be a number of the run.
 */

import { EVENT, SPAN } from '@/simulations/components/traffic/vocabulary.ts'
import { NEVER, type Trace } from '@/simulations/kernel/trace.ts'
import { BUCKETS, bucketOf, percentile } from './histogram.ts'
import { forEachSpanBetween, rowAt } from './lookup.ts'
import type { TrafficIndex } from './traffic-index.ts'

/** Per bucket of [fromUs, toUs]: the most requests that waited, and that were served, at once on a lane. */
export interface DepthBand {
  readonly queued: Float32Array
  readonly serving: Float32Array
}

const BALANCER_LANE = 1

export function depthBand(trace: Trace, index: TrafficIndex, lane: number, fromUs: number, toUs: number, buckets: number): DepthBand {
  const waiting = lane === BALANCER_LANE ? SPAN['waited-at-balancer'] : SPAN.queued
  const { spans } = trace
  const queuedEdges: number[] = []
  const servingEdges: number[] = []
  forEachSpanBetween(trace, index, fromUs, toUs, (row) => {
    if (spans.lane[row] !== lane) return
    const edges = spans.kind[row] === waiting ? queuedEdges : spans.kind[row] === SPAN.served ? servingEdges : null
    if (edges === null) return
    const began = spans.beganAt[row]!
    const ended = spans.lastedUs[row] === NEVER ? Infinity : began + spans.lastedUs[row]!
    if (ended > began) edges.push(began, ended)
  })
  return { queued: deepest(queuedEdges, fromUs, toUs, buckets), serving: deepest(servingEdges, fromUs, toUs, buckets) }
}

/** Sweeps over begins and ends (flat pairs) and keeps the highest count in each bucket. */
function deepest(pairs: readonly number[], fromUs: number, toUs: number, buckets: number): Float32Array {
  const result = new Float32Array(buckets)
  const count = pairs.length / 2
  const begins = new Float64Array(count)
  const ends = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    begins[i] = pairs[2 * i]!
    ends[i] = pairs[2 * i + 1]!
  }
  begins.sort()
  ends.sort()
  const widthUs = (toUs - fromUs) / buckets
  let opened = 0
  let closed = 0
  for (let bucket = 0; bucket < buckets; bucket++) {
    const start = fromUs + bucket * widthUs
    while (closed < count && ends[closed]! <= start) closed++
    while (opened < count && begins[opened]! <= start) opened++
    let depth = opened - closed
    let most = depth
    const end = start + widthUs
    let begin = opened
    let finish = closed
    while (begin < count && begins[begin]! < end) {
      if (ends[finish]! <= begins[begin]!) {
        depth--
        finish++
      } else {
        depth++
        begin++
        if (depth > most) most = depth
      }
    }
    result[bucket] = most
  }
  return result
}

/** The p99 so far at `points` instants evenly spread from 0 to `atUs`; NaN before the first answer. */
export function latencySeries(trace: Trace, _index: TrafficIndex, atUs: number, points: number): Float32Array {
  const { log, subjects } = trace
  const latency = subjects.columns.latencyUs!
  const counts = new Uint32Array(BUCKETS)
  const series = new Float32Array(points).fill(NaN)
  let answered = 0
  let row = 0
  for (let point = 0; point < points; point++) {
    const until = rowAt(trace, (atUs * (point + 1)) / points)
    for (; row <= until; row++) {
      if (log.kind[row] !== EVENT['answer.received']) continue
      counts[bucketOf(latency[log.ref[row]!]!)]!++
      answered++
    }
    if (answered > 0) series[point] = percentile(counts, answered, 0.99)
  }
  return series
}

/** Answers and failures that clients saw, a second, in each bucket of [fromUs, toUs]. */
export interface RateSeries {
  readonly answered: Float32Array
  readonly failed: Float32Array
}

export function rateSeries(trace: Trace, fromUs: number, toUs: number, buckets: number): RateSeries {
  const { log } = trace
  const answered = new Float32Array(buckets)
  const failed = new Float32Array(buckets)
  const widthUs = (toUs - fromUs) / buckets
  const perSecond = 1_000_000 / widthUs
  const last = rowAt(trace, toUs)
  for (let row = rowAt(trace, fromUs) + 1; row <= last; row++) {
    const bucket = Math.min(buckets - 1, Math.floor((log.at[row]! - fromUs) / widthUs))
    const kind = log.kind[row]
    if (kind === EVENT['answer.received']) answered[bucket]! += perSecond
    else if (kind === EVENT['refusal.received'] || kind === EVENT['request.timed-out']) failed[bucket]! += perSecond
  }
  return { answered, failed }
}
