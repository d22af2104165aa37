import { describe, expect, test } from 'vitest'
import { createAnnouncer, QUIET_MS } from './announcer.ts'

const notables = new Set([10, 20, 21, 300])
const announcer = () => createAnnouncer({ isNotable: (row) => notables.has(row), event: (row) => `event ${row}`, summary: (row) => `summary ${row}` })

describe('stepping', () => {
  test('says every step, or only what is notable, or nothing', () => {
    for (const [verbosity, said] of [['every', ['event 9', 'event 10', 'event 11']], ['notable', ['', 'event 10', '']], ['off', ['', '', '']]] as const) {
      const one = announcer()
      one.moved(8, 0, false, verbosity)
      expect([9, 10, 11].map((row, i) => one.moved(row, i, false, verbosity))).toEqual(said)
    }
  })

  test('a jump says where it led', () => {
    const one = announcer()
    expect(one.moved(500, 0, false, 'notable')).toBe('summary 500')
    expect(one.moved(300, 1, false, 'notable')).toBe('event 300')
  })
})

describe('playing', () => {
  test('never says two sentences within 2.5 s', () => {
    const one = announcer()
    const times: number[] = []
    for (let wall = 0; wall < 30_000; wall += 16) if (one.moved(Math.floor(wall / 40), wall, true, 'every') !== '') times.push(wall)
    expect(times.length).toBeGreaterThan(8)
    for (let i = 1; i < times.length; i++) expect(times[i]! - times[i - 1]!).toBeGreaterThanOrEqual(QUIET_MS)
  })

  test('a failure is said before a summary, the latest of several', () => {
    const one = announcer()
    expect(one.moved(5, 0, true, 'every')).toBe('summary 5')
    expect(one.moved(15, 1_000, true, 'every')).toBe('')
    expect(one.moved(22, 2_000, true, 'every')).toBe('')
    expect(one.moved(25, 2_600, true, 'every')).toBe('event 21')
  })

  test('with failures only, nothing else is said', () => {
    const one = announcer()
    expect(one.moved(5, 0, true, 'notable')).toBe('')
    expect(one.moved(9, 3_000, true, 'notable')).toBe('')
    expect(one.moved(12, 6_000, true, 'notable')).toBe('event 10')
  })
})
