/**
 * What: laws that hold in every run of keys on nodes, whatever the scheme.
 * Why: a share of moved keys is believed only if every look-up ends once, nobody dead answers, and no key is in two places of one count.
 *
 * Invariants: each law below names what would make it false; a test breaks each of them once.
 */

import type { PlacementConfig } from '../components/placement/config.ts'
import { LOOKUP, MOVE, NO_LANE, OUTCOME, PLACEMENT_EVENT, PLACEMENT_HOP } from '../components/placement/vocabulary.ts'
import { NEVER, type Trace } from '../kernel/trace.ts'
import { checkTimeOrder } from './time-order.ts'
import { breach, createJudge, verdictOf, type Verdict } from './verdict.ts'

export interface PlacementRecord {
  readonly trace: Trace
  readonly config: PlacementConfig
}

export function checkPlacement(record: PlacementRecord): Verdict[] {
  return [...checkTimeOrder(record.trace), checkEnds(record), checkDead(record), checkMoves(record), checkSenders(record), checkCounts(record)]
}

/** A look-up comes to one end, and the row says the same end as the log. */
function checkEnds({ trace }: PlacementRecord): Verdict {
  const judge = createJudge('a look-up ends at most once, as its row says')
  const { log, subjects } = trace
  const { what, outcome, latencyUs, createdAt, node } = subjects.columns
  const ended = new Uint8Array(subjects.count)
  for (let row = 0; row < log.count; row++) {
    const kind = log.kind[row]
    const isAnswer = kind === PLACEMENT_EVENT['answer.received']
    if (!isAnswer && kind !== PLACEMENT_EVENT['lookup.failed']) continue
    const ref = log.ref[row]!
    if (++ended[ref]! > 1) breach(judge, row, log.at[row]!, 'one end', ended[ref]!)
    const isValue = outcome![ref] === OUTCOME.found || outcome![ref] === OUTCOME.fetched
    if (isValue !== isAnswer) breach(judge, row, log.at[row]!, isAnswer ? 'a value' : 'no value', outcome![ref]!)
    if (latencyUs![ref] !== log.at[row]! - createdAt![ref]!) breach(judge, row, log.at[row]!, log.at[row]! - createdAt![ref]!, latencyUs![ref]!)
  }
  for (let ref = 0; ref < subjects.count; ref++) {
    if (what![ref] !== LOOKUP) continue
    if (ended[ref] === 0 && latencyUs![ref] !== NEVER) breach(judge, -1, createdAt![ref]!, 'no end', latencyUs![ref]!)
    if ((node![ref] === NO_LANE) !== (outcome![ref] === OUTCOME.nobody)) breach(judge, -1, createdAt![ref]!, 'nobody asked, nobody answers', outcome![ref]!)
  }
  return verdictOf(judge)
}

/** A node that is down finds nothing and sends nothing. */
function checkDead({ trace }: PlacementRecord): Verdict {
  const judge = createJudge('a node that is down answers nobody and sends nothing')
  const { log, notes } = trace
  const down = new Uint8Array(trace.lanes.length)
  for (let row = 0; row < log.count; row++) {
    const kind = log.kind[row]!
    const lane = log.lane[row]!
    if (trace.vocabulary.events[kind]!.about === 'note') {
      const note = notes[log.ref[row]!]!
      if (note.kind === 'node.marked-down') down[lane] = 1
      else if (note.kind === 'node.marked-up' || note.kind === 'node.added') down[lane] = 0
    } else if (down[lane] === 1 && (kind === PLACEMENT_EVENT['lookup.found'] || kind === PLACEMENT_EVENT['move.sent'] || kind === PLACEMENT_EVENT['move.arrived'])) {
      breach(judge, row, log.at[row]!, 'silence', trace.vocabulary.events[kind]!.name)
    }
  }
  return verdictOf(judge)
}

/** A pile of keys is planned, sent and arrives in this order, each at most once; a cache moves nothing. */
function checkMoves({ trace, config }: PlacementRecord): Verdict {
  const judge = createJudge('keys that move are planned, then sent, then arrive or are lost, once')
  const { log, subjects } = trace
  const { what, keys, from, node } = subjects.columns
  const stage = new Uint8Array(subjects.count)
  const next: Readonly<Record<number, readonly [number, number]>> = {
    [PLACEMENT_EVENT['move.planned']]: [0, 1], [PLACEMENT_EVENT['move.sent']]: [1, 2], [PLACEMENT_EVENT['move.arrived']]: [2, 3], [PLACEMENT_EVENT['move.lost']]: [1, 3],
  }
  for (let row = 0; row < log.count; row++) {
    const step = next[log.kind[row]!]
    if (step === undefined) continue
    const ref = log.ref[row]!
    if (config.moves.kind === 'refilled' || what![ref] !== MOVE) breach(judge, row, log.at[row]!, 'no move', ref)
    const isLate = log.kind[row] === PLACEMENT_EVENT['move.lost'] && stage[ref] === 2
    if (stage[ref] !== step[0] && !isLate) breach(judge, row, log.at[row]!, step[0], stage[ref]!)
    stage[ref] = step[1]
    if (from![ref] === node![ref] || keys![ref] === 0 || keys![ref]! > config.keys.count) breach(judge, row, log.at[row]!, 'some keys, elsewhere', keys![ref]!)
  }
  return verdictOf(judge)
}

/** A sender sends one pile after the other, each as long as its bytes take. */
function checkSenders({ trace, config }: PlacementRecord): Verdict {
  const judge = createJudge('a sender sends one pile at a time, at its rate')
  if (config.moves.kind === 'refilled') return verdictOf(judge)
  const { hops, subjects } = trace
  const free = new Float64Array(trace.lanes.length)
  for (let row = 0; row < hops.count; row++) {
    if (hops.kind[row] !== PLACEMENT_HOP.move) continue
    const from = hops.from[row]!
    if (hops.sentAt[row]! < free[from]!) breach(judge, row, hops.sentAt[row]!, `free at ${free[from]}`, hops.sentAt[row]!)
    free[from] = hops.sentAt[row]! + hops.delayUs[row]!
    const wanted = Math.max(1, Math.round((subjects.columns['keys']![hops.subject[row]!]! * config.keys.bytes * 1_000_000) / config.moves.bytesPerSecond))
    if (hops.delayUs[row] !== Math.min(wanted, NEVER - 1)) breach(judge, row, hops.sentAt[row]!, wanted, hops.delayUs[row]!)
  }
  return verdictOf(judge)
}

/** Keys on lanes are all keys and copies, or fewer where nobody may hold some; no change moves more than there are. */
function checkCounts({ trace, config }: PlacementRecord): Verdict {
  const judge = createJudge('keys on nodes are counted once, and no change moves more than there are')
  const all = config.keys.count * config.keys.copies
  for (const { atUs, facts } of trace.notes) {
    if (facts['byLane'] === undefined) continue
    const sum = String(facts['byLane']).split(' ').reduce((total, count) => total + Number(count), 0)
    if (sum > all) breach(judge, -1, atUs, `at most ${all}`, sum)
    if (Number(facts['moved'] ?? 0) > all) breach(judge, -1, atUs, `at most ${all} moved`, Number(facts['moved']))
  }
  return verdictOf(judge)
}
