/** Everything that can be found, in one language, from the files that make the pages. */

import 'server-only'
import MiniSearch from 'minisearch'
import { readTerms } from '@/components/glossary/terms.ts'
import { encodeShared, ENGINE_VERSION } from '@/components/simulation/share.ts'
import { stationsOf } from '@/components/site/curriculum.ts'
import { loadLesson } from '@/lib/content/lessons.ts'
import { dictionary } from '@/lib/dictionary.ts'
import { locales, type Locale } from '@/lib/locales.ts'
import { loadScenarios, scenarioSlugs } from '@/lib/scenarios.ts'
import { indexOptions, type FindEntry, type FindFile } from './index-options.ts'

/** Shown before anything is typed. */
const OFTEN = ['least-connections', 'p99', 'health-check', 'round-robin', 'littles-law', 'seed']
const LINE_LENGTH = 96

type Draft = Omit<FindEntry, 'id' | 'also'> & { readonly also?: string }

export async function findFile(locale: Locale): Promise<FindFile> {
  const drafts = [...pages(locale), ...(await lessons(locale)), ...simulators(locale), ...terms(locale), ...actions(locale)]
  const entries = drafts.map((draft, id): FindEntry => ({ ...draft, id, also: `${draft.also ?? ''} ${draft.title.replace(/\s+/g, '')}`.trim() }))
  const index = new MiniSearch(indexOptions)
  index.addAll(entries)
  const often = OFTEN.map((id) => {
    const entry = entries.find(({ href }) => href.endsWith(`/glossary#${id}`))
    if (entry === undefined) throw new Error(`The glossary has no entry "${id}", which an empty search shows.`)
    return { kind: entry.kind, title: entry.title, href: entry.href, line: entry.line }
  })
  return { index: index.toJSON(), often }
}

function pages(locale: Locale): Draft[] {
  const { arrivals, home, site, glossary, about } = dictionary(locale)
  return [
    { kind: 'page', title: home.lessons.title, text: home.lessons.lead, href: `/${locale}/learn`, line: '' },
    { kind: 'page', title: site.sims.title, text: site.sims.lead, href: `/${locale}/sims`, line: '' },
    { kind: 'page', title: arrivals.title, text: arrivals.description, href: `/${locale}/sims/rate-limiting/arrivals`, line: arrivals.question },
    { kind: 'page', title: glossary.title, text: '', href: `/${locale}/glossary`, line: '' },
    { kind: 'page', title: about.title, text: `${about.lead} ${about.lineage.title}`, href: `/${locale}/about`, line: '' },
    { kind: 'page', title: about.fidelity.title, text: about.fidelity.lead, href: `/${locale}/about/fidelity`, line: '' },
  ]
}

async function lessons(locale: Locale): Promise<Draft[]> {
  const found: Draft[] = []
  for (const { id, title, open } of await stationsOf(locale)) {
    if (open === null) continue
    const { lesson } = await loadLesson(id, locale)
    found.push({ kind: 'lesson', title, text: open.summary, href: open.href, line: open.summary })
    // The text of a step is what stands in the file between its tags, without the tags.
    for (const [, step = '', text = ''] of lesson.body.matchAll(/<Step\s[^>]*?id="([^"]+)"[^>]*>([\s\S]*?)<\/Step>/g)) {
      const fact = lesson.facts.find((one) => one.kind === 'step' && one.id === step)
      if (fact?.kind !== 'step') continue
      found.push({ kind: 'step', title: fact.title, text: text.replace(/<[^>]+>/g, ' ').replace(/[#*`{}]/g, ' '), href: `${open.href}#${step}`, line: title })
    }
  }
  return found
}

function simulators(locale: Locale): Draft[] {
  const { scenarios } = dictionary(locale)
  return scenarioSlugs.flatMap((slug): Draft[] => [
    { kind: 'simulator', title: scenarios[slug].title, text: `${scenarios[slug].question} ${scenarios[slug].change}`, href: `/${locale}/sims/${slug}`, line: scenarios[slug].question },
    ...loadScenarios(slug).map((scenario): Draft => ({
      kind: 'simulator', title: scenario.title[locale], text: scenario.question[locale], line: scenario.question[locale],
      href: `/${locale}/sims/${slug}#${encodeShared({ scenario: scenario.id, engine: ENGINE_VERSION, seed: scenario.seed, overrides: {}, interventions: scenario.script, atUs: 0, speed: 0.25, view: 'stage' })}`,
    })),
  ])
}

function terms(locale: Locale): Draft[] {
  return Object.entries(readTerms()).map(([id, term]) => {
    const { word, text } = term[locale]
    return {
      kind: 'term', title: word, text, href: `/${locale}/glossary#${id}`,
      also: locales.filter((other) => other !== locale).map((other) => term[other].word).join(' '),
      line: text.length > LINE_LENGTH ? `${text.slice(0, LINE_LENGTH).replace(/\s+\S*$/, '')} …` : text,
    }
  })
}

function actions(locale: Locale): Draft[] {
  const words = dictionary(locale).find.actions
  const other = locales.find((one) => one !== locale)!
  const also = { seed: 'new seed 새 시드', dark: 'dark theme 다크', light: 'light theme 라이트', system: 'system theme 시스템', language: 'language English Korean 한국어 영어' }
  return (Object.keys(words) as (keyof typeof words)[]).map((name) => ({
    kind: 'action', title: words[name], text: '', also: also[name], href: name === 'language' ? `action:language:${other}` : `action:${name}`, line: '',
  }))
}
