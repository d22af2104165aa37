import { describe, expect, it } from 'vitest'
import { format, formatNumber, formatWith, placeholdersOf } from '@/lib/i18n.ts'

describe('messages', () => {
  it.each([
    ['en', 'plain words', {}, 'plain words'],
    ['en', '{a} of {b, number}', { a: 'one', b: 1234.5 }, 'one of 1,234.5'],
    ['en', '{share, number, percent} late', { share: 0.265 }, '26.5% late'],
    ['en', 'after {wait, number, ms}', { wait: 12 }, 'after 12\u00a0ms'],
    ['en', '{n, plural, =0 {nothing} one {# read} other {# reads}}', { n: 0 }, 'nothing'],
    ['en', '{n, plural, =0 {nothing} one {# read} other {# reads}}', { n: 1 }, '1 read'],
    ['en', '{n, plural, =0 {nothing} one {# read} other {# reads}}', { n: 1200 }, '1,200 reads'],
    ['ko', '{n, plural, other {읽기 #건}}', { n: 1200 }, '읽기 1,200건'],
    ['en', '{kind, select, fast {quick {n}} other {slow}}', { kind: 'fast', n: 2 }, 'quick 2'],
    ['en', '{kind, select, fast {quick {n}} other {slow}}', { kind: 'unheard of', n: 2 }, 'slow'],
  ] as const)('%s: %s', (locale, message, values, expected) => {
    expect(formatWith(locale, message, values)).toBe(expected)
  })

  it('a missing value is an error that names it', () => {
    expect(() => formatWith('en', 'Hello {name}', {})).toThrow('{name}')
  })

  it('a value that is asked for is known to the compiler', () => {
    expect(format('en', '{node} is {n, number} behind', { node: 'B', n: 1 })).toBe('B is 1 behind')
    // @ts-expect-error: `n` is missing, and the compiler says so before the program runs.
    expect(() => format('en', '{node} is {n, number} behind', { node: 'B' })).toThrow('{n}')
  })

  it.each(['{', '{}', '{a', 'a}', '{n, plural, one {x}}', '{n, spell}', '{n, plural, {x}}'])('%j is refused, with the place', (message) => {
    expect(() => placeholdersOf(message)).toThrow(/at character \d+/)
  })

  it('placeholders inside branches count', () => {
    expect(placeholdersOf('{n, plural, one {# of {node}} other {# of {node}, {b}}}')).toEqual(['b', 'n', 'node'])
  })
})

describe('numbers', () => {
  it('an unknown unit is an error', () => {
    expect(() => formatNumber('en', 1, 'furlong')).toThrow('furlong')
  })

  it('a ratio is shown as a percentage in both languages', () => {
    expect([formatNumber('en', 0.5, 'percent'), formatNumber('ko', 0.5, 'percent')]).toEqual(['50%', '50%'])
  })
})
