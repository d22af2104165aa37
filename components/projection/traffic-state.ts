/**
 * What: the state of the whole system at an instant, read from the trace.
 * Why: the stage, the metrics, the narration and the tests all ask the same question: what is the case now?
 *
 * Invariants: I1 it is a pure function of the trace and the instant; playing, speed and the screen change nothing of it.
 */

import type { AdminState, PolicyName } from '@/simulations/algorithms/balancing/policy.ts'
import type { ServerSpec, TrafficConfig } from '@/simulations/components/traffic/config.ts'
import { EVENT } from '@/simulations/components/traffic/vocabulary.ts'
import type { LaneRole, Note, Trace } from '@/simulations/kernel/trace.ts'
import { applyRow, LANE_COUNTERS, TOTALS, type LaneCounter, type Total } from './counters.ts'
import { BUCKETS, bucketOf, percentile } from './histogram.ts'
import { rowAt } from './lookup.ts'
import { COUNTERS_EVERY, HISTOGRAM_EVERY, type TrafficIndex } from './traffic-index.ts'

export interface LaneState {
  readonly lane: number
  readonly id: string
  readonly role: LaneRole
  /** False before the machine joined. */
  joined: boolean
  queued: number
  serving: number
  readonly workers: number
  readonly queueCapacity: number
  /** Tries that the balancer has open on it. */
  connections: number
  running: boolean
  slowness: number
  admin: AdminState
  healthy: boolean
  /** Passive health: skipped until its fail timeout is over. */
  leftAlone: boolean
  link: 'ok' | 'cut' | 'slow'
  weight: number
  answered: number
  refused: number
  lost: number
  /** Requests waiting at the balancer. */
  held: number
}

/** Times in µs; NaN while nothing was answered. `lost` counts tries that died with their server; what the client saw of them follows. */
export interface Metrics {
  readonly sent: number
  readonly answered: number
  readonly refused: number
  readonly lost: number
  readonly timedOut: number
  /** Told 429 by a limiter. */
  readonly throttled: number
  readonly inSystem: number
  readonly meanUs: number
  readonly p50Us: number
  readonly p95Us: number
  readonly p99Us: number
  readonly maxUs: number
  /** In the last second. */
  readonly answeredPerSecond: number
}

/** What the balancer goes by. Where each record lies on one machine alone, no policy has anything to choose. */
export type Routing = PolicyName | 'by-record'

export interface SystemState {
  readonly atUs: number
  readonly row: number
  policy: Routing
  pace: number
  /** Times the configured limit. */
  limit: number
  readonly lanes: LaneState[]
  readonly metrics: Metrics
}

export function stateAt(trace: Trace, index: TrafficIndex, atUs: number): SystemState {
  return describeState(trace, index, rowAt(trace, atUs), atUs)
}

/** The state after log row `row`; -1 is before anything happened. */
export function stateAtRow(trace: Trace, index: TrafficIndex, row: number): SystemState {
  return describeState(trace, index, row, row < 0 ? 0 : trace.log.at[row]!)
}

/** The state at now as a clock has it: several rows may share one instant, and now may stand between them. */
export function stateNow(trace: Trace, index: TrafficIndex, us: number, row: number): SystemState {
  const last = rowAt(trace, us)
  return row === last ? describeState(trace, index, row, us) : stateAtRow(trace, index, Math.min(row, trace.log.count - 1))
}

let latest: { readonly trace: Trace; readonly index: TrafficIndex; readonly state: SystemState } | null = null

/** Stage, metrics, narration and outline ask for the same instant: it is worked out for the first of them. Nobody may write into it. */
function describeState(trace: Trace, index: TrafficIndex, row: number, atUs: number): SystemState {
  if (latest === null || latest.trace !== trace || latest.index !== index || latest.state.row !== row || latest.state.atUs !== atUs) {
    latest = { trace, index, state: makeState(trace, index, row, atUs) }
  }
  return latest.state
}

function makeState(trace: Trace, index: TrafficIndex, row: number, atUs: number): SystemState {
  const counters = countersAt(trace, index, row)
  const width = LANE_COUNTERS.length
  const lanes = trace.lanes.map((lane, number): LaneState => {
    const server = lane.role === 'service' ? specOf(index, trace, number) : null
    const spec = lane.role === 'store' ? index.config.database : lane.role === 'memory' ? index.config.limiter?.store : server
    const read = (name: LaneCounter) => counters[number * width + LANE_COUNTERS.indexOf(name)]!
    return {
      lane: number, id: lane.id, role: lane.role,
      joined: lane.sinceUs <= atUs,
      queued: read('queued'), serving: read('serving'), connections: read('connections'),
      answered: read('answered'), refused: read('refused'), lost: read('lost'), held: read('held'),
      workers: spec?.workers ?? 0, queueCapacity: spec?.queueCapacity ?? 0, weight: server?.weight ?? 1,
      running: true, slowness: 1, admin: 'ready', healthy: true, leftAlone: false, link: 'ok',
    }
  })
  const state: SystemState = {
    atUs, row, policy: routingOf(index.config), pace: 1, limit: 1, lanes, metrics: metricsAt(trace, index, row, atUs, counters),
  }
  applyNotes(trace, index, row, atUs, state)
  return state
}

