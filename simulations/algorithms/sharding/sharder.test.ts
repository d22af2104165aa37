import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowAtOrAfter } from '../../structures/hash-ring.ts'
import { murmur3 } from '../../structures/murmur3.ts'
import { moveKey, writeDown, type DirectoryState } from './directory.ts'
import { locateBounded, type HaproxyRingState } from './haproxy-ring.ts'
import { jumpBucket } from './jump.ts'
import { partitionOf } from './kafka-partitioner.ts'
import { fillTable } from './maglev.ts'
import { countKeys, placeAgain, placeKeys } from './placement.ts'
import { compareKeys, nodesOfScan, type RangeState } from './range.ts'
import { slotOf, SLOTS, type SlotsState } from './redis-slots.ts'
import { MOST_POINTS, type RingState } from './ring-scheme.ts'
import { addNode, createSharder, locate, made, markDown, moved, nameAt, NO_NODE, removeNode, replicas, schemes, setWeight, type SchemeName, type Sharder } from './sharder.ts'
import { anyKey, KEYS, sharderLaws, type SchemeUnderLaw } from './sharder.laws.ts'

const NUMBERED = 'nodes are numbers: another number means another place'
const NO_WEIGHTS = 'every node counts the same'
const WAITS = 'a number stands for one node; while that is down its keys wait'

const laws: Record<SchemeName, SchemeUnderLaw> = {
  modulo: { config: { scheme: 'modulo' }, atMost: 1.1, exceptions: { joining: 'n/(n + 1) of all keys move', leaving: 'most keys of everybody move', movedShare: 'n/(n + 1) move', order: NUMBERED, takeover: WAITS } },
  range: {
    config: { scheme: 'range' },
    atMost: 6,
    startOf: (i) => String.fromCharCode(48 + i),
    exceptions: { weights: NO_WEIGHTS, movedShare: 'as much as lies in the stretch that is cut', order: 'a stretch belongs to whom it was given', takeover: 'a stretch belongs to one node; others hold copies, but who answers must be decided' },
  },
  directory: {
    config: { scheme: 'directory' },
    atMost: 1.001,
    prepare: (sharder, keys) => ({ ...sharder, state: writeDown(sharder.state as DirectoryState, sharder.nodes, keys) }),
    exceptions: { movedShare: 'nothing moves until somebody moves it', order: 'what is written down came in some order', takeover: 'the book names one node' },
  },
  'consistent-ring': { config: { scheme: 'consistent-ring' }, atMost: 1.25, exceptions: {} },
  'nginx-ketama': { config: { scheme: 'nginx-ketama' }, atMost: 1.25, exceptions: {} },
  libketama: { config: { scheme: 'libketama' }, atMost: 1.25, exceptions: {} },
  'libmemcached-ketama': { config: { scheme: 'libmemcached-ketama' }, atMost: 1.4, exceptions: { weights: NO_WEIGHTS } },
  'libmemcached-weighted': { config: { scheme: 'libmemcached-weighted' }, atMost: 1.25, exceptions: {} },
  'haproxy-ring': { config: { scheme: 'haproxy-ring' }, atMost: 1.7, exceptions: { order: 'points come from the number in the list' } },
  jump: { config: { scheme: 'jump' }, atMost: 1.1, exceptions: { weights: NO_WEIGHTS, leaving: 'only the last bucket can go; the others are counted anew', order: NUMBERED, takeover: WAITS } },
  rendezvous: { config: { scheme: 'rendezvous' }, atMost: 1.1, exceptions: {} },
  maglev: { config: { scheme: 'maglev' }, atMost: 1.1, exceptions: { joining: 'the turns go on otherwise, and a few rows change between nodes that stay', leaving: 'the same: almost minimal' } },
  'redis-slots': { config: { scheme: 'redis-slots' }, atMost: 1.1, exceptions: { order: 'slots go to whom they were given', takeover: 'the slots of a master wait for its replica', undo: 'slots that come back go to whoever holds fewest' } },
  kafka: { config: { scheme: 'kafka' }, atMost: 1.1, exceptions: { weights: NO_WEIGHTS, joining: 'the remainder changes for n/(n + 1) of the keys', leaving: 'partitions cannot be taken away at all', movedShare: 'n/(n + 1) move', order: NUMBERED, takeover: WAITS } },
  'cassandra-ring': { config: { scheme: 'cassandra-ring' }, atMost: 1.7, exceptions: {} },
}

