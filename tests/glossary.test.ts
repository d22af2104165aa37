import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dictionaries } from '@/lib/dictionary.ts'
import { openShelf } from '@/lib/content/shelf.ts'

const { glossary, problems } = openShelf()
const ids = Object.keys(glossary)

function messagesOf(node: unknown): string[] {
  return typeof node === 'string' ? [node] : Object.values(node as Record<string, unknown>).flatMap(messagesOf)
}

/** Every term that a message or a component names. */
function namedTerms(): Map<string, string> {
  const named = new Map<string, string>()
  for (const [locale, words] of Object.entries(dictionaries)) {
    for (const message of messagesOf(words)) for (const [, id = ''] of message.matchAll(/\[\[([^|\]]+)\|/g)) named.set(id, `a message in ${locale}`)
  }
  for (const folder of ['app', 'components', 'content/lessons']) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(tsx|mdx)$/.test(entry.name)) continue
      const file = join(entry.parentPath, entry.name)
      for (const [, id = ''] of readFileSync(file, 'utf8').matchAll(/<Term\s[^>]*?\bid="([^"]+)"/g)) named.set(id, file)
    }
  }
  return named
}

describe('the glossary', () => {
  it('is read without a problem and holds at least sixty terms', () => {
    expect(problems.filter(({ file }) => file === 'glossary.yaml')).toEqual([])
    expect(ids.length).toBeGreaterThanOrEqual(60)
  })

  it.each(ids)('%s is explained in both languages, in one to three sentences', (id) => {
    const { en, ko } = glossary[id]!
    expect(en.text).toMatch(/[.]$/)
    expect(ko.text).toMatch(/[다요]\.$/)
    for (const { text } of [en, ko]) expect(text.split(/(?<=[.])\s/).length, text).toBeLessThanOrEqual(3)
    expect(en.text).not.toMatch(/[가-힣—]/)
    expect(ko.word).not.toBe('')
  })

  it('names only its own entries as related', () => {
    for (const [id, { related }] of Object.entries(glossary)) {
      expect(related.filter((other) => !ids.includes(other) || other === id), id).toEqual([])
    }
  })

  it('has every term that a page or a lesson names', () => {
    const named = namedTerms()
    expect(named.size).toBeGreaterThan(4)
    expect([...named].filter(([id]) => !ids.includes(id))).toEqual([])
  })

  it('gives no word to two entries', () => {
    for (const locale of ['en', 'ko'] as const) {
      const words = ids.map((id) => glossary[id]![locale].word.toLowerCase())
      expect(words.filter((word, at) => words.indexOf(word) < at), locale).toEqual([])
    }
  })
})
