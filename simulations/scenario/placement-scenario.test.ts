import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeForAuthor } from './author-words.ts'
import { loadDocument } from './loaded-scenario.ts'
import { readPlacementCommands, readPlacementScenario } from './placement-scenario.ts'

function document(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'a/b', family: 'placement', title: { en: 'a', ko: 'a' }, question: { en: 'a', ko: 'a' }, seed: 1, duration: '2 s',
    scheme: { name: 'nginx-ketama' }, nodes: { a: {}, b: { weight: 2 } }, keys: { count: 100 }, moves: { copied: '1 MB/s' }, ...changes,
  }
}

const problemsIn = (raw: unknown): string[] => {
  const reading = readPlacementScenario(raw)
  return reading.ok ? [] : reading.problems.map((problem) => `${problem.path.join('/')}: ${describeForAuthor(problem)}`)
}
const script = (...commands: unknown[]) => ({ script: commands.map((command, i) => ({ at: `${i + 1} ms`, do: command })) })
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, {}]))

describe('what is written is read into facts', () => {
  test('units, defaults and names of any script', () => {
    const reading = readPlacementScenario(document({ nodes: { '서버-가': {}, '👩‍👩‍👧‍👦': { weight: 0 }, '10.0.0.1:11211': { weight: 1_000_000 } }, scheme: { name: 'rendezvous' }, keys: { count: 100, size: '2.5 kB', copies: 2 }, moves: { refilled: 'exponential 20 ms' } }))
    expect(reading).toMatchObject({ ok: true, scenario: { config: {
      nodes: [{ name: '서버-가', weight: 1 }, { name: '👩‍👩‍👧‍👦', weight: 0 }, { name: '10.0.0.1:11211', weight: 1_000_000 }],
      keys: { bytes: 2_500, copies: 2, names: 'users' }, lookups: { perSecond: 0 }, moves: { kind: 'refilled', source: { kind: 'exponential', meanUs: 20_000 } },
    } } })
  })

  test('no node at all is an answer: nobody holds anything', () => {
    expect(problemsIn(document({ nodes: {} }))).toEqual([])
  })
})

describe('what cannot be run is refused, at its place, with its reason', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['10,000 nodes', { nodes: many(10_000) }, /^nodes: 10000 nodes; at most 30/],
    ['a name that is a number alone', { nodes: { 7: {} } }, /^nodes\/7: a node's name/],
    ['a name of spaces', { nodes: { ' ': {} } }, /^nodes\/ : a node's name/],
    ['a name too long', { nodes: { ['x'.repeat(33)]: {} } }, /a node's name has 1 to 32/],
    ['a weight beyond a million', { nodes: { a: { weight: 1_000_001 } } }, /^nodes\/a\/weight: .*out of range/],
    ['a negative weight', { nodes: { a: { weight: -1 } } }, /out of range/],
    ['weights where there are none', { scheme: { name: 'jump' } }, /^nodes: jump gives every node the same/],
    ['a weight that makes too many points', { nodes: { a: { weight: 1_000_000 } } }, /^nodes: these weights make more points/],
    ['a weight HAProxy does not take', { scheme: { name: 'haproxy-ring' }, nodes: { a: { weight: 300 } } }, /does not take this weight/],
    ['a table whose rows are no prime', { scheme: { name: 'maglev', table: 100 } }, /a table has a prime number of rows/],
    ['a scheme that does not exist', { scheme: { name: 'ketamma' } }, /^scheme\/name: "ketamma" is not known here/],
    ['a million keys where each is asked', { scheme: { name: 'rendezvous' }, keys: { count: 1_000_000 } }, /^keys\/count: rendezvous is asked key by key/],
    ['copies of too many keys', { keys: { count: 50_000, copies: 3 } }, /^keys\/copies: copies of 50000 keys/],
    ['fewer than ten keys', { keys: { count: 9 } }, /^keys\/count: 9 is out of range/],
    ['a size without a unit', { keys: { count: 10, size: 2000 } }, /^keys\/size: "2000" is no size/],
    ['a rate of data without its second', { moves: { copied: '5 MB' } }, /is no rate of data/],
    ['both sorts of moves', { moves: { copied: '5 MB/s', refilled: '20 ms' } }, /unknown/],
    ['too many look-ups', { duration: '600 s', lookups: { rate: '20000/s' } }, /sends about 12000000 requests/],
    ['a key with a typo', { keys: { cuont: 10 } }, /unknown: cuont/],
    ['a node added twice', script({ kind: 'add-node', node: 'a' }), /^script\/0: there is a node called "a" already/],
    ['a node that is not there', script({ kind: 'remove-node', node: 'x' }), /^script\/0: there is no node called "x" at this instant; there are a, b/],
    ['a node that was removed', script({ kind: 'remove-node', node: 'a' }, { kind: 'mark-down', node: 'a' }), /^script\/1: there is no node called "a"/],
    ['a command of another family', script({ kind: 'stop-server', server: 'a' }), /^script\/0\/do\/kind: there is no such kind/],
  ])('%s', (_name, changes, message) => {
    expect(problemsIn(document(changes)).join('\n')).toMatch(message)
  })

  test('a command of another family from a link is refused by name, in both directions', () => {
    const reading = readPlacementScenario(document())
    if (!reading.ok) throw new Error('not read')
    expect(readPlacementCommands([{ at: 0, do: { kind: 'set-rate' } }], reading.scenario.config).problems).toMatchObject([{ code: 'foreign-command', values: { command: 'set-rate' } }])
  })

  test('any value anywhere is read or refused, and nothing is thrown', () => {
    const places = ['scheme', 'nodes', 'keys', 'lookups', 'moves', 'knobs', 'script', 'seed', 'duration', 'title', 'id', 'family']
    fc.assert(fc.property(fc.constantFrom(...places), fc.anything(), (place, value) => {
      const reading = readPlacementScenario(document({ [place]: value }))
      return reading.ok || reading.problems.every((problem) => describeForAuthor(problem).length > 0)
    }), { numRuns: 1_500 })
  })

  test('a node of any name is a node, or is refused', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
      const reading = readPlacementScenario(document({ nodes: Object.fromEntries([[name, {}]]) }))
      return !reading.ok || reading.scenario.config.nodes[0]?.name === name
    }), { numRuns: 500 })
  })
})

test('a knob of a node, of the scheme and of the keys is found by its family', () => {
  const reading = loadDocument(document({ knobs: ['scheme.name', 'keys.count', 'nodes.b.weight', 'lookups.zipf'], lookups: { rate: '1/s' } }))
  expect(reading).toMatchObject({ ok: true, scenario: { family: 'placement', knobs: [{ path: 'scheme.name' }, { path: 'keys.count', value: 100 }, { path: 'nodes.b.weight', value: 2 }, { path: 'lookups.zipf', value: 1 }] } })
})
