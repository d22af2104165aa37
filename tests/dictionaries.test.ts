import { describe, expect, it } from 'vitest'
import { dictionaries, languagesMatch } from '@/lib/dictionary.ts'
import { placeholdersOf } from '@/lib/i18n.ts'
import { locales } from '@/lib/locales.ts'

/** Every message of a dictionary, with the way to it. */
function messagesOf(node: unknown, way = ''): [string, string][] {
  if (typeof node === 'string') return [[way, node]]
  return Object.entries(node as Record<string, unknown>).flatMap(([key, value]) => messagesOf(value, way ? `${way}.${key}` : key))
}

const [en, ko] = [new Map(messagesOf(dictionaries.en)), new Map(messagesOf(dictionaries.ko))]

describe('dictionaries', () => {
  it('hold more than a handful of messages, so that the tests below mean something', () => {
    expect(en.size).toBeGreaterThan(20)
    expect(languagesMatch).toBe(true)
  })

  it('have the same keys in the same order', () => {
    expect([...ko.keys()]).toEqual([...en.keys()])
  })

  it.each([...en.keys()])('%s has the same placeholders in both languages, and can be read', (key) => {
    expect(placeholdersOf(ko.get(key) ?? '')).toEqual(placeholdersOf(en.get(key) ?? ''))
  })

  it.each(locales)('no message in %s is empty or has stray spaces', (locale) => {
    for (const [key, message] of messagesOf(dictionaries[locale])) {
      expect(message, key).not.toBe('')
      expect(message, key).toBe(message.trim())
    }
  })

  it('Korean messages are Korean, except names', () => {
    const latinOnly = [...ko].filter(([, message]) => !/[가-힣]/.test(message)).map(([key]) => key)
    expect(latinOnly).toEqual(['site.name'])
  })
})
