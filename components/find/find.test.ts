import MiniSearch from 'minisearch'
import { describe, expect, it } from 'vitest'
import { openShelf } from '@/lib/content/shelf.ts'
import { indexOptions, type FindEntry } from '@/components/find/index-options.ts'
import { formsOf, questionForm } from '@/components/find/tokens.ts'

function indexOf(locale: 'en' | 'ko') {
  const search = new MiniSearch(indexOptions)
  search.addAll(Object.entries(openShelf().glossary).map(([href, term], id): FindEntry => {
    const { word, text } = term[locale]
    return { id, kind: 'term', title: word, also: `${term[locale === 'en' ? 'ko' : 'en'].word} ${word.replace(/\s+/g, '')}`, text, href, line: '' }
  }))
  return (query: string) => search.search(query).map(({ href }) => String(href))
}

describe('Korean particles', () => {
  it.each([
    ['서버가', '서버'], ['서버를', '서버'], ['서버에서', '서버'], ['대기열까지', '대기열'], ['요청은', '요청'],
    ['도로', '도로'], ['시드', '시드'], ['p99', 'p99'],
  ])('%s is asked as %s', (word, asked) => {
    expect(questionForm(word)).toBe(asked)
  })

  it('the index keeps the full form too', () => {
    expect(formsOf('서버가')).toEqual(['서버가', '서버'])
    expect(formsOf('Server')).toBe('server')
  })
})

describe('finding terms', () => {
  const [en, ko] = [indexOf('en'), indexOf('ko')]

  it.each([
    ['least con', 'least-connections'], ['round robin', 'round-robin'], ['p99', 'p99'], ['retrys', 'retry'], ['대기열', 'queue'], ['littles law', 'littles-law'],
  ])('English: %s', (query, first) => {
    expect(en(query).slice(0, 4)).toContain(first)
  })

  it.each([
    ['대기열에서', 'queue'], ['로드밸런서', 'load-balancer'], ['로드 밸런서가', 'load-balancer'], ['리틀의 법칙을', 'littles-law'], ['round robin', 'round-robin'], ['시드를', 'seed'],
  ])('Korean: %s', (query, first) => {
    expect(ko(query).slice(0, 4)).toContain(first)
  })

  it('nonsense finds nothing', () => {
    expect(en('qwxzv')).toEqual([])
  })
})
