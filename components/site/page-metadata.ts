import type { Metadata } from 'next'
import { dictionary } from '@/lib/dictionary.ts'
import { alternatesOf } from '@/lib/locales.ts'
import type { Locale } from '@/lib/locales.ts'

/** What a page says of itself: in a search result, in a tab, and as a card with the picture of a run. */
export function pageMetadata(locale: Locale, path: string, title: string, description: string, options: { readonly picture?: string; readonly isWholeTitle?: boolean } = {}): Metadata {
  const { name } = dictionary(locale).site
  const picture = `/og/${locale}/${options.picture ?? 'home'}.png`
  return {
    title: options.isWholeTitle === true ? { absolute: title } : title,
    description,
    alternates: { canonical: `/${locale}${path}`, ...alternatesOf(path) },
    openGraph: { type: 'website', siteName: name, title, description, url: `/${locale}${path}`, locale: locale === 'ko' ? 'ko_KR' : 'en_US', images: [{ url: picture, width: 1200, height: 630, alt: title }] },
    twitter: { card: 'summary_large_image', title, description, images: [picture] },
  }
}
