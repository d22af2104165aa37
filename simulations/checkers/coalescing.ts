/**
 * What: laws of reads that share a try: who may join whom, and what becomes of those who did.
 * Why: a request that joins another one costs no work. If it joined the wrong one, or none, the saving is a miscount.
 */

import { NO_FIRST } from '../components/traffic/requests.ts'
import { EVENT } from '../components/traffic/vocabulary.ts'
import { wordsOfBalancer } from './shards.ts'
import type { TrafficRecord } from './traffic-record.ts'
import { breach, createJudge, verdictOf, type Verdict } from './verdict.ts'

/** None where nothing is shared. */
export function checkCoalescing({ trace, config }: TrafficRecord): Verdict[] {
  if (config.balancer.coalesces !== true) return []
  const like = createJudge('a request joins a read of the same record by the same name that is under way')
  const word = createJudge('who joined gets the same word as the first, at the same instant, and is never sent to a server')
  const single = createJudge('at most one of the reads of one record by one name is sent')
  const { log, subjects } = trace
  const { key, class: workClass, first } = subjects.columns as Record<string, Uint32Array>
  const words = wordsOfBalancer(trace)
  const gone = new Set<number>()
  /** What is asked for to the request that goes for it. */
  const current = new Map<string, number>()
  const asked = (request: number): string => `${workClass![request]}/${key![request]}`
  const isOver = (request: number, at: number): boolean => gone.has(request) || (words.get(request)?.atUs ?? Infinity) <= at

  for (let row = 0; row < log.count; row++) {
    const request = log.ref[row]!
    const at = log.at[row]!
    switch (log.kind[row]!) {
      case EVENT['request.joined']: {
        const leader = first![request]!
        const isAlike = leader !== NO_FIRST && asked(leader) === asked(request) && config.clients.classes[workClass![request]!]!.writes !== true
        if (!isAlike || (words.get(leader)?.atUs ?? Infinity) < at) breach(like, row, at, `a read like request ${request} that is under way`, `request ${leader}`)
        break
      }
      case EVENT['answer.shared']: {
        const own = words.get(request)
        const leaders = words.get(first![request]!)
        if (own === undefined || own.atUs !== at || own.kind !== leaders?.kind || own.atUs !== leaders.atUs) breach(word, row, at, `the word of request ${first![request]} now`, `${own?.kind} at ${own?.atUs}`)
        break
      }
      case EVENT['request.held']:
      case EVENT['request.forwarded']:
      case EVENT['part.sent']: {
        if (first![request] !== NO_FIRST) breach(word, row, at, `request ${request}, which joined, to wait`, 'it was sent')
        if (config.clients.classes[workClass![request]!]!.writes === true) break
        const other = current.get(asked(request))
        if (other !== undefined && other !== request && !isOver(other, at)) breach(single, row, at, `request ${other} alone`, `request ${request} too`)
        current.set(asked(request), request)
        break
      }
      case EVENT['try.abandoned']:
      case EVENT['part.abandoned']:
        gone.add(request)
    }
  }
  return [like, word, single].map(verdictOf)
}
