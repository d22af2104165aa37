import type { Metadata } from 'next'
import { GlossaryList } from '@/components/glossary/glossary-list.tsx'
import { readTerms } from '@/components/glossary/terms.ts'
import { pageMetadata } from '@/components/site/page-metadata.ts'
import { dictionary } from '@/lib/dictionary.ts'
import { formatWith } from '@/lib/i18n.ts'
import { pageLocale } from '@/lib/page-locale.ts'

export async function generateMetadata({ params }: PageProps<'/[locale]/glossary'>): Promise<Metadata> {
  const locale = await pageLocale(params)
  const { glossary } = dictionary(locale)
  return pageMetadata(locale, '/glossary', glossary.title, formatWith(locale, glossary.lead, { count: Object.keys(readTerms()).length }))
}

export default async function GlossaryPage({ params }: PageProps<'/[locale]/glossary'>) {
  const locale = await pageLocale(params)
  const { glossary } = dictionary(locale)
  return (
    <div className="gutter pb-22 pt-10 wide:pt-16">
      <h1 className="heading text-40 wide:text-56">{glossary.title}</h1>
      <p className="mt-4 max-w-[38rem] text-ink-2">{formatWith(locale, glossary.lead, { count: Object.keys(readTerms()).length })}</p>
      <GlossaryList locale={locale} />
    </div>
  )
}
