/**
 * What: copies of a shard: the primary takes the writes and tells its copies afterwards; any of them answers reads.
 * Why: copies add readers and survive a death. They do not add room for writes, because every copy repeats every write; only
 * another shard does. And what a copy has not heard yet, it does not know.
 *
 * Picture:   write ─▶ s1 ▓▓ answer                     versions of the record   s1: 5
 *                        ╲ change ─▶ r1 ▓▓ applied                              r1: 4 … 5
 *            read  ─▶ r1 between the two: a stale answer, version 4
 *
 * Invariants:
 *   I1 a version of a record only grows on a machine, except where a copy takes over all of its primary's records.
 *   I2 changes reach a copy in the order in which the primary made them.
 *   I3 a primary never waits for its copies: a write that it has answered may be lost with it.
 *
 * Source: Redis replication (redis.io, "Redis replication": asynchronous, the replica carries out the same commands, full
 *   resynchronisation) and Redis Sentinel (`down-after-milliseconds`, promotion of the replica with the greatest offset).
 * Simplifications: a change waits in the copy's queue however full it is. Who is the primary is known to all at once. A copy that
 *   comes back gets all records in one message; there is no partial resynchronisation.
 * Complexity: four bytes a record and machine; O(copies) a write, O(records) a resynchronisation.
 */

import { on, schedule, stream } from '../../kernel/kernel.ts'
import { createLink, transmit, type Link } from '../../kernel/network.ts'
import { beginSpan, DONE, endSpan, recordHop } from '../../kernel/trace.ts'
import { NO_VERSION } from './requests.ts'
import { setPrimary, shardOfRecord, type Shards } from './shards.ts'
import { arriveAnyway } from './station.ts'
import { happened, noted, type ServerMachine, type TrafficSystem } from './system.ts'
import { openTry, releaseTry } from './tries.ts'
import { EVENT, HOP, SPAN } from './vocabulary.ts'

/** What the servers ask of it. */
export interface Replication {
  /** A write that reached a machine which may not take it (any more): its connection is reset. */
  readonly isMisled: (machine: ServerMachine, request: number) => boolean
  /** A worker is done with a request: what it wrote is told to the copies, what it read has an age. */
  readonly served: (machine: ServerMachine, request: number) => void
  /** A worker of a copy is done with a change. */
  readonly applied: (machine: ServerMachine, attempt: number) => void
  readonly stopped: (machine: ServerMachine) => void
  readonly started: (machine: ServerMachine) => void
}

