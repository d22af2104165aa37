/**
 * What: a circle of 2^32 places with points on it, each owned by somebody, and the question "whose is the first point from here on?".
 * Why: consistent hashing is this look-up and nothing else; what differs between systems is where the points lie.
 *
 * Picture:   ──a────b──────hash ─▶ c──a────   the key belongs to c. Past the last point the circle begins anew.
 *
 * Invariants:
 *   I1 places never fall from left to right; of two points on one place the one with the lower owner's rank stands first.
 *   I2 taking an owner's points away leaves all others where they were.
 *
 * Source: Karger et al., "Consistent hashing and random trees" (STOC 1997), section 4.
 * Simplifications: sorted arrays, copied on a change, in place of a tree.
 * Complexity: O(points · log points) to make, O(log points) to look up, O(points) to add or take away an owner.
 */

/** Two parallel columns, one row a point. */
export interface HashRing {
  readonly places: Uint32Array
  readonly owners: Uint32Array
}

/** An owner's number must fit beside a place into the 53 bits of a double. */
const OWNERS = 2_097_152

/** `pointsOf[i]` are the places of owner i. `rankOf` settles who is first on a shared place; left out, the lower number is. */
export function createHashRing(pointsOf: readonly Uint32Array[], rankOf?: Uint32Array): HashRing {
  const count = pointsOf.reduce((sum, points) => sum + points.length, 0)
  const rows = new Float64Array(count)
  const ownerAt = invert(rankOf, pointsOf.length)
  let row = 0
  for (const [owner, points] of pointsOf.entries()) {
    const rank = rankOf?.[owner] ?? owner
    for (const place of points) rows[row++] = place * OWNERS + rank // place first, then rank: one number, sorted at once
  }
  // eslint-disable-next-line no-restricted-syntax -- a typed array sorts by number, and much faster without a comparator
  rows.sort()
  const places = new Uint32Array(count)
  const owners = new Uint32Array(count)
  for (let i = 0; i < count; i++) {
    places[i] = Math.floor(rows[i]! / OWNERS)
    owners[i] = ownerAt[rows[i]! % OWNERS]!
  }
  return { places, owners }
}

/** Row of the first point at or after a hash, around the circle; -1 if there are no points. The taught one. */
export function rowAtOrAfter(ring: HashRing, hash: number): number {
  const { places } = ring
  if (places.length === 0) return -1
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (places[middle]! < hash) low = middle + 1
    else high = middle
  }
  return low === places.length ? 0 : low
}

/** A new ring with one more owner's points. `isBefore(a, b)` settles who is first on a shared place. */
export function withPoints(ring: HashRing, owner: number, added: Uint32Array, isBefore: (a: number, b: number) => boolean): HashRing {
  // eslint-disable-next-line no-restricted-syntax -- as above
  const sorted = added.slice().sort()
  const count = ring.places.length + sorted.length
  const places = new Uint32Array(count)
  const owners = new Uint32Array(count)
  let from = 0
  let next = 0
  for (let row = 0; row < count; row++) {
    const place = sorted[next]
    const other = ring.places[from]
    const takesNew = other === undefined || (place !== undefined && (place < other || (place === other && isBefore(owner, ring.owners[from]!))))
    places[row] = takesNew ? place! : other
    owners[row] = takesNew ? owner : ring.owners[from]!
    if (takesNew) next++
    else from++
  }
  return { places, owners }
}

/** A new ring without an owner. With `closesGap`, owners behind it move up by one. */
export function withoutOwner(ring: HashRing, owner: number, closesGap: boolean): HashRing {
  let count = 0
  for (const other of ring.owners) if (other !== owner) count++
  const places = new Uint32Array(count)
  const owners = new Uint32Array(count)
  let row = 0
  for (let i = 0; i < ring.places.length; i++) {
    const other = ring.owners[i]!
    if (other === owner) continue
    places[row] = ring.places[i]!
    owners[row] = closesGap && other > owner ? other - 1 : other
    row++
  }
  return { places, owners }
}

/** The part of the circle that each owner answers for: the exact share of evenly spread hashes. */
export function arcShares(ring: HashRing, owners: number): number[] {
  const shares = Array.from({ length: owners }, () => 0)
  const { places } = ring
  for (let row = 0; row < places.length; row++) {
    const before = row === 0 ? places[places.length - 1]! - 4294967296 : places[row - 1]!
    shares[ring.owners[row]!]! += (places[row]! - before) / 4294967296
  }
  return shares
}

function invert(rankOf: Uint32Array | undefined, count: number): Uint32Array {
  const ownerAt = new Uint32Array(count)
  for (let owner = 0; owner < count; owner++) ownerAt[rankOf?.[owner] ?? owner] = owner
  return ownerAt
}
