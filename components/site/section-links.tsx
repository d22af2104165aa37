'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { sections } from '@/lib/navigation.ts'
import type { Locale } from '@/lib/locales.ts'

type SectionWords = Readonly<Record<(typeof sections)[number]['key'], string>>

export function SectionLinks({ locale, words }: { locale: Locale; words: SectionWords }) {
  const pathname = usePathname()
  return (
    <ul className="flex flex-wrap gap-x-1">
      {sections.map(({ key, path }) => {
        const href = `/${locale}${path}`
        const isHere = pathname === href || pathname.startsWith(`${href}/`)
        return (
          <li key={key}>
            <Link
              href={href}
              prefetch={false}
              aria-current={pathname === href ? 'page' : undefined}
              className={`block px-2 py-1.5 text-15 pointer-coarse:py-2.5 ${isHere ? 'font-semibold text-ink' : 'text-ink-2 hover:text-ink'}`}
            >
              {words[key]}
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
