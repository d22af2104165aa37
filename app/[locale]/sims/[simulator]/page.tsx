import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { pageMetadata } from '@/components/site/page-metadata.ts'
import { stageWords } from '@/components/stage/describe-lane.ts'
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
  const { scenarios: names, simulation, timeline, code } = words
  const scenarios = loadScenarios(slug)
  return (
    <>
      <h1 className="sr-only">{names[slug].title}</h1>
      <SimulatorIsland scenarios={scenarios} words={{ locale, simulation, stage: stageWords(words), timeline, code }} failed={simulation.notLoaded}>
        <SimulatorStill locale={locale} scenario={scenarios[0]!} />
      </SimulatorIsland>
    </>
  )
}

async function slugOf(params: Promise<{ simulator: string }>): Promise<ScenarioSlug> {
  const { simulator } = await params
  if (!isScenarioSlug(simulator)) notFound()
  return simulator
}
