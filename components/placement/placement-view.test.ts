import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { applyPlacementRow, placementCountersAt } from '@/components/projection/placement-index.ts'
import { leastShare, movedShare, placementAt, placementNow } from '@/components/projection/placement-state.ts'
import { runAny } from '@/components/simulation/run-any.ts'
import type { PlacementRun } from '@/components/simulation/run.ts'
import { placementEn } from '@/content/dictionaries/placement.en.ts'
import { placementKo } from '@/content/dictionaries/placement.ko.ts'
import { loadScenarios } from '@/lib/scenarios.ts'
import { placementNarrator } from './describe.ts'
import { nextName } from './node-actions.ts'
import { PlacementStill } from './placement-still.tsx'
import { placementReader } from './reader.ts'
import { shapesOf, stretchesOf } from './shapes.ts'

const scenarios = loadScenarios('consistent-hashing').filter((scenario) => !scenario.id.endsWith('a-million-keys'))

function runOf(name: string): PlacementRun {
  const scenario = scenarios.find(({ id }) => id.endsWith(name))!
  const run = runAny({ document: scenario.document, overrides: {}, seed: scenario.seed, interventions: scenario.script })
  if (run.kind !== 'ran' || run.family !== 'placement') throw new Error(`${name} does not run`)
  return run
}

describe.each(scenarios.map(({ id }) => id.split('/')[1]!))('%s', (name) => {
  const run = runOf(name)
  const { trace, index, config } = run

  test('a state from a keyframe is the state folded from the beginning', () => {
    const counters = new Int32Array(index.counterWidth)
    for (let row = 0; row < trace.log.count; row++) {
      applyPlacementRow(trace, row, counters)
      if (row % 977 === 0 || row === trace.log.count - 1) expect([...placementCountersAt(trace, index, row)]).toEqual([...counters])
    }
  })

  test('at any instant no counter is negative, and keys on nodes are at most all', () => {
    for (let step = 0; step <= 40; step++) {
      const { nodes, totals, open } = placementAt(trace, index, (trace.endUs * step) / 40)
      for (const node of nodes) expect(Math.min(node.keys, node.asked, node.arriving, node.found)).toBeGreaterThanOrEqual(0)
      expect(open).toBeGreaterThanOrEqual(0)
      expect(totals.sent).toBe(totals.answered + totals.failed + open)
      expect(nodes.reduce((sum, node) => sum + node.keys, 0)).toBeLessThanOrEqual(config.keys.count * config.keys.copies)
    }
  })

  test.each([['en', placementEn], ['ko', placementKo]] as const)('every row, lane, note and message has its sentence in %s', (locale, words) => {
    const narrator = placementNarrator(locale, words, run)
    const reader = placementReader(locale, words, run)
    const isWhole = (sentence: string) => sentence.length > 1 && !/[{}]|undefined|NaN/.test(sentence)
    for (let row = 0; row < trace.log.count; row += 7) expect(isWhole(narrator.spoken(row)), narrator.spoken(row)).toBe(true)
    for (let row = 0; row < trace.hops.count; row += 97) expect(reader.message(row).every(isWhole)).toBe(true)
    for (const note of trace.notes) expect(isWhole(reader.note(note)), reader.note(note)).toBe(true)
    const { lanes, spoken } = reader.at(trace.endUs)
    expect(lanes).toHaveLength(trace.lanes.length)
    expect(isWhole(spoken)).toBe(true)
    expect(narrator.nodes(trace.endUs, trace.log.count - 1).every(isWhole)).toBe(true)
  })

  test('every cell of the map is drawn once, and the still names every node', () => {
    const { map, nodes } = placementAt(trace, index, trace.endUs)
    const drawn = shapesOf(map, null, trace.lanes.length, { width: 400, height: 300 })
    const covered = drawn.reduce((sum, { lane }) => sum + stretchesOf(map.cells, lane).reduce((part, { from, to }) => part + to - from, 0), 0)
    expect(covered).toBeCloseTo(1 - [...map.cells].filter((lane) => lane < 0).length / map.cells.length, 6)
    const html = renderToStaticMarkup(createElement(PlacementStill, { run, atUs: trace.endUs, words: placementEn, locale: 'en' }))
    for (const node of nodes.filter(({ isThere }) => isThere)) expect(html).toContain(node.id)
  })
})

describe('what a change is measured by', () => {
  test('an even share of a fifth node is a fifth; a ring moves about that, modulo four times as much', () => {
    const ring = runOf('add-a-node-ring')
    const modulo = runOf('add-a-node-modulo')
    expect(leastShare(ring.trace, ring.index, 1)).toBeCloseTo(0.2, 9)
    expect(movedShare(ring.index, 1)).toBeLessThan(0.26)
    expect(movedShare(modulo.index, 1)).toBeGreaterThan(0.7)
  })

  test('the spread of many points is near what chance gives; of one point a node it is of the size of the mean', () => {
    const { trace, index } = runOf('add-a-node-ring')
    const { spread, expectedSpread } = placementNow(trace, index, 0, 0)
    expect(spread / expectedSpread).toBeGreaterThan(0.2)
    expect(spread / expectedSpread).toBeLessThan(2.5)
    const one = runOf('one-point-a-node')
    expect(placementAt(one.trace, one.index, 0).spread).toBeGreaterThan(0.4)
  })

  test.each([[['n1', 'n2'], 'n3'], [['cache-a', 'cache-b'], 'cache-c'], [['10.0.1.4:11211'], '10.0.1.5:11211'], [[], 'node-1'], [['z'], 'node-2'], [['a', 'c', 'b'], 'd']])('after %j comes %s', (names, next) => {
    expect(nextName(names)).toBe(next)
  })
})
