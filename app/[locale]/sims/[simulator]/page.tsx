import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { hasLimiter, withLimiter } from '@/components/families/limiter-words.ts'
import { wordsOf } from '@/components/families/words-of.ts'
import { pageMetadata } from '@/components/site/page-metadata.ts'
import { SimulatorIsland } from '@/components/workbench/simulator-island.tsx'
import { SimulatorStill } from '@/components/workbench/simulator-still.tsx'
import { dictionary } from '@/lib/dictionary.ts'
import { pageLocale } from '@/lib/page-locale.ts'
import { isScenarioSlug, loadScenarios, scenarioSlugs, type ScenarioSlug } from '@/lib/scenarios.ts'

export const dynamicParams = false

export function generateStaticParams() {
  return scenarioSlugs.map((simulator) => ({ simulator }))
}

export async function generateMetadata({ params }: PageProps<'/[locale]/sims/[simulator]'>): Promise<Metadata> {
  const locale = await pageLocale(params)
  const slug = await slugOf(params)
  const { title, question } = dictionary(locale).scenarios[slug]
  return pageMetadata(locale, `/sims/${slug}`, title, question)
}

export default async function SimulatorPage({ params }: PageProps<'/[locale]/sims/[simulator]'>) {
  const locale = await pageLocale(params)
  const slug = await slugOf(params)
  const words = dictionary(locale)
  const { scenarios: names, simulation } = words
  const scenarios = loadScenarios(slug)
  return (
    <>
      <h1 className="sr-only">{names[slug].title}</h1>
      <SimulatorIsland scenarios={scenarios} words={wordsOf(scenarios[0]!.family, locale, hasLimiter(scenarios) ? withLimiter(words) : words)} failed={simulation.notLoaded}>
        <SimulatorStill locale={locale} scenario={scenarios[0]!} />
      </SimulatorIsland>
      {(slug as string) === 'rate-limiting' ? <p className="gutter border-t border-line py-4"><Link href={`/${locale}/sims/rate-limiting/arrivals`} className="link">{words.arrivals.toBench}</Link></p> : null}
    </>
  )
}

async function slugOf(params: Promise<{ simulator: string }>): Promise<ScenarioSlug> {
  const { simulator } = await params
  if (!isScenarioSlug(simulator)) notFound()
  return simulator
}
