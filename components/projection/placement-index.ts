/**
 * What: what is worked out once after a run of keys on nodes, so that any instant can be shown at once.
 *
 * Invariants: I1 state from a keyframe equals state folded from the beginning (property test).
 */

import type { PlacementConfig } from '@/simulations/components/placement/config.ts'
import type { MapSnapshot } from '@/simulations/components/placement/maps.ts'
import { NO_LANE, PLACEMENT_EVENT } from '@/simulations/components/placement/vocabulary.ts'
import type { Note, Trace } from '@/simulations/kernel/trace.ts'
import { chunksOf, type RunIndex } from './run-index.ts'

/** Log rows between two keyframes of counters. */
export const PLACEMENT_KEYFRAME_ROWS = 1_024
/** Counters of one lane, in the order in which a keyframe stores them. */
export const PLACEMENT_COUNTERS = ['asked', 'found', 'missed', 'arriving', 'arrived', 'open'] as const
export type PlacementCounter = (typeof PLACEMENT_COUNTERS)[number]
/** Counters of the whole system, behind those of the lanes. Of moves, keys are counted. `missed`: a node did not have the key, or there was none to ask. */
export const PLACEMENT_TOTALS = ['sent', 'answered', 'missed', 'failed', 'planned', 'arrived', 'lost'] as const
export type PlacementTotal = (typeof PLACEMENT_TOTALS)[number]

/** A change of the nodes, and the map that it made. */
export interface MapChange {
  readonly note: Note
  /** Log row of the change. */
  readonly row: number
  /** Keys on each lane by the map after it. */
  readonly keysByLane: readonly number[]
}

export interface PlacementIndex extends RunIndex {
  readonly config: PlacementConfig
  readonly maps: readonly MapSnapshot[]
  /** changes[i] made maps[i]; the first is the placing at the beginning. */
  readonly changes: readonly MapChange[]
  readonly counterKeyframes: Int32Array
  readonly counterWidth: number
}

export function buildPlacementIndex(trace: Trace, config: PlacementConfig, maps: readonly MapSnapshot[]): PlacementIndex {
  const { log, notes, lanes } = trace
  const width = lanes.length * PLACEMENT_COUNTERS.length + PLACEMENT_TOTALS.length
  const keyframes = new Int32Array((Math.floor(log.count / PLACEMENT_KEYFRAME_ROWS) + 1) * width)
  const counters = new Int32Array(width)
  const changes: MapChange[] = []
  for (let row = 0; row <= log.count; row++) {
    if (row % PLACEMENT_KEYFRAME_ROWS === 0) keyframes.set(counters, (row / PLACEMENT_KEYFRAME_ROWS) * width)
    if (row === log.count) break
    applyPlacementRow(trace, row, counters)
    const kind = trace.vocabulary.events[log.kind[row]!]!
    if (kind.about === 'note' && kind.name !== 'moves.done') {
      const note = notes[log.ref[row]!]!
      changes.push({ note, row, keysByLane: String(note.facts.byLane).split(' ').map(Number) })
    }
  }
  return { config, maps, changes, ...chunksOf(trace), counterKeyframes: keyframes, counterWidth: width }
}

const OF = Object.fromEntries(PLACEMENT_COUNTERS.map((name, i) => [name, i])) as Record<PlacementCounter, number>
const TOTAL = Object.fromEntries(PLACEMENT_TOTALS.map((name, i) => [name, i])) as Record<PlacementTotal, number>

/** Adds the effect of one row to `counters` (counters of every lane, then totals). */
export function applyPlacementRow(trace: Trace, row: number, counters: Int32Array): void {
  const { log, lanes, subjects } = trace
  const width = PLACEMENT_COUNTERS.length
  const total = lanes.length * width
  const ref = log.ref[row]!
  const at = log.lane[row]! * width
  const keys = subjects.columns.keys![ref] ?? 0
  const node = subjects.columns.node![ref] ?? 0
  switch (log.kind[row]!) {
    case PLACEMENT_EVENT['lookup.sent']:
      counters[total + TOTAL.sent]!++
      counters[OF.open]!++
      return
    case PLACEMENT_EVENT['lookup.found']:
      counters[at + OF.asked]!++
      counters[at + OF.found]!++
      return
    case PLACEMENT_EVENT['lookup.missed']:
      counters[at + OF.asked]!++
      counters[at + OF.missed]!++
      counters[total + TOTAL.missed]!++
      return
    case PLACEMENT_EVENT['answer.received']:
      counters[total + TOTAL.answered]!++
      counters[OF.open]!--
      return
    case PLACEMENT_EVENT['lookup.failed']:
      counters[total + TOTAL.failed]!++
      if (node === NO_LANE) counters[total + TOTAL.missed]!++
      counters[OF.open]!--
      return
    case PLACEMENT_EVENT['move.planned']:
      counters[node * width + OF.arriving]! += keys
      counters[total + TOTAL.planned]! += keys
      return
    case PLACEMENT_EVENT['move.arrived']:
      counters[node * width + OF.arriving]! -= keys
      counters[node * width + OF.arrived]! += keys
      counters[total + TOTAL.arrived]! += keys
      return
    case PLACEMENT_EVENT['move.lost']:
      counters[node * width + OF.arriving]! -= keys
      counters[total + TOTAL.lost]! += keys
  }
}

/** Counters after `row`: the keyframe before it and the rows since. */
export function placementCountersAt(trace: Trace, index: PlacementIndex, row: number): Int32Array {
  const frame = Math.floor((row + 1) / PLACEMENT_KEYFRAME_ROWS)
  const start = frame * index.counterWidth
  const counters = index.counterKeyframes.slice(start, start + index.counterWidth)
  for (let at = frame * PLACEMENT_KEYFRAME_ROWS; at <= row; at++) applyPlacementRow(trace, at, counters)
  return counters
}
