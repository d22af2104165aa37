import type { Metadata } from 'next'
import Link from 'next/link'
import { Hero } from '@/components/hero/hero.tsx'
import { stationsOf } from '@/components/site/curriculum.ts'
import { Fidelity } from '@/components/site/fidelity.tsx'
import { LessonExcerpt } from '@/components/site/lesson-excerpt.tsx'
import { OpenStations } from '@/components/site/open-stations.tsx'
import { pageMetadata } from '@/components/site/page-metadata.ts'
import { TrainGraph } from '@/components/site/train-graph.tsx'
import { dictionary } from '@/lib/dictionary.ts'
import { pageLocale } from '@/lib/page-locale.ts'

export async function generateMetadata({ params }: PageProps<'/[locale]'>): Promise<Metadata> {
  const locale = await pageLocale(params)
  const { site } = dictionary(locale)
  return pageMetadata(locale, '', `${site.name}: ${site.tagline}`, site.description, { isWholeTitle: true })
}

export default async function FrontPage({ params }: PageProps<'/[locale]'>) {
  const locale = await pageLocale(params)
  const { home, site } = dictionary(locale)
  const stations = await stationsOf(locale)
  const lesson = stations.find(({ id }) => id === 'load-balancing')?.open ?? null
  return (
    <>
      <Hero locale={locale} lesson={lesson} />
      <section className="gutter pt-14 wide:pt-22" aria-labelledby="line">
        <h2 id="line" className="heading text-28 wide:text-40">{home.line.title}</h2>
        <p className="mt-4 max-w-[38rem] text-ink-2">{home.line.lead}</p>
        <OpenStations locale={locale} stations={stations} className="mt-3" />
        <TrainGraph locale={locale} stations={stations} className="mt-10" />
        <p className="mt-4"><Link href={`/${locale}/learn`} className="link font-semibold">{home.line.all}</Link></p>
      </section>
      <Fidelity words={site.front.real} more={{ href: `/${locale}/about/fidelity`, words: home.realMore }} />
      <section className="gutter grid gap-x-12 gap-y-6 pb-22 wide:grid-cols-2" aria-labelledby="text">
        <div>
          <h2 id="text" className="heading text-28 wide:text-40">{home.text.title}</h2>
          <p className="mt-4 max-w-measure text-ink-2">{home.text.lead}</p>
        </div>
        <LessonExcerpt locale={locale} />
      </section>
    </>
  )
}
