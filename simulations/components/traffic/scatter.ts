/**
 * What: a request that does not carry the partition key: it is asked of every shard, and its answer is there when the last part is.
 * Why: nobody can tell which shard holds the record. The request costs work on all of them, and it is as slow as the slowest.
 *
 * Picture:   balancer ─part─▶ s1 ▓▓ ◀──
 *                     ─part─▶ s2 ▓▓▓▓▓▓▓ ◀──   the last one: now the client gets its answer
 *                     ─part─▶ s3 ▓▓▓ ◀──
 *
 * Invariants:
 *   I1 each shard gets one part, on one of the servers that hold it.
 *   I2 the client is answered when all parts are, and refused as soon as one has failed; parts still open are then given up.
 *
 * Source: Dean and Barroso, "The Tail at Scale", Communications of the ACM 56(2), 2013: of 100 parts, each slow once in a
 *   hundred times, 63 % of the requests meet a slow one.
 * Simplifications: a shard without the record looks as long as the one that has it. A part is not tried again, and does not
 *   wait for room at the balancer. Where a write is asked of all, the check and the write are one step.
 * Complexity: O(shards) a request.
 */

import { open } from '../../algorithms/balancing/balancer.ts'
import type { CloseOutcome } from '../../algorithms/balancing/policy.ts'
import { schedule, scheduleCancellable, type HandlerId } from '../../kernel/kernel.ts'
import { asksAll } from './shards.ts'
import { BALANCER_LANE, happened, send, type TrafficSystem } from './system.ts'
import { openTry, releaseTry } from './tries.ts'
import { EVENT, HOP } from './vocabulary.ts'

/** What the proxy does for it. */
export interface ScatteringProxy {
  /** A server of the pool without those named, or a negative number. */
  readonly chooseWithout: (request: number, outsiders: readonly number[]) => number
  readonly closeTry: (attempt: number, outcome: CloseOutcome) => void
  readonly answer: (request: number) => void
  readonly refuse: (request: number) => void
  readonly patienceOver: () => HandlerId
}

export interface Scatter {
  readonly concerns: (request: number) => boolean
  readonly begin: (request: number) => void
  /** A shard said something, or its try failed. */
  readonly heard: (attempt: number, word: 'answer' | 'refusal' | 'failure') => void
  readonly abandon: (request: number) => void
}

/** Null where there are no shards. */
export function createScatter(system: TrafficSystem, proxy: ScatteringProxy): Scatter | null {
  const { kernel, config, requests, tries, balancer, machines, handlers, shards } = system
  if (shards === null) return null
  const isAskedOfAll = config.clients.classes.map((_, workClass) => asksAll(config, workClass))
  /** Request to its parts that are open. */
  const partsOf = new Map<number, Set<number>>()

  function begin(request: number): void {
    const isWrite = config.clients.classes[requests.class[request]!]!.writes === true
    const outsiders = isWrite ? shards!.notForWrites : shards!.notForReads
    const chosen = outsiders.map((list) => proxy.chooseWithout(request, list))
    if (chosen.some((server) => server < 0)) proxy.refuse(request)
    else partsOf.set(request, new Set(chosen.map((server) => sendPart(request, server))))
  }

  function sendPart(request: number, server: number): number {
    const machine = machines[server]!
    open(balancer, server, kernel.nowUs)
    const attempt = openTry(tries, request, server, kernel.nowUs)
    tries.part[attempt] = 1
    happened(system, EVENT['part.sent'], machine.lane, request)
    const delayUs = send(system, machine.toServer, BALANCER_LANE, machine.lane, HOP.part, request)
    if (delayUs >= 0) schedule(kernel, delayUs, handlers.tryAtServer, attempt, server)
    else releaseTry(tries, attempt)
    const patienceUs = config.balancer.tryTimeoutUs
    if (patienceUs > 0) tries.patience[attempt] = scheduleCancellable(kernel, patienceUs, proxy.patienceOver(), attempt)
    return attempt
  }

  function heard(attempt: number, word: 'answer' | 'refusal' | 'failure'): void {
    const request = tries.request[attempt]!
    const parts = partsOf.get(request)!
    parts.delete(attempt)
    happened(system, word === 'answer' ? EVENT['part.answered'] : EVENT['part.failed'], machines[tries.server[attempt]!]!.lane, request)
    proxy.closeTry(attempt, word === 'failure' ? 'failed' : 'answered')
    if (word !== 'answer') {
      abandon(request)
      proxy.refuse(request)
    } else if (parts.size === 0) {
      partsOf.delete(request)
      proxy.answer(request)
    }
  }

  /** Gives up the parts that are open: what a shard says to them is not heard any more. */
  function abandon(request: number): void {
    for (const attempt of partsOf.get(request) ?? []) {
      happened(system, EVENT['part.abandoned'], machines[tries.server[attempt]!]!.lane, request)
      proxy.closeTry(attempt, 'abandoned')
    }
    partsOf.delete(request)
  }

  return { concerns: (request) => isAskedOfAll[requests.class[request]!]!, begin, heard, abandon }
}
