/**
 * What is under way at an instant: each message as a mark at its place on the straight link, as far along as the share of its delay
 * that has passed. Pure; the canvas and the still picture read the same buffer, which is used again for every frame.
 */

import { forEachHopBetween } from '@/components/projection/lookup.ts'
import type { TrafficIndex } from '@/components/projection/traffic-index.ts'
import { LOST, type Trace } from '@/simulations/kernel/trace.ts'
import type { MarkKind } from '@/components/marks/mark-geometry.ts'
import { linkBetween, type StageLayout } from './layout.ts'

/** Kinds of mark that travel, in the order in which they are drawn: what went wrong lies on top. */
export const flightKinds = ['probe', 'probe-answer', 'change', 'answer', 'request', 'retry', 'throttled', 'lost'] as const satisfies readonly MarkKind[]
type FlightKind = (typeof flightKinds)[number]

const kindOfHop: Readonly<Record<string, FlightKind>> = {
  request: 'request', answer: 'answer', refusal: 'lost', reset: 'lost', abort: 'lost', probe: 'probe', 'probe-answer': 'probe-answer',
  query: 'request', rows: 'answer', throttle: 'throttled', count: 'probe', counted: 'probe-answer', tell: 'change', total: 'change', part: 'request', change: 'change', moved: 'probe-answer', ask: 'probe-answer', follow: 'retry',
}

/** Marks of one kind, as columns. */
export interface FlightColumn {
  count: number
  /** x, y, x, y … */
  places: Float32Array
  /** 1, and less for what is fading. */
  opacity: Float32Array
  /** Which try it is. */
  attempt: Uint8Array
}

export interface Flights {
  readonly columns: Readonly<Record<FlightKind, FlightColumn>>
  /** Messages under way, drawn or not. */
  total: number
  /** One request in so many is drawn. */
  sampleOf: number
  /** Room for the rows of these messages. */
  rows: Int32Array<ArrayBuffer>
}

/** Above so many marks a stage shows a sample. */
export const MOST_MARKS = 120
/** How long the cross of a lost message can be seen after it was lost, in virtual µs. */
const LINGER_US = 25_000
const SAMPLES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000]
const FIRST_ROWS = 128

export function createFlights(): Flights {
  const column = (): FlightColumn => ({ count: 0, places: new Float32Array(2 * FIRST_ROWS), opacity: new Float32Array(FIRST_ROWS), attempt: new Uint8Array(FIRST_ROWS) })
  const columns = Object.fromEntries(flightKinds.map((kind) => [kind, column()])) as Record<FlightKind, FlightColumn>
  return { columns, total: 0, sampleOf: 1, rows: new Int32Array(FIRST_ROWS) }
}

/** Facts of a trace that every frame needs: found once. */
export interface FlightPlan {
  /** What each kind of hop is drawn as. */
  readonly kinds: readonly FlightKind[]
  readonly clientLane: number
  /** Of each hop: the number of its try, 0 when it is none. */
  readonly attempts: Uint8Array
  readonly hasLosses: boolean
}

const plans = new WeakMap<Trace, FlightPlan>()

export function flightPlan(trace: Trace): FlightPlan {
  let plan = plans.get(trace)
  if (plan === undefined) {
    plan = makePlan(trace)
    plans.set(trace, plan)
  }
  return plan
}

function makePlan(trace: Trace): FlightPlan {
  const { hops, vocabulary, lanes, subjects } = trace
  const clientLane = lanes.findIndex((lane) => lane.role === 'client')
  const request = vocabulary.hops.indexOf('request')
  const attempts = new Uint8Array(hops.count)
  const tries = new Uint8Array(subjects.count)
  let hasLosses = false
  for (let row = 0; row < hops.count; row++) {
    if (hops.fate[row] === LOST) hasLosses = true
    if (hops.kind[row] === request && lanes[hops.from[row]!]!.role === 'balancer') attempts[row] = ++tries[hops.subject[row]!]!
  }
  return { kinds: vocabulary.hops.map((name) => kindOfHop[name] ?? 'request'), clientLane, attempts, hasLosses }
}

