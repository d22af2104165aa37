/**
 * What: the balancer as a machine: it asks the policy for a server, forwards, waits, tries again, and passes the answer on.
 * Why: a policy only names a server. Everything that happens around the name, connections counted, failures noticed,
 * requests held while all servers are full, happens here, as nginx and HAProxy do it.
 *
 * Picture:   request ─▶ choose ─▶ try on s2 ─▶ reset ─▶ choose without s2 ─▶ try on s3 ─▶ answer ─▶ client
 *
 * Invariants:
 *   I1 a request has at most one open try, and each try is closed once.
 *   I2 a request is tried at most `tries` times, never twice on one server.
 *   I3 requests held while all servers are full go on in the order in which they came.
 *
 * Source: nginx `ngx_http_upstream.c` (next upstream on error and timeout; an answer with status 503 is an answer),
 *   HAProxy `queue.c` (a request waits in the backend's queue while every server is at maxconn).
 * Simplifications: one message each way, no keep-alive pool; the balancer itself takes no time and never fills up.
 */

import { ALL_FULL, NO_SERVER, type BalancedRequest, type CloseOutcome } from '../../algorithms/balancing/policy.ts'
import { choose, close, open } from '../../algorithms/balancing/balancer.ts'
import { cancel, on, schedule, scheduleCancellable, stream } from '../../kernel/kernel.ts'
import { beginSpan, DONE, endSpan, TIMED_OUT } from '../../kernel/trace.ts'
import { createCoalescing } from './coalescing.ts'
import { tellThroughLimiter } from './limiter-way.ts'
import { MOST_REDIRECTIONS } from './redirects.ts'
import { createScatter } from './scatter.ts'
import { shardOfRecord } from './shards.ts'
import { BALANCER_LANE, CLIENTS_LANE, happened, noted, send, type TrafficSystem } from './system.ts'
import { openTry, releaseTry } from './tries.ts'
import { EVENT, HOP, SPAN } from './vocabulary.ts'

const NOTHING_TRIED: readonly number[] = []

