/**
 * What: the words of the traffic family: kinds of messages, of lasting states, and of events.
 * Why: columns hold small numbers; narration, table, picture and checkers need one common list of what they mean.
 *
 * Invariants: I1 the order of a list is part of the trace format: new words go to the end.
 */

import type { EventKind, Vocabulary } from '../../kernel/trace.ts'

const HOPS = ['request', 'answer', 'refusal', 'reset', 'probe', 'probe-answer', 'abort', 'query', 'rows'] as const
const SPANS = ['waited-at-balancer', 'queued', 'served', 'down', 'slow'] as const
const REQUEST_EVENTS = [
  'request.sent', 'request.forwarded', 'request.held', 'request.queued', 'request.started', 'request.answered',
  'answer.passed', 'try.abandoned', 'answer.received', 'answer.ignored', 'request.refused', 'refusal.received', 'request.lost', 'try.failed', 'request.timed-out',
] as const
const NOTE_EVENTS = [
  'server.stopped', 'server.started', 'server.slowed', 'server.drained', 'server.readied', 'server.added',
  'server.marked-down', 'server.marked-up', 'server.left-alone', 'policy.changed', 'weight.changed', 'rate.changed',
  'link.cut', 'link.slowed', 'link.healed',
] as const
/** What happens to a query. `query.failed` is the server's: it heard a refusal and refuses in turn. */
const QUERY_EVENTS = ['query.sent', 'query.queued', 'query.started', 'query.answered', 'query.refused', 'query.failed'] as const

export type EventName = (typeof REQUEST_EVENTS)[number] | (typeof NOTE_EVENTS)[number] | (typeof QUERY_EVENTS)[number]

const ALL_EVENTS: readonly EventKind[] = [
  ...REQUEST_EVENTS.map((name) => ({ name, about: 'subject' as const })),
  ...NOTE_EVENTS.map((name) => ({ name, about: 'note' as const })),
  ...QUERY_EVENTS.map((name) => ({ name, about: 'subject' as const })),
]

export const TRAFFIC_VOCABULARY: Vocabulary = { hops: HOPS, spans: SPANS, events: ALL_EVENTS }

/** Numbers of the words, as they stand in the columns. */
export const HOP = numbered(HOPS)
export const SPAN = numbered(SPANS)
export const EVENT = numbered([...REQUEST_EVENTS, ...NOTE_EVENTS, ...QUERY_EVENTS])

function numbered<Name extends string>(names: readonly Name[]): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name, number) => [name, number])) as Record<Name, number>
}
