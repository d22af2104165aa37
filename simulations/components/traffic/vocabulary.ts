/**
 * What: the words of the traffic family: kinds of messages, of lasting states, and of events.
 * Why: columns hold small numbers; narration, table, picture and checkers need one common list of what they mean.
 *
 * Invariants:
 *   I1 the order of a list is part of the trace format: new words go to the end.
 *   I2 a run carries the words of a later part of the family only if it has that part, so that a run without it stays the same bytes.
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

/** A limiter in front of the balancer: `throttle` is its 429; `count` asks the store that all nodes share, `tell` tells it what was admitted. */
const LIMIT_HOPS = ['throttle', 'count', 'counted', 'tell', 'total'] as const
const LIMIT_SPANS = ['held-at-limiter', 'asked-store'] as const
/** What a limiter does to a request. `limit.unchecked`: the store was silent; the request goes on, or is refused, without a count. */
const LIMIT_EVENTS = [
  'request.admitted', 'request.delayed', 'request.throttled', 'throttle.received', 'slot.taken', 'slot.freed', 'limit.abandoned', 'limit.unchecked',
  'count.asked', 'count.queued', 'count.started', 'count.answered', 'count.refused', 'count.lost',
] as const
const LIMIT_NOTES = ['store.stopped', 'store.started', 'store.slowed', 'store-link.cut', 'store-link.slowed', 'store-link.healed', 'limit.changed'] as const

/** Servers that are shards, and reads of one record that share a try. */
const SHARD_HOPS = ['part', 'change'] as const
const SHARD_EVENTS = [
  'part.sent', 'part.answered', 'part.failed', 'part.abandoned', 'request.joined', 'answer.shared',
  'read.stale', 'change.sent', 'change.queued', 'change.started', 'change.applied', 'change.lost',
] as const
const SHARD_NOTES = ['copy.promoted', 'copy.syncing', 'copy.synced'] as const
/** Slots that move while requests come: a node's word, and the request that follows it. */
const MOVE_HOPS = ['moved', 'ask', 'follow'] as const
const MOVE_EVENTS = ['request.moved', 'request.asked', 'request.redirected'] as const
const MOVE_NOTES = ['slots.moving', 'slots.moved'] as const

export type EventName =
  | (typeof REQUEST_EVENTS)[number] | (typeof NOTE_EVENTS)[number] | (typeof QUERY_EVENTS)[number] | (typeof LIMIT_EVENTS)[number] | (typeof LIMIT_NOTES)[number]
  | (typeof SHARD_EVENTS)[number] | (typeof SHARD_NOTES)[number]
  | (typeof MOVE_EVENTS)[number] | (typeof MOVE_NOTES)[number]

const FIRST_EVENTS: readonly EventKind[] = [
  ...REQUEST_EVENTS.map((name) => ({ name, about: 'subject' as const })),
  ...NOTE_EVENTS.map((name) => ({ name, about: 'note' as const })),
  ...QUERY_EVENTS.map((name) => ({ name, about: 'subject' as const })),
]

const LATER_EVENTS: readonly EventKind[] = [
  ...LIMIT_EVENTS.map((name) => ({ name, about: 'subject' as const })),
  ...LIMIT_NOTES.map((name) => ({ name, about: 'note' as const })),
]

/** The words of a system of clients, balancer, servers and database. */
export const TRAFFIC_VOCABULARY: Vocabulary = { hops: HOPS, spans: SPANS, events: FIRST_EVENTS }
/** The same and those of a limiter (I2). */
export const LIMITED_VOCABULARY: Vocabulary = { hops: [...HOPS, ...LIMIT_HOPS], spans: [...SPANS, ...LIMIT_SPANS], events: [...FIRST_EVENTS, ...LATER_EVENTS] }

/** The same and those of shards: no run had them before. */
export const SHARDED_VOCABULARY: Vocabulary = {
  hops: [...LIMITED_VOCABULARY.hops, ...SHARD_HOPS],
  spans: LIMITED_VOCABULARY.spans,
  events: [
    ...LIMITED_VOCABULARY.events,
    ...SHARD_EVENTS.map((name) => ({ name, about: 'subject' as const })),
    ...SHARD_NOTES.map((name) => ({ name, about: 'note' as const })),
  ],
}

/** The same where slots move. */
export const RESHARDED_VOCABULARY: Vocabulary = {
  hops: [...SHARDED_VOCABULARY.hops, ...MOVE_HOPS],
  spans: SHARDED_VOCABULARY.spans,
  events: [
    ...SHARDED_VOCABULARY.events,
    ...MOVE_EVENTS.map((name) => ({ name, about: 'subject' as const })),
    ...MOVE_NOTES.map((name) => ({ name, about: 'note' as const })),
  ],
}

/** Numbers of the words, as they stand in the columns. */
export const HOP = numbered([...HOPS, ...LIMIT_HOPS, ...SHARD_HOPS, ...MOVE_HOPS])
export const SPAN = numbered([...SPANS, ...LIMIT_SPANS])
export const EVENT = numbered([...REQUEST_EVENTS, ...NOTE_EVENTS, ...QUERY_EVENTS, ...LIMIT_EVENTS, ...LIMIT_NOTES, ...SHARD_EVENTS, ...SHARD_NOTES, ...MOVE_EVENTS, ...MOVE_NOTES])

function numbered<Name extends string>(names: readonly Name[]): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name, number) => [name, number])) as Record<Name, number>
}
