import type { Metadata } from 'next'
import Link from 'next/link'
import { BenchIsland } from '@/components/arrivals/bench-island.tsx'
import { BenchStill } from '@/components/arrivals/bench-still.tsx'
import { openingOf } from '@/components/arrivals/opening.ts'
import { pageMetadata } from '@/components/site/page-metadata.ts'
import { dictionary } from '@/lib/dictionary.ts'
import { pageLocale } from '@/lib/page-locale.ts'
import { isScenarioSlug } from '@/lib/scenarios.ts'

const opening = openingOf('edge-burst', 'fixed-window 5 per 1 s', 'token-bucket 5 per 1 s burst 5')

export async function generateMetadata({ params }: PageProps<'/[locale]/sims/rate-limiting/arrivals'>): Promise<Metadata> {
  const locale = await pageLocale(params)
  const { title, description } = dictionary(locale).arrivals
  return pageMetadata(locale, '/sims/rate-limiting/arrivals', title, description)
}

export default async function ArrivalsPage({ params }: PageProps<'/[locale]/sims/rate-limiting/arrivals'>) {
  const locale = await pageLocale(params)
  const words = { locale, text: dictionary(locale).arrivals }
  return (
    <>
      <div className="gutter pb-7 pt-8 wide:pt-10">
        <h1 className="heading text-40">{words.text.title}</h1>
        <p className="mt-3 max-w-[44rem] text-ink-2">{words.text.question}</p>
        {isScenarioSlug('rate-limiting') ? <p className="mt-2 text-16"><Link href={`/${locale}/sims/rate-limiting`} className="link">{words.text.toSimulator}</Link></p> : null}
      </div>
      <BenchIsland words={words} opening={opening} isPart={false}>
        <BenchStill words={words} opening={opening} isPart={false} />
      </BenchIsland>
    </>
  )
}
