import type { Metadata } from 'next'
import Link from 'next/link'
import { LostMessage } from '@/components/site/lost-message.tsx'
import { dictionary } from '@/lib/dictionary.ts'
import { pageLocale } from '@/lib/page-locale.ts'

export async function generateMetadata({ params }: PageProps<'/[locale]/offline'>): Promise<Metadata> {
  return { title: dictionary(await pageLocale(params)).site.offline.title, robots: { index: false } }
}

/** Shown in place of a page that was not opened before and cannot be fetched now. */
export default async function OfflinePage({ params }: PageProps<'/[locale]/offline'>) {
  const locale = await pageLocale(params)
  const { offline, lost } = dictionary(locale).site
  return (
    <div className="gutter pb-22 pt-12 wide:pt-22">
      <LostMessage label={lost.picture} />
      <h1 className="heading mt-10 text-40">{offline.title}</h1>
      <p className="mt-3 max-w-[38rem] text-ink-2">{offline.text}</p>
      <p className="mt-5"><Link href={`/${locale}`} prefetch={false} className="button">{lost.home}</Link></p>
    </div>
  )
}
