/**
 * What: a key of the request (a path, a user id) decides, by hash modulo the total weight. nginx's `hash $key`.
 * Why: each server sees only its part of the keys, so its cache holds more of them. The price of the modulo: when the total
 * weight changes, nearly every key moves. Consistent hashing exists to avoid that.
 *
 * Picture:   key ─▶ crc32 ─▶ its upper 15 bits ─▶ mod total weight ─▶ server
 *            that one is down or was tried: add the hash of "1" + key, then "2" + key …; after 20 vain tries, take turns
 *
 * Invariants:
 *   I1 while the list and its state stay, one key gets one server.
 *   I2 servers that are down keep their part of the numbers, so the others keep their keys.
 *
 * Source: nginx 1.22 `src/http/modules/ngx_http_upstream_hash_module.c`, compatible with Cache::Memcached.
 * Simplifications: nginx refuses `backup` servers here; this falls back to them when it takes turns.
 * Complexity: O(servers) a try, at most 21 tries.
 */

import { crc32 } from '../../structures/crc32.ts'
import { isAvailable, noteChosen, standsAlone } from './passive-health.ts'
import type { BalancedRequest, Policy, Pool } from './policy.ts'
import { chooseInTurn, createSmoothState, growCounters, type SmoothState } from './smooth-weighted-round-robin.ts'

/** After more vain tries than this, nginx gives up hashing and takes turns. */
const TRIES = 20

export const hashByKey: Policy<SmoothState> = {
  name: 'hash-by-key',
  create: createSmoothState,
  choose(state, pool, request, nowUs) {
    if (request.key === '') return chooseInTurn(state, pool, request, nowUs) // hp->key.len == 0
    let round = 0
    const rehash = (hash: number): number => {
      const salted = round === 0 ? request.key : `${round}${request.key}`
      round++
      return (hash + ((crc32(salted) >>> 16) & 0x7fff)) >>> 0
    }
    return hashRetrying(state, pool, request, nowUs, 0, rehash)
  },
  onChange: growCounters,
}

/**
 * Hashes until a server may take the request. On a retry nginx goes on where the last attempt stopped; here the walk is
 * walked again, and the steps that named the servers already tried do not count as vain.
 */
export function hashRetrying(
  state: SmoothState,
  pool: Pool,
  request: BalancedRequest,
  nowUs: number,
  start: number,
  rehash: (hash: number) => number,
): number {
  if (standsAlone(pool)) return chooseInTurn(state, pool, request, nowUs)
  const nowS = Math.floor(nowUs / 1_000_000)
  const total = totalWeight(pool)
  let hash = start
  let vain = 0
  let replayed = 0
  while (vain <= TRIES && total > 0) {
    hash = rehash(hash)
    const server = pool.servers[ownerOf(pool, hash % total)]!
    if (replayed < request.tried.length && request.tried[replayed] === server.index) {
      replayed++
      continue
    }
    if (replayed === request.tried.length && isAvailable(server, request, nowS, nowUs)) {
      noteChosen(server, nowS)
      return server.index
    }
    vain++
  }
  return chooseInTurn(state, pool, request, nowUs)
}

/** Sum of the configured weights, of servers that are down as well. Backups are another group. */
export function totalWeight(pool: Pool): number {
  let total = 0
  for (const server of pool.servers) if (!server.config.backup) total += server.weight
  return total
}

/** The primary server on whose part of 0 … total - 1 a number falls. */
export function ownerOf(pool: Pool, number: number): number {
  let left = number
  for (const server of pool.servers) {
    if (server.config.backup) continue
    if (left < server.weight) return server.index
    left -= server.weight
  }
  return -1
}
