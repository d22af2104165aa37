/**
 * What: a sequence of arrivals put to one limiter, one after another; every decision, with what was there before it and after it.
 * Why: "why was the fourth refused?" is answered by the state that the limiter found. The run is a pure function of the sequence and
 * the limiter's description, so two limiters can be asked the same.
 *
 * Picture (token bucket, 5 a second, size 2):
 *   arrival  0    0    0      0.1    0.2
 *   before   2    1    0      0.5    1
 *   verdict  ✓    ✓    429    429    ✓
 *   after    1    0    0      0.5    0
 *
 * Invariants:
 *   I1 the decisions are those of the limiter asked alone; reading its state changes none of them.
 *   I2 arrivals are asked in the order written. One that is earlier than the one before finds a clock that jumped back, and the limiter
 *      does what it does then.
 *   I3 the level line passes through every `before` and `after` of its key.
 *
 * Source: the limiters' own files.
 * Simplifications: for limits on open requests, every request stays open equally long. Where an algorithm knows no cost, each counts as one.
 * Complexity: that of the limiter for each arrival; the level line has a few points an arrival and is left out beyond LONGEST_LINE.
 */

import type { Decision, Reason, Verdict } from '../../algorithms/rate-limiting/decision.ts'
import { createLimiter, decide, release, type Limiter } from '../../algorithms/rate-limiting/limiter.ts'
import type { Arrivals } from './arrivals.ts'
import { busiestWindow, type BusiestWindow } from './busiest-window.ts'
import { gauges } from './gauges.ts'
import type { CompiledSpec } from './limiter-spec.ts'

export const VERDICTS: readonly Verdict[] = ['admitted', 'delayed', 'rejected']

export const REASONS: readonly Reason[] = [
  'within-limit', 'not-limited', 'waits-its-turn', 'window-full', 'log-full', 'estimate-full', 'bucket-empty', 'bucket-full', 'queue-full', 'too-early', 'excess-above-burst',
  'rate-above-limit', 'all-slots-taken', 'script-said-no', 'cost-above-capacity',
]

/** Columns, an entry an arrival, in the order asked. */
export interface Replay {
  /** Numbers of VERDICTS and REASONS. */
  readonly verdict: Uint8Array
  readonly reason: Uint8Array
  /** What the limiter's state amounts to for the key; `gauges.ts` says of what. */
  readonly before: Float64Array
  readonly after: Float64Array
  readonly remaining: Float64Array
  readonly delayUs: Float64Array
  /** NaN: nobody can tell. */
  readonly retryAtUs: Float64Array
  readonly resetAtUs: Float64Array
  /** How many arrivals have each of the VERDICTS. */
  readonly totals: readonly [admitted: number, delayed: number, rejected: number]
  /** Null: nothing got through. */
  readonly busiest: BusiestWindow | null
  readonly line: LevelLine | null
}

/** The state of one key over time, as corners of straight lines. NaN: a new stroke begins, because the clock jumped back. */
export interface LevelLine {
  readonly key: number
  readonly atUs: Float64Array
  readonly level: Float64Array
}

/** What to draw of the level: whose, and from when to when. */
export interface LineWish {
  readonly key: number
  readonly fromUs: number
  readonly toUs: number
}

const LONGEST_LINE = 40_000

export function replayArrivals(arrivals: Arrivals, spec: CompiledSpec, wish: LineWish | null, onProgress: (done: number) => void = () => {}): Replay {
  const { count, atUs, key, cost, keys } = arrivals
  const limiter = createLimiter(spec.config)
  const columns = createColumns(count)
  const totals: [number, number, number] = [0, 0, 0]
  const holds = createHolds(limiter, spec.holdUs)
  const line = createLine(limiter, wish, keys)
  for (let i = 0; i < count; i++) {
    const now = atUs[i]!
    const name = keys[key[i]!]!
    const units = spec.knowsCost ? cost[i]! : 1
    holds.giveBack(now, line.draw)
    if (key[i] === wish?.key) line.moveTo(now)
    columns.before[i] = readLevel(limiter, name, now)
    const decision = decide(limiter, name, now, units)
    columns.after[i] = readLevel(limiter, name, now)
    if (key[i] === wish?.key) {
      line.draw(name, now, columns.before[i]!)
      line.draw(name, now, columns.after[i]!)
    }
    totals[writeDecision(columns, i, decision)]++
    if (decision.kind !== 'rejected') holds.take(name, units, now)
    if ((i & 0xffff) === 0xffff) onProgress(i + 1)
  }
  if (wish !== null) {
    holds.giveBack(wish.toUs, line.draw)
    line.moveTo(wish.toUs)
  }
  const busiest = busiestWindow(arrivals, spec, columns.verdict, columns.delayUs)
  return { ...columns, totals, busiest, line: line.finish() }
}

