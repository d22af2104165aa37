import { describe, expect, test } from 'vitest'
import { generatePlacement } from '@/tests/fuzz/generate-placement.ts'
import { DEFAULT_OPTIONS, type SchemeName } from '../../algorithms/sharding/sharder.ts'
import { checkPlacement } from '../../checkers/placement.ts'
import { describeVerdict } from '../../checkers/verdict.ts'
import { hashTrace } from '../../kernel/trace-hash.ts'
import type { Trace } from '../../kernel/trace.ts'
import { readPlacementScenario, SCHEMES } from '../../scenario/placement-scenario.ts'
import type { PlacementCommand, PlacementConfig } from './config.ts'
import { runPlacement } from './run-placement.ts'
import { LOOKUP, OUTCOME, PLACEMENT_EVENT, PLACEMENT_HOP } from './vocabulary.ts'

const SECOND = 1_000_000

function configOf(scheme: SchemeName, changes: Partial<PlacementConfig> = {}): PlacementConfig {
  return {
    durationUs: 20 * SECOND, scheme, options: DEFAULT_OPTIONS,
    nodes: ['a', 'b', 'c', 'd'].map((name) => ({ name, weight: 1 })),
    keys: { names: 'users', count: 4_000, bytes: 1_000, copies: 1 },
    lookups: { perSecond: 200, exponent: 0.8, hotShare: 0, link: { kind: 'uniform', minUs: 1_000, maxUs: 3_000 } },
    moves: { kind: 'copied', bytesPerSecond: 1_000_000 },
    ...changes,
  }
}

const at = (seconds: number, command: PlacementCommand) => ({ atUs: seconds * SECOND, command })
const broken = (trace: Trace, config: PlacementConfig) => checkPlacement({ trace, config }).filter((verdict) => !verdict.ok).map(describeVerdict)
const noted = (trace: Trace, kind: string) => trace.notes.find((note) => note.kind === kind)!

/** Look-ups sent in [from, to) seconds that came to one of these ends. */
function lookups(trace: Trace, from: number, to: number, ends: readonly number[]): number {
  const { what, createdAt, outcome } = trace.subjects.columns
  let count = 0
  for (let row = 0; row < trace.subjects.count; row++) {
    if (what![row] === LOOKUP && createdAt![row]! >= from * SECOND && createdAt![row]! < to * SECOND && ends.includes(outcome![row]!)) count++
  }
  return count
}

describe.each(SCHEMES)('%s', (scheme) => {
  const storm = [
    at(3, { kind: 'add-node', node: 'e', weight: 1 }), at(6, { kind: 'mark-down', node: 'b' }), at(9, { kind: 'mark-up', node: 'b' }), at(12, { kind: 'remove-node', node: 'a' }),
  ]
  test.each(['copied', 'refilled'] as const)('keeps every law while nodes come and go, and runs again to the same hash: %s', (kind) => {
    const config = configOf(scheme, { moves: kind === 'copied' ? { kind, bytesPerSecond: 1_000_000 } : { kind, source: { kind: 'constant', valueUs: 20_000 } } })
    const { trace, maps } = runPlacement(config, 5, storm)
    expect(broken(trace, config)).toEqual([])
    expect(hashTrace(runPlacement(config, 5, storm).trace)).toBe(hashTrace(trace))
    expect(maps).toHaveLength(1 + storm.length)
    expect(lookups(trace, 0, 3, [OUTCOME.found])).toBeGreaterThan(400)
  })

  test('shown keys lie on cells of the node that holds them', () => {
    const { maps } = runPlacement(configOf(scheme, { durationUs: SECOND, options: { ...DEFAULT_OPTIONS, tableSize: 251 } }), 5, [])
    const { cells, keyPlaces, keyLanes, density } = maps[0]!
    let strays = 0
    for (const [i, place] of keyPlaces.entries()) if (cells[Math.min(cells.length - 1, Math.floor(place * cells.length))] !== keyLanes[i]) strays++
    // A stretch narrower than a cell is drawn as its middle's owner; a table of 65,537 rows has nothing else.
    expect(strays / keyPlaces.length).toBeLessThan(0.2)
    expect(density.reduce((sum, count) => sum + count, 0)).toBe(4_000)
  })
})

