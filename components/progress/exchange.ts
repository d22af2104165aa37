/**
 * What: a learner's log as a file, and a file as entries that may be added to a log.
 * Why: the log lies in one browser. A file carries it to another, and is what is left when a browser is cleared.
 *
 * Invariants:
 *   I1 a file is a stranger's: size, text, depth, version and every entry are checked, and new objects are built from known keys only.
 *   I2 nothing that was in a log leaves it. The same thing done at the same instant is there once, however often a file is added.
 *   I3 a file of an older version passes every step to the newest; one that is newer than this page is refused and not guessed at.
 */

import * as z from 'zod/mini'
import { CONFIDENCES, MAX_FILE_BYTES, type ProgressEntry } from './log.ts'

/** Changes when an entry takes another form, or when there is a new kind of it. */
export const PROGRESS_VERSION = 1
export const MAX_ENTRIES = 20_000
const MAX_DEPTH = 8
/** The year 2100, in ms. */
const LATEST_MS = 4_102_444_800_000

const slug = z.string().check(z.regex(/^[a-z][a-z0-9-]{1,39}$/))
const atMs = z.int().check(z.minimum(0), z.maximum(LATEST_MS))
const value = z.nullable(z.union([z.number(), z.array(z.number()).check(z.minLength(1), z.maxLength(12))]))
const entrySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('predicted'), lesson: slug, question: slug, value, confidence: z.nullable(z.enum(CONFIDENCES)), atMs }),
  z.strictObject({ kind: z.literal('broke'), lesson: slug, task: slug, atMs }),
  z.strictObject({ kind: z.literal('wrote'), lesson: slug, text: z.string().check(z.maxLength(400)), rate: z.nullable(z.int().check(z.minimum(0), z.maximum(2))), atMs }),
])

interface Envelope {
  readonly slantwise: 'progress'
  readonly version: number
  readonly savedAtMs: number
  readonly entries: readonly unknown[]
}

/** From one version to the next: what an entry of it becomes. The first leads from version 1 to 2. */
export type Step = (entry: unknown) => unknown
const STEPS: readonly Step[] = []

export type RefusalReason = 'too-large' | 'no-text' | 'no-json' | 'too-deep' | 'not-ours' | 'newer' | 'too-many' | 'entry'

export type ProgressReading =
  | { readonly ok: true; readonly entries: readonly ProgressEntry[]; readonly savedAtMs: number }
  /** `where`: the number of the entry that is wrong, or the version of the file. */
  | { readonly ok: false; readonly reason: RefusalReason; readonly where: number }

export function writeProgressFile(entries: readonly ProgressEntry[], savedAtMs: number): string {
  const envelope: Envelope = { slantwise: 'progress', version: PROGRESS_VERSION, savedAtMs, entries }
  return `${JSON.stringify(envelope, null, 1)}\n`
}

/** Reads what somebody chose as a file. `steps` is given by tests; there is one for each version that has passed. */
export function readProgressFile(bytes: Uint8Array, steps: readonly Step[] = STEPS): ProgressReading {
  if (bytes.length > MAX_FILE_BYTES) return refused('too-large')
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return refused('no-text')
  }
  if (depthOf(text) > MAX_DEPTH) return refused('too-deep')
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return refused('no-json')
  }
  const newest = steps.length + 1
  const envelope = z.object({ slantwise: z.literal('progress'), version: z.int().check(z.minimum(1)), savedAtMs: atMs, entries: z.array(z.unknown()) }).safeParse(raw)
  if (!envelope.success) return refused('not-ours')
  const { version, savedAtMs, entries: written } = envelope.data
  if (version > newest) return refused('newer', version)
  if (written.length > MAX_ENTRIES) return refused('too-many', written.length)
  const entries: ProgressEntry[] = []
  for (const [at, one] of written.entries()) {
    const parsed = entrySchema.safeParse(steps.slice(version - 1).reduce<unknown>((entry, step) => step(entry), one))
    if (!parsed.success) return refused('entry', at + 1)
    entries.push(parsed.data)
  }
  return { ok: true, entries, savedAtMs }
}

function refused(reason: RefusalReason, where = 0): ProgressReading {
  return { ok: false, reason, where }
}

/** How deeply brackets nest outside of texts, before anything is parsed. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let inText = false
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (inText) {
      if (letter === '\\') at++
      else if (letter === '"') inText = false
    } else if (letter === '"') inText = true
    else if (letter === '[' || letter === '{') deepest = Math.max(deepest, ++depth)
    else if (letter === ']' || letter === '}') depth--
  }
  return deepest
}

/** What makes two entries the same. */
export function identityOf(entry: ProgressEntry): string {
  switch (entry.kind) {
    case 'predicted':
      return JSON.stringify([entry.kind, entry.lesson, entry.question, entry.value, entry.confidence, entry.atMs])
    case 'broke':
      return JSON.stringify([entry.kind, entry.lesson, entry.task, entry.atMs])
    case 'wrote':
      return JSON.stringify([entry.kind, entry.lesson, entry.text, entry.rate, entry.atMs])
  }
}

/** The entries of a file that a log does not have, each once. */
export function missingFrom(log: readonly ProgressEntry[], file: readonly ProgressEntry[]): readonly ProgressEntry[] {
  const known = new Set(log.map(identityOf))
  return file.filter((entry) => {
    const identity = identityOf(entry)
    return !known.has(identity) && known.add(identity)
  })
}

/** What adding a file would do, lesson by lesson. */
export interface MergePreview {
  readonly fresh: number
  readonly known: number
  readonly lessons: readonly {
    readonly lesson: string
    readonly fresh: number
    readonly known: number
    /** Questions whose latest answer would then be the file's. */
    readonly overtaken: number
  }[]
}

export function previewMerge(log: readonly ProgressEntry[], file: readonly ProgressEntry[]): MergePreview {
  const fresh = missingFrom(log, file)
  const before = latestAnswers(log)
  const after = latestAnswers([...log, ...fresh])
  const lessons = [...new Set(file.map(({ lesson }) => lesson))].sort().map((lesson) => {
    const own = file.filter((entry) => entry.lesson === lesson).length
    const added = fresh.filter((entry) => entry.lesson === lesson).length
    const overtaken = [...before].filter(([question, entry]) => entry.lesson === lesson && after.get(question) !== entry).length
    return { lesson, fresh: added, known: own - added, overtaken }
  })
  return { fresh: fresh.length, known: file.length - fresh.length, lessons }
}

function latestAnswers(entries: readonly ProgressEntry[]): ReadonlyMap<string, ProgressEntry> {
  const latest = new Map<string, ProgressEntry>()
  for (const entry of entries) {
    if (entry.kind !== 'predicted') continue
    const key = `${entry.lesson} ${entry.question}`
    const known = latest.get(key)
    if (known === undefined || entry.atMs >= known.atMs) latest.set(key, entry)
  }
  return latest
}
