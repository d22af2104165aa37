import type { MetadataRoute } from 'next'
import { lessonSlugs } from '@/lib/content/lessons.ts'
import { locales } from '@/lib/locales.ts'
import { scenarioSlugs } from '@/lib/scenarios.ts'

export const dynamic = 'force-static'

/** Every page in every language, each with its pair. A sitemap needs whole addresses: SITE_URL says which. */
export default function sitemap(): MetadataRoute.Sitemap {
  const site = process.env.SITE_URL ?? 'http://localhost:3000'
  const paths = ['', '/learn', ...lessonSlugs().map((slug) => `/learn/${slug}`), '/sims', ...scenarioSlugs.map((slug) => `/sims/${slug}`), '/sims/rate-limiting/arrivals', '/glossary', '/about', '/about/fidelity']
  const address = (locale: string, path: string) => new URL(`/${locale}${path}`, site).href
  return paths.flatMap((path) => locales.map((locale) => ({
    url: address(locale, path),
    alternates: { languages: Object.fromEntries(locales.map((other) => [other, address(other, path)])) },
  })))
}
