/**
 * What: the store that all nodes of a limiter ask, as a machine: commands travel to it, wait, are done one after the other, and may
 * get no word back.
 * Why: a shared count is exact and costs a round trip of every request. The limit is then only as quick and as available as its
 * store, and two commands in a row are two chances for something to come between.
 *
 * Picture:   node ─INCR─▶ [ ● ● ] store ▓ ─ 1 ─▶ node ─PEXPIRE─▶ [ ] store ▓ ─▶ decided
 *                                                      ✗ lost here: the counter stays, for ever
 *
 * Invariants:
 *   I1 the station's: first come, first served; one beyond the queue is refused.
 *   I2 a command is done at one instant, the end of its service; a script is one command.
 *   I3 a stopped store forgets all it had; whoever asks it meanwhile is told at once that nobody is there.
 *   I4 over a cut link nobody is told anything.
 *
 * Source: Redis runs one command after the other; the strategies are those of `shared-fixed-window.ts` and `redis-scripts.ts`. A killed
 *   process: the operating system answers for it with RST (RFC 9293, section 3.10.7.1).
 * Simplifications: no persistence and no replica, so a store that starts again is empty. The scripts' clock is the store's own.
 */

import type { Decision } from '../../algorithms/rate-limiting/decision.ts'
import { admit, reject, wholeUnits } from '../../algorithms/rate-limiting/decision.ts'
import { levelInStore } from '../../algorithms/rate-limiting/redis-gauge.ts'
import { scripts } from '../../algorithms/rate-limiting/redis-scripts.ts'
import { beginDecision, executeShared, receiveReply, type SharedDecision, type SharedWindowConfig } from '../../algorithms/rate-limiting/shared-fixed-window.ts'
import { createSharedStore, type StoreReply } from '../../algorithms/rate-limiting/shared-store.ts'
import { drawDuration } from '../../kernel/distributions.ts'
import { invariant } from '../../kernel/invariant.ts'
import { cancel, on, schedule, scheduleCancellable } from '../../kernel/kernel.ts'
import { beginSpan, DONE, endSpan, LOST } from '../../kernel/trace.ts'
import { VERDICT, writeCount } from './limit-columns.ts'
import type { LimiterNode, LimitStore } from './limiter-machine.ts'
import { scriptOf } from './limiter-rule.ts'
import { arrive, finish, reset } from './station.ts'
import { happened, send, type TrafficSystem } from './system.ts'
import { EVENT, HOP, SPAN } from './vocabulary.ts'

/** What a node gets back. */
interface Asker {
  readonly decided: (request: number, decision: Decision) => void
  /** Nobody is there, or it is full. */
  readonly silent: (request: number) => void
}

/** One request's conversation with the store: `step` is null for a script, which is one command and its word. */
interface Talk {
  readonly node: LimiterNode
  readonly key: string
  step: SharedDecision | null
  reply: StoreReply
  decision: Decision | null
  span: number
}

