import { describe, expect, test } from 'vitest'
import { describePlaced } from '@/components/workbench/problem-words.ts'
import { dictionary } from '@/lib/dictionary.ts'
import { placeholdersOf } from '@/lib/i18n.ts'
import { locales } from '@/lib/locales.ts'
import { authorWords, describeForAuthor } from '@/simulations/scenario/author-words.ts'
import { problemAt, type Problem, type ProblemCode } from '@/simulations/scenario/problems.ts'
import { readTrafficScenario } from '@/simulations/scenario/traffic-scenario.ts'

const codes = Object.keys(authorWords) as ProblemCode[]

/** Names in braces; braces of the format, "s1: {}", are none. */
const holesOf = (words: string): string[] => [...new Set([...words.matchAll(/\{([a-z]+)\}/g)].map((match) => match[1]!))].sort((a, b) => (a < b ? -1 : 1))

describe.each(locales)('in %s', (locale) => {
  const { problems: words, simulation } = dictionary(locale)

  test('every problem of the boundary has words, and no word is left of a problem that is gone', () => {
    expect(Object.keys(words.codes).sort((a, b) => (a < b ? -1 : 1))).toEqual([...codes].sort((a, b) => (a < b ? -1 : 1)))
  })

  test.each(codes)('%s needs the values that it has for an author, and reads as a sentence', (code) => {
    expect(placeholdersOf(words.codes[code])).toEqual(holesOf(authorWords[code]))
    expect(words.codes[code]).toMatch(/[.?]$/)
    if (locale === 'ko') expect(words.codes[code]).toMatch(/[가-힣]/)
  })

  test('a place is said by the label of its control, by its part of the system, or as it is written', () => {
    const say = (problem: Problem) => describePlaced(words, simulation, locale, problem)
    const range = { value: '-1', min: '0', max: '256' }
    expect(say(problemAt(['servers', 's3', 'weight'], 'out-of-range', range))).toMatch(locale === 'en' ? /^Weight of s3: -1 is out of range/ : /^s3 가중치: -1: 범위를/)
    expect(say(problemAt(['servers'], 'weights-zero', {}))).toMatch(locale === 'en' ? /^Servers: every weight/ : /^서버: 가중치가 모두/)
    expect(say(problemAt(['script', 3, 'do'], 'stage-full', { max: 12 }))).toMatch(locale === 'en' ? /^What was done to the system: / : /^시스템에 한 일: /)
    expect(say(problemAt(['nowhere', 'x'], 'missing', {}))).toMatch(/^nowhere\.x: /)
    expect(say(problemAt([], 'unknown-entries', { keys: ['a', 'b'] }))).toContain('a, b')
  })

  test('choices are named as their control names them', () => {
    const said = describePlaced(words, simulation, locale, problemAt(['balancer', 'policy'], 'unknown-choice', { written: '"x"', options: ['round-robin', 'regular', 'strange'] }))
    expect(said).toContain(`${simulation.policies['round-robin']}, ${simulation.knobs.options.regular}, strange`)
  })

  test('no problem that a wrong document can have leaves a hole or a raw word of the schema', () => {
    const documents = [undefined, null, [], {}, { duration: 5, balancer: { policy: 'x' }, servers: { S1: { weight: 'heavy', backup: 'yes', more: 1 } }, knobs: 'a', script: [{ at: '1 s', do: { kind: 'explode' } }] }]
    const found = documents.flatMap((document) => {
      const reading = readTrafficScenario(document)
      return reading.ok ? [] : reading.problems
    })
    expect(new Set(found.map(({ code }) => code)).size).toBeGreaterThan(7)
    for (const problem of found) {
      expect(describePlaced(words, simulation, locale, problem)).not.toMatch(/undefined|Invalid|\{[a-z]+\}/)
      expect(describeForAuthor(problem)).not.toMatch(/undefined|\{[a-z]+\}/)
    }
  })
})
