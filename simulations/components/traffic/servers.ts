/**
 * What: the servers as machines: they queue, work, answer, refuse when full, and die.
 * Why: the balancer never sees this state. What it knows of a server is what comes back, and when.
 *
 * Invariants:
 *   I1 a stopped server answers nothing it had; its connections are reset, and new ones are refused at once.
 *   I2 the time of a service is work × slowness / speed, rounded to µs, fixed when the service starts.
 *   I3 a worker that asks the database keeps its request, and takes no other, until the database's word is there.
 *
 * Picture:   worker  ▓▓▓▓▓▓▓▓░░░░░░░░░░░░▓ answer        ▓ its own work
 *                            query ▶ … ◀ rows             ░ it waits for the database, and nobody else can have it
 *
 * Source: one thread a request, as servers on Tomcat's or Puma's thread pool are. A killed process: the operating system answers for it with RST (RFC 9293, section 3.10.7.1).
 * Simplifications: a machine that slows down does so for work that starts afterwards. A request asks once, after its own
 *   work; the worker needs no time to turn rows into an answer.
 */

import { cancel, on, schedule, scheduleCancellable } from '../../kernel/kernel.ts'
import { beginSpan, DONE, endSpan, LOST, REFUSED } from '../../kernel/trace.ts'
import { installReplication } from './replication.ts'
import { partWorkUs } from './shards.ts'
import { arrive, finish, reset } from './station.ts'
import { BALANCER_LANE, happened, send, type ServerMachine, type TrafficSystem } from './system.ts'
import { NO_QUERY } from './requests.ts'
import { holdTry, releaseTry } from './tries.ts'
import { EVENT, HOP, SPAN } from './vocabulary.ts'

