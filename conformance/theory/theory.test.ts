import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { experiments } from './experiments.ts'
import { meanOfRun } from './measure.ts'
import { describeRow, runTheory } from './report.ts'
import { EXPONENTIAL, observe, station } from './stations.ts'

describe('the engine agrees with theory', () => {
  it('in the quick part of the experiments', { timeout: 90_000 }, () => {
    const rows = runTheory(true)
    expect(rows.length).toBeGreaterThan(20)
    expect(rows.filter(({ passed }) => !passed).map(describeRow)).toEqual([])
  })

  it('in the committed results of the full run, which cover every experiment', () => {
    const results = JSON.parse(readFileSync(new URL('../results/theory.json', import.meta.url), 'utf8')) as { failed: number; passed: number; rows: { topic: string; system: string; passed: boolean }[] }
    expect(results.failed).toBe(0)
    expect(results.rows.length).toBe(results.passed)
    const covered = new Set(results.rows.map(({ system }) => system))
    expect(experiments.filter(({ system }) => !covered.has(system))).toEqual([])
  })
})

describe('an engine that is a little wrong does not', () => {
  const of = (erlangs: number, workers = 1): ReturnType<typeof meanOfRun> => meanOfRun(observe(station(erlangs, { workers, work: EXPONENTIAL }), 250_000, 1, 0.05).waiting)

  it.each([
    ['5 % more arrivals than it says', 0.525, 1, 1],
    ['one worker more', 1.4, 3, 0.960784],
    ['work that is 4 % too short', 0.48, 1, 1],
  ])('%s: the prediction is outside the interval', (_what, erlangs, workers, prediction) => {
    const { interval } = of(erlangs, workers)
    expect(prediction < interval[0] || prediction > interval[1]).toBe(true)
  })

  it('and the interval covers the truth about as often as it says', { timeout: 60_000 }, () => {
    let covered = 0
    for (let seed = 1; seed <= 25; seed++) {
      const { interval } = meanOfRun(observe(station(0.5), 25_000, seed, 0.05).waiting)
      if (interval[0] <= 1 && 1 <= interval[1]) covered++
    }
    expect(covered).toBeGreaterThanOrEqual(24)
  })
})
