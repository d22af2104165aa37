/**
 * What: the table of all requests of a run: one row each, as columns.
 * Why: a row number is all that events and messages carry; everything about a request is looked up here.
 *
 * Invariants:
 *   I1 what a request is (client, key, class, work, query, arrival) is drawn when it is created, from streams of its own:
 *      another policy or a stopped server changes nothing of it, so two runs of one seed can be compared request by request.
 *   I2 a request has exactly one outcome; it is `open` until then.
 *
 * Complexity: 29 bytes a request in the trace, 4 more with a database, 9 with shards or shared tries; 16 more while the run goes on.
 */

import { growTable, NEVER, type Column } from '../../kernel/trace.ts'

/** `throttled`: a limiter said 429. */
export const OUTCOMES = ['open', 'answered', 'refused', 'lost', 'timed-out', 'throttled'] as const
export const REQUEST_OPEN = 0
export const REQUEST_ANSWERED = 1
export const REQUEST_REFUSED = 2
export const REQUEST_TIMED_OUT = 4
export const REQUEST_THROTTLED = 5

export const NO_SERVER_YET = 0xffff
export const NO_QUERY = NEVER
/** It joined no other request. */
export const NO_FIRST = NEVER
/** It wrote nothing. */
export const NO_VERSION = NEVER

/** One row a request. */
export interface RequestTable {
  count: number
  createdAt: Float64Array
  /** From creation to the outcome, µs. */
  latencyUs: Uint32Array
  /** Work in µs on a machine of speed 1. */
  workUs: Uint32Array
  /** Time of its query at an idle database in µs; NO_QUERY: it asks none. */
  queryUs: Uint32Array
  client: Uint32Array
  /** Rank of the key, from 0. */
  key: Uint32Array
  /** Server of the last try, or NO_SERVER_YET. */
  server: Uint16Array
  class: Uint8Array
  /** Tries so far. */
  tries: Uint8Array
  outcome: Uint8Array
  /** The request whose answer it shares, or NO_FIRST. */
  first: Uint32Array
  /** What a write made of its record, or NO_VERSION. */
  version: Uint32Array
  /** 1: its answer was older than what the primary had. */
  stale: Uint8Array
  /** Only while it runs: the try under way or -1, the pending end of the client's patience or 0, the waiting user or -1. */
  currentTry: Int32Array
  patience: Float64Array
  user: Int32Array
}

const FIRST_ROWS = 1024
export const REQUEST_BYTES = 29
export const QUERY_BYTES = 4
export const SHARD_BYTES = 9

export function createRequestTable(): RequestTable {
  const n = FIRST_ROWS
  return {
    count: 0,
    createdAt: new Float64Array(n), latencyUs: new Uint32Array(n), workUs: new Uint32Array(n), queryUs: new Uint32Array(n), client: new Uint32Array(n),
    key: new Uint32Array(n), server: new Uint16Array(n), class: new Uint8Array(n), tries: new Uint8Array(n), outcome: new Uint8Array(n),
    first: new Uint32Array(n), version: new Uint32Array(n), stale: new Uint8Array(n),
    currentTry: new Int32Array(n), patience: new Float64Array(n), user: new Int32Array(n),
  }
}

/** Adds a row and returns its number. */
export function addRequest(table: RequestTable, atUs: number, client: number, key: number, workClass: number, workUs: number): number {
  const row = table.count++
  if (row === table.createdAt.length) growTable(table, row)
  table.createdAt[row] = atUs
  table.latencyUs[row] = NEVER
  table.client[row] = client
  table.key[row] = key
  table.class[row] = workClass
  table.workUs[row] = workUs
  table.queryUs[row] = NO_QUERY
  table.first[row] = NO_FIRST
  table.version[row] = NO_VERSION
  table.server[row] = NO_SERVER_YET
  table.currentTry[row] = -1
  table.user[row] = -1
  return row
}

/** The columns that the trace keeps, cut to their rows. */
export function requestColumns(table: RequestTable, hasDatabase: boolean, hasShards: boolean): Record<string, Column> {
  const always = ['createdAt', 'latencyUs', 'workUs', 'client', 'key', 'server', 'class', 'tries', 'outcome'] as const
  const kept = [...always, ...(hasDatabase ? (['queryUs'] as const) : []), ...(hasShards ? (['first', 'version', 'stale'] as const) : [])]
  return Object.fromEntries(kept.map((name) => [name, table[name].slice(0, table.count)]))
}
