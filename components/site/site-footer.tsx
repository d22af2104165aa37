import Link from 'next/link'
import { ThemeSwitch } from '@/components/site/theme-switch.tsx'
import { dictionary } from '@/lib/dictionary.ts'
import type { Locale } from '@/lib/locales.ts'

export function SiteFooter({ locale }: { locale: Locale }) {
  const { site } = dictionary(locale)
  return (
    <footer className="gutter no-print mt-auto flex flex-wrap justify-between gap-x-8 gap-y-1 border-t border-line py-5 text-14 leading-normal text-ink-2">
      <p className="flex flex-wrap gap-x-5">
        <span>{site.name}, {site.footer.licence}</span>
        <Link href={`/${locale}/about`} prefetch={false} className="link">{site.nav.about}</Link>
        <Link href={`/${locale}/about/fidelity`} prefetch={false} className="link">{site.footer.fidelity}</Link>
      </p>
      <p>{site.footer.local}</p>
      <div className="hidden slim:block pointer-coarse:-ml-1.5"><ThemeSwitch words={site.theme} /></div>
    </footer>
  )
}
