/**
 * What: which server holds which record, and who may therefore be asked for it.
 * Why: a tier of shards is no pool of equals. A record lives on one shard; a request that carries the partition key goes
 * there, and one that carries another name of the record has to be asked of all.
 *
 * Picture:   record 17: key "item-17", short-code "short-code-17", long-url "long-url-17"; placed by its short code
 *            request with the short code ─▶ its shard            request with the long URL ─▶ every shard (`scatter.ts`)
 *            shard = its primary s1 + copies of it; a write may go to the primary alone
 *
 * Invariants:
 *   I1 the place of a record depends on its partition key and on the servers of the beginning, never on who is alive.
 *   I2 every shard has one primary at each instant.
 *
 * Source: local secondary indexes ("document-partitioned", scatter and gather) in Kleppmann, "Designing Data-Intensive
 *   Applications" (2017), chapter 6.
 * Simplifications: a name of a record is its kind and its number. A server that joins later holds nothing.
 * Complexity: O(1) a request once the record has been placed; four bytes a record.
 */

import { createSharder, locate, made, type Sharder } from '../../algorithms/sharding/sharder.ts'
import { drawDuration } from '../../kernel/distributions.ts'
import { createRng } from '../../kernel/random.ts'
import { NEVER } from '../../kernel/trace.ts'
import type { ShardsSpec, TrafficConfig } from './config.ts'

export interface Shards {
  readonly spec: ShardsSpec
  readonly sharder: Sharder
  /** Shard of each record, UNPLACED until somebody asks. */
  readonly shardOf: Int32Array
  /** Shard of each server; -1: it joined later and holds nothing. */
  readonly shardOfServer: number[]
  /** By shard: its primary, and all servers that hold it. */
  readonly primaryOf: number[]
  readonly holdersOf: readonly (readonly number[])[]
  /** By shard: the servers that cannot answer. A policy is told that they were tried. */
  readonly notForReads: number[][]
  readonly notForWrites: number[][]
}

const UNPLACED = -1

/** Null where the configuration has no shards. */
export function createShards(config: TrafficConfig): Shards | null {
  const { shards: spec, servers } = config
  if (spec === undefined) return null
  const primaryOf = [...servers.keys()].filter((index) => servers[index]!.copyOf === undefined)
  const shardOfServer = servers.map(({ name, copyOf }) => primaryOf.findIndex((index) => servers[index]!.name === (copyOf ?? name)))
  const shards: Shards = {
    spec,
    sharder: made(createSharder({ scheme: spec.scheme, nodes: primaryOf.map((index) => ({ name: servers[index]!.name })) })),
    shardOf: new Int32Array(config.clients.keys.count).fill(UNPLACED),
    shardOfServer,
    primaryOf,
    holdersOf: primaryOf.map((_, shard) => [...servers.keys()].filter((index) => shardOfServer[index] === shard)),
    notForReads: [],
    notForWrites: [],
  }
  listOutsiders(shards, servers.length)
  return shards
}

/** The shard of a record, by its rank. */
export function shardOfRecord(shards: Shards, record: number): number {
  let shard = shards.shardOf[record]!
  if (shard === UNPLACED) shards.shardOf[record] = shard = locate(shards.sharder, nameOf(shards.spec, record))
  return shard
}

/** A record's name by which it is placed; what stands in braces is all that a slot is made of. */
export function nameOf({ by, together }: ShardsSpec, record: number): string {
  const name = `${by === 'key' ? 'item' : by}-${record + 1}`
  return together === 1 ? name : `{${by}-tag-${Math.floor(record / together) + 1}}${name}`
}

/** Does a request of this class have to be asked of every shard? */
export function asksAll(config: TrafficConfig, workClass: number): boolean {
  return config.shards !== undefined && (config.clients.classes[workClass]!.by ?? 'key') !== config.shards.by
}

/** A server joins: nobody may ask it for a record. */
export function addOutsider(shards: Shards): void {
  shards.shardOfServer.push(UNPLACED)
  listOutsiders(shards, shards.shardOfServer.length)
}

/** Another holder of the shard is its primary from now on (I2). */
export function setPrimary(shards: Shards, shard: number, server: number): void {
  shards.primaryOf[shard] = server
  listOutsiders(shards, shards.shardOfServer.length)
}

function listOutsiders(shards: Shards, servers: number): void {
  for (const [shard, holders] of shards.holdersOf.entries()) {
    const all = Array.from({ length: servers }, (_, index) => index)
    shards.notForReads[shard] = all.filter((index) => !holders.includes(index))
    shards.notForWrites[shard] = all.filter((index) => index !== shards.primaryOf[shard])
  }
}

/**
 * Work of one shard's part of a request that is asked of all. Each shard looks through its own index, so each part is a draw of
 * its own; it belongs to the request and the server, so the order in which parts begin changes nothing.
 */
export function partWorkUs(config: TrafficConfig, seed: number, workClass: number, request: number, server: number): number {
  return Math.min(drawDuration(config.clients.classes[workClass]!.work, createRng(seed, `parts/${request}/${server}`)), NEVER - 1)
}
