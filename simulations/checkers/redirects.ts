/**
 * What: laws of requests while slots move: where the client asks, what changes its map, and who may answer.
 * Why: a reshard that nobody notices is the promise. If the client guessed, or a node answered for a record that it had given
 * away, the run would keep the promise by cheating.
 */

import { movesSlots, slotOfRecord } from '../components/traffic/redirects.ts'
import { asksAll, createShards, shardOfRecord } from '../components/traffic/shards.ts'
import { EVENT } from '../components/traffic/vocabulary.ts'
import { noteAt, serverAt, type TrafficRecord } from './traffic-record.ts'
import { breach, createJudge, verdictOf, type Verdict } from './verdict.ts'

/** The node that a MOVED named could not be asked, so the log does not say which it was. */
const UNTOLD = -1

/** None where no slot moves. */
export function checkRedirects({ trace, config, interventions }: TrafficRecord): Verdict[] {
  const shards = createShards(config)
  if (shards === null || !movesSlots(interventions)) return []
  const map = createJudge('the client asks where its map says, and only MOVED changes the map')
  const follow = createJudge('a request that is sent on goes on at that instant, or is refused after too many times')
  const holder = createJudge('a record is served by the owner of its slot, or by one that takes slots over from it')
  const { log, subjects } = trace
  const keyOf = subjects.columns['key']!
  const classOf = subjects.columns['class']!
  const believed = new Map<number, number>()
  /** Server to those that took slots over from it, so far. */
  const heirs = new Map<number, Set<number>>(config.servers.map((_, server) => [server, new Set([server])]))
  /** The request that was just sent on, and whether for good. */
  let sentOn: { readonly request: number; readonly at: number; readonly isMoved: boolean } | null = null

  for (let row = 0; row < log.count; row++) {
    const at = log.at[row]!
    const server = serverAt(trace, log.lane[row]!)
    const note = noteAt(trace, row)
    if (note !== null) {
      if (note.kind === 'slots.moving') {
        const to = config.servers.findIndex(({ name }) => name === note.facts['to'])
        for (const reached of heirs.values()) if (reached.has(server)) reached.add(to)
      }
      continue
    }
    const request = log.ref[row]!
    const record = keyOf[request]!
    const kind = log.kind[row]!
    if (sentOn !== null && (kind === EVENT['request.redirected'] || kind === EVENT['request.refused'] || at !== sentOn.at)) {
      if (at !== sentOn.at || request !== sentOn.request) breach(follow, row, at, `request ${sentOn.request} goes on at ${sentOn.at}`, `request ${request}`)
      if (sentOn.isMoved) believed.set(slotOfRecord(config.shards!, record), kind === EVENT['request.redirected'] ? server : UNTOLD)
      sentOn = null
    } else if (kind === EVENT['request.redirected']) breach(follow, row, at, 'a word of a node before', `request ${request} to server ${server}`)
    switch (kind) {
      case EVENT['request.moved']:
      case EVENT['request.asked']:
        sentOn = { request, at, isMoved: kind === EVENT['request.moved'] }
        break
      case EVENT['request.forwarded']: {
        const expected = believed.get(slotOfRecord(config.shards!, record)) ?? shards.primaryOf[shardOfRecord(shards, record)]
        if (server !== expected && expected !== UNTOLD) breach(map, row, at, `request ${request} to server ${expected}`, server)
        break
      }
      case EVENT['request.started']:
        if (!asksAll(config, classOf[request]!) && !heirs.get(shards.primaryOf[shardOfRecord(shards, record)]!)!.has(server)) breach(holder, row, at, `a holder of request ${request}'s record`, server)
    }
  }
  return [map, follow, holder].map(verdictOf)
}
