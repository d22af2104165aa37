/**
 * What: laws of copies: every change is told once and arrives in order, and an answer is called stale exactly when it is.
 * Why: the versions are counted anew from the log. A lag that nobody counts would make copies look free.
 *
 * Picture:   s1 answers a write: version 5     change.sent r1 … change.applied r1: version 5      between them a read of r1 is stale
 */

import { createShards, setPrimary, shardOfRecord } from '../components/traffic/shards.ts'
import { EVENT } from '../components/traffic/vocabulary.ts'
import type { Note } from '../kernel/trace.ts'
import { noteAt, serverAt, type TrafficRecord } from './traffic-record.ts'
import { breach, createJudge, verdictOf, type Verdict } from './verdict.ts'

interface Change {
  readonly request: number
  readonly version: number
}

/** None where no server is a copy. */
export function checkReplication({ trace, config }: TrafficRecord): Verdict[] {
  const shards = createShards(config)
  if (shards === null || config.servers.every((server) => server.copyOf === undefined)) return []
  const told = createJudge('a primary tells every write to each of its copies, once, and nobody else answers a write')
  const order = createJudge('changes reach a copy in the order in which they were made')
  const stale = createJudge('an answer is stale when, and only when, its server knows less of the record than the primary')
  const { log, subjects } = trace
  const keyOf = subjects.columns['key']!
  const classOf = subjects.columns['class']!
  const isWrite = (request: number): boolean => config.clients.classes[classOf[request]!]!.writes === true
  const versions = config.servers.map(() => new Int32Array(config.clients.keys.count))
  const onTheWay: Change[][] = config.servers.map(() => [])
  const there: Change[][] = config.servers.map(() => [])
  const snapshots: (Int32Array | null)[] = config.servers.map(() => null)
  const stoppedAt = config.servers.map(() => -1)
  let toldNow = 0
  let calledStale = -1

  function takeNote(note: Note, server: number): void {
    const shard = shards!.shardOfServer[server] ?? -1
    if (note.kind === 'copy.promoted') setPrimary(shards!, shard, server)
    else if (note.kind === 'copy.syncing') snapshots[server] = versions[shards!.primaryOf[shard]!]!.slice()
    else if (note.kind === 'copy.synced') versions[server]!.set(snapshots[server]!)
    else if (note.kind === 'server.stopped' && server < stoppedAt.length) stoppedAt[server] = note.atUs
  }

  /** It is the next one that the primary sent. */
  function arrive(row: number, server: number, request: number): Change | undefined {
    const next = onTheWay[server]!.shift()
    if (next?.request !== request) breach(order, row, log.at[row]!, `the change of request ${next?.request}`, `that of request ${request}`)
    return next
  }

  function answered(row: number, server: number, request: number): void {
    const record = keyOf[request]!
    const shard = shardOfRecord(shards!, record)
    const primary = shards!.primaryOf[shard]!
    if (shards!.shardOfServer[server] !== shard) return
    if (!isWrite(request)) {
      const isOld = versions[server]![record]! < versions[primary]![record]!
      if (isOld !== (calledStale === request)) breach(stale, row, log.at[row]!, `request ${request} ${isOld ? 'stale' : 'fresh'}`, isOld ? 'fresh' : 'stale')
      return
    }
    if (server !== primary || toldNow !== shards!.holdersOf[shard]!.length - 1) breach(told, row, log.at[row]!, `${shards!.holdersOf[shard]!.length - 1} copies told by server ${primary}`, `${toldNow} by ${server}`)
    versions[server]![record]!++
  }

  for (let row = 0; row < log.count; row++) {
    const server = serverAt(trace, log.lane[row]!)
    const note = noteAt(trace, row)
    if (note !== null) {
      takeNote(note, server)
      continue
    }
    if (server < 0 || server >= versions.length) continue
    const request = log.ref[row]!
    const record = keyOf[request]!
    switch (log.kind[row]!) {
      case EVENT['change.sent']:
        onTheWay[server]!.push({ request, version: versions[shards.primaryOf[shards.shardOfServer[server]!]!]![record]! + 1 })
        toldNow++
        break
      case EVENT['read.stale']:
        calledStale = request
        break
      case EVENT['request.answered']:
        answered(row, server, request)
        toldNow = 0
        calledStale = -1
        break
      case EVENT['change.queued']: {
        const change = arrive(row, server, request)
        if (change !== undefined) there[server]!.push(change)
        break
      }
      case EVENT['change.started']:
        if (!there[server]!.some((change) => change.request === request)) {
          const change = arrive(row, server, request)
          if (change !== undefined) there[server]!.push(change)
        }
        break
      case EVENT['change.applied']: {
        const place = there[server]!.findIndex((change) => change.request === request)
        const [change] = there[server]!.splice(place, place < 0 ? 0 : 1)
        if (change === undefined) breach(order, row, log.at[row]!, `a change of request ${request} at server ${server}`, 'none')
        else versions[server]![record] = Math.max(versions[server]![record]!, change.version)
        break
      }
      case EVENT['change.lost']: {
        const place = there[server]!.findIndex((change) => change.request === request)
        if (place >= 0 && stoppedAt[server] === log.at[row]) there[server]!.splice(place, 1)
        else arrive(row, server, request)
      }
    }
  }
  return [told, order, stale].map(verdictOf)
}