describe('what a change costs', () => {
  const join = [at(5, { kind: 'add-node', node: 'e', weight: 1 })]
  const share = (scheme: SchemeName, script = join) => Number(runPlacement(configOf(scheme), 1, script).trace.notes[1]!.facts['moved']) / 4_000

  test('modulo moves n / (n + 1) of the keys, rings and jump about 1 / (n + 1)', () => {
    expect(share('modulo')).toBeGreaterThan(0.75)
    expect(share('kafka')).toBeGreaterThan(0.75)
    for (const scheme of ['nginx-ketama', 'jump', 'rendezvous', 'redis-slots'] as const) {
      expect(share(scheme)).toBeGreaterThan(0.14)
      expect(share(scheme)).toBeLessThan(0.26)
    }
    expect(share('directory')).toBe(0)
  })

  test('on a ring every batch goes to the node that joined; it takes its bytes at the sender’s rate', () => {
    const { trace } = runPlacement(configOf('nginx-ketama'), 1, join)
    const { hops, subjects } = trace
    const moves = [...hops.kind.keys()].filter((row) => hops.kind[row] === PLACEMENT_HOP.move)
    expect(moves.length).toBeGreaterThan(20)
    expect(new Set(moves.map((row) => trace.lanes[hops.to[row]!]!.id))).toEqual(new Set(['e']))
    expect(moves.reduce((sum, row) => sum + subjects.columns['keys']![hops.subject[row]!]!, 0)).toBe(Number(noted(trace, 'node.added').facts['moved']))
    expect(noted(trace, 'moves.done').facts['keys']).toBe(noted(trace, 'node.added').facts['moved'])
  })

  test('down and removed are one map on a ring, and two with jump hash', () => {
    const otherwise = (scheme: SchemeName) => runPlacement(configOf(scheme), 1, [at(5, { kind: 'mark-down', node: 'b' })]).trace.notes[1]!.facts['otherwise']
    expect(otherwise('nginx-ketama')).toBe(0)
    expect(otherwise('rendezvous')).toBe(0)
    expect(Number(otherwise('jump'))).toBeGreaterThan(1_000)
  })

  test('a store answers all the time; a cache misses after the change, and less and less', () => {
    const store = runPlacement(configOf('modulo'), 1, join).trace
    expect(lookups(store, 0, 20, [OUTCOME.missing, OUTCOME.nobody, OUTCOME.fetched])).toBe(0)
    const cache = runPlacement(configOf('modulo', { moves: { kind: 'refilled', source: { kind: 'constant', valueUs: 20_000 } } }), 1, join).trace
    expect(lookups(cache, 0, 5, [OUTCOME.fetched])).toBe(0)
    expect(lookups(cache, 5, 8, [OUTCOME.fetched])).toBeGreaterThan(1.5 * lookups(cache, 14, 17, [OUTCOME.fetched]))
  })

  test('a node that fails takes its only copies with it; with two copies nobody notices', () => {
    const fail = [at(5, { kind: 'mark-down', node: 'b' })]
    expect(lookups(runPlacement(configOf('nginx-ketama'), 1, fail).trace, 6, 20, [OUTCOME.missing])).toBeGreaterThan(200)
    const twice = configOf('nginx-ketama', { keys: { names: 'users', count: 4_000, bytes: 1_000, copies: 2 } })
    const { trace } = runPlacement(twice, 1, fail)
    expect(lookups(trace, 6, 20, [OUTCOME.missing, OUTCOME.nobody])).toBe(0)
    expect(broken(trace, twice)).toEqual([])
  })

  test('a hot key makes one node busy, however even the keys lie', () => {
    const config = configOf('rendezvous', { lookups: { perSecond: 400, exponent: 0, hotShare: 0.5, link: { kind: 'constant', valueUs: 1_000 } } })
    const { trace } = runPlacement(config, 1, [])
    const asked = trace.lanes.map((_lane, lane) => [...trace.log.kind.keys()].filter((row) => trace.log.kind[row] === PLACEMENT_EVENT['lookup.found'] && trace.log.lane[row] === lane).length)
    expect(Math.max(...asked) / asked.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0.55)
  })

  test('what is done at an instant changes nothing before it', () => {
    const calm = runPlacement(configOf('maglev'), 9, []).trace
    const acted = runPlacement(configOf('maglev'), 9, [at(10, { kind: 'remove-node', node: 'c' })]).trace
    const before = [...calm.log.at].findIndex((us) => us >= 10 * SECOND)
    expect(before).toBeGreaterThan(1_000)
    for (const column of ['at', 'kind', 'lane', 'ref'] as const) expect([...acted.log[column].subarray(0, before)]).toEqual([...calm.log[column].subarray(0, before)])
  })

  test('hot keys, links and arrivals draw from streams of their own: adding a node does not move one look-up', () => {
    const sent = (script: ReturnType<typeof at>[]) => {
      const { createdAt, key, what } = runPlacement(configOf('modulo', { moves: { kind: 'refilled', source: { kind: 'exponential', meanUs: 9_000 } } }), 3, script).trace.subjects.columns
      return [...createdAt!.keys()].filter((row) => what![row] === LOOKUP).map((row) => `${createdAt![row]} ${key![row]}`)
    }
    expect(sent(join)).toEqual(sent([]))
  })
})

