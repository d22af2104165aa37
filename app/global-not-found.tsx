import type { Metadata } from 'next'
import { Document } from '@/app/document.tsx'
import { baseViewport } from '@/app/metadata.ts'
import { LostMessage } from '@/components/site/lost-message.tsx'
import { dictionaries } from '@/lib/dictionary.ts'
import { locales } from '@/lib/locales.ts'

export const metadata: Metadata = { title: `404 | ${dictionaries.en.site.name}` }
export const viewport = baseViewport

/** One page for every address that leads nowhere. A file host cannot know the visitor's language, so it speaks both. */
export default function NotFoundPage() {
  return (
    <Document locale="en">
      <main className="gutter flex-1 py-12 wide:py-22">
        <LostMessage label={dictionaries.en.site.lost.picture} />
        {locales.map((locale, index) => {
          const { lost } = dictionaries[locale].site
          const Heading = index === 0 ? 'h1' : 'h2'
          return (
            <section key={locale} lang={locale} className="mt-10">
              <Heading className={`heading ${index === 0 ? 'text-40' : 'text-28'}`}>{lost.title}</Heading>
              <p className="mt-2 text-ink-2">{lost.text}</p>
              <p className="mt-4">
                <a href={`/${locale}`} className="button">
                  {lost.home}
                </a>
              </p>
            </section>
          )
        })}
      </main>
    </Document>
  )
}
