'use client'

import { usePathname } from 'next/navigation'
import type { MouseEvent } from 'react'
import { localeNames, locales, pathInLocale, rememberLocale } from '@/lib/locales.ts'
import type { Locale } from '@/lib/locales.ts'

/** What is said for "EN" and "한국어". */
const fullNames: Readonly<Record<Locale, string>> = { en: 'English', ko: '한국어' }

/**
 * The same page in the other language. These are plain links: the language of the whole document changes, so it is loaded anew.
 * What follows the path (a shared run) comes along, and the server remembers the choice for `/`.
 */
export function LanguageSwitch({ current, label }: { current: Locale; label: string }) {
  const pathname = usePathname()

  function follow(event: MouseEvent<HTMLAnchorElement>, locale: Locale) {
    rememberLocale(locale)
    event.currentTarget.href = pathInLocale(pathname, locale) + window.location.search + window.location.hash
  }

  return (
    <nav aria-label={label} className="flex items-center gap-1 text-15">
      {locales.map((locale) => (
        <a
          key={locale}
          href={pathInLocale(pathname, locale)}
          lang={locale}
          aria-label={fullNames[locale]}
          hrefLang={locale}
          aria-current={locale === current ? 'true' : undefined}
          onClick={(event) => follow(event, locale)}
          className={`px-1.5 py-1 pointer-coarse:py-2.5 pointer-coarse:min-w-9 pointer-coarse:text-center ${locale === 'ko' ? 'font-name' : ''} ${locale === current ? 'font-semibold text-ink' : 'text-ink-3 hover:text-ink'}`}
        >
          {localeNames[locale]}
        </a>
      ))}
    </nav>
  )
}
