/** Runs of any family as pictures and sentences, for pages that are made when the site is built. */

import { PlacementStill } from '@/components/placement/placement-still.tsx'
import { placementNarrator } from '@/components/placement/describe.ts'
import { placementReader } from '@/components/placement/reader.ts'
import { trafficNarrator } from '@/components/narration/traffic-narrator.ts'
import type { FinishedRun } from '@/components/simulation/run.ts'
import { StageStill } from '@/components/stage/stage-still.tsx'
import type { DiagramReader } from '@/components/timeline/reader.ts'
import { trafficReader } from '@/components/timeline/traffic-reader.ts'
import type { Words } from '@/components/workbench/words.tsx'
import type { PlacementWords } from './placement-words.ts'
import type { RunNarrator } from './family-view.ts'

interface RunStageStillProps {
  readonly run: FinishedRun
  readonly atUs: number
  /** After this log row, when several share the instant. */
  readonly row?: number
  readonly words: Words
  readonly width?: number
}

export function RunStageStill({ run, atUs, row, words, width }: RunStageStillProps) {
  if (run.family === 'placement') return PlacementStill({ run, atUs, words: placementWords(words), locale: words.locale })
  return StageStill({ subject: { kind: 'run', trace: run.trace, index: run.index, atUs, ...(row === undefined ? {} : { row }) }, words: words.stage, locale: words.locale, ...(width === undefined ? {} : { width }) })
}

export function readerOf(run: FinishedRun, words: Words): DiagramReader {
  if (run.family === 'placement') return placementReader(words.locale, placementWords(words), run)
  return trafficReader(run.trace, run.index, words.timeline, words.locale)
}

export function narratorOf(run: FinishedRun, words: Words): RunNarrator {
  return run.family === 'placement' ? placementNarrator(words.locale, placementWords(words), run) : trafficNarrator(words.locale, words.simulation, run)
}

function placementWords({ placement }: Words): PlacementWords {
  if (placement === undefined) throw new Error('A page that shows keys on nodes needs their words: take them from wordsOf.')
  return placement
}
