import type { Metadata } from 'next'
import { ProgressPanel } from '@/components/progress/progress-panel.tsx'
import { stationsOf } from '@/components/site/curriculum.ts'
import { OpenStations } from '@/components/site/open-stations.tsx'
import { pageMetadata } from '@/components/site/page-metadata.ts'
import { StationTable } from '@/components/site/station-table.tsx'
import { TrainGraph } from '@/components/site/train-graph.tsx'
import { dictionary } from '@/lib/dictionary.ts'
import { pageLocale } from '@/lib/page-locale.ts'

export async function generateMetadata({ params }: PageProps<'/[locale]/learn'>): Promise<Metadata> {
  const locale = await pageLocale(params)
  const { lessons } = dictionary(locale).home
  return pageMetadata(locale, '/learn', lessons.title, lessons.lead)
}

export default async function LearnPage({ params }: PageProps<'/[locale]/learn'>) {
  const locale = await pageLocale(params)
  const { home: { lessons, line }, progress } = dictionary(locale)
  const stations = await stationsOf(locale)
  return (
    <div className="gutter pb-22 pt-10 wide:pt-16">
      <h1 className="heading text-40 wide:text-56">{lessons.title}</h1>
      <p className="mt-4 max-w-[38rem] text-ink-2">{lessons.lead}</p>
      <OpenStations locale={locale} stations={stations} className="mt-3" />
      <section aria-labelledby="line" className="mt-14">
        <h2 id="line" className="heading text-28">{line.title}</h2>
        <p className="mt-3 max-w-[38rem] text-ink-2">{line.lead}</p>
        <TrainGraph locale={locale} stations={stations} className="mt-8" />
      </section>
      <section aria-labelledby="list" className="mt-14">
        <h2 id="list" className="heading text-28">{lessons.list}</h2>
        <StationTable locale={locale} stations={stations} />
      </section>
      <section aria-labelledby="progress" className="no-print mt-14">
        <h2 id="progress" className="heading text-28">{progress.title}</h2>
        <p className="mt-3 max-w-[38rem] text-ink-2">{progress.lead}</p>
        <ProgressPanel words={progress} locale={locale} titles={Object.fromEntries(stations.map(({ id, title }) => [id, title]))} />
      </section>
    </div>
  )
}
