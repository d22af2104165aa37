import { notFound } from 'next/navigation'
import { isLocale } from '@/lib/locales.ts'
import type { Locale } from '@/lib/locales.ts'

/** The language of a page under `[locale]`; anything else is no page. */
export async function pageLocale(params: Promise<{ locale: string }>): Promise<Locale> {
  const { locale } = await params
  if (!isLocale(locale)) notFound()
  return locale
}
