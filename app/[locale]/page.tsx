import type { Metadata } from 'next'
import Link from 'next/link'
import { Fidelity } from '@/components/site/fidelity.tsx'
import { dictionary } from '@/lib/dictionary.ts'
import { alternatesOf } from '@/lib/locales.ts'
import { pageLocale } from '@/lib/page-locale.ts'

export async function generateMetadata({ params }: PageProps<'/[locale]'>): Promise<Metadata> {
  const { site } = dictionary(await pageLocale(params))
  return { title: { absolute: `${site.name}: ${site.front.title}` }, description: site.description, alternates: alternatesOf('') }
}

export default async function FrontPage({ params }: PageProps<'/[locale]'>) {
  const locale = await pageLocale(params)
  const { front } = dictionary(locale).site
  return (
    <>
      <section className="gutter border-b border-line bg-sheet pb-14 pt-10 wide:pb-22 wide:pt-16">
        <h1 className="display max-w-[15ch] text-56 wide:text-88">{front.title}</h1>
        <p className="mt-6 max-w-[38rem] text-22 leading-[1.45] text-ink-2">{front.lead}</p>
        <p className="mt-8 flex flex-wrap gap-3">
          <Link href={`/${locale}/sims/load-balancing`} className="button button-primary">
            {front.start}
          </Link>
          <Link href={`/${locale}/sims`} className="button">
            {front.all}
          </Link>
        </p>
      </section>
      <Fidelity words={front.real} />
    </>
  )
}
