/** The languages of the site, in the order in which the language switch shows them. */
export const locales = ['en', 'ko'] as const

export type Locale = (typeof locales)[number]

export const localeNames: Record<Locale, string> = { en: 'EN', ko: '한국어' }

export function isLocale(text: string): text is Locale {
  return locales.some((locale) => locale === text)
}

/** The same page in another language: only the first segment of the path names the language. */
export function pathInLocale(pathname: string, locale: Locale): string {
  const [, first = '', ...rest] = pathname.split('/')
  return ['', locale, ...(isLocale(first) ? rest : [first, ...rest])].join('/').replace(/\/$/, '')
}

/** `alternates` for a page's metadata: one address for each language, and the language chooser for everybody else. */
export function alternatesOf(path: string) {
  return { languages: { ...Object.fromEntries(locales.map((locale) => [locale, `/${locale}${path}`])), 'x-default': path === '' ? '/' : `/en${path}` } }
}

/** Kept in a cookie, because the server reads it when somebody asks for `/`. */
export function rememberLocale(locale: Locale): void {
  document.cookie = `locale=${locale}; path=/; max-age=31536000; samesite=lax`
}
