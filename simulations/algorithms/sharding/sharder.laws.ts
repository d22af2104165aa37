/**
 * What: the laws of spreading keys, as one suite run for every scheme.
 * Why: a law that a scheme breaks is what its users must know. What a scheme does not promise is listed with its reason; those
 * reasons are the lesson's table of comparison.
 */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countKeys, placeAgain, placeKeys } from './placement.ts'
import { addNode, createSharder, locate, made, markDown, markUp, moved, nameAt, NO_NODE, removeNode, replicas, setWeight, type NodeConfig, type Sharder, type SharderConfig } from './sharder.ts'

/** What a scheme does not promise, and why. */
export interface Exceptions {
  /** Weights are shares. */
  readonly weights?: string
  /** A node that joins takes keys from others, and no key moves between those that were there. */
  readonly joining?: string
  /** A node that leaves gives its keys away, and no other key moves. */
  readonly leaving?: string
  /** About 1/(n + 1) of the keys move when one joins n. */
  readonly movedShare?: string
  /** The order of the list and of joining does not matter. */
  readonly order?: string
  /** A node that joins and leaves again leaves nothing behind. */
  readonly undo?: string
  /** While a node is down, others answer for its keys. */
  readonly takeover?: string
  /** Keys are spread by their hash alone. */
  readonly even?: string
}

export interface SchemeUnderLaw {
  readonly config: Omit<SharderConfig, 'nodes'>
  /** Most keys on a node, as a multiple of the mean, with 10 equal nodes and 20,000 keys. */
  readonly atMost: number
  readonly exceptions: Exceptions
  /** Done before keys are asked for: a directory writes them down. */
  readonly prepare?: (sharder: Sharder, keys: readonly string[]) => Sharder
  /** The first key of the stretch of the i-th node, for ranges. */
  readonly startOf?: (i: number) => string
}

export const KEYS: readonly string[] = Array.from({ length: 20_000 }, (_, i) => `${(i * 2_654_435_761) % 97}:user:${i}`)

/** Any text, also with lone halves of pairs, braces and zeros. */
export const anyKey = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constantFrom('', '\ud800', '{}', '{a}', '\0', '日本語', '👩‍👩‍👧‍👦'), fc.string({ minLength: 200, maxLength: 300 }))

