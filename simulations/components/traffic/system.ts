/**
 * What: one running system under load: clients, a balancer, servers and the links between them, on one kernel.
 * Why: this is the state that the files beside it work on, each for its own machine: `clients.ts`, `proxy.ts`, `servers.ts`, `database.ts`.
 *
 * Picture:   clients ──link──▶ proxy (the balancer) ──link──▶ server 0, 1, 2 … ──link──▶ database, where there is one
 *                    ◀────────                      ◀────────                   ◀────────
 *
 * Invariants:
 *   I1 conservation: every request created is open, answered, refused, lost or timed out, and only one of them.
 *   I2 a try is held by the proxy until it closes it, by the server's side until its answer arrives or it is gone, and by its
 *      query until the database's word of it has arrived; its row is used again only when nobody holds it.
 *   I3 the database's lane stands behind those of the servers of the beginning, the limiter's behind it; what joins later comes last.
 */

import { createBalancer, type Balancer } from '../../algorithms/balancing/balancer.ts'
import type { BalancedRequest } from '../../algorithms/balancing/policy.ts'
import { createLink, transmit, type Link } from '../../kernel/network.ts'
import { createKernel, stream, type Budget, type HandlerId, type Kernel } from '../../kernel/kernel.ts'
import type { Rng } from '../../kernel/random.ts'
import { DONE, LOST, recordEvent, recordHop, recordNote, type Lane, type Recorder } from '../../kernel/trace.ts'
import type { DatabaseSpec, ServerSpec, TrafficConfig } from './config.ts'
import { createLimits, type Limits } from './limiter-machine.ts'
import { createRequestTable, type RequestTable } from './requests.ts'
import type { Redirects } from './redirects.ts'
import { addOutsider, createShards, type Shards } from './shards.ts'
import { createStation, type Station } from './station.ts'
import { createTries, type Tries } from './tries.ts'
import { EVENT, type EventName } from './vocabulary.ts'

export const CLIENTS_LANE = 0
export const BALANCER_LANE = 1
const FIRST_SERVER_LANE = 2

/** A server machine as it really is, which its balancer may not know. */
export interface ServerMachine {
  readonly index: number
  readonly spec: ServerSpec
  readonly lane: number
  readonly station: Station
  /** The tries its workers are on. */
  readonly serving: Set<number>
  readonly toServer: Link
  readonly fromServer: Link
  /** To the database and back; null where there is none. */
  readonly toDatabase: Link | null
  readonly fromDatabase: Link | null
  running: boolean
  /** Work takes this many times as long. */
  slowness: number
  /** Open span of the lane while it is down or slowed, -1 when there is none. */
  downSpan: number
  slowSpan: number
}

/** The database, which every server asks and nobody balances. */
export interface DatabaseMachine {
  readonly spec: DatabaseSpec
  readonly lane: number
  readonly station: Station
}

/** What each kind of event does; every module registers its own. */
export interface TrafficHandlers {
  requestAtProxy: HandlerId
  abortAtProxy: HandlerId
  tryAtServer: HandlerId
  answerAtProxy: HandlerId
  refusalAtProxy: HandlerId
  resetAtProxy: HandlerId
  movedAtProxy: HandlerId
  askAtProxy: HandlerId
  answerAtClient: HandlerId
  refusalAtClient: HandlerId
  queryAtDatabase: HandlerId
  rowsAtServer: HandlerId
  queryRefusalAtServer: HandlerId
  /** With a limiter in front. */
  requestAtLimiter: HandlerId
  wordAtLimiter: HandlerId
  abortAtLimiter: HandlerId
  throttleAtClient: HandlerId
  countAtLimiter: HandlerId
  silenceAtLimiter: HandlerId
  totalAtLimiter: HandlerId
}

/**
 * Somebody who looks on while the balancer decides, for a code view that shows what the policy saw. It may copy what it is
 * shown and must not change it.
 */
export interface DecisionObserver {
  beforeChoice(request: number, triesSoFar: number, balancer: Balancer, asked: BalancedRequest, rng: Rng, nowUs: number): void
  afterChoice(request: number, triesSoFar: number, balancer: Balancer, server: number): void
}

export interface TrafficSystem {
  readonly kernel: Kernel
  readonly config: TrafficConfig
  readonly recorder: Recorder | null
  readonly requests: RequestTable
  readonly tries: Tries
  readonly lanes: Lane[]
  readonly balancer: Balancer
  readonly machines: ServerMachine[]
  readonly database: DatabaseMachine | null
  /** Who holds which record; null: any server answers anything. */
  readonly shards: Shards | null
  /** Who sends requests on while slots move; null where none ever does. */
  redirects: Redirects | null
  /** The limiter in front of the balancer; null where there is none. */
  limits: Limits | null
  readonly uplink: Link
  readonly downlink: Link
  readonly handlers: TrafficHandlers
  readonly observer: DecisionObserver | null
  /** Times the configured pace of the load. */
  pace: number
  /** Charges the memory that the run holds now to its budget. */
  audit: () => void
  /** What must be called when another server may take what waits at the balancer. */
  capacityChanged: () => void
}

