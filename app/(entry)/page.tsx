import type { Metadata } from 'next'
import Link from 'next/link'
import { Logo } from '@/components/site/logo.tsx'
import { alternatesOf } from '@/lib/locales.ts'
import { dictionaries } from '@/lib/dictionary.ts'

export const metadata: Metadata = { description: dictionaries.en.site.description, alternates: alternatesOf('') }

/** `/` for hosts that only serve files: the script picks the language, and without it two links do. Our own server answers 307 instead. */
export default function EntryPage() {
  const { en, ko } = dictionaries
  return (
    <main className="gutter flex flex-1 flex-col justify-center gap-6 py-16">
      <script src="/entry.js" async />
      <h1 className="flex items-center gap-4">
        <Logo className="h-9 w-12" />
        <span className="figure text-56 leading-none">{en.site.name}</span>
      </h1>
      <p className="max-w-measure text-ink-2">{en.site.description}</p>
      <p lang="ko" className="max-w-measure text-ink-2">
        {ko.site.description}
      </p>
      <p className="flex gap-3">
        <Link href="/en" prefetch={false} hrefLang="en" className="button button-primary">
          English
        </Link>
        <Link href="/ko" prefetch={false} hrefLang="ko" lang="ko" className="button font-name">
          한국어
        </Link>
      </p>
    </main>
  )
}
