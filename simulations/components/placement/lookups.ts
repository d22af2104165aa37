/**
 * What: clients that ask for keys, popular ones more often, and what nodes answer.
 * Why: keys may lie evenly and load still not fall evenly: one key that everybody wants lies on one node. And a map that changed
 * shows itself here first: a cache misses, a store sends for data that is not there yet.
 *
 * Picture:   client ─ lookup ─▶ node ─ answer ─▶ client       cache, missed: node ─ fetch ─▶ source ─ rows ─▶ node ─ answer ─▶ client
 *
 * Invariants:
 *   I1 who is asked is the first node of the key's list that is up; of a store, one that has the data.
 *   I2 a miss of a cache leaves the key on the node that missed it.
 *
 * Source: Zipf's law for web requests: Breslau et al., INFOCOM 1999.
 * Simplifications: nodes answer at once, so load is counted and no queue grows; clients know the map of now.
 */

import { createZipf, drawDuration, drawExponential, drawRank } from '../../kernel/distributions.ts'
import { on, schedule, stream } from '../../kernel/kernel.ts'
import { nextFloat } from '../../kernel/random.ts'
import { DONE, recordEvent, recordHop } from '../../kernel/trace.ts'
import { NOWHERE } from './homes.ts'
import { addSubject, bitOf, CLIENTS, holderOf, SOURCE, type PlacementSystem } from './system.ts'
import { LOOKUP, NO_LANE, OUTCOME, PLACEMENT_EVENT, PLACEMENT_HOP } from './vocabulary.ts'

export function installLookups(system: PlacementSystem): void {
  const { config, kernel, recorder, subjects, holds } = system
  const { perSecond, exponent, hotShare, link } = config.lookups
  if (perSecond <= 0) return
  const arrivals = stream(kernel, 'lookups/arrivals')
  const popularity = stream(kernel, 'lookups/keys')
  const delays = stream(kernel, 'lookups/links')
  const fetches = stream(kernel, 'lookups/source')
  const zipf = createZipf(config.keys.count, exponent)
  const copies = config.keys.copies
  const isStore = config.moves.kind === 'copied'

  const asked = on(kernel, 'look-up sent', () => {
    schedule(kernel, nextGapUs(), asked)
    const rank = drawRank(zipf, popularity) - 1
    const key = hotShare > 0 && nextFloat(popularity) < hotShare ? 0 : rank
    const node = nodeFor(key)
    const row = addSubject(system, LOOKUP, key, 1, CLIENTS, node === NOWHERE ? NO_LANE : node)
    recordEvent(recorder, PLACEMENT_EVENT['lookup.sent'], CLIENTS, row)
    if (node === NOWHERE) return end(row, OUTCOME.nobody, 'lookup.failed')
    send(PLACEMENT_HOP.lookup, CLIENTS, node, row, reached)
  })

  /** I1. */
  function nodeFor(key: number): number {
    for (let copy = 0; copy < copies; copy++) {
      const home = system.homes[key * copies + copy]!
      if (home === NOWHERE || system.up[home] === 0) continue
      if (!isStore || (holds[key]! & bitOf(system, home)) !== 0) return home
      const holder = holderOf(system, key, NOWHERE)
      return holder === NOWHERE ? home : holder
    }
    return NOWHERE
  }

  const reached = on(kernel, 'look-up reached its node', (row) => {
    const node = subjects.node[row]!
    const key = subjects.key[row]!
    if (system.up[node] === 1 && (holds[key]! & bitOf(system, node)) !== 0) {
      subjects.outcome[row] = OUTCOME.found
      recordEvent(recorder, PLACEMENT_EVENT['lookup.found'], node, row)
      return send(PLACEMENT_HOP.answer, node, CLIENTS, row, answered)
    }
    recordEvent(recorder, PLACEMENT_EVENT['lookup.missed'], node, row)
    if (isStore || system.up[node] === 0) return send(PLACEMENT_HOP.missing, node, CLIENTS, row, failed)
    const tookUs = drawDuration(sourceOf(), fetches)
    recordHop(recorder, Math.floor(tookUs / 2), node, SOURCE, PLACEMENT_HOP.fetch, DONE, row)
    schedule(kernel, Math.floor(tookUs / 2), fetched, row, tookUs - Math.floor(tookUs / 2))
  })

  const fetched = on(kernel, 'source answered', (row, backUs) => {
    recordHop(recorder, backUs, SOURCE, subjects.node[row]!, PLACEMENT_HOP.rows, DONE, row)
    schedule(kernel, backUs, filled, row)
  })

  const filled = on(kernel, 'cache was filled', (row) => {
    const node = subjects.node[row]!
    const key = subjects.key[row]!
    if (system.up[node] === 1) holds[key] = bitOf(system, node) >>> 0 // I2; what another node still has is old by now
    subjects.outcome[row] = OUTCOME.fetched
    recordEvent(recorder, PLACEMENT_EVENT['key.fetched'], node, row)
    send(PLACEMENT_HOP.answer, node, CLIENTS, row, answered)
  })

  const answered = on(kernel, 'answer received', (row) => end(row, subjects.outcome[row]!, 'answer.received'))
  const failed = on(kernel, 'refusal received', (row) => end(row, OUTCOME.missing, 'lookup.failed'))

  function end(row: number, outcome: number, event: 'answer.received' | 'lookup.failed'): void {
    subjects.outcome[row] = outcome
    subjects.latencyUs[row] = kernel.nowUs - subjects.createdAt[row]!
    recordEvent(recorder, PLACEMENT_EVENT[event], CLIENTS, row)
  }

  function send(kind: number, from: number, to: number, row: number, then: number): void {
    const delayUs = drawDuration(link, delays)
    recordHop(recorder, delayUs, from, to, kind, DONE, row)
    schedule(kernel, delayUs, then, row)
  }

  function nextGapUs(): number {
    return Math.max(1, Math.round((drawExponential(arrivals) * 1_000_000) / perSecond))
  }

  function sourceOf() {
    return config.moves.kind === 'refilled' ? config.moves.source : link
  }

  schedule(kernel, nextGapUs(), asked)
}
