import type { homeEn } from '@/content/dictionaries/home.en.ts'
import type { homeKo } from '@/content/dictionaries/home.ko.ts'
import { formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { Outcome } from './outcome.ts'

export type HeroWords = (typeof homeEn | typeof homeKo)['hero']

/** Why the next request goes to the stopped server, in the numbers of this run. */
export function evidenceOf(locale: Locale, words: HeroWords, { connections, stopped }: Outcome): string {
  const others = connections.filter(({ id }) => id !== stopped)
  return formatWith(locale, words.evidence, {
    first: others[0]!.id, firstCount: others[0]!.count, second: others[1]!.id, secondCount: others[1]!.count,
    stopped, stoppedCount: connections.find(({ id }) => id === stopped)!.count,
  })
}
