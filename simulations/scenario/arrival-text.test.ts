import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LARGEST_SEQUENCE } from '../components/arrival-bench/arrivals.ts'
import { LONGEST_KEY, MOST_PROBLEMS, NO_KEY, readArrivals, type LineFault, type TimeUnit } from './arrival-text.ts'

function read(text: string, unit: TimeUnit = 'ms') {
  const reading = readArrivals(text, unit)
  if (!reading.ok) throw new Error(`refused at line ${reading.line}`)
  return reading.text
}

test.each<[string, number, string, number]>([
  ['120', 120_000, NO_KEY, 1],
  ['120 ms', 120_000, NO_KEY, 1],
  ['0.25s', 250_000, NO_KEY, 1],
  ['1.5 min', 90_000_000, NO_KEY, 1],
  ['7us', 7, NO_KEY, 1],
  ['7 µs ann', 7, 'ann', 1],
  ['7 μs ann', 7, 'ann', 1],
  ['1500 ns', 1, NO_KEY, 1],
  ['0.1 s', 100_000, NO_KEY, 1],
  ['1700000000.123456 s', 1_700_000_000_123_456, NO_KEY, 1],
  ['120 ann 3', 120_000, 'ann', 3],
  ['120 cost=3', 120_000, NO_KEY, 3],
  ['120 key=ms cost=2', 120_000, 'ms', 2],
  ['120, bob, 2', 120_000, 'bob', 2],
  ['120,,2', 120_000, '', 2],
  ['120\tbob\t2', 120_000, 'bob', 2],
  ['  120 ms  ann # the third', 120_000, 'ann', 1],
  ['120 5', 120_000, '5', 1],
  ['120 key=', 120_000, '', 1],
  ['1970-01-01T00:00:01Z', 1_000_000, NO_KEY, 1],
  ['1970-01-01 00:00:01,5 ann', 1_500_000, 'ann', 1],
  ['1970-01-02T01:00:00+01:00 ann 2', 86_400_000_000, 'ann', 2],
  ['2024-02-29T12:00:00.000001Z', Date.UTC(2024, 1, 29, 12) * 1_000 + 1, NO_KEY, 1],
])('"%s" is an arrival', (line, atUs, key, cost) => {
  const { arrivals, problems } = read(line)
  expect(problems).toEqual([])
  expect({ atUs: arrivals.atUs[0], key: arrivals.keys[arrivals.key[0]!], cost: arrivals.cost[0] }).toEqual({ atUs, key, cost })
})

test.each<[string, LineFault]>([
  ['soon', 'no-time'],
  ['.5 s', 'no-time'],
  ['-5 ms', 'negative'],
  ['5h', 'unknown-unit'],
  ['5sekunden', 'unknown-unit'],
  ['2024-13-01T00:00:00Z', 'bad-date'],
  ['2023-02-29T00:00:00Z', 'bad-date'],
  ['2024-02-29T24:00:00Z', 'bad-date'],
  ['2024-02-29', 'bad-date'],
  ['1960-01-01T00:00:00Z', 'out-of-range'],
  ['99999999999999999 ms', 'out-of-range'],
  ['9999999999 s', 'out-of-range'],
  ['5 ann 0', 'bad-cost'],
  ['5 ann 1.5', 'bad-cost'],
  ['5 ann 10001', 'bad-cost'],
  ['5 ann 2 more', 'too-many-words'],
  ['5 cost=1 cost=2', 'too-many-words'],
  [`5 ${'x'.repeat(LONGEST_KEY + 1)}`, 'long-key'],
])('"%s" is refused: %s', (line, fault) => {
  const { arrivals, problems } = read(`1 ms\n${line}\n3 ms`)
  expect(problems).toEqual([expect.objectContaining({ line: 2, fault })])
  expect([...arrivals.line]).toEqual([1, 3])
})

const day = fc.date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })

test('a date reads as the calendar has it', () => {
  fc.assert(fc.property(day, (date) => {
    expect(read(date.toISOString()).arrivals.atUs[0]).toBe(date.getTime() * 1_000)
  }), { numRuns: 500 })
})

test('a time written with a unit is exact to the microsecond', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 7_000_000_000_000_000 }), (us) => {
      const seconds = `${Math.floor(us / 1_000_000)}.${String(us % 1_000_000).padStart(6, '0')} s`
      const text = read(`${us} us\n${Math.floor(us / 1_000)}.${String(us % 1_000).padStart(3, '0')} ms\n${seconds}`)
      expect([...text.arrivals.atUs]).toEqual([us, us, us])
      expect(text.cut).toBe(0)
    }),
  )
})

test('digits below a microsecond are cut off and counted', () => {
  const text = read('1.0000019 s\n1.0000010 s\n3 us\n3.5 us\n1001 ns')
  expect([...text.arrivals.atUs]).toEqual([1_000_001, 1_000_001, 3, 3, 1])
  expect(text.cut).toBe(3)
})

test('I1: whatever the text, nothing is thrown, and every line is an arrival, a problem, empty or a comment', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('5 ms', '7', '1 s ann', '9 ms ann 2', '-1', '# note', '', ' ', '\t', '2024-01-01T00:00:00Z', '2024-1', '1e5', '5,,', '5;;;', '∞', '٣'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'), fc.constantFrom<TimeUnit>('s', 'ms', 'us'), (pieces, end, unit) => {
      const text = pieces.join(end)
      const { arrivals, problems, problemCount } = read(text, unit)
      const bare = text.split('\n').map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
      const named = new Set([...arrivals.line, ...problems.map(({ line }) => line)])
      expect(named.size).toBe(arrivals.count + problemCount)
      bare.forEach((line, at) => expect(named.has(at + 1)).toBe(line !== ''))
      for (let i = 0; i < arrivals.count; i++) {
        expect(Number.isSafeInteger(arrivals.atUs[i])).toBe(true)
        expect(arrivals.cost[i]).toBeGreaterThanOrEqual(1)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('the problems listed are bounded, all are counted', () => {
  const { problems, problemCount, arrivals } = read(`${'?\n'.repeat(MOST_PROBLEMS + 5)}1 ms`)
  expect([problems.length, problemCount, arrivals.count]).toEqual([MOST_PROBLEMS, MOST_PROBLEMS + 5, 1])
})

test('a million lines are read, one more is refused at its line', { timeout: 60_000 }, () => {
  const text = '5 ms\n'.repeat(LARGEST_SEQUENCE)
  let heard = 0
  const reading = readArrivals(text, 'ms', () => heard++)
  expect(reading.ok && reading.text.arrivals.count).toBe(LARGEST_SEQUENCE)
  expect(heard).toBeGreaterThan(10)
  expect(readArrivals(`# head\n${text}6 ms`, 'ms')).toEqual({ ok: false, reason: 'too-many', line: LARGEST_SEQUENCE + 2 })
})
