import { dictionary } from '@/lib/dictionary.ts'
import type { Locale } from '@/lib/locales.ts'

export function SiteFooter({ locale }: { locale: Locale }) {
  const { site } = dictionary(locale)
  return (
    <footer className="gutter no-print mt-auto flex flex-wrap justify-between gap-x-8 gap-y-1 border-t border-line py-5 text-14 leading-normal text-ink-2">
      <p>
        {site.name}, {site.footer.licence}
      </p>
      <p>{site.footer.local}</p>
    </footer>
  )
}