/** Fills the buffer with what is under way at `atUs`. */
export function collectFlights(trace: Trace, index: TrafficIndex, layout: StageLayout, atUs: number, flights: Flights, mostMarks = MOST_MARKS): void {
  const plan = flightPlan(trace)
  const { hops } = trace
  const fromUs = plan.hasLosses ? atUs - LINGER_US : atUs
  for (const kind of flightKinds) flights.columns[kind].count = 0
  let total = 0
  let seen = 0
  forEachHopBetween(trace, index, fromUs, atUs, (row) => {
    if (hops.sentAt[row]! + hops.delayUs[row]! >= atUs) total++
    else if (hops.fate[row] !== LOST) return
    if (seen === flights.rows.length) flights.rows = doubled(flights.rows)
    flights.rows[seen++] = row
  })
  flights.total = total
  flights.sampleOf = total <= mostMarks ? 1 : (SAMPLES.find((n) => total / n <= mostMarks) ?? SAMPLES.at(-1)!)
  const { sampleOf, rows } = flights
  const lanes = trace.lanes.length
  const ways = waysOf(layout, lanes)

  for (let i = 0; i < seen; i++) {
    const row = rows[i]!
    // By request and not by message: whoever is drawn is drawn on all of its way.
    if (sampleOf > 1 && hops.subject[row]! % sampleOf !== 0) continue
    const way = 4 * (hops.from[row]! * lanes + hops.to[row]!)
    if (Number.isNaN(ways[way]!)) continue
    const isLost = hops.fate[row] === LOST
    const delay = hops.delayUs[row]!
    const since = atUs - hops.sentAt[row]!
    const part = delay === 0 ? 1 : Math.min(1, since / delay)
    const progress = isLost ? part / 2 : part
    const gone = isLost && since >= delay
    const kind = gone ? 'lost' : plan.kinds[hops.kind[row]!]!
    const attempt = plan.attempts[row]!
    const column = flights.columns[kind === 'request' && attempt > 1 ? 'retry' : kind]
    if (column.count === column.opacity.length) grow(column)
    const at = column.count++
    column.places[2 * at] = ways[way]! + ways[way + 2]! * progress
    column.places[2 * at + 1] = ways[way + 1]! + ways[way + 3]! * progress
    column.opacity[at] = gone ? Math.max(0, 1 - (since - delay) / LINGER_US) : 1
    column.attempt[at] = attempt
  }
}

const waysByLayout = new WeakMap<StageLayout, { readonly lanes: number; readonly ways: Float32Array }>()

/** For each pair of lanes, by sender and receiver: where a message sets out, x and y, and how far it goes; NaN where there is no link. */
function waysOf(layout: StageLayout, lanes: number): Float32Array {
  const known = waysByLayout.get(layout)
  if (known?.lanes === lanes) return known.ways
  const ways = new Float32Array(4 * lanes * lanes).fill(NaN)
  const database = layout.database?.lane ?? -1
  for (let from = 0; from < lanes; from++) {
    for (let to = 0; to < lanes; to++) {
      const link = linkBetween(layout, from, to)
      if (link === undefined || from === to) continue
      // The way out leads away from the clients; the database stands farthest, whatever its lane.
      const isOut = to === database || (from < to && from !== database)
      const [x, y, endX, endY] = isOut ? [link.x1, link.y1, link.x2, link.y2] : [link.x2, link.y2, link.x1, link.y1]
      ways.set([x, y, endX - x, endY - y], 4 * (from * lanes + to))
    }
  }
  waysByLayout.set(layout, { lanes, ways })
  return ways
}

function doubled(rows: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(2 * rows.length)
  longer.set(rows)
  return longer
}

function grow(column: FlightColumn): void {
  const places = new Float32Array(column.places.length * 2)
  places.set(column.places)
  const opacity = new Float32Array(column.opacity.length * 2)
  opacity.set(column.opacity)
  const attempt = new Uint8Array(column.attempt.length * 2)
  attempt.set(column.attempt)
  Object.assign(column, { places, opacity, attempt })
}
