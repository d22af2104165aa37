import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runArrivals, type BenchRun } from '@/components/simulation/arrival-run.ts'
import { PRESETS, presetText, readArrivals } from '@/components/simulation/arrival-tools.ts'
import { dictionaries } from '@/lib/dictionary.ts'
import { ALGORITHMS, SCRIPTS, type LimiterSpec } from '@/simulations/components/arrival-bench/limiter-spec.ts'
import { DEFAULT_SPEC } from '@/simulations/scenario/limiter-text.ts'
import type { Words } from './arrival-words.ts'
import { writeLevel } from './arrival-words.ts'
import { describeArrival, describeRun, explainDecision } from './describe-decision.ts'
import { moveArrival, placeArrival, removeLine, sortByTime } from './edit-text.ts'
import { layOut, ticksOf, usAt, xOf } from './picture-model.ts'
import { decodeArrivals, encodeArrivals, LONGEST_LINK } from './share-arrivals.ts'

const languages: readonly Words[] = [{ locale: 'en', text: dictionaries.en.arrivals }, { locale: 'ko', text: dictionaries.ko.arrivals }]
const everyKind: readonly LimiterSpec[] = [
  ...ALGORITHMS.filter((name) => name !== 'redis-script').map((algorithm) => ({ ...DEFAULT_SPEC, algorithm })),
  ...SCRIPTS.map((script) => ({ ...DEFAULT_SPEC, algorithm: 'redis-script' as const, script })),
]

function run(text: string, left: LimiterSpec = DEFAULT_SPEC, right: LimiterSpec = DEFAULT_SPEC): BenchRun {
  const reply = runArrivals({ text, unit: 'ms', specs: [left, right], key: null })
  if (reply.kind !== 'ran') throw new Error(reply.kind)
  return reply.run
}

const times = (text: string): number[] => {
  const reading = readArrivals(text, 'ms')
  return reading.ok ? [...reading.text.arrivals.atUs] : []
}

test('every decision of every limiter has a sentence in both languages, without a hole', () => {
  const text = `${presetText('bursts', 1)}\n0 ms ann 9\n5 s bob 2\n5 s bob\n4.9 s bob\n5000 key=\n5000 key=`
  for (const spec of everyKind) {
    const made = run(text, { ...spec, wait: 1 }, { ...spec, wait: 'nodelay' })
    for (const words of languages) {
      for (let i = 0; i < made.text.arrivals.count; i++) {
        for (const side of [0, 1] as const) {
          const { sentence, fields, verdict } = explainDecision(words, made, side, i)
          expect(sentence).not.toMatch(/[{}]|NaN|Infinity|undefined| {2}|in \.|–/)
          expect(fields.some(([name]) => name === 'RateLimit')).toBe(true)
          if (verdict !== 'rejected') expect(fields.some(([name]) => name === 'Retry-After')).toBe(false)
        }
        expect(describeArrival(words, made, i)).toContain(words.locale === 'en' ? 'Arrival' : '도착')
      }
      expect(describeRun(words, made, ['A', 'B'])).toContain('A')
    }
  }
})

test('the sentence tells the tokens that were there, taken and left, and the field when to come back', () => {
  const made = run('0\n0\n0\n100\n2000', { ...DEFAULT_SPEC, algorithm: 'token-bucket', limit: 2, burst: 3 }, { ...DEFAULT_SPEC, limit: 2, windowUs: 3_000_000 })
  const [en] = languages as [Words, Words]
  expect(explainDecision(en, made, 0, 0).sentence).toBe('3 tokens were there, one was taken, 2 left.')
  expect(explainDecision(en, made, 0, 3)).toEqual({
    verdict: 'rejected', sentence: '0.2 tokens were there, one was needed. There will be enough in 400\u00a0ms.',
    fields: [['Retry-After', '1'], ['RateLimit-Policy', '"limit";q=2;w=1'], ['RateLimit', '"limit";r=0;t=1']],
  })
  expect(explainDecision(en, made, 1, 3).fields[0]).toEqual(['Retry-After', '3'])
})

test('a number of tokens that is not enough never reads as enough', () => {
  const [en] = languages as [Words, Words]
  expect(writeLevel(en, 0.999_999, 'tokens')).toBe('0.99')
  expect(writeLevel(en, 4.000_1, 'level')).toBe('4.01')
  expect(writeLevel(en, 1.1 + 2.2, 'tokens')).toBe('3.3')
})

const instants = fc.array(fc.integer({ min: 0, max: 3_000_000 }), { maxLength: 12 })
const textOf = (list: readonly number[]): string => ['# mine', ...list.map((us) => `${us} us ann # note`)].join('\n')

test('what is placed is there, in order of time when the rest is; nothing else changes', () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: 0, max: 3_000_000 }), (list, at) => {
      const sorted = [...list].sort((a, b) => a - b)
      const after = placeArrival(textOf(sorted), 'ms', at)
      expect(times(after)).toEqual([...sorted, at].sort((a, b) => a - b))
      expect(after).toContain('# mine')
    }),
  )
})

test('what is moved keeps its client, its cost and its comment; what is removed is gone', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 3_000_000 }), { minLength: 1, maxLength: 9 }), fc.nat(), fc.integer({ min: 3_000_001, max: 9_000_000 }), (list, pick, at) => {
      const sorted = [...list].sort((a, b) => a - b)
      const i = pick % sorted.length
      const text = sorted.map((us, n) => `${us} us ${n === i ? 'bob 3 # dear' : 'ann'}`).join('\n')
      const moved = moveArrival(text, 'ms', i, at)
      expect(times(moved)).toEqual([...sorted.filter((_, n) => n !== i), at])
      expect(moved.split('\n').at(-1)).toMatch(/ bob cost=3 # dear$/)
      expect(times(removeLine(text, i + 1))).toEqual(sorted.filter((_, n) => n !== i))
    }),
  )
})

