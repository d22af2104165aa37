/**
 * What: laws of the database behind the servers: what reaches it, in which order it works, for how long, and what becomes of its word.
 * Why: its time grows with the number of queries that are there. Whether a curve of throughput bends because of that or because
 * of a miscount is decided here, query by query.
 *
 * Picture:   query.sent ─hop─▶ queued | started | refused ─▶ answered ─hop─▶ request.answered, unless the server died
 *
 * Simplifications: two tries of one request may be there at once; the log names the request, so either may stand for the other.
 */

import { NO_QUERY } from '../components/traffic/requests.ts'
import { EVENT, HOP } from '../components/traffic/vocabulary.ts'
import type { TrafficRecord } from './traffic-record.ts'
import { breach, createJudge, verdictOf, type Verdict } from './verdict.ts'

/** None where there is no database. */
export function checkDatabase({ trace, config }: TrafficRecord): Verdict[] {
  const spec = config.database
  if (spec === undefined) return []
  const station = createJudge('the database has as many workers and places as it says, refuses only when it is full, and no worker is idle while a query waits')
  const fifo = createJudge('the database works on queries in the order in which they came')
  const time = createJudge('a query takes its time × (1 + crowding × others that are there)')
  const arrival = createJudge('the database deals with every query at the instant its message arrives, once')
  const word = createJudge('a server goes on at the instant the word of the database arrives')
  const { log, hops } = trace
  const database = trace.lanes.findIndex((lane) => lane.role === 'store')
  const queryUs = trace.subjects.columns['queryUs']!
  /** Request to the instants at which its queries reach the database. */
  const coming = new Map<number, number[]>()
  const wordAt = new Map<number, number>()
  const lanes = trace.lanes.length
  for (let row = 0; row < hops.count; row++) {
    const request = hops.subject[row]!
    const at = hops.sentAt[row]! + hops.delayUs[row]!
    if (hops.kind[row] === HOP.query) add(coming, request, at)
    else if (hops.from[row] === database) wordAt.set(request * lanes + hops.to[row]!, at)
  }
  const queue: number[] = []
  /** Request to the instants at which its queries end. */
  const serving = new Map<number, number[]>()
  let busy = 0
  for (let row = 0; row < log.count; row++) {
    const request = log.ref[row]!
    const at = log.at[row]!
    const kind = log.kind[row]!
    if (log.lane[row] !== database) {
      if (kind === EVENT['query.failed'] || (kind === EVENT['request.answered'] && queryUs[request] !== NO_QUERY)) {
        const due = wordAt.get(request * lanes + log.lane[row]!)
        if (due !== at) breach(word, row, at, `word of request ${request} at ${due}`, at)
      }
      continue
    }
    if (queue.length > 0 && busy < spec.workers && kind !== EVENT['query.started']) breach(station, row, at, `a start of request ${queue[0]}`, trace.vocabulary.events[kind]!.name)
    switch (kind) {
      case EVENT['query.queued']:
        if (!take(coming, request, at)) breach(arrival, row, at, `a query of request ${request} that arrives now`, 'none')
        queue.push(request)
        if (busy < spec.workers || queue.length > spec.queueCapacity) breach(station, row, at, `${spec.workers} busy, at most ${spec.queueCapacity} waiting`, `${busy} and ${queue.length}`)
        break
      case EVENT['query.started']: {
        if (queue.length === 0) {
          if (!take(coming, request, at)) breach(arrival, row, at, `a query of request ${request} that arrives now`, 'none')
        } else {
          const place = queue.indexOf(request)
          if (place !== 0) breach(fifo, row, at, `request ${queue[0]}`, `request ${request}`)
          if (place >= 0) queue.splice(place, 1)
        }
        add(serving, request, at + Math.round(queryUs[request]! * (1 + spec.crowding * (busy + queue.length))))
        busy++
        if (busy > spec.workers) breach(station, row, at, spec.workers, busy)
        break
      }
      case EVENT['query.answered']:
        busy--
        if (!take(serving, request, at)) breach(time, row, at, `request ${request} at ${serving.get(request)?.join(' or ') ?? 'no time'}`, at)
        break
      case EVENT['query.refused']:
        if (!take(coming, request, at)) breach(arrival, row, at, `a query of request ${request} that arrives now`, 'none')
        if (busy !== spec.workers || queue.length !== spec.queueCapacity) breach(station, row, at, `${spec.workers} busy and ${spec.queueCapacity} waiting`, `${busy} and ${queue.length}`)
    }
  }
  const end = trace.outcome.atUs
  for (const [request, times] of coming) if (times.some((at) => at < end)) breach(arrival, -1, end, `request ${request} at ${times.join(', ')}`, 'nothing')
  for (const [request, times] of serving) if (times.some((at) => at < end)) breach(time, -1, end, `an end of request ${request} at ${times.join(', ')}`, 'it is still served')
  return [station, fifo, time, arrival, word].map(verdictOf)
}

function add(times: Map<number, number[]>, request: number, at: number): void {
  const known = times.get(request)
  if (known === undefined) times.set(request, [at])
  else known.push(at)
}

/** Removes one instant of a request; false where it has none. */
function take(times: Map<number, number[]>, request: number, at: number): boolean {
  const known = times.get(request)
  const place = known?.indexOf(at) ?? -1
  if (place < 0) return false
  known!.splice(place, 1)
  return true
}
