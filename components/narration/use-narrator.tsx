'use client'

import { useMemo } from 'react'
import type { RunNarrator } from '@/components/families/family-view.ts'
import { useFamily } from '@/components/families/registry.ts'
import { useSimulation } from '@/components/simulation/context.tsx'
import { useWords } from '@/components/workbench/words.tsx'

/** The narrator of the run on screen, null while there is none. */
export function useNarrator(): RunNarrator | null {
  const words = useWords()
  const family = useFamily()
  const run = useSimulation((state) => state.finished)
  return useMemo(() => (run === null ? null : family.narrator(words, run)), [family, words, run])
}
