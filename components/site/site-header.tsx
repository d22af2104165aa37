import Link from 'next/link'
import { Awake } from '@/components/site/awake.tsx'
import { LanguageSwitch } from '@/components/site/language-switch.tsx'
import { Logo } from '@/components/site/logo.tsx'
import { SectionLinks } from '@/components/site/section-links.tsx'
import { ThemeSwitch } from '@/components/site/theme-switch.tsx'
import { dictionary } from '@/lib/dictionary.ts'
import type { Locale } from '@/lib/locales.ts'

/** One bar of 48 px; on a phone the section words stand in a second line, on the narrowest the theme in the footer. */
export function SiteHeader({ locale }: { locale: Locale }) {
  const { site, find } = dictionary(locale)
  return (
    <header className="no-print border-b border-line bg-paper leading-[1.35]">
      <div className="flex min-h-12 flex-wrap items-center gap-x-3 px-4 max-wide:py-0.5 wide:px-6">
        <Link href={`/${locale}`} prefetch={false} aria-label={site.home} className="flex items-center gap-2 py-2 pr-1">
          <Logo className="h-4.5 w-6" />
          <span className="font-head text-[1.1875rem] font-semibold [font-stretch:84%]">{site.name}</span>
        </Link>
        <nav aria-label={site.nav.label} className="order-last -ml-2 basis-full wide:order-none wide:ml-0 wide:basis-auto [@media(width>=45rem)]:order-none [@media(width>=45rem)]:basis-auto">
          <SectionLinks locale={locale} words={site.nav} />
        </nav>
        <div className="ml-auto flex items-center gap-2 slim:gap-1">
          <button
            type="button" data-find="" aria-label={find.open} aria-haspopup="dialog" aria-keyshortcuts="Control+K Meta+K"
            className="flex h-7 cursor-pointer items-center gap-3 rounded-control border border-edge bg-sheet px-2.5 text-14 text-ink-2 hover:border-ink hover:text-ink pointer-coarse:h-11 desk:w-52 [@media(scripting:none)]:hidden"
          >
            <span className="max-desk:hidden">{find.open}</span>
            <span className="desk:hidden">{find.short}</span>
            <kbd className="ml-auto border border-line px-1 font-mono text-note leading-4 max-wide:hidden pointer-coarse:hidden">Ctrl K</kbd>
          </button>
          <LanguageSwitch current={locale} label={site.language} />
          <div className="slim:hidden"><ThemeSwitch words={site.theme} /></div>
        </div>
      </div>
      <Awake locale={locale} words={find} />
    </header>
  )
}
