import type { ReactNode } from 'react'
import { dictionary } from '@/lib/dictionary.ts'
import type { Locale } from '@/lib/locales.ts'
import { TermCard } from './term-card.tsx'
import { termOf } from './terms.ts'

/** A word with its explanation: a link to the glossary, and a card while it is pointed at or focused. */
export function Term({ id, locale, children }: { id: string; locale: Locale; children?: ReactNode }) {
  const { word, text } = termOf(id)[locale]
  return (
    <TermCard href={`/${locale}/glossary#${id}`} word={word} text={text} more={dictionary(locale).glossary.more}>
      {children ?? word}
    </TermCard>
  )
}

/** A message in which `[[id|words]]` is a term. */
export function WithTerms({ locale, text }: { locale: Locale; text: string }) {
  return text.split(/(\[\[[^\]]+\]\])/).map((part, at) => {
    const match = /^\[\[([^|\]]+)\|([^\]]+)\]\]$/.exec(part)
    return match === null ? part : <Term key={at} id={match[1]!} locale={locale}>{match[2]}</Term>
  })
}
