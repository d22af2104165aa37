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
import { createRetries } from './client-retries.ts'
import type { OpenLoad, WorkClass } from './config.ts'
import { NO_ORIGIN, NO_TENANT, openLimitRow } from './limit-columns.ts'
import { sendAbort, sendIn } from './limiter-way.ts'
import {
  addRequest, NO_QUERY, REQUEST_ANSWERED, REQUEST_OPEN, REQUEST_REFUSED, REQUEST_THROTTLED, REQUEST_TIMED_OUT,
} from './requests.ts'
import { CLIENTS_LANE, happened, type TrafficSystem } from './system.ts'
import { createTenantMap, drawClientOf, drawTenant, tenantOf } from './tenants.ts'
import { EVENT } from './vocabulary.ts'

/** Memory is also counted by requests: many may come within one instant. */
const AUDIT_EVERY_REQUESTS = 4096
/** A column holds about 71 minutes; the rare work of a wild distribution beyond it is cut there. */
const LONGEST_WORK_US = NEVER - 1

/** Makes the clients part of the system and starts their load. Returns what a change of pace must call. */
export function installClients(system: TrafficSystem): { readonly paceChanged: () => void } {
  const { kernel, config, requests, handlers, limits } = system
  const draw = createDraws(system)
  let users: Runner<UserAct> | null = null
  let resting: number[] = []

  const gaveUp = on(kernel, 'client gave up', (request) => {
    if (requests.outcome[request] !== REQUEST_OPEN) return
    requests.patience[request] = 0
    finish(request, REQUEST_TIMED_OUT, EVENT['request.timed-out'])
    // The connection is closed, and the balancer hears of it.
    sendAbort(system, request)
  })

  handlers.answerAtClient = on(kernel, 'answer reached client', (request) => {
    if (requests.outcome[request] === REQUEST_OPEN) finish(request, REQUEST_ANSWERED, EVENT['answer.received'])
    else happened(system, EVENT['answer.ignored'], CLIENTS_LANE, request)
  })
  handlers.refusalAtClient = on(kernel, 'refusal reached client', (request) => {
    if (requests.outcome[request] === REQUEST_OPEN) finish(request, REQUEST_REFUSED, EVENT['refusal.received'])
  })

  handlers.throttleAtClient = on(kernel, '429 reached client', (request) => {
    if (requests.outcome[request] === REQUEST_OPEN) finish(request, REQUEST_THROTTLED, EVENT['throttle.received'])
  })
  const retries = createRetries(system, sendAgain)

  /** `tenant`: whose own load it is; -1: the common load's. */
  function sendRequest(user: number, ownTenant = -1): void {
    const tenant = draw.tenant(user, ownTenant)
    const request = addRequest(requests, kernel.nowUs, draw.client(user, tenant), draw.key(), draw.workClass(), 0)
    if (limits !== null) openLimitRow(limits.columns, request, tenant, 0, NO_ORIGIN)
    requests.workUs[request] = Math.min(draw.work(requests.class[request]!), LONGEST_WORK_US)
    const queryUs = draw.query(requests.class[request]!)
    if (queryUs >= 0) requests.queryUs[request] = Math.min(queryUs, NO_QUERY - 1)
    requests.user[request] = user
    setOut(request)
  }

  /** The same wish once more: nothing of it is drawn again. */
  function sendAgain(before: number): void {
    const { columns } = limits!
    const request = addRequest(requests, kernel.nowUs, requests.client[before]!, requests.key[before]!, requests.class[before]!, requests.workUs[before]!)
    const origin = columns.origin[before] === NO_ORIGIN ? before : columns.origin[before]!
    openLimitRow(columns, request, columns.tenant[before]!, columns.attempt[before]! + 1, origin)
    requests.queryUs[request] = requests.queryUs[before]!
    requests.user[request] = requests.user[before]!
    setOut(request)
  }

  function setOut(request: number): void {
    if (request % AUDIT_EVERY_REQUESTS === 0) system.audit()
    happened(system, EVENT['request.sent'], CLIENTS_LANE, request)
    sendIn(system, request)
    if (config.clients.timeoutUs > 0) requests.patience[request] = scheduleCancellable(kernel, config.clients.timeoutUs, gaveUp, request)
  }

  function finish(request: number, outcome: number, event: number): void {
    requests.outcome[request] = outcome
    requests.latencyUs[request] = kernel.nowUs - requests.createdAt[request]!
    happened(system, event, CLIENTS_LANE, request)
    const patience = requests.patience[request]!
    if (patience > 0) cancel(kernel, patience)
    if (outcome === REQUEST_THROTTLED && retries?.(request) === true) return
    const user = requests.user[request]!
    if (user >= 0 && users !== null) resume(users, user, outcome)
  }

  const load = config.clients.load
  if (load.kind === 'open') return startOpenLoad(system, load, (tenant) => sendRequest(-1, tenant))
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
function startOpenLoad(system: TrafficSystem, load: OpenLoad, sendRequest: (tenant: number) => void): { readonly paceChanged: () => void } {
  const { kernel } = system
  const common = startArrivals(system, load, 'clients/arrivals', () => sendRequest(-1))
  const own = (system.config.clients.tenants ?? []).flatMap(({ rate, name }, tenant) => rate === null ? []
    : [startArrivals(system, { ...load, rate }, `clients/arrivals/${name}`, () => sendRequest(tenant))])
  if (load.bursts !== null) {
    const { everyUs, size } = load.bursts
    const burst: HandlerId = on(kernel, 'burst due', () => {
      for (let i = 0; i < size; i++) sendRequest(-1)
      schedule(kernel, everyUs, burst)
    })
    schedule(kernel, everyUs, burst)
  }
  return { paceChanged: () => [common, ...own].forEach((paceChanged) => paceChanged()) }
}

/** One stream of arrivals. Returns what a change of pace must call. */
function startArrivals(system: TrafficSystem, load: OpenLoad, name: string, arrive: () => void): () => void {
  const { kernel, config } = system
  const rng = stream(kernel, name)
  let pending = 0
  /** The last arrival before it was rounded to a whole µs. */
  let exactly = 0
  const arrival: HandlerId = on(kernel, 'request due', () => {
    arrive()
    next()
  })
  const next = (): void => {
    exactly = nextArrival(load, system.pace, exactly, config.durationUs, rng)
    pending = exactly === Infinity ? 0 : scheduleCancellable(kernel, Math.round(exactly) - kernel.nowUs, arrival)
  }
  next()
  // Poisson arrivals have no memory: the next one may be drawn anew from now.
  return () => {
    if (pending > 0) cancel(kernel, pending)
    exactly = kernel.nowUs
    next()
  }
}

interface Draws {
  /** NO_TENANT where nobody has one. */
  tenant(user: number, own: number): number
  client(user: number, tenant: number): number
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
  const tenantRng = stream(kernel, 'clients/tenants')
  const map = config.clients.tenants === undefined ? null : createTenantMap(config.clients.tenants)
  const zipf = createZipf(keys.count, keys.exponent)
  const total = classes.reduce((sum, one) => sum + one.share, 0)
  invariant(classes.length > 0 && total > 0, 'I1: a load has at least one class of requests with a share')
  return {
    tenant: (user, own) => (map === null ? NO_TENANT : own >= 0 ? own : user >= 0 ? tenantOf(map, user % count) : drawTenant(map, tenantRng)),
    client: (user, tenant) => (user >= 0 ? user % count : map === null ? nextInt(addressRng, count) : drawClientOf(map, tenant, addressRng)),
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