/** The limiter's state as one number. Changes nothing. */
function readLevel(limiter: Limiter, key: string, nowUs: number): number {
  return gauges[limiter.algorithm].read(limiter.state, key, nowUs)
}

function createColumns(count: number) {
  const numbers = () => new Float64Array(count)
  return { verdict: new Uint8Array(count), reason: new Uint8Array(count), before: numbers(), after: numbers(), remaining: numbers(), delayUs: numbers(), retryAtUs: numbers(), resetAtUs: numbers() }
}

function writeDecision(columns: ReturnType<typeof createColumns>, i: number, { kind, reason, remaining, delayUs, retryAtUs, resetAtUs }: Decision): 0 | 1 | 2 {
  const verdict = kind === 'admitted' ? 0 : kind === 'delayed' ? 1 : 2
  columns.verdict[i] = verdict
  columns.reason[i] = REASONS.indexOf(reason)
  columns.remaining[i] = remaining
  columns.delayUs[i] = delayUs
  columns.retryAtUs[i] = retryAtUs ?? NaN
  columns.resetAtUs[i] = resetAtUs ?? NaN
  return verdict
}

/** Decision `i`, as the limiter gave it. */
export function decisionAt(replay: Replay, i: number): Decision {
  const orNull = (us: number): number | null => (Number.isNaN(us) ? null : us)
  return {
    kind: VERDICTS[replay.verdict[i]!]!, reason: REASONS[replay.reason[i]!]!, remaining: replay.remaining[i]!, delayUs: replay.delayUs[i]!,
    retryAtUs: orNull(replay.retryAtUs[i]!), resetAtUs: orNull(replay.resetAtUs[i]!),
  }
}

interface Held {
  readonly dueUs: number
  readonly key: string
  readonly units: number
}

/** Places taken, in order of when they are given back. */
function createHolds(limiter: Limiter, holdUs: number | null) {
  let held: Held[] = []
  let next = 0
  return {
    take(key: string, units: number, nowUs: number): void {
      if (holdUs === null) return
      const one = { dueUs: nowUs + holdUs, key, units }
      let at = held.length
      while (at > next && held[at - 1]!.dueUs > one.dueUs) at-- // only after a clock that jumped back
      if (at === held.length) held.push(one)
      else held.splice(at, 0, one)
    },
    /** Whoever is over by now, and at this very instant. */
    giveBack(nowUs: number, draw: (key: string, atUs: number, level: number) => void): void {
      while (next < held.length && held[next]!.dueUs <= nowUs) {
        const { key, units, dueUs } = held[next++]!
        draw(key, dueUs, readLevel(limiter, key, dueUs))
        release(limiter, key, units)
        draw(key, dueUs, readLevel(limiter, key, dueUs))
      }
      if (next > 1024 && next * 2 > held.length) {
        held = held.slice(next)
        next = 0
      }
    },
  }
}

/** Collects the corners of the level. A step is two corners at one instant. */
function createLine(limiter: Limiter, wish: LineWish | null, keys: readonly string[]) {
  const atUs: number[] = []
  const level: number[] = []
  const wanted = wish === null ? undefined : keys[wish.key]
  let clock = wish?.fromUs ?? 0
  const put = (at: number, value: number): void => {
    if (atUs.length > LONGEST_LINE) return
    atUs.push(at)
    level.push(value)
  }
  if (wish !== null && wanted !== undefined) put(clock, readLevel(limiter, wanted, clock))
  return {
    draw(key: string, at: number, value: number): void {
      if (key !== wanted) return
      put(at, value)
      clock = at
    },
    /** Follows the level by itself up to an instant, with a corner wherever it bends. */
    moveTo(nowUs: number): void {
      if (wanted === undefined) return
      if (nowUs < clock) put(NaN, NaN) // I2
      else {
        const gauge = gauges[limiter.algorithm]
        for (let bend = gauge.bend(limiter.state, wanted, clock); bend <= nowUs && atUs.length <= LONGEST_LINE; bend = gauge.bend(limiter.state, wanted, bend)) {
          put(bend, gauge.read(limiter.state, wanted, Math.max(clock, bend - 1)))
          put(bend, gauge.read(limiter.state, wanted, bend))
          clock = bend
        }
        put(nowUs, readLevel(limiter, wanted, nowUs))
      }
      clock = nowUs
    },
    finish: (): LevelLine | null => (wish === null || atUs.length > LONGEST_LINE ? null : { key: wish.key, atUs: Float64Array.from(atUs), level: Float64Array.from(level) }),
  }
}
