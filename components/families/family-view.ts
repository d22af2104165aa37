/**
 * What: what a family of simulators brings to the parts that all share: its sentences, its stage, its figures.
 * Why: store, clock, transport, diagram, table, links and undo know no family. Data flows one way: scenario, run, trace, picture.
 */

import type { ComponentType } from 'react'
import type { FinishedRun } from '@/components/simulation/run.ts'
import type { Picking } from '@/components/stage/stage-context.ts'
import type { DiagramReader } from '@/components/timeline/reader.ts'
import type { Words } from '@/components/workbench/words.tsx'

/** A run in sentences: for the table, the live region, the outline and the still picture. */
export interface RunNarrator {
  /** What happened at a log row, without its time. */
  event(row: number): string
  /** The same with its time, as it is spoken. */
  spoken(row: number): string
  /** One sentence for the whole system at an instant, after a log row. */
  summary(us: number, row: number): string
  /** One line for each machine. */
  nodes(us: number, row: number): readonly string[]
  hop(row: number): string
  laneName(lane: number): string
  /** Number of the request, or name of the key, that a log row is about; '' for a note. */
  request(row: number): string
  /** The figure that belongs to a log row, or ''. */
  value(row: number): string
}

export interface FamilyView {
  /** Null when the run is of another family: it is still on screen while the first of this one is computed. */
  narrator(words: Words, run: FinishedRun): RunNarrator | null
  diagram(words: Words, run: FinishedRun): DiagramReader | null
  /** The stage of the simulator around it, alive. */
  readonly Stage: ComponentType<{ readonly picking?: Picking | null }>
  /** The strip of numbers under the diagram. */
  readonly Figures: ComponentType
  /** What its numbers are called, where they are not shown yet. */
  figureNames(words: Words): readonly string[]
  /** Whether there is code to be looked at beside a run. */
  readonly hasCode: boolean
}