describe('random systems', () => {
  test('300 of them are refused with a reason, or keep every law and run again to the same hash', () => {
    let ran = 0
    for (let seed = 1; seed <= 300; seed++) {
      const reading = readPlacementScenario(generatePlacement(seed))
      if (!reading.ok) {
        expect(reading.problems.length).toBeGreaterThan(0)
        continue
      }
      ran++
      const { config, script } = reading.scenario
      const { trace } = runPlacement(config, seed, script)
      expect(broken(trace, config), `seed ${seed}`).toEqual([])
      if (seed % 5 === 0) expect(hashTrace(runPlacement(config, seed, script).trace)).toBe(hashTrace(trace))
    }
    expect(ran).toBeGreaterThan(150)
  })
})

describe('each law fires when it is broken', () => {
  const config = configOf('nginx-ketama')
  const good = () => runPlacement(config, 1, [at(5, { kind: 'add-node', node: 'e', weight: 1 }), at(9, { kind: 'mark-down', node: 'b' })]).trace
  const rowOf = (trace: Trace, name: keyof typeof PLACEMENT_EVENT, after = 0) => trace.log.kind.findIndex((kind, row) => kind === PLACEMENT_EVENT[name] && trace.log.at[row]! >= after)
  const mutants: [string, (trace: Trace) => void][] = [
    ['a look-up ends', (trace) => { trace.log.ref[rowOf(trace, 'answer.received')] = trace.log.ref[rowOf(trace, 'answer.received', SECOND)]! }],
    ['a look-up ends', (trace) => { trace.subjects.columns['outcome']![trace.log.ref[rowOf(trace, 'answer.received')]!] = OUTCOME.missing }],
    ['a node that is down', (trace) => { trace.log.lane[rowOf(trace, 'lookup.found', 12 * SECOND)] = trace.lanes.findIndex((lane) => lane.id === 'b') }],
    ['keys that move', (trace) => { trace.log.kind[rowOf(trace, 'move.sent')] = PLACEMENT_EVENT['move.arrived'] }],
    ['a sender sends', (trace) => { trace.hops.delayUs[trace.hops.kind.findIndex((kind) => kind === PLACEMENT_HOP.move)]! += 1 }],
    ['keys on nodes', (trace) => { Object.assign(trace.notes[0]!.facts, { byLane: '0 3000 3000' }) }],
  ]
  test.each(mutants)('%s …', (law, mutate) => {
    const trace = good()
    expect(broken(trace, config)).toEqual([])
    mutate(trace)
    expect(broken(trace, config).join(' ')).toContain(law)
  })
})
