/**
 * What: laws of the servers' workers and queues: how many at once, in which order, for how long, and none after death.
 * Why: queueing theory speaks of machines that keep these laws. A simulator that breaks one of them agrees with no formula.
 *
 * Picture:   queue [ 7 8 9 ] ─▶ 7 starts first;   a worker stands idle ─▶ the queue is empty
 */

import { NO_QUERY } from '../components/traffic/requests.ts'
import { asksAll, partWorkUs } from '../components/traffic/shards.ts'
import { EVENT } from '../components/traffic/vocabulary.ts'
import {
  applyNote, createCircumstances, noteAt, serverAt, type ServerFacts, type TrafficRecord,
} from './traffic-record.ts'
import { breach, createJudge, verdictOf, type Verdict } from './verdict.ts'

interface Bench {
  queue: number[]
  /** Request to the instant at which its service ends; ASKING while it waits for the database, whose word `database.ts` examines. */
  serving: Map<number, number>
  /** Changes of its primary that it is on: whose, and when each ends. */
  changes: { readonly request: number; readonly due: number }[]
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
  const classOf = trace.subjects.columns['class']!
  const isAskedOfAll = record.config.clients.classes.map((_, workClass) => asksAll(record.config, workClass))
  const workAt = (request: number, lane: number): number =>
    isAskedOfAll[classOf[request]!]! ? partWorkUs(record.config, trace.seed, classOf[request]!, request, serverAt(trace, lane)) : workUs[request]!
  const benches = new Map<number, Bench>()

  function examine(row: number, at: number, lane: number, kind: number, request: number): void {
    const facts = circumstances.servers[serverAt(trace, lane)]
    if (facts === undefined) {
      breach(silent, row, at, 'a server that has joined', `lane ${lane}`)
      return
    }
    const bench = benchOf(benches, lane)
    const { queue, serving, changes } = bench
    const busy = serving.size + changes.length
    const isServers = SERVERS_OWN.has(kind)
    if (!isServers && kind !== EVENT['request.lost'] && kind !== EVENT['change.lost']) return
    if (isServers && !facts.running) breach(silent, row, at, `silence of ${facts.spec.name}`, trace.vocabulary.events[kind]!.name)
    const mustStart = queue.length > 0 && busy < facts.spec.workers && facts.running
    if (mustStart && !STARTS.has(kind)) breach(conserving, row, at, `a start of ${nameOfWaiting(queue[0]!)}`, trace.vocabulary.events[kind]!.name)
    switch (kind) {
      case EVENT['request.queued']:
      case EVENT['change.queued']: {
        const isChange = kind === EVENT['change.queued']
        if (busy < facts.spec.workers) breach(conserving, row, at, `${facts.spec.workers} busy workers`, busy)
        queue.push(isChange ? changeOf(request) : request)
        // A change waits however full the queue is.
        if (!isChange && queue.length > facts.spec.queueCapacity) breach(bound, row, at, facts.spec.queueCapacity, queue.length)
        return
      }
      case EVENT['request.started']:
      case EVENT['change.started']: {
        const isChange = kind === EVENT['change.started']
        const waiting = isChange ? changeOf(request) : request
        if (queue.length > 0 && queue[0] !== waiting) breach(fifo, row, at, nameOfWaiting(queue[0]!), nameOfWaiting(waiting))
        if (queue.includes(waiting)) queue.splice(queue.indexOf(waiting), 1)
        if (isChange) changes.push({ request, due: at + serviceTime(workUs[request]!, facts) })
        else serving.set(request, at + serviceTime(workAt(request, lane), facts))
        if (busy + 1 > facts.spec.workers) breach(workers, row, at, facts.spec.workers, busy + 1)
        return
      }
      case EVENT['change.applied']: {
        const done = changes.findIndex((one) => one.request === request && one.due === at)
        if (done < 0) breach(service, row, at, `a change of request ${request} that ends now`, 'none')
        changes.splice(done, done < 0 ? 0 : 1)
        return
      }
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
        if (queue.length < facts.spec.queueCapacity || busy !== facts.spec.workers) {
          breach(bound, row, at, `a full queue (${facts.spec.queueCapacity})`, `${queue.length} waiting, ${busy} served`)
        }
        return
      case EVENT['request.lost']:
        if (facts.running || bench.stoppedAt !== at) breach(silent, row, at, 'a loss at the instant of a stop', `request ${request} lost on ${facts.spec.name}`)
        if (!serving.delete(request)) queue.splice(queue.indexOf(request), queue.includes(request) ? 1 : 0)
        return
      case EVENT['change.lost']: {
        // On its way, or with a machine that has just stopped.
        const waiting = queue.indexOf(changeOf(request))
        const worked = changes.findIndex((one) => one.request === request)
        if (bench.stoppedAt !== at) return
        if (worked >= 0) changes.splice(worked, 1)
        else if (waiting >= 0) queue.splice(waiting, 1)
      }
    }
  }

  for (let row = 0; row < log.count; row++) {
    const at = log.at[row]!
    const note = noteAt(trace, row)
    if (note !== null) {
      applyNote(circumstances, note, trace)
      if (note.kind === 'server.stopped') benchOf(benches, note.lane).stoppedAt = at
      if (note.kind === 'server.started') {
        const { queue, serving, changes } = benchOf(benches, note.lane)
        const left = queue.length + serving.size + changes.length
        if (left > 0) breach(silent, row, at, 'an empty machine', `${left} requests left of its life before`)
      }
    } else if (trace.lanes[log.lane[row]!]!.role === 'service') examine(row, at, log.lane[row]!, log.kind[row]!, log.ref[row]!)
  }
  for (const [lane, { queue, serving, changes }] of benches) {
    const facts = circumstances.servers[serverAt(trace, lane)]!
    if (queue.length > 0 && serving.size + changes.length < facts.spec.workers) breach(conserving, -1, trace.outcome.atUs, 'no idle worker at the end', `${queue.length} waiting on ${facts.spec.name}`)
    for (const { request, due } of changes) if (due < trace.outcome.atUs) breach(service, -1, due, `the end of a change of request ${request} at ${due}`, 'it is still worked on')
    for (const [request, due] of serving) {
      if (due < trace.outcome.atUs) breach(service, -1, due, `the end of request ${request} at ${due}`, 'it is still served')
    }
  }
  return [workers, bound, conserving, fifo, service, silent].map(verdictOf)
}

/** What only a living server does. */
const SERVERS_OWN = new Set<number>([
  EVENT['request.queued'], EVENT['request.started'], EVENT['request.answered'], EVENT['request.refused'], EVENT['query.sent'], EVENT['query.failed'],
  EVENT['change.queued'], EVENT['change.started'], EVENT['change.applied'],
])

const STARTS = new Set<number>([EVENT['request.started'], EVENT['change.started']])

/** A change waits in the same queue as requests, under a number of its own. */
function changeOf(request: number): number {
  return -1 - request
}

function nameOfWaiting(waiting: number): string {
  return waiting < 0 ? `the change of request ${-1 - waiting}` : `request ${waiting}`
}

function benchOf(benches: Map<number, Bench>, lane: number): Bench {
  let bench = benches.get(lane)
  if (bench === undefined) benches.set(lane, (bench = { queue: [], serving: new Map(), changes: [], stoppedAt: -1 }))
  return bench
}

function serviceTime(workUs: number, facts: ServerFacts): number {
  return Math.round((workUs * facts.slowness) / facts.spec.speed)
}
