import { describe, expect, test } from 'vitest'
import { hasLimiter, withLimiter } from '@/components/families/limiter-words.ts'
import { wordsOf } from '@/components/families/words-of.ts'
import { labelKey } from '@/components/knobs/labels.ts'
import { dictionary } from '@/lib/dictionary.ts'
import { locales } from '@/lib/locales.ts'
import { loadScenarios, scenarioSlugs } from '@/lib/scenarios.ts'

describe.each(locales)('in %s', (locale) => {
  test.each(scenarioSlugs)('every control that %s offers has a name, and every choice too', (slug) => {
    const nameless = loadScenarios(slug).flatMap((scenario) => {
      const all = dictionary(locale)
      const { simulation } = wordsOf(scenario.family, locale, hasLimiter([scenario]) ? withLimiter(all) : all)
      const labels = simulation.knobs.labels as Readonly<Record<string, string>>
      const options = { ...simulation.knobs.options, ...simulation.policies } as Readonly<Record<string, string>>
      return scenario.knobs.flatMap(({ path, knob }) => [
        ...(labels[labelKey(path)] === undefined ? [path] : []),
        ...(knob.kind === 'choice' ? knob.options.filter((option) => options[option] === undefined).map((option) => `${path}: ${option}`) : []),
      ])
    })
    expect([...new Set(nameless)]).toEqual([])
  })
})