for (const [name, under] of Object.entries(laws)) sharderLaws(name, under)

it('every scheme has its laws', () => expect(Object.keys(laws).sort()).toEqual(Object.keys(schemes).sort()))

const tenNodes = Array.from({ length: 10 }, (_, i) => ({ name: `10.0.0.${i + 1}:11211` }))
const make = (scheme: SchemeName, nodes: readonly { name: string; weight?: number }[] = tenNodes): Sharder => made(createSharder({ scheme, nodes, options: scheme === 'range' ? { starts: nodes.map((_, i) => (i === 0 ? '' : String(10_000 + i))) } : {} }))

describe('what people write is refused with a reason', () => {
  it.each(Object.keys(schemes) as SchemeName[])('%s: duplicate names, empty names, weights that are none', (scheme) => {
    const starts = ['', 'm']
    const reasonOf = (nodes: { name: string; weight?: number }[]): string => {
      const result = createSharder({ scheme, nodes, options: { starts } })
      return result.kind === 'refused' ? result.reason : 'made'
    }
    expect(reasonOf([{ name: 'a' }, { name: 'a' }])).toBe('duplicate-name')
    expect(reasonOf([{ name: 'a' }, { name: '' }])).toBe('empty-name')
    for (const weight of [-1, 1.5, NaN, Infinity, 1_000_001]) expect(reasonOf([{ name: 'a' }, { name: 'b', weight }])).toBe('bad-weight')
    const heavy = reasonOf([{ name: 'a' }, { name: 'b', weight: 1_000_000 }])
    if (!schemes[scheme].hasWeights) expect(heavy).toBe('no-weights')
    const sharder = make(scheme, [{ name: 'a' }, { name: 'b' }])
    for (const change of [removeNode, markDown]) expect(change(sharder, 'nobody')).toMatchObject({ kind: 'refused', reason: 'unknown-node' })
    expect(setWeight(sharder, 'nobody', 1)).toMatchObject({ reason: 'unknown-node' })
    expect(setWeight(sharder, 'a', -1)).toMatchObject({ reason: 'bad-weight' })
    expect(addNode(sharder, { name: 'a', start: 'x' })).toMatchObject({ reason: 'duplicate-name' })
  })

  it('a weight of a million: rings of points refuse it, schemes that divide take it', () => {
    const reasons = Object.fromEntries(
      (Object.keys(schemes) as SchemeName[]).map((scheme) => {
        const result = createSharder({ scheme, nodes: [{ name: 'a', weight: 1_000_000 }, { name: 'b' }, { name: 'c', weight: 0 }], options: { starts: ['', 'm', 'x'] } })
        return [scheme, result.kind === 'refused' ? result.reason : locate(result.sharder, 'user:1')]
      }),
    )
    expect(reasons).toEqual({
      modulo: 0, directory: 0, libketama: 0, 'libmemcached-weighted': 0, rendezvous: 0, maglev: 0, 'redis-slots': 0,
      'consistent-ring': 'too-many-points', 'nginx-ketama': 'too-many-points', 'cassandra-ring': 'too-many-points', 'haproxy-ring': 'bad-weight',
      range: 'no-weights', 'libmemcached-ketama': 'no-weights', jump: 'no-weights', kafka: 'no-weights',
    })
  })

  it('options out of range', () => {
    const reasonOf = (options: object, scheme: SchemeName = 'consistent-ring', nodes = tenNodes): unknown => createSharder({ scheme, nodes, options })
    for (const virtualNodes of [0, -1, 1.5, NaN, 100_001]) expect(reasonOf({ virtualNodes })).toMatchObject({ reason: 'bad-option' })
    expect(reasonOf({ tokens: 0 }, 'cassandra-ring')).toMatchObject({ reason: 'bad-option' })
    for (const tableSize of [0, 1, 100, 65_536, 1.5, Infinity]) expect(reasonOf({ tableSize }, 'maglev')).toMatchObject({ reason: 'bad-option' })
    expect(reasonOf({ tableSize: 7 }, 'maglev')).toMatchObject({ reason: 'too-many-nodes' })
    expect(reasonOf({ starts: [''] }, 'range')).toMatchObject({ reason: 'bad-option' })
    expect(reasonOf({ starts: ['a', 'b'] }, 'range', [{ name: 'a' }, { name: 'b' }])).toMatchObject({ reason: 'bad-option' })
    expect(reasonOf({ starts: ['', ''] }, 'range', [{ name: 'a' }, { name: 'b' }])).toMatchObject({ reason: 'bad-option' })
    expect(addNode(make('range'), { name: 'x' })).toMatchObject({ reason: 'bad-option' })
  })

  it.each(Object.keys(schemes) as SchemeName[])('%s: 10,000 nodes are taken, or refused, within seconds', (scheme) => {
    const nodes = Array.from({ length: 10_000 }, (_, i) => ({ name: `node-${i}` }))
    const result = createSharder({ scheme, nodes, options: { starts: nodes.map((_, i) => (i === 0 ? '' : String(100_000 + i))) } })
    expect(result.kind).toBe('made')
    const sharder = made(result)
    for (const key of ['a', 'b', 'user:42']) expect(locate(sharder, key)).toBeGreaterThanOrEqual(0)
    const grown = made(addNode(sharder, { name: 'late', start: 'zz' }))
    expect(grown.nodes).toHaveLength(10_001)
    expect(new Set(replicas(grown, 'a', 3)).size).toBe(3)
  })

  it('65,537 nodes are too many', () => {
    expect(createSharder({ scheme: 'modulo', nodes: Array.from({ length: 65_537 }, (_, i) => ({ name: `n${i}` })) })).toMatchObject({ reason: 'too-many-nodes' })
  })
})

