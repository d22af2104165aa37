import { expect, it } from 'vitest'
import { alternatesOf, pathInLocale } from '@/lib/locales.ts'

it.each([
  ['/en', 'ko', '/ko'],
  ['/en/sims/load-balancing', 'ko', '/ko/sims/load-balancing'],
  ['/ko/sims', 'en', '/en/sims'],
  ['/ko/', 'en', '/en'],
  ['/', 'ko', '/ko'],
  ['/english', 'ko', '/ko/english'],
] as const)('%s in %s is %s', (path, locale, expected) => {
  expect(pathInLocale(path, locale)).toBe(expected)
})

it('every page names its other language, and one address for everybody else', () => {
  expect(alternatesOf('/sims').languages).toEqual({ en: '/en/sims', ko: '/ko/sims', 'x-default': '/en/sims' })
})
