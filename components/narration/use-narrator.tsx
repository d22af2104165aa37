'use client'

import { useMemo } from 'react'
import { useSimulation } from '@/components/simulation/context.tsx'
import { useWords } from '@/components/workbench/words.tsx'
import { createNarrator, type Narrator } from './describe.ts'

/** The narrator of the run on screen, null while there is none. */
export function useNarrator(): Narrator | null {
  const { simulation: words, locale } = useWords()
  const trace = useSimulation((state) => state.trace)
  const config = useSimulation((state) => state.config)
  return useMemo(() => (trace === null || config === null ? null : createNarrator(locale, words, trace, config)), [locale, words, trace, config])
}
