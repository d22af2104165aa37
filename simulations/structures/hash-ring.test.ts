import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRng, nextUint32 } from '../kernel/random.ts'
import { arcShares, createHashRing, rowAtOrAfter, withPoints, withoutOwner } from './hash-ring.ts'
import { createPrefixIndex, rowByPrefix } from './prefix-index.ts'

/** Places close together and far apart, and the ends of the circle, so that points meet. */
const place = fc.oneof(fc.nat(50), fc.constantFrom(0, 4294967295, 2147483648), fc.integer({ min: 0, max: 4294967295 }))
const owners = fc.array(fc.array(place, { maxLength: 12 }), { maxLength: 8 }).map((lists) => lists.map((list) => Uint32Array.from(list)))

describe('hash ring', () => {
  it('I1: holds every point, in order, and of two on one place the lower rank first', () => {
    fc.assert(
      fc.property(owners, (pointsOf) => {
        const ring = createHashRing(pointsOf)
        const rows = pointsOf.flatMap((points, owner) => [...points].map((at) => [at, owner] as const))
        rows.sort((a, b) => a[0] - b[0] || a[1] - b[1])
        expect([...ring.places].map((at, row) => [at, ring.owners[row]])).toEqual(rows)
      }),
    )
  })
  it('the row found is the first point at or after the hash, around the circle', () => {
    fc.assert(
      fc.property(owners, place, (pointsOf, hash) => {
        const ring = createHashRing(pointsOf)
        const first = [...ring.places].findIndex((at) => at >= hash)
        expect(rowAtOrAfter(ring, hash)).toBe(ring.places.length === 0 ? -1 : Math.max(first, 0))
      }),
    )
  })
  it('the faster twin finds the same row, for every ring and hash', () => {
    fc.assert(
      fc.property(owners, fc.array(place), (pointsOf, hashes) => {
        const ring = createHashRing(pointsOf)
        const index = createPrefixIndex(ring.places)
        for (const hash of hashes) expect(rowByPrefix(index, ring.places, hash)).toBe(rowAtOrAfter(ring, hash))
      }),
      { numRuns: 500 },
    )
    const rng = createRng(3)
    const big = createHashRing(Array.from({ length: 50 }, () => Uint32Array.from({ length: 160 }, () => nextUint32(rng))))
    const index = createPrefixIndex(big.places)
    for (let i = 0; i < 20_000; i++) {
      const hash = nextUint32(rng)
      expect(rowByPrefix(index, big.places, hash)).toBe(rowAtOrAfter(big, hash))
    }
  })
  it('adding an owner to a ring gives the ring made with it', () => {
    fc.assert(
      fc.property(owners, fc.array(place), (pointsOf, added) => {
        const all = [...pointsOf, Uint32Array.from(added)]
        const grown = withPoints(createHashRing(pointsOf), pointsOf.length, Uint32Array.from(added), (a, b) => a < b)
        expect(grown).toEqual(createHashRing(all))
      }),
    )
  })
  it('I2: taking an owner away gives the ring made without it', () => {
    fc.assert(
      fc.property(owners, fc.nat(7), (pointsOf, gone) => {
        const ring = createHashRing(pointsOf)
        expect(withoutOwner(ring, gone, true)).toEqual(createHashRing(pointsOf.filter((_, owner) => owner !== gone)))
        expect(withoutOwner(ring, gone, false)).toEqual(createHashRing(pointsOf.map((points, owner) => (owner === gone ? new Uint32Array() : points))))
      }),
    )
  })
  it('the shares of the circle are what evenly spread hashes find, and add up to 1', () => {
    const rng = createRng(8)
    const ring = createHashRing(Array.from({ length: 5 }, () => Uint32Array.from({ length: 3 }, () => nextUint32(rng))))
    const shares = arcShares(ring, 5)
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
    const counts = [0, 0, 0, 0, 0]
    for (let i = 0; i < 200_000; i++) counts[ring.owners[rowAtOrAfter(ring, nextUint32(rng))]!]!++
    for (const [owner, share] of shares.entries()) expect(counts[owner]! / 200_000).toBeCloseTo(share, 2)
  })
})
