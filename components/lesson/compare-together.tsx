'use client'

import { lazy, Suspense, useState, type ReactNode } from 'react'
import type { LoadedScenario } from '@/components/simulation/store.ts'
import type { Words } from '@/components/workbench/words.tsx'
import type { Sight } from '@/lib/content/facts.ts'
import { useLesson } from './reader-context.tsx'

export interface TogetherProps {
  readonly runs: readonly { readonly label: string; readonly sight: Sight }[]
  readonly scenario: LoadedScenario
  readonly simulation: Words
}

const LiveCompare = lazy(() => import('./live-compare.tsx').then((module) => ({ default: module.LiveCompare })))

/** The pictures; on request both runs, alive, on one clock. */
export function CompareTogether({ pictures, ...props }: TogetherProps & { readonly pictures: ReactNode }) {
  const { words } = useLesson()
  const [isLive, setLive] = useState(false)
  return (
    <>
      {isLive ? <Suspense fallback={pictures}><LiveCompare {...props} still={pictures} /></Suspense> : pictures}
      <button type="button" className="button lesson-live mt-3" onClick={() => setLive(!isLive)}>{isLive ? words.compare.closeIt : words.compare.together}</button>
    </>
  )
}
