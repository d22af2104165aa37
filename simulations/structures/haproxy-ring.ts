/**
 * What: HAProxy's hash ring: points of servers on a circle of 2^32 places, and the question "whose point is nearest?".
 * Why: when a server leaves, only the keys nearest to its points move. It costs points: few of them make uneven shares.
 *
 * Picture:   ──a──────b────hash──a──────────c──   the hash lies nearer to b's point than to a's: b. A tie goes to the left.
 *
 * Invariants:
 *   I1 points stand in rising order of place; of two points on one place, the one added earlier stands first.
 *   I2 an owner's points are the first `count` of its own endless list, so a lower weight is a subset of a higher one.
 *
 * Source: HAProxy 2.6 `src/lb_chash.c`: `chash_queue_dequeue_srv` (points), `chash_get_server_hash` (look-up).
 * Simplifications: sorted arrays, rebuilt on a change, in place of a tree. An owner is numbered from 0; HAProxy's id is one more.
 * Complexity: a look-up is O(log points), a change O(points).
 */

import { fullHash } from './haproxy-hash.ts'

/** Points of owner i (HAProxy's id i + 1) lie at fullHash(id * 4096 + n), n = 0, 1, 2 ... (SRV_EWGHT_RANGE) */
const POINTS_RANGE = 4096

/** Three parallel columns, one row a point. */
export interface HaproxyRing {
  places: number[]
  owners: number[]
  ordinals: number[]
}

export function createHaproxyRing(): HaproxyRing {
  return { places: [], owners: [], ordinals: [] }
}

/** The ring that `setPoints` makes when it is called for each of these owners in turn, sorted once. */
export function createHaproxyRingOf(members: readonly { readonly owner: number; readonly count: number }[]): HaproxyRing {
  const points: { place: number; turn: number; owner: number; ordinal: number }[] = []
  for (const [turn, { owner, count }] of members.entries()) {
    for (let ordinal = 0; ordinal < count; ordinal++) points.push({ place: placeOf(owner, ordinal), turn, owner, ordinal })
  }
  points.sort((a, b) => a.place - b.place || a.turn - b.turn || a.ordinal - b.ordinal)
  return { places: points.map((point) => point.place), owners: points.map((point) => point.owner), ordinals: points.map((point) => point.ordinal) }
}

/** Gives an owner exactly its first `count` points: takes away from the end of its list, or adds to it. */
export function setPoints(ring: HaproxyRing, owner: number, count: number): void {
  const places: number[] = []
  const owners: number[] = []
  const ordinals: number[] = []
  let present = 0
  for (let i = 0; i < ring.places.length; i++) {
    if (ring.owners[i] === owner && ring.ordinals[i]! >= count) continue
    if (ring.owners[i] === owner) present++
    places.push(ring.places[i]!)
    owners.push(ring.owners[i]!)
    ordinals.push(ring.ordinals[i]!)
  }
  ring.places = places
  ring.owners = owners
  ring.ordinals = ordinals
  if (present < count) addPoints(ring, owner, present, count)
}

/** Row of the point nearest to a hash, or -1 on an empty ring. */
export function nearestPoint(ring: HaproxyRing, hash: number): number {
  const { places } = ring
  if (places.length === 0) return -1
  let next = firstNotBelow(places, hash)
  if (next === places.length) next = 0
  const previous = next === 0 ? places.length - 1 : next - 1
  const distanceBack = (hash - places[previous]!) >>> 0
  const distanceOn = (places[next]! - hash) >>> 0
  return distanceBack <= distanceOn ? previous : next // lb_chash.c: if (dp <= dn) next = prev
}

/** The row after this one, around the circle. */
export function pointAfter(ring: HaproxyRing, row: number): number {
  return row + 1 === ring.places.length ? 0 : row + 1
}

/** How much of the circle is nearest to each owner's points: the exact share of random hashes that it gets. */
export function sharesOfRing(ring: HaproxyRing, owners: number): number[] {
  const shares = Array.from({ length: owners }, () => 0)
  const size = ring.places.length
  // A hash between two points belongs to the left one up to and including the middle.
  for (let row = 0; row < size; row++) {
    const next = pointAfter(ring, row)
    const gap = size === 1 ? 4294967296 : (ring.places[next]! - ring.places[row]!) >>> 0
    const left = Math.floor(gap / 2)
    const right = gap - left - 1
    // The place of a point itself is answered by the point before it only when they share the place; gap 0 has no places.
    if (gap === 0) continue
    shares[ring.owners[row]!]! += left
    shares[ring.owners[next]!]! += right
    shares[ownerAtPlace(ring, ring.places[row]!)]! += 1
  }
  return shares.map((places) => places / 4294967296)
}

function ownerAtPlace(ring: HaproxyRing, place: number): number {
  return ring.owners[nearestPoint(ring, place)]!
}

function addPoints(ring: HaproxyRing, owner: number, from: number, to: number): void {
  const added: { place: number; ordinal: number }[] = []
  for (let n = from; n < to; n++) added.push({ place: placeOf(owner, n), ordinal: n })
  added.sort((a, b) => a.place - b.place || a.ordinal - b.ordinal)
  const old = { places: ring.places, owners: ring.owners, ordinals: ring.ordinals }
  ring.places = []
  ring.owners = []
  ring.ordinals = []
  let read = 0
  for (const point of [...added, null]) {
    // I1: what stood on the same place before stays in front of the newcomer.
    while (read < old.places.length && (point === null || old.places[read]! <= point.place)) {
      ring.places.push(old.places[read]!)
      ring.owners.push(old.owners[read]!)
      ring.ordinals.push(old.ordinals[read]!)
      read++
    }
    if (point === null) break
    ring.places.push(point.place)
    ring.owners.push(owner)
    ring.ordinals.push(point.ordinal)
  }
}

/** Row of the first point at or after a place; the number of points if there is none. */
function firstNotBelow(places: readonly number[], place: number): number {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (places[middle]! < place) low = middle + 1
    else high = middle
  }
  return low
}

function placeOf(owner: number, ordinal: number): number {
  return fullHash((owner + 1) * POINTS_RANGE + ordinal)
}