describe('consistent ring', () => {
  it('a key is where the taught look-up finds it, also after any changes', () => {
    const act = fc.oneof(fc.record({ kind: fc.constant('add' as const), name: fc.nat(30) }), fc.record({ kind: fc.constant('remove' as const), name: fc.nat(30) }), fc.record({ kind: fc.constant('down' as const), name: fc.nat(30) }), fc.record({ kind: fc.constant('weigh' as const), name: fc.nat(30), weight: fc.nat(4) }))
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), fc.array(anyKey, { minLength: 1, maxLength: 20 }), (acts, keys) => {
        let sharder = make('consistent-ring', [{ name: 'n0' }])
        for (const a of acts) {
          const name = `n${a.name}`
          const result = a.kind === 'add' ? addNode(sharder, { name }) : a.kind === 'remove' ? removeNode(sharder, name) : a.kind === 'down' ? markDown(sharder, name) : setWeight(sharder, name, a.weight)
          if (result.kind === 'made') sharder = result.sharder
        }
        const { ring } = sharder.state as RingState
        // I1: what grew step by step is what is made at once
        const live = sharder.nodes.filter((node) => !node.isDown)
        const fresh = made(createSharder({ scheme: 'consistent-ring', nodes: live.map(({ name, weight }) => ({ name, weight })) }))
        for (const key of keys) {
          const row = rowAtOrAfter(ring, murmur3(key))
          expect(locate(sharder, key)).toBe(row < 0 ? NO_NODE : ring.owners[row])
          expect(nameAt(sharder, locate(sharder, key))).toBe(nameAt(fresh, locate(fresh, key)))
        }
      }),
      { numRuns: 150 },
    )
  })
  it('refuses exactly what is above its most points', () => {
    const most = MOST_POINTS / 16
    expect(createSharder({ scheme: 'consistent-ring', nodes: [{ name: 'a', weight: most }], options: { virtualNodes: 16 } }).kind).toBe('made') // 4,194,304 points
    expect(createSharder({ scheme: 'consistent-ring', nodes: [{ name: 'a', weight: most }, { name: 'b' }], options: { virtualNodes: 16 } }).kind).toBe('refused')
  })
})

