import { describe, expect, test } from 'vitest'
import { hasLimiter } from '@/components/families/limiter-words.ts'
import { openShelf } from '@/lib/content/shelf.ts'
import { isScenarioSlug, presets } from '@/lib/scenarios.ts'
import { simulatorOf, simulatorPath } from '@/lib/simulator-of.ts'

const shelf = openShelf()

describe('the simulator of a scenario', () => {
  test('is the page that offers it, for every scenario that a page offers', () => {
    for (const [slug, names] of Object.entries(presets)) {
      for (const name of names) expect(simulatorOf(shelf.scenario(`${slug}/${name}`)!)).toBe(slug)
    }
  })

  test('exists for every scenario of every lesson', () => {
    expect(shelf.scenarioIds.length).toBeGreaterThan(10)
    for (const id of shelf.scenarioIds) expect(isScenarioSlug(simulatorOf(shelf.scenario(id)!))).toBe(true)
  })

  test('has the words of what a scenario holds: its family, and a limiter where it has one', () => {
    for (const id of shelf.scenarioIds) {
      const scenario = shelf.scenario(id)!
      const slug = simulatorOf(scenario)
      const offered = presets[slug].map((name) => shelf.scenario(`${slug}/${name}`)!)
      expect(offered[0]!.family, id).toBe(scenario.family)
      if (hasLimiter([scenario])) expect(hasLimiter(offered), id).toBe(true)
    }
  })

  test('follows the family where the folder is a lesson\'s', () => {
    expect(simulatorPath({ id: 'scaling/sessions', document: { family: 'traffic' } })).toBe('/sims/load-balancing')
  })
})
