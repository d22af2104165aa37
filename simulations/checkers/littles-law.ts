/**
 * What: Little's law as an identity: the area under "how many are in the system" is the sum of the times that each spent there.
 * Why: L = λW holds for any system and any run, exactly, when both sides are counted over the same time. It needs no
 * assumption, so a trace that breaks it is miscounted.
 *
 * Picture:   N(t)  2 ┤   ┌──┐       the same area, cut into columns (instants) or into rows (requests)
 *                  1 ┤ ┌─┘  └──┐
 *                    └─┴───────┴──▶ t
 *
 * Source: J. D. C. Little, "A Proof for the Queuing Formula: L = λW", Operations Research 9(3), 1961.
 */

import { EVENT, SPAN } from '../components/traffic/vocabulary.ts'
import { NEVER, type Trace } from '../kernel/trace.ts'
import type { TrafficRecord } from './traffic-record.ts'
import { breach, createJudge, verdictOf, type Verdict } from './verdict.ts'

export function checkLittlesLaw({ trace }: TrafficRecord): Verdict[] {
  const system = createJudge("Little's law: the area under the number in the system is the sum of the times in it")
  const stations = createJudge("Little's law at each server: the area under waiting and served is the sum of their spans")
  const end = trace.outcome.atUs
  const { columns, count } = trace.subjects
  let sojourns = 0
  for (let request = 0; request < count; request++) {
    const latency = columns['latencyUs']![request]!
    sojourns += latency === NEVER ? end - columns['createdAt']![request]! : latency
  }
  const area = areaUnderSystem(trace, end)
  if (area !== sojourns) breach(system, -1, end, sojourns, area)

  const spans = new Float64Array(trace.lanes.length)
  for (let row = 0; row < trace.spans.count; row++) {
    const kind = trace.spans.kind[row]
    if (kind !== SPAN.queued && kind !== SPAN.served) continue
    const lasted = trace.spans.lastedUs[row]!
    const lane = trace.spans.lane[row]!
    spans[lane] = spans[lane]! + (lasted === NEVER ? end - trace.spans.beganAt[row]! : lasted)
  }
  const areas = areasUnderServers(trace, end)
  for (let lane = 0; lane < spans.length; lane++) if (spans[lane] !== areas[lane]) breach(stations, -1, end, `${spans[lane]} on lane ${lane}`, areas[lane]!)
  return [system, stations].map(verdictOf)
}

function areaUnderSystem(trace: Trace, end: number): number {
  const { log } = trace
  let area = 0
  let inside = 0
  let since = 0
  for (let row = 0; row < log.count; row++) {
    const kind = log.kind[row]
    const change = kind === EVENT['request.sent'] ? 1 : kind === EVENT['answer.received'] || kind === EVENT['refusal.received'] || kind === EVENT['throttle.received'] || kind === EVENT['request.timed-out'] ? -1 : 0
    if (change === 0) continue
    area += inside * (log.at[row]! - since)
    since = log.at[row]!
    inside += change
  }
  return area + inside * (end - since)
}

function areasUnderServers(trace: Trace, end: number): Float64Array {
  const { log } = trace
  const area = new Float64Array(trace.lanes.length)
  const since = new Float64Array(trace.lanes.length)
  const inside = new Int32Array(trace.lanes.length)
  const waits = new Set<number>()
  const queries = new Map<number, number>()
  /** Changes that wait at a copy, and those that it works on. */
  const changes = new Map<number, number>()
  const working = new Map<number, number>()
  const move = (lane: number, at: number, change: number): void => {
    area[lane] = area[lane]! + inside[lane]! * (at - since[lane]!)
    since[lane] = at
    inside[lane] = inside[lane]! + change
  }
  for (let row = 0; row < log.count; row++) {
    const lane = log.lane[row]!
    const key = log.ref[row]! * trace.lanes.length + lane
    switch (log.kind[row]!) {
      case EVENT['request.queued']:
      case EVENT['count.queued']:
        waits.add(key)
        move(lane, log.at[row]!, 1)
        break
      case EVENT['request.started']:
      case EVENT['count.started']:
        if (!waits.delete(key)) move(lane, log.at[row]!, 1)
        break
      case EVENT['request.answered']:
      case EVENT['request.lost']:
      case EVENT['count.answered']:
      case EVENT['count.lost']:
      case EVENT['query.failed']:
        waits.delete(key)
        move(lane, log.at[row]!, -1)
        break
      // Two tries of one request may ask the database at once, so those who wait there are counted and not named.
      case EVENT['query.queued']:
        queries.set(log.ref[row]!, (queries.get(log.ref[row]!) ?? 0) + 1)
        move(lane, log.at[row]!, 1)
        break
      case EVENT['query.started']: {
        const waiting = queries.get(log.ref[row]!) ?? 0
        if (waiting > 0) queries.set(log.ref[row]!, waiting - 1)
        else move(lane, log.at[row]!, 1)
        break
      }
      case EVENT['change.queued']:
        changes.set(key, (changes.get(key) ?? 0) + 1)
        move(lane, log.at[row]!, 1)
        break
      case EVENT['change.started']: {
        const waiting = changes.get(key) ?? 0
        if (waiting > 0) changes.set(key, waiting - 1)
        else move(lane, log.at[row]!, 1)
        working.set(key, (working.get(key) ?? 0) + 1)
        break
      }
      case EVENT['change.applied']:
        working.set(key, working.get(key)! - 1)
        move(lane, log.at[row]!, -1)
        break
      // One that was still on its way had no part in it.
      case EVENT['change.lost']:
        for (const known of [working, changes]) {
          const count = known.get(key) ?? 0
          if (count === 0) continue
          known.set(key, count - 1)
          move(lane, log.at[row]!, -1)
          break
        }
        break
      case EVENT['query.answered']:
        move(lane, log.at[row]!, -1)
    }
  }
  for (let lane = 0; lane < area.length; lane++) move(lane, end, 0)
  return area
}