/** Makes the servers' behaviour part of the system. Returns how a machine is killed and how it comes back. */
export function installServers(system: TrafficSystem): Record<'kill' | 'revive', (machine: ServerMachine) => void> {
  const { kernel, config, requests, tries, machines, database, handlers, recorder } = system
  const replication = installReplication(system, serve)

  handlers.tryAtServer = on(kernel, 'request reached server', (attempt, server) => {
    const machine = machines[server]!
    const request = tries.request[attempt]!
    if (!machine.running || replication?.isMisled(machine, request) === true) {
      reply(machine, attempt, HOP.reset, handlers.resetAtProxy)
      return
    }
    const elsewhere = tries.part[attempt] === 1 ? null : system.redirects?.redirection(machine, requests.key[request]!, tries.asks[attempt] === 1) ?? null
    if (elsewhere !== null) {
      if (elsewhere.kind === 'moved') reply(machine, attempt, HOP.moved, handlers.movedAtProxy, elsewhere.shard)
      else reply(machine, attempt, HOP.ask, handlers.askAtProxy, elsewhere.shard)
      return
    }
    switch (arrive(machine.station, attempt)) {
      case 'started':
        serve(machine, attempt)
        break
      case 'queued':
        happened(system, EVENT['request.queued'], machine.lane, request)
        if (recorder !== null) tries.span[attempt] = beginSpan(recorder, machine.lane, SPAN.queued, request)
        break
      case 'refused':
        happened(system, EVENT['request.refused'], machine.lane, request)
        reply(machine, attempt, HOP.refusal, handlers.refusalAtProxy)
    }
  })

  function serve(machine: ServerMachine, attempt: number): void {
    const request = tries.request[attempt]!
    const isPart = tries.part[attempt] === 1
    const workUs = isPart ? partWorkUs(config, kernel.seed, requests.class[request]!, request, machine.index) : requests.workUs[request]!
    const timeUs = Math.round((workUs * machine.slowness) / machine.spec.speed)
    machine.serving.add(attempt)
    happened(system, tries.version[attempt] === 0 ? EVENT['request.started'] : EVENT['change.started'], machine.lane, request)
    if (recorder !== null) {
      if (tries.span[attempt]! >= 0) endSpan(recorder, tries.span[attempt]!, DONE)
      tries.span[attempt] = beginSpan(recorder, machine.lane, SPAN.served, request)
    }
    tries.service[attempt] = scheduleCancellable(kernel, timeUs, served, attempt, machine.index)
  }

  const served = on(kernel, 'service ended', (attempt, server) => {
    const machine = machines[server]!
    tries.service[attempt] = 0
    if (tries.version[attempt]! > 0) {
      machine.serving.delete(attempt)
      replication!.applied(machine, attempt)
      nextFrom(machine)
    } else if (database === null || requests.queryUs[tries.request[attempt]!] === NO_QUERY) answer(machine, attempt)
    else ask(machine, attempt, database.lane)
  })

  /** The worker's own part is done; it sends its query and waits (I3). */
  function ask(machine: ServerMachine, attempt: number, databaseLane: number): void {
    const request = tries.request[attempt]!
    tries.asking[attempt] = 1
    holdTry(tries, attempt)
    happened(system, EVENT['query.sent'], machine.lane, request)
    schedule(kernel, send(system, machine.toDatabase!, machine.lane, databaseLane, HOP.query, request), handlers.queryAtDatabase, attempt)
  }

  /** The database's word is there. A server that died meanwhile, even if it lives again, knows nothing of the question. */
  const heard = (attempt: number, goOn: (machine: ServerMachine, attempt: number) => void): void => {
    if (tries.asking[attempt] === 1) {
      tries.asking[attempt] = 0
      goOn(machines[tries.server[attempt]!]!, attempt)
    }
    releaseTry(tries, attempt)
  }
  handlers.rowsAtServer = on(kernel, 'rows reached server', (attempt) => heard(attempt, answer))
  handlers.queryRefusalAtServer = on(kernel, 'refusal of a query reached server', (attempt) => heard(attempt, fail))

  function answer(machine: ServerMachine, attempt: number): void {
    endService(machine, attempt, DONE)
    replication?.served(machine, tries.request[attempt]!)
    happened(system, EVENT['request.answered'], machine.lane, tries.request[attempt]!)
    reply(machine, attempt, HOP.answer, handlers.answerAtProxy)
    nextFrom(machine)
  }

  /** Without its rows a server has nothing to answer: 503. */
  function fail(machine: ServerMachine, attempt: number): void {
    endService(machine, attempt, REFUSED)
    happened(system, EVENT['query.failed'], machine.lane, tries.request[attempt]!)
    reply(machine, attempt, HOP.refusal, handlers.refusalAtProxy)
    nextFrom(machine)
  }

  function endService(machine: ServerMachine, attempt: number, fate: number): void {
    machine.serving.delete(attempt)
    if (recorder !== null) endSpan(recorder, tries.span[attempt]!, fate)
  }

  function nextFrom(machine: ServerMachine): void {
    const next = finish(machine.station)
    if (next >= 0) serve(machine, next)
  }

  /** Sends word of a try back to the balancer; a lost one leaves the try to the balancer's patience. */
  function reply(machine: ServerMachine, attempt: number, hop: number, handler: number, shard = 0): void {
    const delayUs = send(system, machine.fromServer, machine.lane, BALANCER_LANE, hop, tries.request[attempt]!)
    if (delayUs >= 0) schedule(kernel, delayUs, handler, attempt, shard)
    else releaseTry(tries, attempt)
  }

  /** The process dies: what it served and what waited is lost, and every connection is reset (I1). */
  function kill(machine: ServerMachine): void {
    const lost = [...machine.serving]
    const { queue, head, waiting } = machine.station
    for (let i = 0; i < waiting; i++) lost.push(queue[(head + i) & (queue.length - 1)]!)
    for (const attempt of lost) {
      if (tries.service[attempt]! > 0) cancel(kernel, tries.service[attempt]!)
      tries.service[attempt] = tries.asking[attempt] = 0
      if (recorder !== null) endSpan(recorder, tries.span[attempt]!, LOST)
      const isChange = tries.version[attempt]! > 0
      happened(system, isChange ? EVENT['change.lost'] : EVENT['request.lost'], machine.lane, tries.request[attempt]!)
      if (isChange) releaseTry(tries, attempt)
      else reply(machine, attempt, HOP.reset, handlers.resetAtProxy)
    }
    machine.serving.clear()
    reset(machine.station)
    machine.running = false
    replication?.stopped(machine)
  }

  function revive(machine: ServerMachine): void {
    machine.running = true
    replication?.started(machine)
  }

  return { kill, revive }
}
