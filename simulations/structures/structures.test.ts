import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRng, nextUint32 } from '../kernel/random.ts'
import { CRC32_START, crc32, crc32Finish, crc32Update, utf8 } from './crc32.ts'
import { fullHash, hashHaproxy } from './haproxy-hash.ts'
import { createHaproxyRing, createHaproxyRingOf, nearestPoint, setPoints, sharesOfRing } from './haproxy-ring.ts'
import { createNginxRing, pointAtOrAfter } from './nginx-ring.ts'
import { createOrderedList, insertOrdered, removeOrdered } from './ordered-list.ts'

describe('crc32', () => {
  it('I1: gives the published check value', () => expect(crc32('123456789')).toBe(0xcbf43926))
  it('I2: updating in pieces gives what one piece gives', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        expect(crc32Finish(crc32Update(crc32Update(CRC32_START, a), b))).toBe(crc32(Uint8Array.from([...a, ...b])))
      }),
    )
  })
  it('reads strings as the platform’s UTF-8 encoder does', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void expect([...utf8(text)]).toEqual([...new TextEncoder().encode(text)])))
    expect([...utf8('a\ud800b')]).toEqual([...new TextEncoder().encode('a\ud800b')])
  })
})

describe('HAProxy’s hashes', () => {
  it('I1: stay within 32 bits for every text', () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        for (const name of ['sdbm', 'djb2', 'wt6', 'crc32'] as const) {
          const hash = hashHaproxy(name, key)
          expect(hash === hash >>> 0 && fullHash(hash) === fullHash(hash) >>> 0).toBe(true)
        }
      }),
    )
  })
  it('djb2 of a short text can be followed by hand: ((5381 · 33) + 97) · 33 + 98', () => {
    expect(hashHaproxy('djb2', 'ab')).toBe((5381 * 33 + 97) * 33 + 98)
  })
})

describe('ordered list', () => {
  it('I1, I2: is what a stable sort of the same items gives, after any insertions and removals', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean())), (script) => {
        const list = createOrderedList()
        const model: { key: number; item: number }[] = []
        for (const [item, [key, isRemoval]] of script.entries()) {
          if (isRemoval && model.length > 0) removeOrdered(list, model.splice(key % model.length, 1)[0]!.item)
          else {
            insertOrdered(list, key, item)
            model.push({ key, item })
          }
          expect(list.items).toEqual([...model].sort((a, b) => a.key - b.key || a.item - b.item).map((row) => row.item))
        }
      }),
    )
  })
})

describe('HAProxy’s ring', () => {
  it('I2: a weight lowered and raised again leaves the ring as it was', () => {
    const ring = createHaproxyRing()
    for (let owner = 0; owner < 4; owner++) setPoints(ring, owner, 64)
    const before = structuredClone(ring)
    setPoints(ring, 2, 16)
    setPoints(ring, 2, 64)
    expect(ring).toEqual(before)
  })
  it('made at once it is what it is made server by server', () => {
    const members = [3, 0, 7, 1, 2].map((owner) => ({ owner, count: 16 * (1 + owner) }))
    const ring = createHaproxyRing()
    for (const { owner, count } of members) setPoints(ring, owner, count)
    expect(createHaproxyRingOf(members)).toEqual(ring)
  })
  it('a server that leaves moves only its own keys', () => {
    const ring = createHaproxyRing()
    for (let owner = 0; owner < 5; owner++) setPoints(ring, owner, 160)
    const rng = createRng(1)
    const hashes = Array.from({ length: 3000 }, () => nextUint32(rng))
    const ownersNow = (): number[] => hashes.map((hash) => ring.owners[nearestPoint(ring, hash)]!)
    const before = ownersNow()
    setPoints(ring, 3, 0)
    for (const [n, owner] of ownersNow().entries()) if (before[n] !== 3) expect(owner).toBe(before[n])
  })
  it('shares computed from the arcs are what random hashes find', () => {
    const ring = createHaproxyRing()
    for (const [owner, weight] of [5, 3, 2].entries()) setPoints(ring, owner, weight * 16)
    const shares = sharesOfRing(ring, 3)
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
    const rng = createRng(5)
    const counts = [0, 0, 0]
    for (let i = 0; i < 300_000; i++) counts[ring.owners[nearestPoint(ring, nextUint32(rng))]!]!++
    for (const [owner, share] of shares.entries()) expect(counts[owner]! / 300_000).toBeCloseTo(share, 2)
    expect(shares.map((share) => Math.round(share * 1000))).toEqual([535, 293, 173]) // HAProxy 2.6 itself: 3216, 1736 and 1048 of 6000
  })
})

describe('nginx’s ring', () => {
  const members = ['10.0.0.1:80', '10.0.0.2:80', '10.0.0.3:80', '10.0.0.4:80'].map((name, owner) => ({ owner, name, weight: 1 }))
  it('I1: places rise strictly', () => {
    const { places } = createNginxRing(members)
    for (let row = 1; row < places.length; row++) expect(places[row]!).toBeGreaterThan(places[row - 1]!)
    expect(places.length).toBeGreaterThan(4 * 160 - 5)
  })
  it('the order of the list does not matter, and a member that leaves moves only its own keys', () => {
    const ring = createNginxRing(members)
    expect(createNginxRing([...members].reverse())).toEqual(ring)
    const without = createNginxRing(members.filter((member) => member.owner !== 1))
    const ownerOf = (of: typeof ring, key: string): number => of.owners[pointAtOrAfter(of, crc32(key)) % of.owners.length]!
    for (let n = 0; n < 2000; n++) {
      const before = ownerOf(ring, `user:${n}`)
      if (before !== 1) expect(ownerOf(without, `user:${n}`)).toBe(before)
    }
  })
})