/** Makes the store part of the system, where counts live in it. */
export function installLimitStore(system: TrafficSystem, asker: Asker): { readonly askStore: (request: number, node: LimiterNode, key: string) => void } {
  const { kernel, recorder, handlers } = system
  const limits = system.limits!
  const { spec, columns } = limits
  const talks = new Map<number, Talk>()
  /** Commands that the store works on, with the pending end of each. */
  const working = new Map<number, number>()

  function askStore(request: number, node: LimiterNode, key: string): void {
    const window = sharedWindow()
    talks.set(request, { node, key, step: window === null ? null : beginDecision(window, key), reply: null, decision: null, span: -1 })
    sendCommand(request, node)
  }

  /** The numbers of a counter that is kept by plain commands; null where a script keeps it. */
  function sharedWindow(): SharedWindowConfig | null {
    const { rule } = limits
    if (spec.store.strategy === 'atomic-script' || rule.algorithm !== 'fixed-window') return null
    return { strategy: spec.store.strategy, limit: rule.limit, windowMs: Math.ceil(rule.windowUs / 1000) }
  }

  function sendCommand(request: number, node: LimiterNode): void {
    const delayUs = send(system, node.toStore!, node.lane, limits.store!.lane, HOP.count, request)
    if (delayUs >= 0) schedule(kernel, delayUs, commandAtStore, request)
  }

  const commandAtStore = on(kernel, 'command reached store', (request) => {
    const store = limits.store!
    if (!store.running) {
      reply(request, HOP.reset, handlers.silenceAtLimiter)
      return
    }
    switch (arrive(store.station, request)) {
      case 'started':
        work(store, request)
        return
      case 'queued':
        happened(system, EVENT['count.queued'], store.lane, request)
        if (recorder !== null) talks.get(request)!.span = beginSpan(recorder, store.lane, SPAN.queued, request)
        return
      case 'refused':
        happened(system, EVENT['count.refused'], store.lane, request)
        reply(request, HOP.refusal, handlers.silenceAtLimiter)
    }
  })

  function work(store: LimitStore, request: number): void {
    const talk = talks.get(request)!
    happened(system, EVENT['count.started'], store.lane, request)
    if (recorder !== null) {
      if (talk.span >= 0) endSpan(recorder, talk.span, DONE)
      talk.span = beginSpan(recorder, store.lane, SPAN.served, request)
    }
    const timeUs = Math.round(drawDuration(spec.store.work, store.workRng) * store.slowness)
    working.set(request, scheduleCancellable(kernel, timeUs, worked, request))
  }

  const worked = on(kernel, 'command ended', (request) => {
    const store = limits.store!
    const talk = talks.get(request)!
    working.delete(request)
    if (recorder !== null) endSpan(recorder, talk.span, DONE)
    talk.span = -1
    execute(store, talk, request)
    happened(system, EVENT['count.answered'], store.lane, request)
    reply(request, HOP.counted, handlers.countAtLimiter)
    const next = finish(store.station)
    if (next >= 0) work(store, next)
  })

  function execute(store: LimitStore, talk: Talk, request: number): void {
    const nowMs = Math.floor(kernel.nowUs / 1000)
    if (talk.step === null) {
      const config = scriptOf(limits.rule)
      invariant(config !== null, 'a rule that is shared has a script')
      const before = levelInStore(config, store.entries, talk.key, nowMs)
      const [isAdmitted, told] = scripts[config.script].run(store.entries, talk.key, [...config.args, nowMs, 1])
      writeCount(columns, request, kernel.nowUs, before, levelInStore(config, store.entries, talk.key, nowMs), isAdmitted === 1)
      talk.decision = decisionOf(isAdmitted === 1, config.script === 'generic-cell-rate' ? kernel.nowUs + Number(told) * 1000 : null, config.script === 'generic-cell-rate' ? 0 : Number(told))
      return
    }
    invariant(talk.step.at !== 'decided', 'what is decided asks nothing')
    const { command } = talk.step
    talk.reply = executeShared(store.entries, command, nowMs)
    if (command.name === 'INCRBY') writeCount(columns, request, kernel.nowUs, Number(talk.reply) - 1, Number(talk.reply), true)
    else if (command.name === 'GET') writeCount(columns, request, kernel.nowUs, Number(talk.reply ?? 0), Number(talk.reply ?? 0), false)
    else if (command.name === 'SET') writeCount(columns, request, kernel.nowUs, Number(command.value) - 1, Number(command.value), true)
  }

  /** Word back to the node that asked; a lost one leaves it to the node's patience (I4). */
  function reply(request: number, hop: number, handler: number): void {
    const { node } = talks.get(request)!
    const delayUs = send(system, node.fromStore!, limits.store!.lane, node.lane, hop, request)
    if (delayUs >= 0) schedule(kernel, delayUs, handler, request)
    else talks.delete(request)
  }

  handlers.countAtLimiter = on(kernel, 'word of the store reached limiter', (request) => {
    const talk = talks.get(request)!
    if (talk.step !== null) {
      const window = sharedWindow()!
      const step = receiveReply(window, talk.step, talk.reply, Math.floor(kernel.nowUs / 1000))
      talk.step = step
      if (step.at === 'decided') talk.decision = step.decision
      // A node that waits no longer sends nothing more: the counter may have no end now.
      else if (columns.verdict[request] === VERDICT.none) return sendCommand(request, talk.node)
    }
    talks.delete(request)
    if (talk.decision !== null) asker.decided(request, talk.decision)
  })

  handlers.silenceAtLimiter = on(kernel, 'refusal of the store reached limiter', (request) => {
    talks.delete(request)
    asker.silent(request)
  })

  /** The process dies: whoever waited in it is told so, and its memory is gone (I3). */
  limits.killStore = () => {
    const store = limits.store!
    const { queue, head, waiting } = store.station
    const lost = [...working.keys()]
    for (let i = 0; i < waiting; i++) lost.push(queue[(head + i) & (queue.length - 1)]!)
    for (const request of lost) {
      const pending = working.get(request)
      if (pending !== undefined) cancel(kernel, pending)
      const talk = talks.get(request)!
      if (recorder !== null && talk.span >= 0) endSpan(recorder, talk.span, LOST)
      happened(system, EVENT['count.lost'], store.lane, request)
      reply(request, HOP.reset, handlers.silenceAtLimiter)
    }
    working.clear()
    reset(store.station)
    store.entries = createSharedStore()
    store.totals = new Map()
    store.running = false
  }

  return { askStore }
}

function decisionOf(isAdmitted: boolean, retryAtUs: number | null, remaining: number): Decision {
  return isAdmitted ? admit('within-limit', 0, wholeUnits(remaining), null) : reject('script-said-no', retryAtUs, wholeUnits(remaining), null)
}
