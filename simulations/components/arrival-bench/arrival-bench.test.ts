import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLimiter, decide, release } from '../../algorithms/rate-limiting/limiter.ts'
import { readArrivals } from '../../scenario/arrival-text.ts'
import { DEFAULT_SPEC, readLimiter, writeLimiter } from '../../scenario/limiter-text.ts'
import { byTime, createArrivals, type Arrivals } from './arrivals.ts'
import { busiestWindow } from './busiest-window.ts'
import { ALGORITHMS, compileSpec, fieldsOf, problemsOf, SCRIPTS, type LimiterSpec } from './limiter-spec.ts'
import { PRESETS, presetText } from './presets.ts'
import { decisionAt, replayArrivals } from './replay.ts'

const everyKind: readonly Pick<LimiterSpec, 'algorithm' | 'script'>[] = [
  ...ALGORITHMS.filter((name) => name !== 'redis-script').map((algorithm) => ({ algorithm, script: DEFAULT_SPEC.script })),
  ...SCRIPTS.map((script) => ({ algorithm: 'redis-script' as const, script })),
]
const nameOf = ({ algorithm, script }: Pick<LimiterSpec, 'algorithm' | 'script'>): string => (algorithm === 'redis-script' ? `${algorithm} ${script}` : algorithm)

const numbers = fc.record({
  limit: fc.integer({ min: 1, max: 12 }),
  windowUs: fc.constantFrom(1_000_000, 60_000_000),
  burst: fc.integer({ min: 1, max: 8 }),
  wait: fc.oneof(fc.constant('nodelay' as const), fc.integer({ min: 0, max: 5 })),
  holdUs: fc.integer({ min: 1_000, max: 900_000 }),
})

/** Steps of time that sometimes go back, by a little and by more than nginx's minute. */
const steps = fc.array(
  fc.record({ step: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 400_000 }) }, { weight: 1, arbitrary: fc.integer({ min: -900_000, max: -1 }) }, { weight: 1, arbitrary: fc.constant(-70_000_000) }), key: fc.constantFrom('', 'ann', 'bob'), cost: fc.integer({ min: 1, max: 4 }) }),
  { maxLength: 60 },
)

function sequenceOf(moves: readonly { readonly step: number; readonly key: string; readonly cost: number }[]): Arrivals {
  const arrivals = createArrivals()
  let at = 100_000_000
  moves.forEach(({ step, key, cost }, i) => arrivals.add((at = Math.max(0, at + step)), key, cost, i + 1))
  return arrivals.finish()
}

