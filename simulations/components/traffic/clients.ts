/**
 * What: the clients: they send requests as the load says, wait with limited patience, and count what they got.
 * Why: what a client saw is the only measure that matters to it; a server that answers into the void has only been busy.
 *
 * Invariants:
 *   I1 a request's facts are drawn when it is sent, each from its own stream (see `requests.ts`).
 *   I2 each request gets one outcome, at the client, at the instant when the client learns it.
 */

import { drawDuration, drawRank, createZipf } from '../../kernel/distributions.ts'
import { invariant } from '../../kernel/invariant.ts'
import { cancel, on, schedule, scheduleCancellable, stream, type HandlerId } from '../../kernel/kernel.ts'
import { createRunner, resume, start, type Runner } from '../../kernel/process.ts'
import { nextFloat, nextInt } from '../../kernel/random.ts'
import { NEVER } from '../../kernel/trace.ts'
import { userSession, type UserAct } from '../../procedures/user-session.ts'
import { nextArrival } from './arrivals.ts'
import type { OpenLoad, WorkClass } from './config.ts'
import {
  addRequest, NO_QUERY, REQUEST_ANSWERED, REQUEST_OPEN, REQUEST_REFUSED, REQUEST_TIMED_OUT,
} from './requests.ts'
import { BALANCER_LANE, CLIENTS_LANE, happened, send, type TrafficSystem } from './system.ts'
import { EVENT, HOP } from './vocabulary.ts'

/** Memory is also counted by requests: many may come within one instant. */
const AUDIT_EVERY_REQUESTS = 4096
/** A column holds about 71 minutes; the rare work of a wild distribution beyond it is cut there. */
const LONGEST_WORK_US = NEVER - 1

/** Makes the clients part of the system and starts their load. Returns what a change of pace must call. */
export function installClients(system: TrafficSystem): { readonly paceChanged: () => void } {
  const { kernel, config, requests, handlers } = system
  const draw = createDraws(system)
  let users: Runner<UserAct> | null = null
  let resting: number[] = []

  const gaveUp = on(kernel, 'client gave up', (request) => {
    if (requests.outcome[request] !== REQUEST_OPEN) return
    requests.patience[request] = 0
    finish(request, REQUEST_TIMED_OUT, EVENT['request.timed-out'])
    // The connection is closed, and the balancer hears of it.
    const delayUs = send(system, system.uplink, CLIENTS_LANE, BALANCER_LANE, HOP.abort, request)
    if (delayUs >= 0) schedule(kernel, delayUs, handlers.abortAtProxy, request)
  })

  handlers.answerAtClient = on(kernel, 'answer reached client', (request) => {
    if (requests.outcome[request] === REQUEST_OPEN) finish(request, REQUEST_ANSWERED, EVENT['answer.received'])
    else happened(system, EVENT['answer.ignored'], CLIENTS_LANE, request)
  })
  handlers.refusalAtClient = on(kernel, 'refusal reached client', (request) => {
    if (requests.outcome[request] === REQUEST_OPEN) finish(request, REQUEST_REFUSED, EVENT['refusal.received'])
  })

  function sendRequest(user: number): void {
    const request = addRequest(requests, kernel.nowUs, draw.client(user), draw.key(), draw.workClass(), 0)
    requests.workUs[request] = Math.min(draw.work(requests.class[request]!), LONGEST_WORK_US)
    const queryUs = draw.query(requests.class[request]!)
    if (queryUs >= 0) requests.queryUs[request] = Math.min(queryUs, NO_QUERY - 1)
    requests.user[request] = user
    if (request % AUDIT_EVERY_REQUESTS === 0) system.audit()
    happened(system, EVENT['request.sent'], CLIENTS_LANE, request)
    const delayUs = send(system, system.uplink, CLIENTS_LANE, BALANCER_LANE, HOP.request, request)
    if (delayUs >= 0) schedule(kernel, delayUs, handlers.requestAtProxy, request)
    if (config.clients.timeoutUs > 0) requests.patience[request] = scheduleCancellable(kernel, config.clients.timeoutUs, gaveUp, request)
  }

  function finish(request: number, outcome: number, event: number): void {
    requests.outcome[request] = outcome
    requests.latencyUs[request] = kernel.nowUs - requests.createdAt[request]!
    happened(system, event, CLIENTS_LANE, request)
    const patience = requests.patience[request]!
    if (patience > 0) cancel(kernel, patience)
    const user = requests.user[request]!
    if (user >= 0 && users !== null) resume(users, user, outcome)
  }

  const load = config.clients.load
  if (load.kind === 'open') return startOpenLoad(system, load, () => sendRequest(-1))
  const runner = createRunner<UserAct>(kernel, 'user', (act, user) => {
    if (act.do === 'ask') sendRequest(user)
    else resting.push(user)
  })
  users = runner
  for (let user = 0; user < load.users; user++) {
    start(runner, userSession(load.think, () => system.pace, stream(kernel, `users/${user}`)))
  }
  return {
    paceChanged: () => {
      if (system.pace === 0) return
      const rested = resting
      resting = []
      for (const user of rested) resume(runner, user, undefined)
    },
  }
}

