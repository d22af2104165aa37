import type { Metadata } from 'next'
import { pageMetadata } from '@/components/site/page-metadata.ts'
import { stageWords } from '@/components/stage/describe-lane.ts'
import { SimulatorIsland } from '@/components/workbench/simulator-island.tsx'
import { SimulatorStill } from '@/components/workbench/simulator-still.tsx'
import { dictionary } from '@/lib/dictionary.ts'
import { pageLocale } from '@/lib/page-locale.ts'
import { loadScenarios } from '@/lib/scenarios.ts'

export async function generateMetadata({ params }: PageProps<'/[locale]/sims/load-balancing'>): Promise<Metadata> {
  const locale = await pageLocale(params)
  const scenario = dictionary(locale).scenarios['load-balancing']
  return pageMetadata(locale, '/sims/load-balancing', scenario.title, scenario.question)
}

export default async function LoadBalancingPage({ params }: PageProps<'/[locale]/sims/load-balancing'>) {
  const locale = await pageLocale(params)
  const words = dictionary(locale)
  const { scenarios: names, simulation, timeline, code } = words
  const scenarios = loadScenarios('load-balancing')
  return (
    <>
      <h1 className="sr-only">{names['load-balancing'].title}</h1>
      <SimulatorIsland scenarios={scenarios} words={{ locale, simulation, stage: stageWords(words), timeline, code }} failed={simulation.notLoaded}>
        <SimulatorStill locale={locale} scenario={scenarios[0]!} />
      </SimulatorIsland>
    </>
  )
}
