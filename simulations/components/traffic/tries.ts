/**
 * What: the tries under way: one row for one request sent to one server.
 * Why: a request may be tried on several servers, and a server may still work on a try that the balancer gave up. Each
 * side holds the row until it is through with it; a query that it sent to the database holds it too.
 *
 * Invariants:
 *   I1 a row is used again only after all sides have released it, so no event can mistake one try for another.
 *   I2 the balancer closes a try exactly once: answered, or failed.
 *
 * Complexity: O(1); as many rows as tries were ever under way at once, 50 bytes each.
 */

import { invariant } from '../../kernel/invariant.ts'
import { growTable } from '../../kernel/trace.ts'

export interface Tries {
  /** Rows ever used. */
  count: number
  firstFree: number
  request: Int32Array
  server: Uint16Array
  openedAt: Float64Array
  /** Row of the span it is in now: queued or served. */
  span: Int32Array
  /** The same for its query, at the database. */
  querySpan: Int32Array
  /** Pending end of its service, or 0. */
  service: Float64Array
  /** Pending end of the balancer's patience, or 0. */
  patience: Float64Array
  /** 1 while its server waits for the database. */
  asking: Uint8Array
  /** 3, 2, 1 or 0 sides. */
  holders: Uint8Array
  /** 1 while the balancer counts its connection. */
  open: Uint8Array
  /** 1 when it is one part of a request that is asked of every shard. */
  part: Uint8Array
  /** 1 when a node has sent it on with ASK: the next one is told ASKING. */
  asks: Uint8Array
  /** How often its request has been sent on by nodes before. */
  redirects: Uint8Array
  /** The version that a change brings to a copy; 0: it is no change. */
  version: Int32Array
}

const FIRST_ROWS = 256

export function createTries(): Tries {
  const n = FIRST_ROWS
  return {
    count: 0, firstFree: -1,
    request: new Int32Array(n), server: new Uint16Array(n), openedAt: new Float64Array(n), span: new Int32Array(n),
    querySpan: new Int32Array(n), asking: new Uint8Array(n), service: new Float64Array(n), patience: new Float64Array(n), holders: new Uint8Array(n), open: new Uint8Array(n),
    part: new Uint8Array(n), asks: new Uint8Array(n), redirects: new Uint8Array(n), version: new Int32Array(n),
  }
}

/** A new try, held by the balancer and by the message on its way to the server. */
export function openTry(tries: Tries, request: number, server: number, atUs: number): number {
  let row = tries.firstFree
  if (row >= 0) tries.firstFree = tries.request[row]!
  else {
    row = tries.count++
    if (row === tries.request.length) growTable(tries, row)
  }
  tries.request[row] = request
  tries.server[row] = server
  tries.openedAt[row] = atUs
  tries.span[row] = -1
  tries.querySpan[row] = -1
  tries.asking[row] = 0
  tries.service[row] = 0
  tries.patience[row] = 0
  tries.holders[row] = 2
  tries.open[row] = 1
  tries.part[row] = tries.asks[row] = tries.redirects[row] = tries.version[row] = 0
  return row
}

/** One more side holds it: its query, until the server has heard of it. */
export function holdTry(tries: Tries, row: number): void {
  tries.holders[row] = tries.holders[row]! + 1
}

/** One side is through with it. */
export function releaseTry(tries: Tries, row: number): void {
  const holders = tries.holders[row]! - 1
  invariant(holders >= 0, 'I1: a try is released once by each side')
  tries.holders[row] = holders
  if (holders > 0) return
  tries.request[row] = tries.firstFree
  tries.firstFree = row
}
