/**
 * What: nodes that count for themselves and tell the store every so often what they admitted; its word is the total of all.
 * Why: no request waits for the store, and none fails with it. What the others admitted since the last word is unknown, and that
 * ignorance is the overshoot.
 *
 * Picture:   node 1 ──────────▶ tell 6 ──▶ total 13        node 1 and 2 tell at different instants of one interval
 *            node 2 ────▶ tell 7 ──▶ total 7
 *
 * Invariants:
 *   I1 a node has at most one exchange under way; one that got no word within its patience is told once more.
 *   I2 those of `synchronised-counters.ts`.
 *
 * Simplifications: one message carries all keys of a node. The store works on it for the time of one command, with no queue.
 */

import type { Decision } from '../../algorithms/rate-limiting/decision.ts'
import {
  applyExchange, beginExchange, createLocalCounter, createSharedTotal, decideLocally, endExchange, failExchange,
  type Exchange, type ExchangeReply, type LocalCounter, type SynchronisedConfig,
} from '../../algorithms/rate-limiting/synchronised-counters.ts'
import { drawDuration } from '../../kernel/distributions.ts'
import { invariant } from '../../kernel/invariant.ts'
import { on, schedule } from '../../kernel/kernel.ts'
import { writeCount } from './limit-columns.ts'
import type { LimiterNode } from './limiter-machine.ts'
import { send, type TrafficSystem } from './system.ts'
import { HOP } from './vocabulary.ts'

/** Messages of an exchange are about no request. */
const NO_REQUEST = 0xffffffff

interface Round {
  readonly node: LimiterNode
  readonly told: readonly (readonly [key: string, exchange: Exchange])[]
  replies: (readonly [key: string, reply: ExchangeReply])[]
  isOver: boolean
}

/** Makes the exchanges part of the system. Returns how a node decides between them. */
export function installSynchronisation(system: TrafficSystem): { readonly decideTogether: (node: LimiterNode, key: string, request: number) => Decision } {
  const { kernel, handlers } = system
  const limits = system.limits!
  const { spec, nodes, columns, store } = limits
  const rounds: Round[] = []

  /** Only windows that all agree on can be added up; the scenario boundary lets no other rule here. */
  function config(): SynchronisedConfig {
    const { rule } = limits
    invariant(rule.algorithm === 'fixed-window', 'synchronised counters count in fixed windows')
    return rule
  }

  function decideTogether(node: LimiterNode, key: string, request: number): Decision {
    let counter = node.counters.get(key)
    if (counter === undefined) node.counters.set(key, (counter = createLocalCounter()))
    const before = countedBy(counter, config().windowUs, kernel.nowUs)
    const decision = decideLocally(config(), counter, kernel.nowUs)
    writeCount(columns, request, kernel.nowUs, before, countedBy(counter, config().windowUs, kernel.nowUs), decision.kind === 'admitted')
    return decision
  }

  const tellDue = on(kernel, 'exchange due', (index) => {
    schedule(kernel, spec.store.everyUs, tellDue, index)
    tell(nodes[index]!)
  })

  function tell(node: LimiterNode): void {
    const told: (readonly [string, Exchange])[] = []
    for (const [key, counter] of node.counters) {
      // Of a window that is over, there is nothing left to tell.
      if (isOver(counter, config().windowUs, kernel.nowUs)) continue
      const exchange = beginExchange(config(), counter, kernel.nowUs)
      if (exchange !== null) told.push([key, exchange])
    }
    if (told.length === 0) return
    const round = rounds.push({ node, told, replies: [], isOver: false }) - 1
    const delayUs = send(system, node.toStore!, node.lane, store!.lane, HOP.tell, NO_REQUEST)
    if (delayUs >= 0) schedule(kernel, delayUs, tellAtStore, round)
    schedule(kernel, spec.store.timeoutUs, roundOver, round)
  }

  const tellAtStore = on(kernel, 'exchange reached store', (row) => {
    if (!store!.running) {
      const { node } = rounds[row]!
      const delayUs = send(system, node.fromStore!, store!.lane, node.lane, HOP.reset, NO_REQUEST)
      if (delayUs >= 0) schedule(kernel, delayUs, roundOver, row)
      return
    }
    schedule(kernel, Math.round(drawDuration(spec.store.work, store!.workRng) * store!.slowness), added, row)
  })

  const added = on(kernel, 'exchange added up', (row) => {
    const round = rounds[row]!
    if (!store!.running) return
    round.replies = round.told.map(([key, exchange]) => {
      let total = store!.totals.get(key)
      if (total === undefined) store!.totals.set(key, (total = createSharedTotal()))
      return [key, applyExchange(total, exchange)]
    })
    const delayUs = send(system, round.node.fromStore!, store!.lane, round.node.lane, HOP.total, NO_REQUEST)
    if (delayUs >= 0) schedule(kernel, delayUs, handlers.totalAtLimiter, row)
  })

  handlers.totalAtLimiter = on(kernel, 'total reached limiter', (row) => {
    const round = rounds[row]!
    if (round.isOver) return
    round.isOver = true
    for (const [key, reply] of round.replies) {
      const counter = round.node.counters.get(key)
      if (counter !== undefined) endExchange(counter, reply)
    }
  })

  /** No word came in time, or the word was that nobody is there (I1). */
  const roundOver = on(kernel, 'exchange given up', (row) => {
    const round = rounds[row]!
    if (round.isOver) return
    round.isOver = true
    for (const [key, { id }] of round.told) {
      const counter = round.node.counters.get(key)
      if (counter !== undefined && counter.exchangeId === id) failExchange(counter)
    }
  })

  // Nodes tell one after the other: told all at once, each would know nothing of the others for a whole interval.
  if (spec.counts === 'synchronised') for (const { index } of nodes) schedule(kernel, Math.round((spec.store.everyUs * (index + 1)) / nodes.length), tellDue, index)
  return { decideTogether }
}

function isOver({ windowStartUs }: LocalCounter, windowUs: number, nowUs: number): boolean {
  return nowUs >= windowStartUs + windowUs
}

/** All that a node counts for a key: what it was told, and what it has admitted itself since. */
function countedBy(counter: LocalCounter, windowUs: number, nowUs: number): number {
  return isOver(counter, windowUs, nowUs) ? 0 : counter.known + counter.inFlight + counter.unsent
}