export function createSystem(
  config: TrafficConfig, seed: number, budget: Budget, recorder: Recorder | null, observer: DecisionObserver | null,
): TrafficSystem {
  const kernel = createKernel(seed, budget)
  const system: TrafficSystem = {
    kernel,
    config,
    recorder,
    requests: createRequestTable(),
    tries: createTries(),
    lanes: [
      { id: 'clients', role: 'client', index: -1, sinceUs: 0 },
      { id: 'balancer', role: 'balancer', index: -1, sinceUs: 0 },
    ],
    balancer: createBalancer({ policy: config.balancer.policy, servers: config.servers, options: config.balancer.options }),
    machines: [],
    database: config.database === undefined ? null : {
      spec: config.database, lane: FIRST_SERVER_LANE + config.servers.length, station: createStation(config.database.workers, config.database.queueCapacity),
    },
    shards: createShards(config),
    redirects: null,
    limits: null,
    uplink: createLink(config.clientLink, stream(kernel, 'links/clients/up'), stream(kernel, 'faults/clients/up')),
    downlink: createLink(config.clientLink, stream(kernel, 'links/clients/down'), stream(kernel, 'faults/clients/down')),
    handlers: {
      requestAtProxy: -1, abortAtProxy: -1, tryAtServer: -1, answerAtProxy: -1, refusalAtProxy: -1, resetAtProxy: -1, movedAtProxy: -1, askAtProxy: -1,
      answerAtClient: -1, refusalAtClient: -1, queryAtDatabase: -1, rowsAtServer: -1, queryRefusalAtServer: -1,
      requestAtLimiter: -1, wordAtLimiter: -1, abortAtLimiter: -1, throttleAtClient: -1, countAtLimiter: -1, silenceAtLimiter: -1, totalAtLimiter: -1,
    },
    observer,
    pace: 1,
    audit: () => undefined,
    capacityChanged: () => undefined,
  }
  if (recorder !== null) recorder.clock = kernel
  for (const spec of config.servers) addMachine(system, spec)
  if (system.database !== null) system.lanes.push({ id: 'database', role: 'store', index: -1, sinceUs: 0 })
  system.limits = createLimits(kernel, config, system.lanes)
  return system
}

/** Puts a machine into the system; its lane is the next one down. */
export function addMachine(system: TrafficSystem, spec: ServerSpec): ServerMachine {
  const { kernel, config } = system
  const index = system.machines.length
  const queryLink = (way: string) => config.database === undefined ? null
    : createLink(config.database.link, stream(kernel, `links/${spec.name}/${way}`), stream(kernel, `faults/${spec.name}/${way}`))
  const machine: ServerMachine = {
    index,
    spec,
    lane: system.lanes.length,
    station: createStation(spec.workers, spec.queueCapacity),
    serving: new Set(),
    toServer: createLink(spec.link, stream(kernel, `links/${spec.name}/to`), stream(kernel, `faults/${spec.name}/to`)),
    fromServer: createLink(spec.link, stream(kernel, `links/${spec.name}/from`), stream(kernel, `faults/${spec.name}/from`)),
    toDatabase: queryLink('query'),
    fromDatabase: queryLink('rows'),
    running: true,
    slowness: 1,
    downSpan: -1,
    slowSpan: -1,
  }
  system.machines.push(machine)
  if (system.shards !== null && index >= config.servers.length) addOutsider(system.shards)
  system.lanes.push({ id: spec.name, role: 'service', index, sinceUs: kernel.nowUs })
  return machine
}

/** Writes what happened to a request, when the run is traced. */
export function happened(system: TrafficSystem, event: number, lane: number, request: number): void {
  if (system.recorder !== null) recordEvent(system.recorder, event, lane, request)
}

/** Sends a message and writes it down; returns its delay in µs, or -1 when the network lost it. */
export function send(system: TrafficSystem, link: Link, from: number, to: number, kind: number, request: number): number {
  const delivery = transmit(link, system.kernel.nowUs)
  const fate = delivery.dropped ? LOST : DONE
  if (system.recorder !== null) recordHop(system.recorder, delivery.delayUs, from, to, kind, fate, request)
  return delivery.dropped ? -1 : delivery.delayUs
}

/** Writes a rare event with facts of its own, when the run is traced. */
export function noted(system: TrafficSystem, event: EventName, lane: number, facts: Record<string, string | number>): void {
  const { recorder, kernel } = system
  if (recorder === null) return
  const note = recordNote(recorder, { atUs: kernel.nowUs, kind: event, lane, facts })
  recordEvent(recorder, EVENT[event], lane, note)
}
