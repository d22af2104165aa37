import { describe, expect, test } from 'vitest'
import { hasLimiter, withLimiter } from '@/components/families/limiter-words.ts'
import { wordsOf } from '@/components/families/words-of.ts'
import { knobLabel, knobValue } from '@/components/knobs/knob-words.ts'
import { openShelf } from '@/lib/content/shelf.ts'
import { dictionary } from '@/lib/dictionary.ts'
import { locales } from '@/lib/locales.ts'

const shelf = openShelf()
const scenarios = shelf.scenarioIds.map((id) => shelf.scenario(id)!)

describe.each(locales)('a knob outside of its panel, in %s', (locale) => {
  test('is called by its label and never by its path, in every scenario', () => {
    const all = dictionary(locale)
    let knobs = 0
    for (const scenario of scenarios) {
      const words = wordsOf(scenario.family, locale, hasLimiter([scenario]) ? withLimiter(all) : all).simulation
      for (const { path } of scenario.knobs) {
        knobs++
        expect(knobLabel(words, path), `${scenario.id} ${path}`).not.toMatch(/^[a-z][a-z-]*(\.[a-z*-]+)+$/)
        expect(knobLabel(words, path)).not.toContain('{')
      }
    }
    expect(knobs).toBeGreaterThan(20)
  })

  test('has a value in words', () => {
    const words = wordsOf('traffic', locale, dictionary(locale)).simulation
    expect(knobValue(words, 'least-connections')).not.toBe('least-connections')
    expect(knobValue(words, true)).toBe(words.knobs.on)
    expect(knobValue(words, 0.5)).toBe('0.5')
  })
})
