/**
 * What: makes some of the random systems hold records: shards, copies, requests that carry another name, reads that share a try.
 * Why: from a stream of its own, so that the systems without them stay what they were.
 */

import { createRng, nextFloat, nextInt } from '../../simulations/kernel/random.ts'
import { POLICIES } from '../../simulations/scenario/traffic-scenario.ts'
import type { Document, Json } from './generate.ts'

const KEY_NAMES = ['key', 'key', 'short-code', 'long-url']
/** Policies that joined the list after the seeds of `generate` were recorded. */
const LATER_POLICIES = POLICIES.slice(14)

/** The document itself, or the same system with records. `share` of the seeds get them. */
export function withShards(document: Document, seed: number, share = 0.35): Document {
  const rng = createRng(seed, 'fuzz/shards')
  const yes = (part: number): boolean => nextFloat(rng) < part
  const from = <T>(list: readonly T[]): T => list[nextInt(rng, list.length)]!
  const changed: Document = structuredClone(document)
  const balancer = changed['balancer'] as Document
  if (yes(share / 2)) Object.assign(balancer, { policy: from(LATER_POLICIES), 'balance-factor': from([0, 110, 150]) })
  if (yes(share)) Object.assign(balancer, { coalesce: true })
  const records = yes(share) && !('database' in changed)
  const requests = (changed['clients'] as Document)['requests'] as Document
  for (const request of Object.values(requests) as Document[]) {
    if (yes(0.3)) request['writes'] = true
    if (records && yes(0.5)) request['by'] = from(KEY_NAMES)
  }
  if (records) changed['shards'] = shards()
  return changed

  function shards(): Json {
    return {
      by: from(KEY_NAMES),
      scheme: from(['redis-slots', 'consistent-ring', 'modulo', 'jump', 'rendezvous']),
      copies: from([0, 1, 1, 2, 5]),
      ...(yes(0.5) ? { 'copy-link': from(['0 ms', '1..5 ms', 'exponential 40 ms', '300 ms']) } : {}),
      failover: from(['0 ms', '10 ms', '150 ms', '600 ms']),
    }
  }
}

/** Slots that move between two shards while requests come, in some of the systems that have no copies and no database. */
export function withMoves(document: Document, seed: number, share = 0.12): Document {
  const rng = createRng(seed, 'fuzz/moves')
  const from = <T>(list: readonly T[]): T => list[nextInt(rng, list.length)]!
  const names = Object.keys(document['servers'] as Document)
  if (nextFloat(rng) >= share || names.length < 2 || 'database' in document) return document
  const changed: Document = structuredClone(document)
  changed['shards'] = { ...(changed['shards'] as Document | undefined), scheme: 'redis-slots', copies: 0, together: from([1, 2, 10, 50]), move: from(['100 us', '2 ms', '20 ms']) }
  const ends = [names[0]!, names.at(-1)!]
  const moves = Array.from({ length: 1 + nextInt(rng, 3) }, (_, i): Document => ({ at: `${nextInt(rng, 800)} ms`, do: { kind: 'move-slots', server: ends[i % 2]!, to: ends[1 - (i % 2)]!, share: from([0.2, 0.5, 1]) } }))
  changed['script'] = [...(changed['script'] as Json[]), ...moves]
  return changed
}
