'use client'

import { createContext, useContext, type ReactNode } from 'react'
import type { SimulationWords } from '@/components/narration/describe.ts'
import type { Locale } from '@/lib/locales.ts'
import type { PlacementWords } from '@/components/families/placement-words.ts'
import type { StageWords } from '@/components/stage/describe-lane.ts'
import type { codeEn } from '@/content/dictionaries/code.en.ts'
import type { codeKo } from '@/content/dictionaries/code.ko.ts'
import type { timelineEn } from '@/content/dictionaries/timeline.en.ts'
import type { timelineKo } from '@/content/dictionaries/timeline.ko.ts'

/** The words of a simulator in the page's language, handed down from the server. */
export interface Words {
  readonly locale: Locale
  readonly simulation: SimulationWords
  readonly stage: StageWords
  readonly timeline: typeof timelineEn | typeof timelineKo
  readonly code: typeof codeEn | typeof codeKo
  /** Where keys on nodes are shown. */
  readonly placement?: PlacementWords | undefined
}

const Context = createContext<Words | null>(null)

export function WordsProvider({ words, children }: { words: Words; children: ReactNode }) {
  return <Context value={words}>{children}</Context>
}

export function useWords(): Words {
  const words = useContext(Context)
  if (words === null) throw new Error('A part of a simulator stands outside of its words.')
  return words
}