describe('roundings of the ketama family', () => {
  it('libmemcached counts digests in 32-bit floats', () => {
    const points = (scheme: SchemeName, weights: number[]): number[] => {
      const sharder = make(scheme, weights.map((weight, i) => ({ name: `s${i}`, weight })))
      const { owners } = (sharder.state as RingState).ring
      return weights.map((_, i) => owners.filter((owner) => owner === i).length)
    }
    expect(points('libmemcached-weighted', [1, 2, 3])).toEqual([80, 160, 240])
    // 1/7 · 40 · 7 is 39.99… in doubles and 40 in floats: two clients of one family, two rings
    expect(points('libketama', Array(7).fill(1))).toEqual(Array(7).fill(156))
    expect(points('libmemcached-weighted', Array(7).fill(1))).toEqual(Array(7).fill(160))
  })
  it('a light node among heavy ones may get no points at all', () => {
    const sharder = make('libketama', [{ name: 'a', weight: 1 }, { name: 'b', weight: 1000 }])
    expect(KEYS.every((key) => locate(sharder, key) === 1)).toBe(true)
  })
  it('port 11211 is left out of libmemcached’s labels, and no other', () => {
    const owner = (port: number): (number | undefined)[] => [...(make('libmemcached-ketama', [{ name: `10.0.0.1:${port}` }]).state as RingState).ring.places.slice(0, 3)]
    const bare = [...(make('libmemcached-ketama', [{ name: '10.0.0.1' }]).state as RingState).ring.places.slice(0, 3)]
    expect(owner(11211)).toEqual(bare)
    expect(owner(11212)).not.toEqual(bare)
  })
})

describe('HAProxy’s bounded ring', () => {
  it('I2: nobody ever holds more than its bound, and the plain ring would', () => {
    const sharder = make('haproxy-ring')
    const state = sharder.state as HaproxyRingState
    const loads = tenNodes.map(() => 0)
    const plain = tenNodes.map(() => 0)
    for (let i = 0; i < 3000; i++) {
      const key = i % 3 === 0 ? 'hot' : `user:${i}`
      loads[locateBounded(state, sharder.nodes, key, loads, 125)]!++
      plain[locate(sharder, key)]!++
      expect(Math.max(...loads)).toBeLessThanOrEqual(Math.ceil(Math.ceil((i + 1) * 1.25) / 10) + 1)
    }
    expect(Math.max(...plain)).toBeGreaterThan(1000)
    expect(Math.max(...loads)).toBeLessThanOrEqual(375)
  })
})

describe('jump', () => {
  it('I1: with one bucket more, a key stays or goes to the new one', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(0xffffffff), fc.integer({ min: 1, max: 100_000 }), (high, low, buckets) => {
        const before = jumpBucket(high, low, buckets)
        expect([before, buckets]).toContain(jumpBucket(high, low, buckets + 1))
        expect(before >= 0 && before < buckets).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
  it('gives what bigints give', () => {
    const byBigints = (key: bigint, buckets: number): number => {
      let [b, j] = [-1, 0]
      while (j < buckets) {
        b = j
        key = BigInt.asUintN(64, key * 2862933555777941757n + 1n)
        j = Math.floor((b + 1) * (2 ** 31 / (Number(key >> 33n) + 1)))
      }
      return b
    }
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.integer({ min: 1, max: 2 ** 31 - 1 }), (key, buckets) => void expect(jumpBucket(Number(key >> 32n), Number(key & 0xffffffffn), buckets)).toBe(byBigints(key, buckets))), { numRuns: 500 })
  })
})

