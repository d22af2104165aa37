import Link from 'next/link'
import { readerOf } from '@/components/families/still.tsx'
import { hasLimiter, withLimiter } from '@/components/families/limiter-words.ts'
import { wordsOf } from '@/components/families/words-of.ts'
import { labelKey, serverOf } from '@/components/knobs/labels.ts'
import { openingInstant, openingSpan, windowAround } from '@/components/simulation/opening.ts'
import { runAny } from '@/components/simulation/run-any.ts'
import { encodeShared, ENGINE_VERSION } from '@/components/simulation/share.ts'
import type { LoadedScenario } from '@/components/simulation/store.ts'
import { SpaceTimeStill } from '@/components/timeline/still.tsx'
import { dictionary } from '@/lib/dictionary.ts'
import { formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import { loadScenarios, scenarioSlugs } from '@/lib/scenarios.ts'
import { PlayRows } from './play-rows.tsx'

/** Knobs that a row names; the simulator has all of them. */
const NAMED = 4

/** A table, because the rows are compared; on a phone each row becomes a short stack with the same words. */
export function ScenarioTable({ locale }: { locale: Locale }) {
  const { site, scenarios } = dictionary(locale)
  return scenarioSlugs.map((slug) => (
    <section key={slug} aria-labelledby={slug} className="mt-12">
      <h2 id={slug} className="heading text-28"><Link href={`/${locale}/sims/${slug}`} className="link">{scenarios[slug].title}</Link></h2>
      <p className="mt-2 max-w-[38rem] text-ink-2">{scenarios[slug].question}</p>
      <PlayRows>
        <table aria-labelledby={slug} className="mt-5 w-full border-collapse text-left text-16 leading-normal max-wide:block">
          <thead className="max-wide:sr-only">
            <tr className="border-b-[1.5px] border-ink text-14 text-ink-2">
              <th scope="col" className="w-[19%] py-2 pr-6 font-normal">{site.sims.scenario}</th>
              <th scope="col" className="w-[26%] py-2 pr-6 font-normal">{site.sims.moment}</th>
              <th scope="col" className="py-2 pr-6 font-normal">{site.sims.question}</th>
              <th scope="col" className="w-[22%] py-2 font-normal">{site.sims.change}</th>
            </tr>
          </thead>
          <tbody className="max-wide:block max-wide:border-t-[1.5px] max-wide:border-ink">
            {loadScenarios(slug).map((scenario, number) => <Row key={scenario.id} locale={locale} slug={slug} scenario={scenario} isFirst={number === 0} />)}
          </tbody>
        </table>
      </PlayRows>
    </section>
  ))
}

function Row({ locale, slug, scenario, isFirst }: { locale: Locale; slug: string; scenario: LoadedScenario; isFirst: boolean }) {
  const all = dictionary(locale)
  const words = wordsOf(scenario.family, locale, hasLimiter([scenario]) ? withLimiter(all) : all)
  const { simulation, timeline } = words
  const reply = runAny({ document: scenario.document, overrides: {}, seed: scenario.seed, interventions: scenario.script })
  if (reply.kind !== 'ran') throw new Error(`${scenario.id} does not run.`)
  const { trace, index } = reply
  const atUs = openingInstant(trace)
  const state = encodeShared({ scenario: scenario.id, engine: ENGINE_VERSION, seed: scenario.seed, overrides: {}, interventions: scenario.script, atUs, speed: 0.25, view: 'stage' })
  const labels = simulation.knobs.labels as Readonly<Record<string, string>>
  const knobs = scenario.knobs.slice(0, NAMED).map(({ path }) => formatWith(locale, labels[labelKey(path)] ?? path, { server: serverOf(path) }))
  const href = `/${locale}/sims/${slug}${isFirst ? '' : `#${state}`}`
  return (
    <tr className="border-b border-line max-wide:block max-wide:py-4">
      <th scope="row" className="py-4 pr-6 align-top font-semibold leading-snug max-wide:block max-wide:py-0">
        {/* A link with a state is read by the simulator when it opens: the page is loaded anew. */}
        {isFirst ? <Link href={href} prefetch={false} className="link">{scenario.title[locale]}</Link> : <a href={href} className="link">{scenario.title[locale]}</a>}
      </th>
      <td className="py-4 pr-6 align-top max-wide:block max-wide:py-3">
        <SpaceTimeStill trace={trace} index={index} reader={readerOf(reply, words)} window={windowAround(atUs, openingSpan(trace), trace.endUs)} nowUs={atUs} words={timeline} locale={locale} thumbnail className="max-w-80 bg-sheet" />
      </td>
      <td className="py-4 pr-6 align-top leading-snug max-wide:block max-wide:py-0">{scenario.question[locale]}</td>
      <td className="py-4 align-top text-15 leading-snug text-ink-2 max-wide:block max-wide:py-0 max-wide:pt-1.5">{knobs.join(', ')}</td>
    </tr>
  )
}
