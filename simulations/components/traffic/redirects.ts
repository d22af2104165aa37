/**
 * What: slots that are handed from one shard to another while requests come, and a client that learns of it by being sent on.
 * Why: nobody tells the clients of a cluster that a slot has moved. They ask where it was, are told MOVED or ASK, and ask again:
 * a reshard costs some requests one more way there and back, and no request its answer.
 *
 * Picture:   client's map: slot 15891 on s1          s1 is giving it to s3, record by record
 *            record still on s1: answered            record gone: ASK s3 ─▶ s3, with ASKING: answered; the map stays
 *            the slot is s3's: MOVED s3 ─▶ s3: answered; the map is changed, and the next request goes there at once
 *
 * Invariants:
 *   I1 a record is on one shard at each instant: with the owner of its slot, or with the one that takes the slot over.
 *   I2 the client asks where its map says; only a MOVED changes the map.
 *
 * Source: Redis 7.0 `src/cluster.c`, `getNodeByQuery`, for one key (`redirection` in `algorithms/sharding/redis-cluster.ts` is the whole of it;
 *   a test holds the two together); `redis-cli --cluster reshard`: slot by slot, record by record.
 * Simplifications: MIGRATE keeps no worker busy. One client stands for all: the balancer is the cluster's client library, and its
 *   map is complete from the start. New claims reach every node at once. Where a node is down the move waits for it.
 * Complexity: O(1) a request; two bytes a slot, O(records) when a move begins.
 */

import { slotOf, SLOTS } from '../../algorithms/sharding/redis-slots.ts'
import { invariant } from '../../kernel/invariant.ts'
import { on, schedule } from '../../kernel/kernel.ts'
import type { Intervention, ShardsSpec, TrafficConfig } from './config.ts'
import { nameOf, shardOfRecord } from './shards.ts'
import { noted, type ServerMachine, type TrafficSystem } from './system.ts'

/** A node's word instead of an answer: the shard that has the record, and whether that is for good. */
export interface Redirection {
  readonly kind: 'moved' | 'ask'
  readonly shard: number
}

export interface Redirects {
  /** The shard that the client's map names for a record. */
  readonly believed: (record: number) => number
  /** Null: this machine answers for the record. */
  readonly redirection: (machine: ServerMachine, record: number, isAsking: boolean) => Redirection | null
  /** The client was told MOVED. */
  readonly learn: (record: number, shard: number) => void
  readonly move: (from: ServerMachine, to: ServerMachine, share: number) => void
}

/** More redirections than this, and a client library gives up (ioredis: `maxRedirections` 16, redis-py: 16). */
export const MOST_REDIRECTIONS = 16

/** Slots can be handed over where records are placed by slots and nobody holds copies. */
export function canMoveSlots({ shards, servers }: TrafficConfig): boolean {
  return shards?.scheme === 'redis-slots' && servers.every((server) => server.copyOf === undefined)
}

export function movesSlots(interventions: readonly Intervention[]): boolean {
  return interventions.some(({ command }) => command.kind === 'move-slots')
}

/** The slot of a record. */
export function slotOfRecord(spec: ShardsSpec, record: number): number {
  return slotOf(nameOf(spec, record))
}

/** A slot on its way, and the records in it that have not gone yet. */
interface Move {
  readonly slot: number
  readonly from: number
  readonly to: number
  readonly records: number[]
  /** Last of the slots that one command moves: then the machines of both ends, for the note. */
  readonly last: { readonly from: ServerMachine; readonly to: ServerMachine } | null
}

export function installRedirects(system: TrafficSystem): Redirects {
  const { kernel, config, shards, machines } = system
  invariant(shards !== null && canMoveSlots(config), 'slots are moved between shards without copies')
  const spec: ShardsSpec = shards.spec
  const records = config.clients.keys.count
  const slots = Int16Array.from({ length: records }, (_, record) => slotOfRecord(spec, record))
  const owners = new Int16Array(SLOTS).fill(-1)
  for (let record = 0; record < records; record++) owners[slots[record]!] = shardOfRecord(shards, record)
  const map = owners.slice()
  /** Slots that are being given away, and to whom; records of them that have gone. */
  const targets = new Map<number, number>()
  const gone = new Set<number>()
  const moves: Move[] = []

  function move(from: ServerMachine, to: ServerMachine, share: number): void {
    const [source, target] = [shards!.shardOfServer[from.index]!, shards!.shardOfServer[to.index]!]
    const isPlanned = new Set(moves.map((one) => one.slot))
    const held = [...owners.keys()].filter((slot) => owners[slot] === source && !isPlanned.has(slot))
    const chosen = held.slice(0, Math.round(held.length * share))
    const inside = new Map<number, number[]>(chosen.map((slot) => [slot, []]))
    slots.forEach((slot, record) => inside.get(slot)?.push(record))
    noted(system, 'slots.moving', from.lane, { to: to.spec.name, slots: chosen.length, records: [...inside.values()].reduce((sum, list) => sum + list.length, 0) })
    const wasIdle = moves.length === 0
    for (const [i, slot] of chosen.entries()) moves.push({ slot, from: source, to: target, records: inside.get(slot)!, last: i === chosen.length - 1 ? { from, to } : null })
    if (wasIdle) begin()
  }

  /** IMPORTING at the target, MIGRATING at the source. */
  function begin(): void {
    const next = moves[0]
    if (next === undefined) return
    targets.set(next.slot, next.to)
    schedule(kernel, spec.moveUs, recordMoved)
  }

  const recordMoved = on(kernel, 'record moved', () => {
    const now = moves[0]!
    const isReachable = [now.from, now.to].every((shard) => machines[shards.primaryOf[shard]!]!.running)
    if (isReachable) gone.add(now.records.shift()!)
    if (now.records.length > 0 || !isReachable) {
      schedule(kernel, spec.moveUs, recordMoved)
      return
    }
    // SETSLOT NODE: the slot is the target's, and everybody hears of it but the clients.
    owners[now.slot] = now.to
    targets.delete(now.slot)
    for (const record of gone) if (slots[record] === now.slot) gone.delete(record)
    moves.shift()
    if (now.last !== null) noted(system, 'slots.moved', now.last.to.lane, { from: now.last.from.spec.name })
    begin()
  })

  return {
    believed: (record) => map[slots[record]!]!,
    redirection(machine, record, isAsking) {
      const slot = slots[record]!
      const owner = owners[slot]!
      const target = targets.get(slot)
      const shard = shards.shardOfServer[machine.index]!
      if (owner === shard) return target !== undefined && gone.has(record) ? { kind: 'ask', shard: target } : null
      return target === shard && isAsking ? null : { kind: 'moved', shard: owner }
    },
    learn(record, shard) {
      map[slots[record]!] = shard
    },
    move,
  }
}