describe('Maglev', () => {
  it('fills the paper’s table, and without b1 row 6 moves between two that stay', () => {
    const strides = [{ offset: 3, skip: 4 }, { offset: 0, skip: 2 }, { offset: 3, skip: 1 }]
    expect([...fillTable(strides, [1, 1, 1], 7)]).toEqual([1, 0, 1, 0, 2, 2, 0])
    expect([...fillTable([strides[0]!, strides[2]!], [1, 1], 7)]).toEqual([0, 0, 0, 0, 1, 1, 1])
  })
  it('I1: rows of equal nodes differ by at most one; by weight, they follow the weights', () => {
    const rowsOf = (nodes: { name: string; weight?: number }[]): number[] => {
      const { table } = make('maglev', nodes).state as { table: Int32Array }
      return nodes.map((_, i) => table.filter((owner) => owner === i).length)
    }
    for (const count of [1, 2, 3, 10, 97]) {
      const rows = rowsOf(Array.from({ length: count }, (_, i) => ({ name: `n${i}` })))
      expect(Math.max(...rows) - Math.min(...rows)).toBeLessThanOrEqual(1)
    }
    const [a, b, c] = rowsOf([{ name: 'a', weight: 5 }, { name: 'b', weight: 3 }, { name: 'c', weight: 2 }])
    expect(Math.round(a! / 655.37) / 100).toBeCloseTo(0.5, 2)
    expect(Math.round(b! / 655.37) / 100).toBeCloseTo(0.3, 2)
    expect(Math.round(c! / 655.37) / 100).toBeCloseTo(0.2, 2)
  })
  it('almost minimal: of the rows of nodes that stay, below one in twenty moves when one of ten leaves', () => {
    const before = make('maglev')
    const after = made(removeNode(before, tenNodes[4]!.name))
    const needless = moved(before, after, KEYS).keys.filter((position) => locate(before, KEYS[position]!) !== 4)
    expect(needless.length).toBeGreaterThan(0)
    expect(needless.length / KEYS.length).toBeLessThan(0.05)
  })
})

