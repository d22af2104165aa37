/**
 * What: how full each count of a limiter is at any instant, read from the trace: what was read at each decision, and what time does to it.
 * Why: a bucket fills while nobody asks. Between two decisions the level follows from the rule; the decisions themselves are recorded.
 *
 * Invariants: I1 at the instant of a decision the level is what the counter read after it.
 *
 * Simplifications: HAProxy's rate and what a node of synchronised counts has been told stand still until the next decision reads them.
 */

import type { TrafficConfig } from '@/simulations/components/traffic/config.ts'
import type { LimiterSpec } from '@/simulations/components/traffic/limiter-config.ts'
import { keyTexts } from '@/simulations/components/traffic/limiter-keys.ts'
import { gaugeOf, partOfRule, scaledRule, steadyPerUs, type Gauge, type LimiterConfig } from '@/simulations/components/traffic/limiter-rule.ts'
import { EVENT } from '@/simulations/components/traffic/vocabulary.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import { upperBound } from './lookup.ts'

/** One count: of one key, on one node or in the store. */
interface Track {
  readonly key: string
  /** Instants at which something was read or given back, and the level after it. */
  readonly at: Float64Array
  readonly after: Float64Array
  /** Instants at which something was taken. */
  readonly taken: Float64Array
}

export interface LimiterLevels {
  /** By lane: where counts live. */
  readonly tracks: ReadonlyMap<number, readonly Track[]>
  readonly spec: LimiterSpec
  readonly changes: readonly { readonly atUs: number; readonly factor: number }[]
  readonly lanes: Trace['lanes']
}

/** What a count reads: so much of its capacity. */
export interface Level extends Gauge {
  readonly level: number
  readonly key: string
}

const known = new WeakMap<Trace, LimiterLevels | null>()

/** Null where there is no limiter. */
export function limiterLevels(trace: Trace, config: TrafficConfig): LimiterLevels | null {
  const before = known.get(trace)
  if (before !== undefined) return before
  const levels = config.limiter === undefined ? null : readLevels(trace, config, config.limiter)
  known.set(trace, levels)
  return levels
}

function readLevels(trace: Trace, config: TrafficConfig, spec: LimiterSpec): LimiterLevels {
  const { log, subjects, lanes, notes } = trace
  const { countedAt, levelAfter, counted, limiter, client, tenant } = subjects.columns as Record<string, Float64Array>
  const keyText = keyTexts(config)
  const storeLane = lanes.findIndex((lane) => lane.role === 'memory')
  const firstLane = lanes.findIndex((lane) => lane.role === 'limiter')
  const laneOf = (request: number): number => (spec.counts === 'shared' ? storeLane : firstLane + limiter![request]!)
  interface Point { at: number; after: number; request: number; isTaken: boolean }
  const points: Point[] = []
  for (let request = 0; request < subjects.count; request++) {
    if (countedAt![request]! >= 0) points.push({ at: countedAt![request]!, after: levelAfter![request]!, request, isTaken: counted![request] === 1 })
  }
  for (let row = 0; row < log.count; row++) {
    if (log.kind[row] === EVENT['slot.freed']) points.push({ at: log.at[row]!, after: -1, request: log.ref[row]!, isTaken: false })
  }
  points.sort((a, b) => a.at - b.at)
  const lists = new Map<number, Map<string, Point[]>>()
  for (const point of points) {
    const lane = laneOf(point.request)
    const key = keyText(client![point.request]!, tenant![point.request]!)
    const ofLane = lists.get(lane) ?? new Map<string, Point[]>()
    lists.set(lane, ofLane)
    const list = ofLane.get(key) ?? []
    ofLane.set(key, list)
    // A slot that was given back: one less than there were.
    list.push(point.after < 0 ? { ...point, after: Math.max(0, (list.at(-1)?.after ?? 1) - 1) } : point)
  }
  const tracks = new Map<number, readonly Track[]>()
  for (const [lane, ofLane] of lists) {
    tracks.set(lane, [...ofLane].map(([key, list]) => ({
      key, at: Float64Array.from(list, ({ at }) => at), after: Float64Array.from(list, ({ after }) => after),
      taken: Float64Array.from(list.filter(({ isTaken }) => isTaken), ({ at }) => at),
    })))
  }
  const changes = notes.filter((note) => note.kind === 'limit.changed').map((note) => ({ atUs: note.atUs, factor: Number(note.facts.factor) }))
  return { tracks, spec, changes, lanes }
}

/** The rule that a lane keeps at an instant. */
export function ruleAt({ spec, changes, lanes }: LimiterLevels, lane: number, us: number): LimiterConfig {
  const factor = changes.findLast((change) => change.atUs <= us)?.factor ?? 1
  const whole = factor === 1 ? spec.rule : scaledRule(spec.rule, factor)
  return spec.counts === 'split' ? partOfRule(whole, spec.nodes, lanes[lane]!.index) : whole
}

