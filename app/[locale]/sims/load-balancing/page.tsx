import type { Metadata } from 'next'
import { stageWords } from '@/components/stage/describe-lane.ts'
import { SimulatorIsland } from '@/components/workbench/simulator-island.tsx'
import { SimulatorStill } from '@/components/workbench/simulator-still.tsx'
import { dictionary } from '@/lib/dictionary.ts'
import { alternatesOf } from '@/lib/locales.ts'
import { pageLocale } from '@/lib/page-locale.ts'
import { loadScenarios } from '@/lib/scenarios.ts'

export async function generateMetadata({ params }: PageProps<'/[locale]/sims/load-balancing'>): Promise<Metadata> {
  const scenario = dictionary(await pageLocale(params)).scenarios['load-balancing']
  return { title: scenario.title, description: scenario.question, alternates: alternatesOf('/sims/load-balancing') }
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
