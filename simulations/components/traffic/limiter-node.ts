/**
 * What: the nodes of a limiter: each request reaches one, which lets it through, holds it, or answers 429.
 * Why: the algorithm decides in no time. A node adds what decides in practice: where the count lives, how long the word takes, what
 * happens when it does not come, and that a slot which was taken is given back on every way out.
 *
 * Picture:   request ─▶ count here ───────────────▶ admitted ─▶ balancer ─▶ … answer ─▶ (slot freed) ─▶ client
 *                    ─▶ ask the store … word ─▶    ├ delayed: held, then admitted
 *                                    └ silence ─▶  └ throttled: 429, and it reaches nobody else
 *
 * Invariants:
 *   I1 a throttled request is sent to nobody behind the limiter.
 *   I2 a slot is given back once: when the word passes back, or when the client is gone.
 *   I3 a delayed request goes on exactly after its delay, unless its client is gone.
 *
 * Source: nginx `ngx_http_limit_req_handler` (delays the request itself), `ngx_http_limit_conn_cleanup`; Envoy's `failure_mode_deny`.
 * Simplifications: a node takes no time and never fills up. A place in the line of a client that is gone stays taken, as in nginx.
 */

import { decide, release, type Limiter } from '../../algorithms/rate-limiting/limiter.ts'
import type { Decision } from '../../algorithms/rate-limiting/decision.ts'
import { levelOf } from '../../algorithms/rate-limiting/level.ts'
import { invariant } from '../../kernel/invariant.ts'
import { cancel, on, schedule, scheduleCancellable, stream } from '../../kernel/kernel.ts'
import { nextInt } from '../../kernel/random.ts'
import { beginSpan, DONE, endSpan, REFUSED, TIMED_OUT } from '../../kernel/trace.ts'
import { VERDICT, writeCount, writeDecision } from './limit-columns.ts'
import { keyTexts } from './limiter-keys.ts'
import type { LimiterNode } from './limiter-machine.ts'
import { countsWhatRuns } from './limiter-rule.ts'
import { installLimitStore } from './limiter-store.ts'
import { installSynchronisation } from './limiter-sync.ts'
import { BALANCER_LANE, CLIENTS_LANE, happened, send, type TrafficSystem } from './system.ts'
import { EVENT, HOP, SPAN } from './vocabulary.ts'

/** Where a request stands at its node. */
type Standing =
  | { readonly at: 'asks'; readonly span: number; readonly patience: number }
  | { readonly at: 'held'; readonly span: number; readonly due: number }
  /** `slot`: what it has to give back; null: nothing. */
  | { readonly at: 'inside'; readonly slot: { readonly of: Limiter; readonly key: string } | null }