/** Arrivals one after the other, and bursts besides. */
function startOpenLoad(system: TrafficSystem, load: OpenLoad, sendRequest: () => void): { readonly paceChanged: () => void } {
  const { kernel, config } = system
  const rng = stream(kernel, 'clients/arrivals')
  let pending = 0
  /** The last arrival before it was rounded to a whole µs. */
  let exactly = 0
  const arrival: HandlerId = on(kernel, 'request due', () => {
    sendRequest()
    next()
  })
  const next = (): void => {
    exactly = nextArrival(load, system.pace, exactly, config.durationUs, rng)
    pending = exactly === Infinity ? 0 : scheduleCancellable(kernel, Math.round(exactly) - kernel.nowUs, arrival)
  }
  next()
  if (load.bursts !== null) {
    const { everyUs, size } = load.bursts
    const burst: HandlerId = on(kernel, 'burst due', () => {
      for (let i = 0; i < size; i++) sendRequest()
      schedule(kernel, everyUs, burst)
    })
    schedule(kernel, everyUs, burst)
  }
  // Poisson arrivals have no memory: the next one may be drawn anew from now.
  return {
    paceChanged: () => {
      if (pending > 0) cancel(kernel, pending)
      exactly = kernel.nowUs
      next()
    },
  }
}

interface Draws {
  client(user: number): number
  key(): number
  workClass(): number
  work(workClass: number): number
  /** -1 when it asks no database. */
  query(workClass: number): number
}

/** Each fact of a request comes from a stream of its own (I1). */
function createDraws(system: TrafficSystem): Draws {
  const { kernel, config } = system
  const { classes, count, keys } = config.clients
  const addressRng = stream(kernel, 'clients/addresses')
  const keyRng = stream(kernel, 'clients/keys')
  const classRng = stream(kernel, 'clients/classes')
  const workRng = stream(kernel, 'clients/work')
  const queryRng = stream(kernel, 'clients/queries')
  const zipf = createZipf(keys.count, keys.exponent)
  const total = classes.reduce((sum, one) => sum + one.share, 0)
  invariant(classes.length > 0 && total > 0, 'I1: a load has at least one class of requests with a share')
  return {
    client: (user) => (user >= 0 ? user % count : nextInt(addressRng, count)),
    key: () => (keys.count === 1 ? 0 : drawRank(zipf, keyRng) - 1),
    workClass: () => (classes.length === 1 ? 0 : drawClass(classes, nextFloat(classRng) * total)),
    work: (workClass) => drawDuration(classes[workClass]!.work, workRng),
    query: (workClass) => {
      const { query } = classes[workClass]!
      return query === undefined ? -1 : drawDuration(query, queryRng)
    },
  }
}

function drawClass(classes: readonly WorkClass[], target: number): number {
  let sum = 0
  for (let i = 0; i < classes.length; i++) {
    sum += classes[i]!.share
    if (target < sum) return i
  }
  return classes.length - 1
}

