/**
 * What: laws of the servers' workers and queues: how many at once, in which order, for how long, and none after death.
 * Why: queueing theory speaks of machines that keep these laws. A simulator that breaks one of them agrees with no formula.
 *
 * Picture:   queue [ 7 8 9 ] ─▶ 7 starts first;   a worker stands idle ─▶ the queue is empty
 */

import { NO_QUERY } from '../components/traffic/requests.ts'
import { EVENT } from '../components/traffic/vocabulary.ts'
import {
  applyNote, createCircumstances, noteAt, serverAt, type ServerFacts, type TrafficRecord,
} from './traffic-record.ts'
import { breach, createJudge, verdictOf, type Verdict } from './verdict.ts'

interface Bench {
  queue: number[]
  /** Request to the instant at which its service ends; ASKING while it waits for the database, whose word `database.ts` examines. */
  serving: Map<number, number>
  /** What was there when the machine stopped and has not been declared lost. */
  stoppedAt: number
}

const ASKING = Infinity

export function checkStations(record: TrafficRecord): Verdict[] {
  const workers = createJudge('at most as many requests are served at once as there are workers')
  const bound = createJudge('at most as many requests wait as the queue holds; only a full one refuses')
  const conserving = createJudge('no worker is idle while a request waits')
  const fifo = createJudge('first come, first served')
  const service = createJudge('a service takes work × slowness / speed')
  const silent = createJudge('a stopped server serves nothing, answers nothing, and loses what it had')
  const { trace } = record
  const { log } = trace
  const workUs = trace.subjects.columns['workUs']!
  const { queryUs } = trace.subjects.columns
  const asks = (request: number): boolean => queryUs !== undefined && queryUs[request] !== NO_QUERY
  const circumstances = createCircumstances(record)
  const benches = new Map<number, Bench>()

  function examine(row: number, at: number, lane: number, kind: number, request: number): void {
    const facts = circumstances.servers[serverAt(trace, lane)]
    if (facts === undefined) {
      breach(silent, row, at, 'a server that has joined', `lane ${lane}`)
      return
    }
    const bench = benchOf(benches, lane)
    const { queue, serving } = bench
    const isServers = SERVERS_OWN.has(kind)
    if (!isServers && kind !== EVENT['request.lost']) return
    if (isServers && !facts.running) breach(silent, row, at, `silence of ${facts.spec.name}`, trace.vocabulary.events[kind]!.name)
    const mustStart = queue.length > 0 && serving.size < facts.spec.workers && facts.running
    if (mustStart && kind !== EVENT['request.started']) breach(conserving, row, at, `a start of request ${queue[0]}`, trace.vocabulary.events[kind]!.name)
    switch (kind) {
      case EVENT['request.queued']:
        if (serving.size < facts.spec.workers) breach(conserving, row, at, `${facts.spec.workers} busy workers`, serving.size)
        queue.push(request)
        if (queue.length > facts.spec.queueCapacity) breach(bound, row, at, facts.spec.queueCapacity, queue.length)
        return
      case EVENT['request.started']:
        if (queue.length > 0 && queue[0] !== request) breach(fifo, row, at, `request ${queue[0]}`, `request ${request}`)
        if (queue.includes(request)) queue.splice(queue.indexOf(request), 1)
        serving.set(request, at + serviceTime(workUs[request]!, facts))
        if (serving.size > facts.spec.workers) breach(workers, row, at, facts.spec.workers, serving.size)
        return
      case EVENT['request.answered']: {
        const due = serving.get(request)
        if (asks(request) ? due !== ASKING : due !== at) breach(service, row, at, `request ${request} at ${due}`, at)
        serving.delete(request)
        return
      }
      case EVENT['query.sent']:
        if (serving.get(request) !== at || !asks(request)) breach(service, row, at, `request ${request} at ${serving.get(request)}`, at)
        serving.set(request, ASKING)
        return
      case EVENT['query.failed']:
        if (serving.get(request) !== ASKING) breach(service, row, at, `request ${request}, which waits for the database`, 'another')
        serving.delete(request)
        return
      case EVENT['request.refused']:
        if (queue.length !== facts.spec.queueCapacity || serving.size !== facts.spec.workers) {
          breach(bound, row, at, `a full queue (${facts.spec.queueCapacity})`, `${queue.length} waiting, ${serving.size} served`)
        }
        return
      case EVENT['request.lost']:
        if (facts.running || bench.stoppedAt !== at) breach(silent, row, at, 'a loss at the instant of a stop', `request ${request} lost on ${facts.spec.name}`)
        if (!serving.delete(request)) queue.splice(queue.indexOf(request), queue.includes(request) ? 1 : 0)
    }
  }

  for (let row = 0; row < log.count; row++) {
    const at = log.at[row]!
    const note = noteAt(trace, row)
    if (note !== null) {
      applyNote(circumstances, note, trace)
      if (note.kind === 'server.stopped') benchOf(benches, note.lane).stoppedAt = at
      if (note.kind === 'server.started') {
        const { queue, serving } = benchOf(benches, note.lane)
        if (queue.length + serving.size > 0) breach(silent, row, at, 'an empty machine', `${queue.length + serving.size} requests left of its life before`)
      }
    } else if (trace.lanes[log.lane[row]!]!.role === 'service') examine(row, at, log.lane[row]!, log.kind[row]!, log.ref[row]!)
  }
  for (const [lane, { queue, serving }] of benches) {
    const facts = circumstances.servers[serverAt(trace, lane)]!
    if (queue.length > 0 && serving.size < facts.spec.workers) breach(conserving, -1, trace.outcome.atUs, 'no idle worker at the end', `${queue.length} waiting on ${facts.spec.name}`)
    for (const [request, due] of serving) {
      if (due < trace.outcome.atUs) breach(service, -1, due, `the end of request ${request} at ${due}`, 'it is still served')
    }
  }
  return [workers, bound, conserving, fifo, service, silent].map(verdictOf)
}

/** What only a living server does. */
const SERVERS_OWN = new Set<number>([
  EVENT['request.queued'], EVENT['request.started'], EVENT['request.answered'], EVENT['request.refused'], EVENT['query.sent'], EVENT['query.failed'],
])

function benchOf(benches: Map<number, Bench>, lane: number): Bench {
  let bench = benches.get(lane)
  if (bench === undefined) benches.set(lane, (bench = { queue: [], serving: new Map(), stoppedAt: -1 }))
  return bench
}

function serviceTime(workUs: number, facts: ServerFacts): number {
  return Math.round((workUs * facts.slowness) / facts.spec.speed)
}
