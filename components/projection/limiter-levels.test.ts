import { describe, expect, it } from 'vitest'
import { withLimiter } from '@/tests/fuzz/generate-limiter.ts'
import { generate } from '@/tests/fuzz/generate.ts'
import { traceTraffic } from '@/simulations/components/traffic/run-traffic.ts'
import { readTrafficScenario } from '@/simulations/scenario/traffic-scenario.ts'
import { levelsAt, limiterLevels, usedSeries, usedShare } from './limiter-levels.ts'
import { stateAtRow } from './traffic-state.ts'
import { buildTrafficIndex } from './traffic-index.ts'

const runs = Array.from({ length: 120 }, (_, i) => {
  const seed = 5_000 + i
  const reading = readTrafficScenario(withLimiter(generate(seed), seed, 1))
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  const { config, script } = reading.scenario
  return { seed, config, trace: traceTraffic(config, seed, script) }
})

describe('levels of a limiter', () => {
  it('at the instant of a decision, are what the counter read after the last decision of that instant', () => {
    let compared = 0
    for (const { seed, config, trace } of runs) {
      const levels = limiterLevels(trace, config)!
      if (config.limiter!.key === 'client' || trace.notes.some((note) => note.kind === 'limit.changed')) continue
      for (const [lane, tracks] of levels.tracks) {
        for (const { key, at, after } of tracks) {
          at.forEach((us, i) => {
            if (at[i + 1] === us || ['haproxy-request-rate', 'sliding-window-counter', 'sliding-log'].includes(config.limiter!.rule.algorithm)) return
            compared++
            expect(levelsAt(levels, lane, us).find((one) => one.key === key)!.level, `seed ${seed}`).toBeCloseTo(after[i]!, 6)
          })
        }
      }
    }
    expect(compared).toBeGreaterThan(500)
  })

  it('windows that slide are counted as the rule counts them', () => {
    let compared = 0
    for (const { seed, config, trace } of runs) {
      const { algorithm } = config.limiter!.rule
      if ((algorithm !== 'sliding-log' && algorithm !== 'sliding-window-counter') || config.limiter!.counts === 'shared' || config.limiter!.key === 'client' || trace.notes.some((note) => note.kind === 'limit.changed')) continue
      const levels = limiterLevels(trace, config)!
      for (const [lane, tracks] of levels.tracks) {
        for (const { key, at, after } of tracks) {
          at.forEach((us, i) => {
            if (at[i + 1] === us) return
            compared++
            expect(levelsAt(levels, lane, us).find((one) => one.key === key)!.level, `seed ${seed}`).toBeCloseTo(after[i]!, 6)
          })
        }
      }
    }
    expect(compared).toBeGreaterThan(20)
  })

  it('are between nothing and all, everywhere', () => {
    for (const { config, trace } of runs.slice(0, 40)) {
      const levels = limiterLevels(trace, config)!
      for (const lane of levels.tracks.keys()) {
        const series = usedSeries(levels, lane, 0, trace.endUs, 60)!
        for (const used of series) expect(used >= 0 && used <= 1).toBe(true)
        for (let us = 0; us <= trace.endUs; us += trace.endUs / 17) for (const level of levelsAt(levels, lane, us)) expect(usedShare(level)).toBeLessThanOrEqual(1)
      }
    }
  })
})

describe('counters of a limiter', () => {
  it('never fall below nothing, and at the end tell what the log tells', () => {
    for (const { seed, config, trace } of runs) {
      const index = buildTrafficIndex(trace, config)
      for (let row = 0; row < trace.log.count; row += 37) {
        for (const lane of stateAtRow(trace, index, row).lanes) {
          expect(Math.min(lane.held, lane.queued, lane.serving, lane.connections), `seed ${seed}, row ${row}, ${lane.id}`).toBeGreaterThanOrEqual(0)
        }
      }
      const { metrics, lanes } = stateAtRow(trace, index, trace.log.count - 1)
      const told = [...trace.subjects.columns.outcome!].filter((one) => one === 5).length
      expect(metrics.throttled, `seed ${seed}`).toBe(told)
      expect(metrics.inSystem, `seed ${seed}`).toBe([...trace.subjects.columns.outcome!].filter((one) => one === 0).length)
      expect(lanes.filter((lane) => lane.role === 'limiter').reduce((sum, lane) => sum + lane.refused, 0)).toBeGreaterThanOrEqual(told)
    }
  })
})