/** At the beginning of a run. */
export function routingOf({ shards, servers, balancer }: TrafficConfig): Routing {
  return shards !== undefined && servers.every((server) => server.copyOf === undefined) ? 'by-record' : balancer.policy
}

/** Facts of a server: configured, or those of the model it was added after. */
function specOf(index: TrafficIndex, trace: Trace, lane: number): ServerSpec {
  const servers = index.config.servers
  return servers[trace.lanes[lane]!.index] ?? servers[0]!
}

/** Counters after `row`: the keyframe before it and the rows since. */
export function countersAt(trace: Trace, index: TrafficIndex, row: number): Int32Array {
  const frame = Math.floor((row + 1) / COUNTERS_EVERY)
  const start = frame * index.counterWidth
  const counters = index.counterKeyframes.slice(start, start + index.counterWidth)
  for (let at = frame * COUNTERS_EVERY; at <= row; at++) applyRow(trace, index.circumstances, at, counters)
  return counters
}

const histogram = new Uint32Array(BUCKETS)

function metricsAt(trace: Trace, index: TrafficIndex, row: number, atUs: number, counters: Int32Array): Metrics {
  const { log, subjects } = trace
  const base = trace.lanes.length * LANE_COUNTERS.length
  const total = (name: Total) => counters[base + TOTALS.indexOf(name)]!
  const latency = subjects.columns.latencyUs!
  const frame = Math.floor((row + 1) / HISTOGRAM_EVERY)
  histogram.set(index.histogramKeyframes.subarray(frame * BUCKETS, (frame + 1) * BUCKETS))
  let sum = index.sumKeyframes[frame]!
  for (let at = frame * HISTOGRAM_EVERY; at <= row; at++) {
    if (log.kind[at] !== EVENT['answer.received']) continue
    const us = latency[log.ref[at]!]!
    histogram[bucketOf(us)]!++
    sum += us
  }
  const answered = total('answered')
  const ended = total('refused') + total('timedOut') + total('throttled')
  const lostAtServers = trace.lanes.reduce((sum, _lane, number) => sum + counters[number * LANE_COUNTERS.length + LANE_COUNTERS.indexOf('lost')]!, 0)
  const secondAgo = countersAt(trace, index, rowAt(trace, atUs - 1_000_000))
  return {
    sent: total('sent'), answered, refused: total('refused'), lost: lostAtServers, timedOut: total('timedOut'), throttled: total('throttled'),
    inSystem: total('sent') - answered - ended,
    meanUs: answered === 0 ? NaN : sum / answered,
    p50Us: percentile(histogram, answered, 0.5),
    p95Us: percentile(histogram, answered, 0.95),
    p99Us: percentile(histogram, answered, 0.99),
    maxUs: percentile(histogram, answered, 1),
    answeredPerSecond: answered - secondAgo[base + TOTALS.indexOf('answered')]!,
  }
}

/** Notes are few: they are read from the beginning each time. */
function applyNotes(trace: Trace, index: TrafficIndex, row: number, atUs: number, state: SystemState): void {
  for (const [number, note] of trace.notes.entries()) {
    if (note.atUs > atUs || (note.atUs === atUs && !hasHappened(trace, number, row))) break
    const lane = state.lanes[note.lane]!
    switch (note.kind) {
      case 'server.stopped':
      case 'store.stopped':
        lane.running = false
        break
      case 'server.started':
      case 'store.started':
        lane.running = true
        break
      case 'server.slowed':
      case 'store.slowed':
        lane.slowness = fact(note, 'factor')
        break
      case 'server.drained':
        lane.admin = 'drain'
        break
      case 'server.readied':
        lane.admin = 'ready'
        break
      case 'server.marked-down':
        lane.healthy = false
        break
      case 'server.marked-up':
        lane.healthy = true
        break
      case 'server.left-alone':
        lane.leftAlone = atUs - note.atUs <= fact(note, 'failTimeoutUs')
        break
      case 'weight.changed':
        lane.weight = fact(note, 'weight')
        break
      case 'link.cut':
      case 'store-link.cut':
        lane.link = 'cut'
        break
      case 'link.slowed':
      case 'store-link.slowed':
        lane.link = 'slow'
        break
      case 'link.healed':
      case 'store-link.healed':
        lane.link = 'ok'
        break
      case 'policy.changed':
        if (state.policy !== 'by-record') state.policy = String(note.facts.policy) as PolicyName
        break
      case 'limit.changed':
        state.limit = fact(note, 'factor')
        break
      case 'rate.changed':
        state.pace = fact(note, 'factor')
    }
  }
}

/** Within one instant, has the log come as far as this note? */
function hasHappened(trace: Trace, note: number, row: number): boolean {
  const { log, vocabulary } = trace
  for (let at = row; at >= 0 && log.at[at] === trace.notes[note]!.atUs; at--) {
    if (vocabulary.events[log.kind[at]!]!.about === 'note' && log.ref[at]! >= note) return true
  }
  return false
}

function fact(note: Note, name: string): number {
  return Number(note.facts[name])
}