/** Makes the limiter part of the system, where the configuration has one. */
export function installLimiter(system: TrafficSystem): void {
  const { limits } = system
  if (limits === null) return
  const { kernel, config, requests, recorder, handlers } = system
  const { spec, nodes, columns, store } = limits
  const keyText = keyTexts(config)
  const spreadRng = stream(kernel, 'limiter/spread')
  const standing = new Map<number, Standing>()
  let turn = 0

  const keyOf = (request: number): string => keyText(requests.client[request]!, columns.tenant[request]!)
  const nodeOf = (request: number): LimiterNode => nodes[columns.limiter[request]!]!
  const span = (lane: number, kind: number, request: number): number => (recorder === null ? -1 : beginSpan(recorder, lane, kind, request))
  const end = (row: number, fate: number): void => {
    if (recorder !== null) endSpan(recorder, row, fate)
  }

  /** The node that the next request of a client reaches. */
  limits.chooseNode = (client) => {
    switch (spec.spread) {
      case 'turns':
        return turn++ % nodes.length
      case 'random':
        return nextInt(spreadRng, nodes.length)
      case 'client':
        return client % nodes.length
    }
  }

  handlers.requestAtLimiter = on(kernel, 'request reached limiter', (request) => {
    const node = nodeOf(request)
    const key = keyOf(request)
    if (spec.counts === 'synchronised') settle(request, decideTogether(node, key, request))
    else if (store === null) settle(request, decideHere(node, key, request))
    else {
      happened(system, EVENT['count.asked'], node.lane, request)
      const patience = scheduleCancellable(kernel, spec.store.timeoutUs, patienceOver, request)
      standing.set(request, { at: 'asks', span: span(node.lane, SPAN['asked-store'], request), patience })
      askStore(request, node, key)
    }
  })

  function decideHere(node: LimiterNode, key: string, request: number): Decision {
    const own = node.own!
    const before = levelOf(own, key, kernel.nowUs)
    const decision = decide(own, key, kernel.nowUs)
    writeCount(columns, request, kernel.nowUs, before, levelOf(own, key, kernel.nowUs), decision.kind !== 'rejected')
    return decision
  }

  const { askStore } = installLimitStore(system, {
    decided: (request, decision) => {
      const place = standing.get(request)
      if (place?.at !== 'asks') return // the node did not wait for it
      stopAsking(request, place, DONE)
      settle(request, decision)
    },
    silent: (request) => {
      const place = standing.get(request)
      if (place?.at === 'asks') goOnWithout(request, place)
    },
  })
  const { decideTogether } = installSynchronisation(system)

  const patienceOver = on(kernel, 'limiter stopped waiting for its store', (request) => {
    const place = standing.get(request)
    if (place?.at === 'asks') goOnWithout(request, place)
  })

  function stopAsking(request: number, place: Standing & { at: 'asks' }, fate: number): void {
    cancel(kernel, place.patience)
    end(place.span, fate)
    standing.delete(request)
  }

  /** No word of the store: the request is let in unchecked, or refused unchecked. */
  function goOnWithout(request: number, place: Standing & { at: 'asks' }): void {
    stopAsking(request, place, TIMED_OUT)
    const isOpen = spec.store.whenSilent === 'open'
    columns.verdict[request] = isOpen ? VERDICT['admitted-unchecked'] : VERDICT['refused-unchecked']
    columns.decidedAt[request] = kernel.nowUs
    happened(system, EVENT['limit.unchecked'], nodeOf(request).lane, request)
    if (isOpen) goIn(request)
    else {
      happened(system, EVENT['request.refused'], nodeOf(request).lane, request)
      tellClient(request, HOP.refusal, handlers.refusalAtClient)
    }
  }

  function settle(request: number, decision: Decision): void {
    const { lane } = nodeOf(request)
    switch (decision.kind) {
      case 'admitted':
        writeDecision(columns, request, kernel.nowUs, VERDICT.admitted, decision)
        if (countsWhatRuns(limits!.rule)) happened(system, EVENT['slot.taken'], lane, request)
        goIn(request)
        return
      case 'delayed':
        writeDecision(columns, request, kernel.nowUs, VERDICT.delayed, decision)
        happened(system, EVENT['request.delayed'], lane, request)
        standing.set(request, { at: 'held', span: span(lane, SPAN['held-at-limiter'], request), due: scheduleCancellable(kernel, decision.delayUs, holdOver, request) })
        return
      case 'rejected':
        writeDecision(columns, request, kernel.nowUs, VERDICT.throttled, decision)
        happened(system, EVENT['request.throttled'], lane, request)
        tellClient(request, HOP.throttle, handlers.throttleAtClient)
    }
  }

  const holdOver = on(kernel, 'held request let go', (request) => {
    const place = standing.get(request)
    invariant(place?.at === 'held', 'I3: who is let go was held')
    end(place.span, DONE)
    goIn(request)
  })

  function goIn(request: number): void {
    const node = nodeOf(request)
    const hasSlot = countsWhatRuns(limits!.rule) && columns.verdict[request] === VERDICT.admitted
    standing.set(request, { at: 'inside', slot: hasSlot && node.own !== null ? { of: node.own, key: keyOf(request) } : null })
    happened(system, EVENT['request.admitted'], node.lane, request)
    forward(node, request, HOP.request, handlers.requestAtProxy)
  }

  function forward(node: LimiterNode, request: number, hop: number, handler: number): void {
    const delayUs = send(system, node.toBalancer, node.lane, BALANCER_LANE, hop, request)
    invariant(delayUs >= 0, 'the links between limiter and balancer lose nothing')
    schedule(kernel, delayUs, handler, request)
  }

  function tellClient(request: number, hop: number, handler: number): void {
    const delayUs = send(system, system.downlink, nodeOf(request).lane, CLIENTS_LANE, hop, request)
    if (delayUs >= 0) schedule(kernel, delayUs, handler, request)
  }

  /** What the balancer said passes back. */
  handlers.wordAtLimiter = on(kernel, 'word reached limiter', (request, hop) => {
    leave(request)
    tellClient(request, hop, hop === HOP.answer ? handlers.answerAtClient : handlers.refusalAtClient)
  })

  /** Ends a request's stay behind the limiter; its slot is free (I2). */
  function leave(request: number): void {
    const place = standing.get(request)
    if (place?.at !== 'inside') return
    standing.delete(request)
    if (place.slot === null) return
    release(place.slot.of, place.slot.key)
    happened(system, EVENT['slot.freed'], nodeOf(request).lane, request)
  }

  handlers.abortAtLimiter = on(kernel, 'abort reached limiter', (request) => {
    const place = standing.get(request)
    if (place === undefined) return // it was over already, or the request is still on its way
    if (place.at === 'inside') {
      leave(request)
      forward(nodeOf(request), request, HOP.abort, handlers.abortAtProxy)
      return
    }
    if (place.at === 'asks') stopAsking(request, place, REFUSED)
    else {
      cancel(kernel, place.due)
      end(place.span, TIMED_OUT)
      standing.delete(request)
    }
    columns.verdict[request] = VERDICT.abandoned
    happened(system, EVENT['limit.abandoned'], nodeOf(request).lane, request)
  })
}