test('a client whose name has blanks, and an empty one, survive a move', () => {
  expect(moveArrival('5 ms, bob smith, 2', 'ms', 0, 7_000)).toBe('7 ms, bob smith, 2')
  expect(moveArrival('5 ms key=', 'ms', 0, 7_000)).toBe('7 ms key=')
  expect(moveArrival('2026-11-20T10:00:00Z ann', 'ms', 0, 1_795_168_800_250_000)).toBe('2026-11-20T10:00:00.250Z ann')
})

test('ordering by time loses no line', () => {
  fc.assert(
    fc.property(instants, (list) => {
      const text = textOf(list)
      const ordered = sortByTime(text, 'ms')
      expect(times(ordered)).toEqual([...list].sort((a, b) => a - b))
      expect(ordered.split('\n').sort((a, b) => (a < b ? -1 : 1))).toEqual(text.split('\n').sort((a, b) => (a < b ? -1 : 1)))
    }),
  )
})

test('a link holds what it was made from', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), fc.constantFrom(...everyKind), fc.constantFrom(...everyKind), (text, left, right) => {
      const state = { text, unit: 'us' as const, specs: [left, right] as const }
      const decoded = decodeArrivals(`#${encodeArrivals(state)}`)
      expect(decoded?.text).toBe(text)
      expect(decoded?.specs.map(({ algorithm, limit, windowUs }) => [algorithm, limit, windowUs])).toEqual([left, right].map(({ algorithm, limit, windowUs }) => [algorithm, limit, windowUs]))
    }),
  )
})

test('whatever stands in a fragment, reading it throws nothing and gives a state that runs, or none', () => {
  const forged = (value: unknown): string => `a=${Buffer.from(JSON.stringify(value)).toString('base64url')}`
  const sound = { t: '1 ms', u: 'ms', l: 'fixed-window 5 per 1 s', r: 'token-bucket 5 per 1 s burst 5' }
  expect(decodeArrivals(forged(sound))).not.toBeNull()
  for (const bad of [{ ...sound, u: 'h' }, { ...sound, l: 'fixed-window 0 per 1 s' }, { ...sound, l: 5 }, { ...sound, x: 1 }, { t: '1 ms' }, null, [], 'text']) expect(decodeArrivals(forged(bad))).toBeNull()
  expect(decodeArrivals(`a=${'A'.repeat(LONGEST_LINK + 1)}`)).toBeNull()
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void decodeArrivals(`a=${text}`)))
})

test('a text too long for a link makes none', () => {
  expect(encodeArrivals({ text: '1 ms\n'.repeat(8_000), unit: 'ms', specs: [DEFAULT_SPEC, DEFAULT_SPEC] })).toBeNull()
})

test.each(PRESETS)('%s: every arrival in sight stands on the picture, no two of them on the same spot', (name) => {
  const made = run(presetText(name, 3))
  for (const width of [300, 900]) {
    const sight = { width, fromUs: made.fromUs, toUs: made.toUs }
    const { marks } = layOut(made, sight)
    expect(marks?.length).toBe(made.text.arrivals.count)
    for (const a of marks!) for (const b of marks!) if (a !== b) expect(Math.abs(a.x - b.x) >= 9 || a.up !== b.up).toBe(true)
    expect(usAt(sight, xOf(sight, made.fromUs + 1_234))).toBeCloseTo(made.fromUs + 1_234, 3)
    expect(ticksOf(sight, made.originUs).length).toBeGreaterThan(1)
  }
})

test('too many for marks are counted in strips, and none is lost', () => {
  const made = run(Array.from({ length: 5_000 }, (_, i) => String(i)).join('\n'))
  const { marks, bins } = layOut(made, { width: 600, fromUs: made.fromUs, toUs: made.toUs })
  expect(marks).toBeNull()
  for (const side of [0, 1] as const) {
    const sums = bins![side].reduce((sum, { counts }) => sum.map((value, at) => value + counts[at]!), [0, 0, 0])
    expect(sums).toEqual([...made.replays[side].totals])
  }
})

test('arrivals with dates are counted from their own beginning, and an empty text has a picture', () => {
  const dated = run('2026-11-20T10:00:00.250Z\n2026-11-20T10:00:01Z')
  expect(new Date(dated.originUs / 1_000).toISOString()).toBe('2026-11-20T10:00:00.000Z')
  const empty = run('# nothing')
  expect(empty.text.arrivals.count).toBe(0)
  expect(layOut(empty, { width: 400, fromUs: empty.fromUs, toUs: empty.toUs }).marks).toEqual([])
})

test('where the two differ is listed in order of time, and nowhere when they are the same', () => {
  expect(run(presetText('edge-burst', 1)).differing.length).toBe(0)
  const made = run(presetText('edge-burst', 1), DEFAULT_SPEC, { ...DEFAULT_SPEC, algorithm: 'sliding-log' })
  expect(made.differing.length).toBeGreaterThan(3)
  for (const i of made.differing) expect(made.replays[0].verdict[i]).not.toBe(made.replays[1].verdict[i])
})