/** What each count of a lane reads, the tenants' in their order; of many clients only the one with the least left. */
export function levelsAt(levels: LimiterLevels, lane: number, us: number): readonly Level[] {
  const rule = ruleAt(levels, lane, us)
  const gauge = gaugeOf(rule)
  const idle = gauge.shows === 'left' ? gauge.capacity : 0
  const since = levels.spec.counts === 'shared' ? -1 : (levels.changes.findLast((change) => change.atUs <= us)?.atUs ?? -1)
  const read = (levels.tracks.get(lane) ?? []).map((track): Level => ({ ...gauge, key: track.key, level: levelOf(rule, gauge, track, us, since) }))
  if (read.length === 0) return [{ ...gauge, key: '', level: idle }]
  if (levels.spec.key !== 'client') return read
  return [read.reduce((worst, one) => (usedShare(one) > usedShare(worst) ? one : worst))]
}

/** How much of a count is used, 0 to 1. */
export function usedShare({ shows, capacity, level }: Level): number {
  if (capacity === 0) return level > 0 ? 1 : 0
  return Math.min(1, Math.max(0, shows === 'left' ? 1 - level / capacity : level / capacity))
}

function levelOf(rule: LimiterConfig, { shows, capacity }: Gauge, { at, after, taken }: Track, us: number, since: number): number {
  const last = upperBound(at, at.length, us) - 1
  const idle = shows === 'left' ? capacity : 0
  if (last < 0 || at[last]! < since) return idle
  const level = after[last]!
  const elapsedUs = us - at[last]!
  switch (rule.algorithm) {
    case 'token-bucket':
      return Math.min(capacity, level + (elapsedUs * rule.tokens) / rule.perUs)
    case 'generic-cell-rate':
      return Math.min(capacity, level + elapsedUs / rule.periodUs)
    case 'leaky-bucket-meter':
      return Math.max(0, level - elapsedUs / rule.leakIntervalUs)
    case 'leaky-bucket-queue':
      return Math.max(0, level - elapsedUs / rule.drainIntervalUs)
    case 'nginx-limit-req':
      return Math.max(0, level - elapsedUs * steadyPerUs(rule)!)
    case 'fixed-window':
      return Math.floor(us / rule.windowUs) === Math.floor(at[last]! / rule.windowUs) ? level : 0
    case 'sliding-log':
      return upperBound(taken, taken.length, us) - upperBound(taken, taken.length, Math.max(us - rule.windowUs, since))
    case 'sliding-window-counter': {
      const start = Math.floor(us / rule.windowUs) * rule.windowUs
      const countUntil = (end: number): number => upperBound(taken, taken.length, end)
      const current = countUntil(us) - countUntil(start - 1)
      const previous = countUntil(start - 1) - countUntil(start - rule.windowUs - 1)
      return current + (previous * (rule.windowUs - (us - start))) / rule.windowUs
    }
    case 'haproxy-request-rate':
      return elapsedUs > 2000 * rule.periodMs ? 0 : level
    case 'concurrency-limit':
    case 'nginx-limit-conn':
    case 'redis-script':
      return level
  }
}

/** The most that was used in each bucket of [fromUs, toUs], 0 to 1, of the fullest count of a lane; null where no counts live. */
export function usedSeries(levels: LimiterLevels, lane: number, fromUs: number, toUs: number, buckets: number): Float32Array | null {
  const tracks = levels.tracks.get(lane)
  if (tracks === undefined) return null
  const series = new Float32Array(buckets)
  const widthUs = (toUs - fromUs) / buckets
  for (let bucket = 0; bucket < buckets; bucket++) {
    series[bucket] = Math.max(...levelsAt(levels, lane, fromUs + (bucket + 0.5) * widthUs).map(usedShare))
  }
  const capacityAt = (us: number) => gaugeOf(ruleAt(levels, lane, us))
  for (const { at, after } of tracks) {
    for (let i = upperBound(at, at.length, fromUs); i < at.length && at[i]! < toUs; i++) {
      const bucket = Math.floor((at[i]! - fromUs) / widthUs)
      const used = usedShare({ ...capacityAt(at[i]!), level: after[i]!, key: '' })
      if (used > series[bucket]!) series[bucket] = used
    }
  }
  return series
}

/** The edges of the windows that a rule counts in; 0 where it knows none. */
export function windowOf(levels: LimiterLevels, lane: number): number {
  const rule = ruleAt(levels, lane, 0)
  return rule.algorithm === 'fixed-window' || rule.algorithm === 'sliding-window-counter' ? rule.windowUs : 0
}
