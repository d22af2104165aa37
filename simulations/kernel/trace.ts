/**
 * What: the record of a run, as columns: who sent what to whom, who was busy with what, and what happened when.
 * Why: everything a person sees is read from here. Columns are cheap to write, to hand from a worker to the page without
 * a copy, and to search by time; the page can draw any instant without running anything again.
 *
 * Picture:   lanes   clients ──────●─────────────────■──▶ time
 *                                   ╲ hop            ╱ hop
 *                    balancer ───────●──────────────●──▶
 *                                     ╲            ╱
 *                    s1       ─────────●▒▒▒▒▓▓▓▓▓▓■──▶      ▒ span "waited", ▓ span "served"
 *                    log      1 sent   2 forwarded  3 started  4 answered  5 received
 *
 * Invariants:
 *   I1 rows of hops and log are in the order in which they happened; `sentAt` and `at` never decrease.
 *   I2 no time travel: a hop arrives no earlier than it was sent, a span ends no earlier than it began.
 *   I3 the same scenario, seed and interventions give the same bytes (`hashTrace`), on every engine.
 *
 * Complexity: 22 bytes a hop, 20 a span, 15 a log entry; appending is O(1) amortised.
 */

import type { RunOutcome } from './kernel.ts'

/** What a lane is; decides the glyph that stands for it. */
export type LaneRole = 'client' | 'balancer' | 'service' | 'queue' | 'memory' | 'store' | 'leader' | 'limiter'

/** One horizontal line of the space-time diagram: a machine, or a group of alike ones. */
export interface Lane {
  readonly id: string
  readonly role: LaneRole
  /** Index in the family's own list of things (server number ...), -1 when there is none. */
  readonly index: number
  /** When it joined the system, µs. */
  readonly sinceUs: number
}

/** What became of a hop or a span; 0 while it goes on. */
export const DONE = 1
export const LOST = 2
export const REFUSED = 3
export const TIMED_OUT = 4

/** Messages, in order of sending. The network decides a message's fate when it is sent: `done` or `lost`. */
export interface Hops {
  count: number
  sentAt: Float64Array
  /** Time under way in µs; for a lost hop, until the point where it was lost. */
  delayUs: Uint32Array
  from: Uint16Array
  to: Uint16Array
  /** Index into `vocabulary.hops`. */
  kind: Uint8Array
  fate: Uint8Array
  /** The request, command ... that this is about: a row of the family's own table. */
  subject: Uint32Array
}

/** States of a lane that last: waiting, being served, being down. In order of beginning. */
export interface Spans {
  count: number
  beganAt: Float64Array
  /** Duration in µs; NEVER while it goes on. */
  lastedUs: Uint32Array
  lane: Uint16Array
  /** Index into `vocabulary.spans`. */
  kind: Uint8Array
  fate: Uint8Array
  subject: Uint32Array
}

/** What happened, in total order: the steps of the transport, the rows of the table, the sentences of the narration. */
export interface Log {
  count: number
  at: Float64Array
  /** Index into `vocabulary.events`. */
  kind: Uint8Array
  lane: Uint16Array
  /** Row of what it is about; the vocabulary says of which table. */
  ref: Uint32Array
}

/** A rare event with facts of its own: a server stopped, a policy changed. */
export interface Note {
  readonly atUs: number
  readonly kind: string
  readonly lane: number
  readonly facts: Readonly<Record<string, string | number>>
}

/** A kind of log entry, and what its `ref` points at: a subject (a request ...) or a note. */
export interface EventKind {
  /** Past tense, `thing.happened`. */
  readonly name: string
  readonly about: 'subject' | 'note'
}

/** The words of one family: what the numbers in the columns mean. */
export interface Vocabulary {
  readonly hops: readonly string[]
  readonly spans: readonly string[]
  readonly events: readonly EventKind[]
}

/** A column of a family's own table. */
export type Column = Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array

export interface Trace {
  readonly family: string
  readonly seed: number
  readonly vocabulary: Vocabulary
  readonly lanes: readonly Lane[]
  readonly hops: Hops
  readonly spans: Spans
  readonly log: Log
  readonly notes: readonly Note[]
  /** The family's own rows (for traffic: requests), by column name. */
  readonly subjects: { readonly count: number; readonly columns: Readonly<Record<string, Column>> }
  readonly outcome: RunOutcome
  /** The instant up to which the run was asked to go. */
  readonly endUs: number
}

/** Longest duration a column can hold: about 71 minutes. `NEVER` marks what has not ended. */
export const NEVER = 0xffffffff
const LONGEST = NEVER - 1

