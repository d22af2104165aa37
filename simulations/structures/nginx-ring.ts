/**
 * What: nginx's hash ring, ketama style: 160 points a unit of weight, made from the server's own name.
 * Why: a server that joins or leaves moves only the keys next to its points; and since points come from names, the order of
 * the list does not matter.
 *
 * Picture:   crc32("10.0.0.1" 0 "80" · previous point) ─▶ point, 160 times     crc32(key) ─▶ first point at or after it, wrapping
 *
 * Invariants:
 *   I1 places rise strictly from left to right: of two points on one place, only one is kept.
 *
 * Source: nginx 1.22 `src/http/modules/ngx_http_upstream_hash_module.c`, `ngx_http_upstream_init_chash`; compatible with
 * Cache::Memcached::Fast.
 * Simplifications: names are `host:port`, `host` or `unix:path`.
 * Complexity: built in O(points · log points), looked up in O(log points).
 */

import { CRC32_START, crc32Finish, crc32Update, utf8 } from './crc32.ts'

export const POINTS_A_WEIGHT = 160

export interface NginxRing {
  readonly places: readonly number[]
  readonly owners: readonly number[]
}

export interface RingMember {
  readonly owner: number
  /** As written in the configuration. */
  readonly name: string
  readonly weight: number
}

export function createNginxRing(members: readonly RingMember[]): NginxRing {
  const points: { place: number; owner: number; order: number }[] = []
  for (const { owner, name, weight } of members) {
    for (const place of nginxPoints(name, weight)) points.push({ place, owner, order: points.length })
  }
  points.sort((a, b) => a.place - b.place || a.order - b.order)
  const kept = points.filter((point, row) => row === 0 || point.place !== points[row - 1]!.place) // I1
  return { places: kept.map((point) => point.place), owners: kept.map((point) => point.owner) }
}

/** The points of one server: each is the checksum of its name and of the point before. */
export function nginxPoints(name: string, weight: number): Uint32Array {
  const base = baseRegister(name)
  const previous = new Uint8Array(4)
  const places = new Uint32Array(weight * POINTS_A_WEIGHT)
  for (let n = 0; n < places.length; n++) {
    const place = crc32Finish(crc32Update(base, previous))
    places[n] = place
    for (let byte = 0; byte < 4; byte++) previous[byte] = (place >>> (8 * byte)) & 255
  }
  return places
}

/** Row of the first point at or after a hash; one past the last row if there is none (rows are taken modulo their number). */
export function pointAtOrAfter(ring: NginxRing, hash: number): number {
  let low = 0
  let high = ring.places.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ring.places[middle]! < hash) low = middle + 1
    else high = middle
  }
  return low
}

/** The checksum's register after HOST, a zero byte and PORT, not finished, so that points can go on from it. */
function baseRegister(name: string): number {
  const withPort = /^(?!unix:)(.*):(\d*)$/i.exec(name)
  const host = withPort?.[1] ?? name.replace(/^unix:/i, '')
  const port = withPort?.[2] ?? ''
  return crc32Update(crc32Update(crc32Update(CRC32_START, utf8(host)), new Uint8Array(1)), utf8(port))
}
