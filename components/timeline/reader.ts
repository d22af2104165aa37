/**
 * What: what the diagram asks about a run of any family: names, states and sentences of lanes, notes and messages, and depths.
 * Why: lanes, strokes and marks are drawn alike for every family; what they mean is the family's own.
 */

import type { Note } from '@/simulations/kernel/trace.ts'
import type { LaneBands } from './lane-bands.ts'

/** One line under a lane's name. */
export interface LaneWords {
  readonly text: string
  readonly tone: 'plain' | 'wait' | 'fail'
}

export interface DiagramReader {
  laneName(lane: number): string
  /** The state of every lane at an instant, and the sentence of the scrubber. */
  at(us: number): { readonly lanes: readonly LaneWords[]; readonly spoken: string }
  note(note: Note): string
  /** Somebody did it, or it failed: it is written before what followed from it. */
  isCause(note: Note): boolean
  isFailing(note: Note): boolean
  /** Two short lines: the message, and its way. */
  message(row: number): readonly [string, string]
  bands(fromUs: number, toUs: number, buckets: number): LaneBands
  /** How much of its fullest count a limiter's lane had used, 0 to 1, in each bucket; null for any other lane. Absent: no family member limits. */
  used?(lane: number, fromUs: number, toUs: number, buckets: number): Float32Array | null
  /** Length of the windows that a lane counts in; 0: none. */
  windowOf?(lane: number): number
  /** The deepest queue of the run, and the most that were served on each lane. */
  depths(): { readonly deepestQueue: number; readonly mostServed: Uint32Array }
}
