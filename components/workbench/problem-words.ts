'use client'

/** What cannot be run, in the reader's language. The words come only when they are needed. */

import { useEffect, useState } from 'react'
import { labelKey, serverOf } from '@/components/knobs/labels.ts'
import type { problemsEn } from '@/content/dictionaries/problems.en.ts'
import type { problemsKo } from '@/content/dictionaries/problems.ko.ts'
import { formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { Problem } from '@/simulations/scenario/problems.ts'
import type { Words } from './words.tsx'

export type ProblemWords = typeof problemsEn | typeof problemsKo

const load: Readonly<Record<Locale, () => Promise<ProblemWords>>> = {
  en: () => import('@/content/dictionaries/problems.en.ts').then((words) => words.problemsEn),
  ko: () => import('@/content/dictionaries/problems.ko.ts').then((words) => words.problemsKo),
}

/** The words, once there is something to say; null before. */
export function useProblemWords(locale: Locale, isNeeded: boolean): ProblemWords | null {
  const [words, setWords] = useState<ProblemWords | null>(null)
  useEffect(() => {
    if (isNeeded) void load[locale]().then(setWords)
  }, [isNeeded, locale])
  return words
}

type Labels = Pick<Words['simulation'], 'knobs' | 'policies'>

/** One problem as a sentence, without its place. */
export function describeProblem(words: ProblemWords, labels: Labels, locale: Locale, { code, values }: Problem): string {
  const named = { ...labels.policies, ...labels.knobs.options } as Record<string, string>
  const filled = Object.entries(values).map(([name, value]) => {
    if (typeof value === 'string' || typeof value === 'number') return [name, value]
    return [name, value.map((one) => (name === 'options' && Object.hasOwn(named, one) ? named[one] : one)).join(', ')]
  })
  return formatWith(locale, words.codes[code], Object.fromEntries(filled) as Record<string, string | number>)
}

/** The same behind the name of its place. */
export function describePlaced(words: ProblemWords, labels: Labels, locale: Locale, problem: Problem): string {
  const sentence = describeProblem(words, labels, locale, problem)
  const place = placeOf(words, labels, problem.path)
  return place === '' ? sentence : formatWith(locale, words.said, { place, sentence })
}

/** The label of the control there; else the part of the system; else the path as it is written. */
function placeOf(words: ProblemWords, { knobs }: Labels, path: Problem['path']): string {
  const whole = path.join('.')
  const label = (knobs.labels as Record<string, string>)[labelKey(whole)]
  if (label !== undefined) return formatWith('en', label, { server: serverOf(whole) })
  for (let length = path.length; length > 0; length--) {
    const key = path.slice(0, length).join('.')
    if (Object.hasOwn(words.places, key)) return (words.places as Record<string, string>)[key]!
  }
  return whole
}