/** Null where no server is a copy. `serve` lets a free worker take a change. */
export function installReplication(system: TrafficSystem, serve: (machine: ServerMachine, attempt: number) => void): Replication | null {
  const { kernel, config, requests, tries, machines, shards, recorder } = system
  if (shards === null || config.servers.every((server) => server.copyOf === undefined)) return null
  const { classes, keys } = config.clients
  const versions = config.servers.map(() => new Int32Array(keys.count))
  const links = new Map<string, Link>()
  const snapshots = new Map<number, Int32Array>()
  let snapshotNumber = 0
  const deaths = config.servers.map(() => 0)
  /** Changes on their way to each machine. */
  const coming = config.servers.map(() => 0)
  const isWrite = (request: number): boolean => classes[requests.class[request]!]!.writes === true
  const shardAt = (machine: ServerMachine): number => shards.shardOfServer[machine.index]!

  function linkOf(from: ServerMachine, to: ServerMachine): Link {
    const name = `${from.spec.name}/${to.spec.name}`
    let link = links.get(name)
    if (link === undefined) {
      link = createLink(shards!.spec.copyLink, stream(kernel, `links/copies/${name}`), stream(kernel, `faults/copies/${name}`), true) // I2
      links.set(name, link)
    }
    return link
  }

  function tell(from: ServerMachine, to: ServerMachine, subject: number): number {
    const { delayUs } = transmit(linkOf(from, to), kernel.nowUs)
    if (recorder !== null) recordHop(recorder, delayUs, from.lane, to.lane, HOP.change, DONE, subject)
    return delayUs
  }

  function served(machine: ServerMachine, request: number): void {
    const record = requests.key[request]!
    const shard = shardOfRecord(shards!, record)
    if (shardAt(machine) !== shard) return
    const primary = shards!.primaryOf[shard]!
    if (!isWrite(request)) {
      const version = versions[machine.index]![record]!
      if (version >= versions[primary]![record]!) return
      requests.stale[request] = 1
      happened(system, EVENT['read.stale'], machine.lane, request)
      return
    }
    const version = versions[machine.index]![record]! + 1
    versions[machine.index]![record] = version
    requests.version[request] = version
    for (const index of shards!.holdersOf[shard]!) {
      if (index === machine.index) continue
      const copy = machines[index]!
      const attempt = openTry(tries, request, index, kernel.nowUs)
      releaseTry(tries, attempt) // nobody but the change itself holds it
      tries.open[attempt] = 0
      tries.version[attempt] = version
      coming[index]!++
      happened(system, EVENT['change.sent'], copy.lane, request)
      schedule(kernel, tell(machine, copy, request), changeAtCopy, attempt, deaths[index]!)
    }
  }

  const changeAtCopy = on(kernel, 'change reached copy', (attempt, lives) => {
    const copy = machines[tries.server[attempt]!]!
    const request = tries.request[attempt]!
    coming[copy.index]!--
    // A machine that died in the meantime, or a copy that has become a primary and listens to nobody (I3).
    if (!copy.running || lives !== deaths[copy.index] || shards.primaryOf[shardAt(copy)] === copy.index) {
      happened(system, EVENT['change.lost'], copy.lane, request)
      releaseTry(tries, attempt)
    } else if (arriveAnyway(copy.station, attempt) === 'started') serve(copy, attempt)
    else {
      happened(system, EVENT['change.queued'], copy.lane, request)
      if (recorder !== null) tries.span[attempt] = beginSpan(recorder, copy.lane, SPAN.queued, request)
    }
  })

  function applied(machine: ServerMachine, attempt: number): void {
    const request = tries.request[attempt]!
    const known = versions[machine.index]!
    const record = requests.key[request]!
    known[record] = Math.max(known[record]!, tries.version[attempt]!)
    if (recorder !== null) endSpan(recorder, tries.span[attempt]!, DONE)
    happened(system, EVENT['change.applied'], machine.lane, request)
    releaseTry(tries, attempt)
  }

  function stopped(machine: ServerMachine): void {
    if (deaths[machine.index] === undefined) return
    deaths[machine.index]!++
    const shard = shardAt(machine)
    if (shards!.primaryOf[shard] === machine.index && shards!.spec.failoverUs > 0) schedule(kernel, shards!.spec.failoverUs, failover, shard, deaths[machine.index]!)
  }

  /** The primary has been down for so long that the copy which knows most takes its place. */
  const failover = on(kernel, 'failover due', (shard, lives) => {
    const old = shards.primaryOf[shard]!
    if (machines[old]!.running || deaths[old] !== lives) return
    const candidates = shards.holdersOf[shard]!.filter((index) => index !== old && machines[index]!.running)
    if (candidates.length === 0) return
    const heir = candidates.reduce((best, index) => (sum(versions[index]!) > sum(versions[best]!) ? index : best))
    setPrimary(shards, shard, heir)
    noted(system, 'copy.promoted', machines[heir]!.lane, { before: machines[old]!.spec.name, lost: coming[heir]! })
    for (const index of candidates) if (index !== heir) synchronise(shards, shard, index)
    system.capacityChanged()
  })

  /** A copy takes over all records that its primary has now. */
  function synchronise(known: Shards, shard: number, index: number): void {
    const primary = machines[known.primaryOf[shard]!]!
    if (!primary.running || primary.index === index) return
    const number = snapshotNumber++
    snapshots.set(number, versions[primary.index]!.slice())
    noted(system, 'copy.syncing', machines[index]!.lane, { from: primary.spec.name })
    schedule(kernel, tell(primary, machines[index]!, NO_VERSION), synchronised, index, number)
  }

  const synchronised = on(kernel, 'records reached copy', (index, number) => {
    const snapshot = snapshots.get(number)!
    snapshots.delete(number)
    if (!machines[index]!.running || shards.primaryOf[shards.shardOfServer[index]!] === index) return
    const known = versions[index]!
    const records = snapshot.reduce((count, version, record) => count + (version === known[record] ? 0 : 1), 0)
    known.set(snapshot)
    noted(system, 'copy.synced', machines[index]!.lane, { records })
  })

  return {
    isMisled: (machine, request) => isWrite(request) && shardAt(machine) >= 0 && shards.primaryOf[shardAt(machine)] !== machine.index,
    served,
    applied,
    stopped,
    started: (machine) => {
      if (shardAt(machine) >= 0) synchronise(shards, shardAt(machine), machine.index)
    },
  }
}

function sum(values: Int32Array): number {
  let total = 0
  for (const value of values) total += value
  return total
}
