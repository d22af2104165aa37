/**
 * What: the database that all servers ask: some workers, a bounded queue, and queries that are in each other's way.
 * Why: servers can be multiplied because they share nothing. What they share is this machine, and it sets the next limit.
 *
 * Picture:   s1 ─query─▶ ┐                    ┌ worker ▓▓▓▓   each query takes longer, the more of them are there:
 *            s2 ─query─▶ ┼─▶ [ ● ● ● ] queue ─┤                 query × (1 + crowding × others)
 *            s3 ─query─▶ ┘                    └ worker ▓▓▓▓   others = those on workers + those in the queue
 *
 * Invariants:
 *   I1 the station's: no worker is idle while a query waits; first come, first served; one beyond the queue is refused.
 *   I2 the time of a query is fixed when a worker takes it, rounded to µs.
 *   I3 every query gets one word back, rows or a refusal, whether or not its server still lives.
 *
 * Source: PostgreSQL before version 14 looked at every open connection, idle ones too, whenever a query took its snapshot
 *   (`GetSnapshotData`, src/backend/storage/ipc/procarray.c; the change for 14 is described in Andres Freund, "Improving Postgres Connection
 *   Scalability: Snapshots", 2020). A query in the queue here is such a connection.
 * Simplifications: what crowds is linear in the number of queries and nothing else: no locks on rows, no disk, no cache. A query
 *   of a server that died runs to its end. The links between servers and database lose nothing.
 */

import { invariant } from '../../kernel/invariant.ts'
import { on, schedule } from '../../kernel/kernel.ts'
import { beginSpan, DONE, endSpan } from '../../kernel/trace.ts'
import { arrive, finish } from './station.ts'
import { happened, send, type TrafficSystem } from './system.ts'
import { EVENT, HOP, SPAN } from './vocabulary.ts'

/** Makes the database part of the system, where the configuration has one. */
export function installDatabase(system: TrafficSystem): void {
  if (system.database === null) return
  const { kernel, requests, tries, machines, handlers, recorder } = system
  const { spec, lane, station } = system.database

  handlers.queryAtDatabase = on(kernel, 'query reached database', (attempt) => {
    const request = tries.request[attempt]!
    switch (arrive(station, attempt)) {
      case 'started':
        work(attempt)
        break
      case 'queued':
        happened(system, EVENT['query.queued'], lane, request)
        if (recorder !== null) tries.querySpan[attempt] = beginSpan(recorder, lane, SPAN.queued, request)
        break
      case 'refused':
        happened(system, EVENT['query.refused'], lane, request)
        reply(attempt, HOP.refusal, handlers.queryRefusalAtServer)
    }
  })

  function work(attempt: number): void {
    const request = tries.request[attempt]!
    const others = station.busy - 1 + station.waiting
    const timeUs = Math.round(requests.queryUs[request]! * (1 + spec.crowding * others))
    happened(system, EVENT['query.started'], lane, request)
    if (recorder !== null) {
      if (tries.querySpan[attempt]! >= 0) endSpan(recorder, tries.querySpan[attempt]!, DONE)
      tries.querySpan[attempt] = beginSpan(recorder, lane, SPAN.served, request)
    }
    schedule(kernel, timeUs, worked, attempt)
  }

  const worked = on(kernel, 'query ended', (attempt) => {
    if (recorder !== null) endSpan(recorder, tries.querySpan[attempt]!, DONE)
    happened(system, EVENT['query.answered'], lane, tries.request[attempt]!)
    reply(attempt, HOP.rows, handlers.rowsAtServer)
    const next = finish(station)
    if (next >= 0) work(next)
  })

  /** Word back to the server that asked (I3). */
  function reply(attempt: number, hop: number, handler: number): void {
    const machine = machines[tries.server[attempt]!]!
    const delayUs = send(system, machine.fromDatabase!, lane, machine.lane, hop, tries.request[attempt]!)
    invariant(delayUs >= 0, 'I3: the links of the database lose nothing')
    schedule(kernel, delayUs, handler, attempt)
  }
}