describe.each(everyKind.map((kind) => [nameOf(kind), kind] as const))('%s', (_name, kind) => {
  test('I1, I2: the decisions are those of the limiter asked alone, also where the clock jumps back', () => {
    fc.assert(
      fc.property(numbers, steps, (more, moves) => {
        const spec = { ...more, ...kind }
        const compiled = compileSpec(spec)
        const arrivals = sequenceOf(moves)
        const replay = replayArrivals(arrivals, compiled, arrivals.count === 0 ? null : { key: 0, fromUs: 0, toUs: 300_000_000 })
        const alone = createLimiter(compiled.config)
        const held: { dueUs: number; key: string; cost: number }[] = []
        for (let i = 0; i < arrivals.count; i++) {
          const now = arrivals.atUs[i]!
          const key = arrivals.keys[arrivals.key[i]!]!
          const cost = compiled.knowsCost ? arrivals.cost[i]! : 1
          for (const due of held.filter(({ dueUs }) => dueUs <= now)) {
            release(alone, due.key, due.cost)
            held.splice(held.indexOf(due), 1)
          }
          const decision = decide(alone, key, now, cost)
          if (decision.kind !== 'rejected' && compiled.holdUs !== null) held.push({ dueUs: now + compiled.holdUs, key, cost })
          expect(decisionAt(replay, i)).toEqual(decision)
        }
        expect(replay.totals[0] + replay.totals[1] + replay.totals[2]).toBe(arrivals.count)
      }),
      { numRuns: 60 },
    )
  })

  test('what is refused leaves the level where it was, unless the limiter counts what it refuses', () => {
    const counts = kind.algorithm === 'haproxy-request-rate' || (kind.algorithm === 'redis-script' && kind.script === 'fixed-window')
    fc.assert(
      fc.property(numbers, steps, (more, moves) => {
        const replay = replayArrivals(sequenceOf(moves), compileSpec({ ...more, ...kind }), null)
        replay.verdict.forEach((verdict, i) => {
          if (verdict !== 2) return
          if (counts) expect(replay.after[i]).toBeGreaterThanOrEqual(replay.before[i]!)
          else expect(replay.after[i]).toBeCloseTo(replay.before[i]!, 9)
        })
      }),
      { numRuns: 40 },
    )
  })

  test('I3: the level line passes through every before and after of its key, and stays within what the limiter can hold', () => {
    fc.assert(
      fc.property(numbers, steps, (more, moves) => {
        const arrivals = sequenceOf(moves)
        if (arrivals.count === 0) return
        const { line, before, after } = replayArrivals(arrivals, compileSpec({ ...more, ...kind }), { key: 0, fromUs: 0, toUs: 300_000_000 })
        const corners = new Set(Array.from(line!.atUs, (at, i) => `${at} ${line!.level[i]}`))
        for (let i = 0; i < arrivals.count; i++) {
          if (arrivals.key[i] !== 0) continue
          expect(corners).toContain(`${arrivals.atUs[i]} ${before[i]}`)
          expect(corners).toContain(`${arrivals.atUs[i]} ${after[i]}`)
        }
      }),
      { numRuns: 40 },
    )
  })
})

test('tokens: what was there less what was taken is left', () => {
  const arrivals = sequenceOf([1, 2, 3, 1].map((cost) => ({ step: 130_000, key: '', cost })))
  const { before, after, verdict } = replayArrivals(arrivals, compileSpec({ ...DEFAULT_SPEC, algorithm: 'token-bucket', limit: 2, burst: 4 }), null)
  expect([...before]).toEqual([4, 3.26, 1.52, 1.78])
  expect([...after]).toEqual([3, 1.26, 1.52, 0.78])
  expect([...verdict]).toEqual([0, 0, 2, 0])
})

test('at the edge of a window a fixed window lets twice its limit through, and a log does not', () => {
  const read = readArrivals(presetText('edge-burst', 1), 'ms')
  if (!read.ok) throw new Error('unread')
  const { arrivals } = read.text
  const busiest = (algorithm: LimiterSpec['algorithm']) => replayArrivals(arrivals, compileSpec({ ...DEFAULT_SPEC, algorithm }), null).busiest
  expect(busiest('fixed-window')).toEqual({ fromUs: 900_000, toUs: 1_900_000, units: 10, key: 0 })
  expect(busiest('sliding-log')?.units).toBe(5)
})

test('the busiest window is the largest of all that begin at a departure', () => {
  fc.assert(
    fc.property(numbers, steps, fc.constantFrom(...everyKind), (more, moves, kind) => {
      const arrivals = sequenceOf(moves)
      const compiled = compileSpec({ ...more, ...kind })
      const { verdict, delayUs } = replayArrivals(arrivals, compiled, null)
      const leaves = Array.from(arrivals.atUs, (at, i) => ({ at: at + delayUs[i]!, key: arrivals.key[i], units: compiled.knowsCost ? arrivals.cost[i]! : 1 })).filter((_, i) => verdict[i] !== 2)
      const most = leaves.reduce((max, from) => Math.max(max, leaves.reduce((sum, one) => (one.key === from.key && one.at >= from.at && one.at < from.at + compiled.windowUs ? sum + one.units : sum), 0)), 0)
      expect(busiestWindow(arrivals, compiled, verdict, delayUs)?.units ?? 0).toBe(most)
    }),
    { numRuns: 300 },
  )
})

