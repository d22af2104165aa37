import { Document } from '@/app/document.tsx'
import { baseMetadata, baseViewport } from '@/app/metadata.ts'
import { SiteFooter } from '@/components/site/site-footer.tsx'
import { SiteHeader } from '@/components/site/site-header.tsx'
import { dictionary } from '@/lib/dictionary.ts'
import { locales } from '@/lib/locales.ts'
import { pageLocale } from '@/lib/page-locale.ts'

export const dynamicParams = false
export const metadata = baseMetadata
export const viewport = baseViewport

export function generateStaticParams() {
  return locales.map((locale) => ({ locale }))
}

export default async function LocaleLayout({ params, children }: LayoutProps<'/[locale]'>) {
  const locale = await pageLocale(params)
  return (
    <Document locale={locale}>
      <a
        href="#content"
        className="absolute left-4 top-1.5 z-10 -translate-y-24 rounded-control bg-ink px-3 py-1.5 text-15 text-paper focus-visible:translate-y-0"
      >
        {dictionary(locale).site.skip}
      </a>
      <SiteHeader locale={locale} />
      <main id="content" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <SiteFooter locale={locale} />
    </Document>
  )
}
