import type { Metadata } from 'next'
import Link from 'next/link'
import { pageMetadata } from '@/components/site/page-metadata.ts'
import { ScenarioTable } from '@/components/site/scenario-table.tsx'
import { dictionary } from '@/lib/dictionary.ts'
import { pageLocale } from '@/lib/page-locale.ts'

export async function generateMetadata({ params }: PageProps<'/[locale]/sims'>): Promise<Metadata> {
  const locale = await pageLocale(params)
  const { sims } = dictionary(locale).site
  return pageMetadata(locale, '/sims', sims.title, sims.lead)
}

export default async function SimulatorsPage({ params }: PageProps<'/[locale]/sims'>) {
  const locale = await pageLocale(params)
  const { site: { sims }, arrivals } = dictionary(locale)
  return (
    <div className="gutter pb-22 pt-10 wide:pt-16">
      <h1 className="heading text-40 wide:text-56">{sims.title}</h1>
      <p className="mt-4 max-w-measure text-ink-2">{sims.lead}</p>
      <ScenarioTable locale={locale} />
      <section aria-labelledby="arrivals" className="mt-12">
        <h2 id="arrivals" className="heading text-28"><Link href={`/${locale}/sims/rate-limiting/arrivals`} className="link">{arrivals.title}</Link></h2>
        <p className="mt-2 max-w-[38rem] text-ink-2">{arrivals.question}</p>
      </section>
    </div>
  )
}
