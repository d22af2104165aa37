/**
 * What: the words of the placement family: kinds of messages, of lasting states, and of events.
 * Why: columns hold small numbers; narration, table, picture and checkers need one common list of what they mean.
 *
 * Invariants: I1 the order of a list is part of the trace format: new words go to the end.
 */

import type { EventKind, Vocabulary } from '../../kernel/trace.ts'

/** `lookup` asks, `answer` brings the value, `missing` says that it is not there; `fetch` and `rows` go to the source and back. */
const HOPS = ['lookup', 'answer', 'missing', 'move', 'fetch', 'rows'] as const
const SPANS = ['down'] as const
const SUBJECT_EVENTS = [
  'lookup.sent', 'lookup.found', 'lookup.missed', 'key.fetched', 'answer.received', 'lookup.failed', 'move.planned', 'move.sent', 'move.arrived', 'move.lost',
] as const
const NOTE_EVENTS = ['keys.placed', 'node.added', 'node.removed', 'node.weighed', 'node.marked-down', 'node.marked-up', 'moves.done'] as const

const ALL_EVENTS: readonly EventKind[] = [
  ...SUBJECT_EVENTS.map((name) => ({ name, about: 'subject' as const })),
  ...NOTE_EVENTS.map((name) => ({ name, about: 'note' as const })),
]

export const PLACEMENT_VOCABULARY: Vocabulary = { hops: HOPS, spans: SPANS, events: ALL_EVENTS }

export const PLACEMENT_HOP = numbered(HOPS)
export const PLACEMENT_SPAN = numbered(SPANS)
export const PLACEMENT_EVENT = numbered([...SUBJECT_EVENTS, ...NOTE_EVENTS])

/** Sorts of rows among the subjects. */
export const LOOKUP = 0
export const MOVE = 1

/** What became of a look-up or a move; 0 while it is under way. */
export const OUTCOME = { found: 1, fetched: 2, missing: 3, nobody: 4, arrived: 5, lost: 6 } as const

/** No lane, no key. */
export const NO_LANE = 0xffff

function numbered<Name extends string>(names: readonly Name[]): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name, number) => [name, number])) as Record<Name, number>
}