describe('Redis Cluster’s slots', () => {
  it('redis-cli’s ranges for three masters', () => {
    const { owners } = make('redis-slots', [{ name: 'a' }, { name: 'b' }, { name: 'c' }]).state as SlotsState
    expect([0, 5460, 5461, 10922, 10923, SLOTS - 1].map((slot) => owners[slot])).toEqual([0, 0, 1, 1, 2, 2])
  })
  it('only what stands between the first { and the next } counts, unless it is nothing', () => {
    expect(slotOf('{user1000}.cart')).toBe(slotOf('user1000'))
    expect(slotOf('foo{{bar}}zap')).toBe(slotOf('{bar'))
    expect(slotOf('foo{}{bar}')).toBe(8363)
    expect(slotOf('a{b')).toBe(13340)
  })
  it('I2: shares are exact to a slot after any changes, and no slot moved for nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(6), fc.nat(5)), { maxLength: 15 }), (acts) => {
        let sharder = make('redis-slots', [{ name: 'n0' }, { name: 'n1' }])
        for (const [n, weight] of acts) {
          const exists = sharder.nodes.some((node) => node.name === `n${n}`)
          const result = !exists ? addNode(sharder, { name: `n${n}`, weight }) : weight === 0 ? removeNode(sharder, `n${n}`) : setWeight(sharder, `n${n}`, weight)
          const before = sharder
          sharder = made(result)
          const total = sharder.nodes.reduce((sum, node) => sum + node.weight, 0)
          const { owners } = sharder.state as SlotsState
          const old = (before.state as SlotsState).owners
          const gained = new Set<string | null>()
          const lost = new Set<string | null>()
          for (let slot = 0; slot < SLOTS; slot++) {
            const [from, to] = [nameAt(before, old[slot]!), nameAt(sharder, owners[slot]!)]
            if (from === to) continue
            lost.add(from)
            gained.add(to)
          }
          // Nobody gives and takes at once.
          for (const name of gained) if (name !== null) expect(lost.has(name)).toBe(false)
          if (total === 0) continue
          for (const [index, node] of sharder.nodes.entries()) {
            expect(Math.abs(owners.filter((owner) => owner === index).length - (SLOTS * node.weight) / total)).toBeLessThan(1)
          }
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('range', () => {
  it('I1: keys in order lie on stretches in order; a scan asks each node of its stretches once', () => {
    const sharder = made(createSharder({ scheme: 'range', nodes: [{ name: 'a' }, { name: 'b' }, { name: 'c' }], options: { starts: ['', 'h', 'p'] } }))
    expect(['', 'g', 'h', 'kim', 'p', 'zoe', '日本'].map((key) => locate(sharder, key))).toEqual([0, 0, 1, 1, 2, 2, 2])
    expect(nodesOfScan(sharder.state as RangeState, sharder.nodes, 'kim', 'sue')).toEqual([1, 2])
    const grown = made(addNode(sharder, { name: 'd', start: 'k' }))
    expect(['h', 'kim', 'p'].map((key) => locate(grown, key))).toEqual([1, 3, 2])
    expect(['h', 'kim'].map((key) => nameAt(made(removeNode(grown, 'b')), locate(made(removeNode(grown, 'b')), key)))).toEqual(['a', 'd'])
    expect(locate(made(removeNode(sharder, 'a')), '')).toBe(0)
  })
  it('keys are ordered as their UTF-8 bytes are', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => void expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))), { numRuns: 1000 })
    expect(compareKeys('\uffff', '\u{10000}')).toBeLessThan(0) // by UTF-16 units it is the other way round
    expect(compareKeys('\u{10000}a', '\u{10001}')).toBeLessThan(0)
  })
})

describe('directory', () => {
  it('a key can be put anywhere, and a new key goes where the fewest are', () => {
    const sharder = make('directory', [{ name: 'a' }, { name: 'b' }])
    let state = writeDown(sharder.state as DirectoryState, sharder.nodes, ['ann', 'bob', 'eve'])
    const at = (key: string): number => locate({ ...sharder, state }, key)
    expect(['ann', 'bob', 'eve', 'new'].map(at)).toEqual([0, 1, 0, 1])
    state = moveKey(state, 'ann', 2)
    expect(['ann', 'new'].map(at)).toEqual([1, 0])
  })
})

describe('Kafka', () => {
  it('two clients with their defaults send one key to two partitions', () => {
    const both = ['murmur2', 'crc32'] as const
    expect(both.map((partitioner) => partitionOf(partitioner, 'foobar', 6))).toEqual([0, 5])
    const apart = KEYS.filter((key) => partitionOf('murmur2', key, 6) !== partitionOf('crc32', key, 6)).length
    expect(apart / KEYS.length).toBeGreaterThan(0.8)
  })
})

describe('a million keys', () => {
  it('are placed, and placed again after a node joined, as asking for each gives', () => {
    const keys = Array.from({ length: 1_000_000 }, (_, i) => `user:${i}`)
    const sharder = make('consistent-ring')
    const placement = placeKeys(sharder, keys)
    const grown = made(addNode(sharder, { name: 'late' }))
    const after = placeAgain(placement, grown)
    expect(countKeys(placement, 10).reduce((a, b) => a + b)).toBe(1_000_000)
    let movedKeys = 0
    for (let i = 0; i < keys.length; i++) if (placement.owners[i] !== after.owners[i]) movedKeys++
    expect(movedKeys / 1_000_000).toBeCloseTo(1 / 11, 1)
    for (let i = 0; i < keys.length; i += 1009) expect(after.owners[i]).toBe(locate(grown, keys[i]!))
  })
})
