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
      if (!key.includes('.units.')) expect(message, key).not.toBe('') // a plain count has no unit
      expect(message, key).toBe(message.trim())
    }
  })

  it('Korean messages are Korean, except names of products and what is only values and signs', () => {
    const isName = (message: string) => /\b(Slantwise|HAProxy|nginx|Redis|PostgreSQL|MariaDB)\b/.test(message)
    const isForeign = (message: string) => /[a-z]{3}/i.test(message.replace(/\{[^{}]*\}/g, '')) && !/[가-힣]/.test(message)
    // What is printed on a key is the same on a Korean keyboard.
    const isKey = (key: string) => key.includes('.keys.names.')
    expect([...ko].filter(([key, message]) => isForeign(message) && !isName(message) && !isKey(key))).toEqual([])
    expect(isForeign('Go to the first page')).toBe(true)
  })
})