test('arrivals by time: a permutation in order of time, the earlier written first', () => {
  fc.assert(
    fc.property(steps, (moves) => {
      const arrivals = sequenceOf(moves)
      const order = byTime(arrivals)
      expect(new Set(order).size).toBe(arrivals.count)
      for (let i = 1; i < order.length; i++) {
        const [a, b] = [order[i - 1]!, order[i]!]
        expect(arrivals.atUs[a]! < arrivals.atUs[b]! || (arrivals.atUs[a] === arrivals.atUs[b] && a < b)).toBe(true)
      }
    }),
  )
})

test('a description without problems never breaks a limiter, whatever its numbers', () => {
  const wild = fc.oneof(fc.integer({ min: -3, max: 2_000_000 }), fc.double(), fc.constantFrom(0, 1, 60_000_000, 1_000_000, 86_400_000_000, 1_000_001))
  const spec = fc.record({ limit: wild, windowUs: wild, burst: wild, wait: fc.oneof(wild, fc.constant('nodelay' as const)), holdUs: wild })
  let sound = 0
  fc.assert(
    fc.property(spec, fc.constantFrom(...everyKind), (more, kind) => {
      const whole = { ...more, ...kind }
      if (problemsOf(whole).length > 0) return
      sound++
      replayArrivals(sequenceOf([0, 10, 500_000, -90].map((step) => ({ step, key: 'a', cost: 2 }))), compileSpec(whole), { key: 0, fromUs: 0, toUs: 200_000_000 })
    }),
    { numRuns: 2_000 },
  )
  expect(sound).toBeGreaterThan(50)
})

test.each<[Partial<LimiterSpec>, string, string]>([
  [{ limit: 0 }, 'limit', 'out-of-range'],
  [{ limit: 2.5 }, 'limit', 'not-whole'],
  [{ windowUs: 10 }, 'windowUs', 'out-of-range'],
  [{ algorithm: 'nginx-limit-req', windowUs: 2_000_000 }, 'windowUs', 'window-of-nginx'],
  [{ algorithm: 'haproxy-request-rate', windowUs: 1_500 }, 'windowUs', 'window-whole-ms'],
  [{ algorithm: 'generic-cell-rate', limit: 5_000, windowUs: 1_000 }, 'limit', 'too-fine'],
  [{ algorithm: 'token-bucket', burst: 1_000_000, windowUs: 86_400_000_000 }, 'burst', 'too-large'],
  [{ algorithm: 'token-bucket', burst: 0 }, 'burst', 'out-of-range'],
  [{ algorithm: 'nginx-limit-conn', limit: 65_536 }, 'limit', 'out-of-range'],
])('%j: the %s is %s', (change, field, code) => {
  expect(problemsOf({ ...DEFAULT_SPEC, ...change })).toEqual([expect.objectContaining({ field, code })])
})

test('a limiter in words reads the same again', () => {
  fc.assert(
    fc.property(numbers, fc.constantFrom(...everyKind), (more, kind) => {
      const spec = { ...more, ...kind }
      const again = readLimiter(writeLimiter(spec))
      expect(again).not.toBeNull()
      for (const field of ['algorithm' as const, ...fieldsOf(spec)]) expect(again![field]).toEqual(spec[field])
    }),
  )
})

test.each(['', 'bucket 3', 'token-bucket x per 1 s', 'token-bucket 3 per 1', 'token-bucket 3 per 1 s burst', 'redis-script 3 per 1 s script lua', 'fixed-window 3 every 1 s', '__proto__ 3'])('"%s" is no limiter', (text) => {
  expect(readLimiter(text)).toBeNull()
})

test.each(PRESETS)('preset %s: every line is an arrival, the same for the same seed', (name) => {
  const read = readArrivals(presetText(name, 7), 's')
  expect(read.ok && read.text.problemCount).toBe(0)
  expect(read.ok && read.text.arrivals.count).toBeGreaterThan(10)
  expect(presetText(name, 7)).toBe(presetText(name, 7))
})
