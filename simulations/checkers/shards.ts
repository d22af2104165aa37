/**
 * What: laws of servers that hold records: who is asked for what, and when a request that is asked of all has its answer.
 * Why: a shard that answers for a record it does not hold would make every split look free.
 *
 * Picture:   part.sent s1, s2, s3 ─▶ part.answered s2, s1, s3 ─▶ word to the client at the instant of the third
 */

import { asksAll, createShards, setPrimary, shardOfRecord, type Shards } from '../components/traffic/shards.ts'
import { movesSlots } from '../components/traffic/redirects.ts'
import { EVENT, HOP } from '../components/traffic/vocabulary.ts'
import { noteAt, serverAt, type TrafficRecord } from './traffic-record.ts'
import { breach, createJudge, verdictOf, type Verdict } from './verdict.ts'

/** None where there are no shards. */
export function checkShards({ trace, config, interventions }: TrafficRecord): Verdict[] {
  const shards = createShards(config)
  if (shards === null) return []
  const holder = createJudge('a request goes to a server that holds its record, and a write to the primary')
  const parts = createJudge('a request without the partition key asks one server of every shard, and no other request does')
  const slowest = createJudge('a request that is asked of all is answered when its last part is, and refused when one fails')
  const { log, hops, subjects } = trace
  const keyOf = subjects.columns['key']!
  const classOf = subjects.columns['class']!
  const isAskedOfAll = config.clients.classes.map((_, workClass) => asksAll(config, workClass))
  const words = wordsOfBalancer(trace)
  /** Then `redirects.ts` says who may answer. */
  const hasMoves = movesSlots(interventions)
  /** Request to the shards that it asked, and how many of them have answered. */
  const asked = new Map<number, { readonly shards: Set<number>; answered: number }>()

  for (let row = 0; row < log.count; row++) {
    const note = noteAt(trace, row)
    const at = log.at[row]!
    const server = serverAt(trace, log.lane[row]!)
    if (note !== null) {
      if (note.kind === 'copy.promoted') setPrimary(shards, shards.shardOfServer[server]!, server)
      continue
    }
    const request = log.ref[row]!
    const workClass = classOf[request]!
    const isWrite = config.clients.classes[workClass]?.writes === true
    switch (log.kind[row]!) {
      case EVENT['request.forwarded']: {
        const shard = shardOfRecord(shards, keyOf[request]!)
        if (!hasMoves && !mayTake(shards, shard, server, isWrite)) breach(holder, row, at, `a holder of request ${request}'s record`, `server ${server}`)
        if (isAskedOfAll[workClass]!) breach(parts, row, at, `request ${request} is asked of all`, 'it went to one')
        break
      }
      case EVENT['part.sent']: {
        const shard = shards.shardOfServer[server] ?? -1
        if (!isAskedOfAll[workClass]!) breach(parts, row, at, `request ${request} goes to one shard`, 'a part')
        if (shard < 0 || !mayTake(shards, shard, server, isWrite)) breach(holder, row, at, 'a server that holds a shard', `server ${server}`)
        const state = asked.get(request) ?? { shards: new Set<number>(), answered: 0 }
        asked.set(request, state)
        if (state.shards.has(shard)) breach(parts, row, at, `one part for shard ${shard}`, 'two')
        state.shards.add(shard)
        break
      }
      case EVENT['part.answered']: {
        const state = asked.get(request)
        if (state === undefined || state.shards.size !== shards.primaryOf.length) breach(parts, row, at, `${shards.primaryOf.length} parts of request ${request}`, state?.shards.size ?? 0)
        else if (++state.answered === state.shards.size) {
          const word = words.get(request)
          if (word?.kind !== HOP.answer || word.atUs !== at) breach(slowest, row, at, `an answer to request ${request} now`, `${word?.kind} at ${word?.atUs}`)
        }
        break
      }
      case EVENT['part.failed']: {
        const word = words.get(request)
        if (word?.kind !== HOP.refusal || word.atUs !== at) breach(slowest, row, at, `a refusal of request ${request} now`, `${word?.kind} at ${word?.atUs}`)
      }
    }
  }
  for (let row = 0; row < hops.count; row++) {
    const request = hops.subject[row]!
    const state = hops.from[row] === 1 && hops.to[row] === 0 && hops.kind[row] === HOP.answer ? asked.get(request) : undefined
    if (state !== undefined && state.answered < shards.primaryOf.length) breach(slowest, -1, hops.sentAt[row]!, `${shards.primaryOf.length} answered parts of request ${request}`, state.answered)
  }
  return [holder, parts, slowest].map(verdictOf)
}

/** What the balancer told the client of each request, and when. */
export function wordsOfBalancer({ hops }: TrafficRecord['trace']): ReadonlyMap<number, { readonly kind: number; readonly atUs: number }> {
  const words = new Map<number, { readonly kind: number; readonly atUs: number }>()
  for (let row = 0; row < hops.count; row++) {
    if (hops.from[row] === 1 && hops.to[row] === 0) words.set(hops.subject[row]!, { kind: hops.kind[row]!, atUs: hops.sentAt[row]! })
  }
  return words
}

function mayTake(shards: Shards, shard: number, server: number, isWrite: boolean): boolean {
  return isWrite ? shards.primaryOf[shard] === server : shards.holdersOf[shard]!.includes(server)
}