/** Makes the balancer part of the system. Returns what must be called when capacity may have appeared. */
export function installProxy(system: TrafficSystem): { readonly capacityChanged: () => void } {
  const { kernel, config, requests, tries, balancer, machines, shards, handlers, recorder, observer } = system
  const rng = stream(kernel, 'balancer/choices')
  const addresses = clientAddresses(config.clients.count)
  const keys = Array.from({ length: Math.min(config.clients.keys.count, 1_000_000) }, (_, rank) => `item-${rank + 1}`)
  /** Server that each client's cookie names, -1 for none. */
  const cookies = new Int32Array(config.clients.count).fill(-1)
  const tried = new Map<number, number[]>()
  /** Requests held because every server is full, with the row of their span. */
  const held = new Map<number, number>()
  /** HAProxy's policies do not read nginx's count of failures, so under them nobody is left alone. */
  const readsPassiveHealth = (): boolean => !balancer.policy.startsWith('haproxy-') && !sticky()
  const sticky = (): boolean => balancer.policy === 'sticky-round-robin'
  const asked = { clientAddress: '', key: '', cookie: null as string | null, tried: NOTHING_TRIED } satisfies BalancedRequest

  const coalescing = createCoalescing(system)
  const scatter = createScatter(system, {
    chooseWithout: chooseFor, closeTry, refuse, patienceOver: () => patienceOver,
    answer: (request) => tellClient(request, HOP.answer, handlers.answerAtClient),
  })

  function dispatch(request: number): void {
    if (scatter?.concerns(request) === true) {
      scatter.begin(request)
      return
    }
    const server = chooseFor(request)
    if (server === ALL_FULL && held.size < config.balancer.waitCapacity) holdBack(request)
    else if (server === NO_SERVER || server === ALL_FULL) refuse(request)
    else forward(request, server)
  }

  /** Those who cannot have what is asked for are out of the question, as if they had been tried. */
  function outsidersOf(request: number): readonly number[] {
    if (shards === null) return NOTHING_TRIED
    const record = requests.key[request]!
    return outsidersOfShard(request, system.redirects === null ? shardOfRecord(shards, record) : system.redirects.believed(record))
  }

  function outsidersOfShard(request: number, shard: number): readonly number[] {
    const isWrite = config.clients.classes[requests.class[request]!]!.writes === true
    return (isWrite ? shards!.notForWrites : shards!.notForReads)[shard]!
  }

  function chooseFor(request: number, outsiders = outsidersOf(request)): number {
    const client = requests.client[request]!
    asked.clientAddress = addresses[client]!
    asked.key = keys[requests.key[request]!]!
    asked.cookie = cookies[client]! >= 0 ? machines[cookies[client]!]!.spec.name : null
    const before = tried.get(request)
    asked.tried = before === undefined ? outsiders : outsiders.length === 0 ? before : [...outsiders, ...before]
    if (observer === null) return choose(balancer, asked, kernel.nowUs, rng)
    const triesSoFar = requests.tries[request]!
    observer.beforeChoice(request, triesSoFar, balancer, asked, rng, kernel.nowUs)
    const server = choose(balancer, asked, kernel.nowUs, rng)
    observer.afterChoice(request, triesSoFar, balancer, server)
    return server
  }

  /** `redirects`: how often it has been sent on; a request that is sent on is not tried again, it is led to where it belongs. */
  function forward(request: number, server: number, redirects = 0, isAsking = false): void {
    const machine = machines[server]!
    open(balancer, server, kernel.nowUs)
    const attempt = openTry(tries, request, server, kernel.nowUs)
    requests.server[request] = server
    if (redirects === 0) requests.tries[request] = requests.tries[request]! + 1
    tries.asks[attempt] = isAsking ? 1 : 0
    tries.redirects[attempt] = redirects
    requests.currentTry[request] = attempt
    happened(system, redirects === 0 ? EVENT['request.forwarded'] : EVENT['request.redirected'], machine.lane, request)
    const delayUs = send(system, machine.toServer, BALANCER_LANE, machine.lane, redirects === 0 ? HOP.request : HOP.follow, request)
    if (delayUs >= 0) schedule(kernel, delayUs, handlers.tryAtServer, attempt, server)
    else releaseTry(tries, attempt)
    const patienceUs = config.balancer.tryTimeoutUs
    if (patienceUs > 0) tries.patience[attempt] = scheduleCancellable(kernel, patienceUs, patienceOver, attempt)
  }

  /** Ends the balancer's side of a try (I1). */
  function closeTry(attempt: number, outcome: CloseOutcome): void {
    const server = tries.server[attempt]!
    const known = balancer.pool.servers[server]!
    const wasLeftAlone = known.config.maxFails > 0 && known.fails >= known.config.maxFails
    close(balancer, server, outcome, kernel.nowUs - tries.openedAt[attempt]!, kernel.nowUs)
    if (readsPassiveHealth() && !wasLeftAlone && known.config.maxFails > 0 && known.fails >= known.config.maxFails) {
      noted(system, 'server.left-alone', machines[server]!.lane, { fails: known.fails, failTimeoutUs: known.config.failTimeoutUs })
    }
    tries.open[attempt] = 0
    requests.currentTry[tries.request[attempt]!] = -1
    if (tries.patience[attempt]! > 0) cancel(kernel, tries.patience[attempt]!)
    releaseTry(tries, attempt)
  }

  function failTry(attempt: number): void {
    if (tries.part[attempt] === 1) {
      scatter!.heard(attempt, 'failure')
      admitHeld()
      return
    }
    const request = tries.request[attempt]!
    const server = tries.server[attempt]!
    happened(system, EVENT['try.failed'], machines[server]!.lane, request)
    closeTry(attempt, 'failed')
    const before = tried.get(request)
    if (before === undefined) tried.set(request, [server])
    else before.push(server)
    // A client that has just given up is not known here before its abort arrives; that closes the new try.
    if (requests.tries[request]! < config.balancer.tries) dispatch(request)
    else refuse(request)
    admitHeld()
  }

  const patienceOver = on(kernel, 'try timed out', (attempt) => {
    tries.patience[attempt] = 0
    if (tries.open[attempt] === 1) failTry(attempt)
  })

  function holdBack(request: number): void {
    happened(system, EVENT['request.held'], BALANCER_LANE, request)
    held.set(request, recorder === null ? -1 : beginSpan(recorder, BALANCER_LANE, SPAN['waited-at-balancer'], request))
  }

  function admitHeld(): void {
    for (const [request, span] of held) {
      const server = chooseFor(request)
      if (server === ALL_FULL) return
      held.delete(request)
      if (recorder !== null) endSpan(recorder, span, DONE)
      if (server === NO_SERVER) refuse(request)
      else forward(request, server)
    }
  }

  function refuse(request: number): void {
    tried.delete(request)
    happened(system, EVENT['request.refused'], BALANCER_LANE, request)
    tellClient(request, HOP.refusal, handlers.refusalAtClient)
  }

  function tellClient(request: number, hop: number, handler: number): void {
    for (const one of [request, ...(coalescing?.takeJoined(request) ?? [])]) {
      if (system.limits !== null) {
        tellThroughLimiter(system, one, hop)
        continue
      }
      const delayUs = send(system, system.downlink, BALANCER_LANE, CLIENTS_LANE, hop, one)
      if (delayUs >= 0) schedule(kernel, delayUs, handler, one)
    }
  }

  handlers.requestAtProxy = on(kernel, 'request reached balancer', (request) => {
    // A server may be trusted again by the mere passing of time; then those who are held go first (I3).
    if (held.size > 0) admitHeld()
    if (coalescing?.join(request) !== true) dispatch(request)
  })

  /** A server's own word, an answer or a refusal: both are passed on, and both are answers to the balancer. */
  const passOn = (attempt: number, hop: number, handler: number): void => {
    if (tries.open[attempt] === 1 && tries.part[attempt] === 1) {
      scatter!.heard(attempt, hop === HOP.answer ? 'answer' : 'refusal')
      if (held.size > 0) admitHeld()
    } else if (tries.open[attempt] === 1) {
      const request = tries.request[attempt]!
      if (sticky()) cookies[requests.client[request]!] = tries.server[attempt]!
      happened(system, EVENT['answer.passed'], machines[tries.server[attempt]!]!.lane, request)
      closeTry(attempt, 'answered')
      tried.delete(request)
      tellClient(request, hop, handler)
      if (held.size > 0) admitHeld()
    }
    releaseTry(tries, attempt)
  }
  handlers.answerAtProxy = on(kernel, 'answer reached balancer', (attempt) => passOn(attempt, HOP.answer, handlers.answerAtClient))
  handlers.refusalAtProxy = on(kernel, 'refusal reached balancer', (attempt) => passOn(attempt, HOP.refusal, handlers.refusalAtClient))

  /** A node says who has the record: the client goes there, and after a MOVED remembers it. */
  const sentOn = (attempt: number, shard: number, isAsking: boolean): void => {
    if (tries.open[attempt] === 1) {
      const request = tries.request[attempt]!
      const redirects = tries.redirects[attempt]! + 1
      happened(system, isAsking ? EVENT['request.asked'] : EVENT['request.moved'], machines[tries.server[attempt]!]!.lane, request)
      closeTry(attempt, 'answered')
      if (!isAsking) system.redirects!.learn(requests.key[request]!, shard)
      const server = redirects > MOST_REDIRECTIONS ? NO_SERVER : chooseFor(request, outsidersOfShard(request, shard))
      if (server < 0) refuse(request)
      else forward(request, server, redirects, isAsking)
      if (held.size > 0) admitHeld()
    }
    releaseTry(tries, attempt)
  }
  handlers.movedAtProxy = on(kernel, 'MOVED reached client', (attempt, shard) => sentOn(attempt, shard, false))
  handlers.askAtProxy = on(kernel, 'ASK reached client', (attempt, shard) => sentOn(attempt, shard, true))

  handlers.resetAtProxy = on(kernel, 'reset reached balancer', (attempt) => {
    if (tries.open[attempt] === 1) failTry(attempt)
    releaseTry(tries, attempt)
  })

  handlers.abortAtProxy = on(kernel, 'abort reached balancer', (request) => {
    if (coalescing?.leave(request) === true) return
    tried.delete(request)
    scatter?.abandon(request)
    const span = held.get(request)
    if (span !== undefined) {
      held.delete(request)
      happened(system, EVENT['try.abandoned'], BALANCER_LANE, request)
      if (recorder !== null) endSpan(recorder, span, TIMED_OUT)
    }
    const attempt = requests.currentTry[request]!
    if (attempt >= 0) {
      happened(system, EVENT['try.abandoned'], machines[tries.server[attempt]!]!.lane, request)
      closeTry(attempt, 'abandoned')
      if (held.size > 0) admitHeld()
    }
  })

  return { capacityChanged: admitHeld }
}

/** Different third octets, because nginx's ip_hash reads only the first three. */
function clientAddresses(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `10.${(i >> 8) & 255}.${i & 255}.${1 + ((i * 37) % 254)}`)
}
