import Link from 'next/link'
import { dictionary } from '@/lib/dictionary.ts'
import { formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { Station } from './curriculum.ts'

/** What exists, said plainly, with links. */
export function OpenStations({ locale, stations, className = '' }: { locale: Locale; stations: readonly Station[]; className?: string }) {
  const { line } = dictionary(locale).home
  const open = stations.filter((station) => station.open !== null)
  return (
    <p className={`max-w-[38rem] text-ink-2 ${className}`}>
      {formatWith(locale, line.open, { open: open.length, all: stations.length })}{' '}
      {open.map(({ id, title, open: page }, at) => (
        <span key={id}>
          {at > 0 ? ', ' : ''}
          <Link href={page!.href} prefetch={false} className="link font-semibold text-ink">{title}</Link>
        </span>
      ))}
      {open.length > 0 ? '.' : ''}
    </p>
  )
}