/** A trace being written. What is recorded happens at `clock.nowUs`: a float handed from function to function would be boxed each time. */
export interface Recorder {
  clock: { readonly nowUs: number }
  readonly hops: Hops
  readonly spans: Spans
  readonly log: Log
  readonly notes: Note[]
  /** Bytes of the columns now, for the run's memory budget. */
  bytes: number
}

const FIRST_ROWS = 1024
const HOP_BYTES = 22
const SPAN_BYTES = 20
const LOG_BYTES = 15
const NOTE_BYTES = 200

/** A recorder whose clock is set when the run that it records is set up. */
export function createRecorder(): Recorder {
  const n = FIRST_ROWS
  return {
    clock: { nowUs: 0 },
    hops: {
      count: 0, sentAt: new Float64Array(n), delayUs: new Uint32Array(n), from: new Uint16Array(n), to: new Uint16Array(n),
      kind: new Uint8Array(n), fate: new Uint8Array(n), subject: new Uint32Array(n),
    },
    spans: {
      count: 0, beganAt: new Float64Array(n), lastedUs: new Uint32Array(n), lane: new Uint16Array(n),
      kind: new Uint8Array(n), fate: new Uint8Array(n), subject: new Uint32Array(n),
    },
    log: { count: 0, at: new Float64Array(n), kind: new Uint8Array(n), lane: new Uint16Array(n), ref: new Uint32Array(n) },
    notes: [],
    bytes: n * (HOP_BYTES + SPAN_BYTES + LOG_BYTES),
  }
}

/** Writes a message. */
export function recordHop(recorder: Recorder, delayUs: number, from: number, to: number, kind: number, fate: number, subject: number): void {
  const hops = recorder.hops
  const row = hops.count++
  if (row === hops.sentAt.length) recorder.bytes += growTable(hops, row) * HOP_BYTES
  hops.sentAt[row] = recorder.clock.nowUs
  hops.delayUs[row] = delayUs > LONGEST ? LONGEST : delayUs
  hops.from[row] = from
  hops.to[row] = to
  hops.kind[row] = kind
  hops.fate[row] = fate
  hops.subject[row] = subject
}

/** Opens a span now and returns its row. */
export function beginSpan(recorder: Recorder, lane: number, kind: number, subject: number): number {
  const spans = recorder.spans
  const row = spans.count++
  if (row === spans.beganAt.length) recorder.bytes += growTable(spans, row) * SPAN_BYTES
  spans.beganAt[row] = recorder.clock.nowUs
  spans.lastedUs[row] = NEVER
  spans.lane[row] = lane
  spans.kind[row] = kind
  spans.subject[row] = subject
  return row
}

export function endSpan(recorder: Recorder, row: number, fate: number): void {
  const lasted = recorder.clock.nowUs - recorder.spans.beganAt[row]!
  recorder.spans.lastedUs[row] = lasted > LONGEST ? LONGEST : lasted
  recorder.spans.fate[row] = fate
}

/** Writes a log entry. */
export function recordEvent(recorder: Recorder, kind: number, lane: number, ref: number): void {
  const log = recorder.log
  const row = log.count++
  if (row === log.at.length) recorder.bytes += growTable(log, row) * LOG_BYTES
  log.at[row] = recorder.clock.nowUs
  log.kind[row] = kind
  log.lane[row] = lane
  log.ref[row] = ref
}

/** Keeps a note and returns its index, to be referred to by a log entry. */
export function recordNote(recorder: Recorder, note: Note): number {
  recorder.bytes += NOTE_BYTES
  return recorder.notes.push(note) - 1
}

/** Doubles every column of a table; returns how many rows were added. */
export function growTable(table: object, rows: number): number {
  const columns = table as Record<string, unknown>
  for (const [name, column] of Object.entries(columns)) {
    if (!ArrayBuffer.isView(column)) continue
    const from = column as Column
    const Kind = from.constructor as new (length: number) => Column
    const to = new Kind(rows * 2)
    to.set(from)
    columns[name] = to
  }
  return rows
}

/** Copies a table's columns cut to their rows, so that nothing unused is kept or transferred. */
export function trimTable<T extends { count: number }>(table: T): T {
  const trimmed: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(table)) {
    trimmed[name] = ArrayBuffer.isView(value) ? (value as unknown as Column).slice(0, table.count) : value
  }
  return trimmed as T
}

/** The buffers of a trace, for a transfer between threads without a copy. */
export function buffersOf(trace: Trace): ArrayBuffer[] {
  const buffers: ArrayBuffer[] = []
  for (const table of [trace.hops, trace.spans, trace.log, trace.subjects.columns]) {
    for (const value of Object.values(table)) {
      if (ArrayBuffer.isView(value)) buffers.push(value.buffer as ArrayBuffer)
    }
  }
  return buffers
}
