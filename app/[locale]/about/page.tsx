import type { Metadata } from 'next'
import Link from 'next/link'
import { WithTerms } from '@/components/glossary/term.tsx'
import { OfflineCopy } from '@/components/site/offline-copy.tsx'
import { pageMetadata } from '@/components/site/page-metadata.ts'
import { TrainPicture } from '@/components/site/train-picture.tsx'
import { dictionary } from '@/lib/dictionary.ts'
import { pageLocale } from '@/lib/page-locale.ts'

export async function generateMetadata({ params }: PageProps<'/[locale]/about'>): Promise<Metadata> {
  const locale = await pageLocale(params)
  const { about } = dictionary(locale)
  return pageMetadata(locale, '/about', about.title, about.lead)
}

export default async function AboutPage({ params }: PageProps<'/[locale]/about'>) {
  const locale = await pageLocale(params)
  const { about } = dictionary(locale)
  const { what, lineage, who, real, offline } = about
  return (
    <div className="gutter pb-22 pt-10 wide:pt-16">
      <h1 className="heading text-40 wide:text-56">{about.title}</h1>
      <p className="mt-4 max-w-[38rem] text-22 leading-[1.45] text-ink-2">{about.lead}</p>
      <Part id="what" title={what.title} paragraphs={[what.run, what.picture, what.local].map((text) => <WithTerms key={text} locale={locale} text={text} />)} />
      <Part id="lineage" title={lineage.title} paragraphs={[...[lineage.ibry, lineage.marey, lineage.lamport, lineage.here].map((text) => <WithTerms key={text} locale={locale} text={text} />), <Sources key="sources" label={lineage.sources} />]} beside={<TrainPicture />} />
      <Part id="real" title={real.title} paragraphs={[real.text, <Link key="link" href={`/${locale}/about/fidelity`} className="link font-semibold">{real.link}</Link>]} />
      <Part id="offline" title={offline.title} paragraphs={[<OfflineCopy key="copy" locale={locale} words={offline} />]} />
      <Part id="who" title={who.title} paragraphs={[who.text, who.licence]} />
    </div>
  )
}

/** Where the sentences above can be read; the titles stand in their own languages. */
const SOURCES = [
  { lang: 'fr', title: 'Marey, La méthode graphique (1885), p. 21', href: 'https://fr.wikisource.org/wiki/Page:Marey_-_La_m%C3%A9thode_graphique,_1885.djvu/49' },
  { lang: 'en', title: 'Lamport, Time, Clocks, and the Ordering of Events in a Distributed System (1978)', href: 'https://doi.org/10.1145/359545.359563' },
] as const

function Sources({ label }: { label: string }) {
  return (
    <p className="text-15 text-ink-2">
      {label}{' '}
      {SOURCES.map(({ lang, title, href }, at) => <span key={href}>{at === 0 ? '' : ', '}<a href={href} lang={lang} rel="external noopener" className="link">{title}</a></span>)}
    </p>
  )
}

function Part({ id, title, paragraphs, beside }: { id: string; title: string; paragraphs: readonly React.ReactNode[]; beside?: React.ReactNode }) {
  return (
    <section aria-labelledby={id} className="mt-14 border-t-[1.5px] border-ink pt-5 wide:grid wide:grid-cols-[18rem_minmax(0,38rem)_minmax(0,1fr)] wide:gap-x-8">
      <h2 id={id} className="heading text-28">{title}</h2>
      <div className="space-y-4 max-wide:mt-4">{paragraphs.map((paragraph, at) => <div key={at}>{paragraph}</div>)}</div>
      {beside === undefined ? null : <div className="max-wide:mt-8">{beside}</div>}
    </section>
  )
}
