/**
 * What: the ways between clients and balancer: straight, or through a node of the limiter.
 * Why: clients and balancer need not know whether anybody stands between them.
 *
 * Invariants: I1 what belongs to a request goes through the node that it came through.
 */

import { schedule } from '../../kernel/kernel.ts'
import { invariant } from '../../kernel/invariant.ts'
import { BALANCER_LANE, CLIENTS_LANE, send, type TrafficSystem } from './system.ts'
import { HOP } from './vocabulary.ts'

/** A client's request sets out. */
export function sendIn(system: TrafficSystem, request: number): void {
  const { limits, handlers, requests } = system
  if (limits !== null) limits.columns.limiter[request] = limits.chooseNode(requests.client[request]!)
  sendFromClient(system, request, HOP.request, limits === null ? handlers.requestAtProxy : handlers.requestAtLimiter)
}

/** A client closes its connection. */
export function sendAbort(system: TrafficSystem, request: number): void {
  sendFromClient(system, request, HOP.abort, system.limits === null ? system.handlers.abortAtProxy : system.handlers.abortAtLimiter)
}

function sendFromClient(system: TrafficSystem, request: number, hop: number, handler: number): void {
  const { limits } = system
  const lane = limits === null ? BALANCER_LANE : limits.nodes[limits.columns.limiter[request]!]!.lane
  const delayUs = send(system, system.uplink, CLIENTS_LANE, lane, hop, request)
  if (delayUs >= 0) schedule(system.kernel, delayUs, handler, request)
}

/** The balancer's word goes back to the node that let the request in. */
export function tellThroughLimiter(system: TrafficSystem, request: number, hop: number): void {
  const { nodes, columns } = system.limits!
  const node = nodes[columns.limiter[request]!]!
  const delayUs = send(system, node.fromBalancer, BALANCER_LANE, node.lane, hop, request)
  invariant(delayUs >= 0, 'the links between limiter and balancer lose nothing')
  schedule(system.kernel, delayUs, system.handlers.wordAtLimiter, request, hop)
}