export function sharderLaws(title: string, under: SchemeUnderLaw): void {
  const { config, exceptions, atMost, startOf } = under
  const prepare = under.prepare ?? ((sharder: Sharder) => sharder)
  const make = (nodes: readonly NodeConfig[]): Sharder =>
    made(createSharder({ ...config, nodes, options: { ...config.options, ...(startOf === undefined ? {} : { starts: nodes.map((_, i) => (i === 0 ? '' : startOf(i))) }) } }))
  const named = (count: number, prefix = 'n'): NodeConfig[] => Array.from({ length: count }, (_, i) => ({ name: `${prefix}${i + 1}:11211` }))
  const join = (sharder: Sharder, name: string): Sharder => made(addNode(sharder, { name, ...(startOf === undefined ? {} : { start: startOf(sharder.nextId - 0.5) }) }))
  const ownersOf = (sharder: Sharder): (string | null)[] => KEYS.map((key) => nameAt(sharder, locate(sharder, key)))
  const promises = (what: keyof Exceptions, law: string, check: () => void): void => {
    if (exceptions[what] === undefined) it(law, check)
    else it.skip(`${law} (not promised: ${exceptions[what]})`, check)
  }

  describe(`${title} keeps the laws of spreading keys`, () => {
    it('every text has a node, the same one each time it is asked, also from a structured clone', () => {
      const sharder = make(named(7))
      const copy = structuredClone(sharder)
      fc.assert(
        fc.property(anyKey, (key) => {
          const index = locate(sharder, key)
          expect(index >= 0 && index < 7).toBe(true)
          expect(locate(sharder, key)).toBe(index)
          expect(locate(copy, key)).toBe(index)
        }),
        { numRuns: 300 },
      )
    })

    it('without nodes nobody holds anything; one node holds everything', () => {
      const empty = made(createSharder({ ...config, nodes: [] }))
      const one = join(empty, 'only')
      fc.assert(
        fc.property(anyKey, (key) => {
          expect(locate(empty, key)).toBe(NO_NODE)
          expect(replicas(empty, key, 3)).toEqual([])
          expect(locate(one, key)).toBe(0)
          expect(replicas(one, key, 3)).toEqual([0])
        }),
        { numRuns: 100 },
      )
      expect(locate(made(removeNode(one, 'only')), 'a')).toBe(NO_NODE)
    })

    it(`with 10 equal nodes nobody holds more than ${atMost} times the mean`, () => {
      const sharder = prepare(make(named(10)), KEYS)
      const counts = countKeys(placeKeys(sharder, KEYS), 10)
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(KEYS.length)
      expect(Math.max(...counts) / 2000).toBeLessThan(atMost)
      expect(Math.min(...counts)).toBeGreaterThan(0)
    })

    it('placing many keys at once is asking for each; hashes that are kept give the same after a change', () => {
      const sharder = prepare(make(named(6)), KEYS)
      const some = KEYS.slice(0, 500)
      const placement = placeKeys(sharder, some)
      expect([...placement.owners]).toEqual(some.map((key) => locate(sharder, key)))
      const grown = join(sharder, 'late')
      expect([...placeAgain(placement, grown).owners]).toEqual(some.map((key) => locate(grown, key)))
    })

    it('copies of a key lie on different nodes that are up, the first where the key is', () => {
      const sharder = prepare(make(named(6)), KEYS)
      const wounded = made(markDown(sharder, 'n2:11211'))
      for (const key of KEYS.slice(0, 200)) {
        for (const [at, up] of [[sharder, 6], [wounded, 5]] as const) {
          const copies = replicas(at, key, 4)
          expect(new Set(copies).size).toBe(copies.length)
          expect(copies.length).toBe(Math.min(4, up))
          expect(copies.every((index) => !at.nodes[index]!.isDown)).toBe(true)
          if (locate(at, key) !== NO_NODE) expect(copies[0]).toBe(locate(at, key))
        }
        expect(replicas(sharder, key, 99)).toHaveLength(6)
      }
    })

    it('I2: a change leaves the sharder before it as it was', () => {
      const sharder = prepare(make(named(5)), KEYS.slice(0, 100))
      const before = structuredClone(sharder)
      join(sharder, 'late')
      removeNode(sharder, 'n2:11211')
      markDown(sharder, 'n3:11211')
      setWeight(sharder, 'n4:11211', 3)
      expect(sharder).toEqual(before)
    })

    it('a node that is down keeps its place in the list, and its keys when it is back', () => {
      const sharder = prepare(make(named(5)), KEYS)
      const down = made(markDown(sharder, 'n3:11211'))
      expect(KEYS.some((key) => locate(down, key) === 2)).toBe(false)
      expect(down.nodes.map((node) => node.name)).toEqual(sharder.nodes.map((node) => node.name))
      expect(moved(sharder, made(markUp(down, 'n3:11211')), KEYS).share).toBe(0)
      // Whoever answers now, the keys of the others stay.
      for (const position of moved(sharder, down, KEYS).keys.slice(0, exceptions.leaving === undefined ? Infinity : 0)) expect(locate(sharder, KEYS[position]!)).toBe(2)
    })

    promises('joining', 'a node that joins takes keys, and no key moves between the others', () => {
      for (const count of [1, 4, 9]) {
        const before = prepare(make(named(count)), KEYS)
        const after = join(before, 'late')
        for (const position of moved(before, after, KEYS).keys) expect(nameAt(after, locate(after, KEYS[position]!))).toBe('late')
      }
    })

    promises('leaving', 'a node that leaves gives its keys away, and no other key moves', () => {
      const before = prepare(make(named(6)), KEYS)
      const after = made(removeNode(before, 'n2:11211'))
      for (const position of moved(before, after, KEYS).keys) expect(nameAt(before, locate(before, KEYS[position]!))).toBe('n2:11211')
      expect(ownersOf(after)).not.toContain('n2:11211')
    })

    promises('movedShare', 'about 1/(n + 1) of the keys move when one joins n', () => {
      for (const count of [4, 9]) {
        const before = prepare(make(named(count)), KEYS)
        const { share } = moved(before, join(before, 'late'), KEYS)
        expect(Math.abs(share * (count + 1) - 1)).toBeLessThan(atMost - 1 + 0.05)
      }
    })

    promises('order', 'the order of the list, and of joining, does not matter', () => {
      const forward = make(named(8))
      const backward = make([...named(8)].reverse())
      expect(ownersOf(backward)).toEqual(ownersOf(forward))
      const grown = join(make(named(7)), 'n8:11211')
      expect(ownersOf(grown)).toEqual(ownersOf(forward))
    })

    promises('undo', 'a node that joins and leaves again leaves nothing behind', () => {
      const sharder = prepare(make(named(5)), KEYS)
      const after = made(removeNode(join(sharder, 'late'), 'late'))
      expect(moved(sharder, after, KEYS).share).toBe(0)
    })

    promises('takeover', 'while a node is down, others answer for its keys', () => {
      const sharder = made(markDown(prepare(make(named(5)), KEYS), 'n3:11211'))
      expect(ownersOf(sharder)).not.toContain(null)
    })

    promises('weights', 'weights are shares: a node of weight 3 holds three times as much, one of weight 0 nothing', () => {
      const nodes = [1, 3, 0, 2, 4].map((weight, i) => ({ name: `n${i + 1}:11211`, weight }))
      const sharder = prepare(make(nodes), KEYS)
      const counts = countKeys(placeKeys(sharder, KEYS), 5)
      for (const [index, { weight }] of nodes.entries()) {
        expect(Math.abs(counts[index]! - 2000 * weight)).toBeLessThanOrEqual(2000 * weight * (atMost - 1) * 1.5)
        if (weight === 0) expect(KEYS.slice(0, 200).some((key) => replicas(sharder, key, 5).includes(index))).toBe(false)
      }
      const nobody = make(nodes.map(({ name }) => ({ name, weight: 0 })))
      expect(locate(nobody, 'a')).toBe(NO_NODE)
    })

    promises('weights', 'a weight changed gives the sharder that was made with it', () => {
      const sharder = made(setWeight(make(named(4)), 'n2:11211', 3))
      const fresh = make(named(4).map((node, i) => (i === 1 ? { ...node, weight: 3 } : node)))
      const owns = (at: Sharder): number => KEYS.filter((key) => locate(at, key) === 1).length
      if (exceptions.order === undefined) expect(ownersOf(sharder)).toEqual(ownersOf(fresh))
      if (under.prepare === undefined) expect(Math.abs(owns(sharder) - owns(fresh))).toBeLessThan(KEYS.length * 0.02)
    })
  })
}
