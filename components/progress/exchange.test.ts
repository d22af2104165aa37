import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_ENTRIES, missingFrom, previewMerge, PROGRESS_VERSION, readProgressFile, writeProgressFile } from './exchange.ts'
import { CONFIDENCES, MAX_FILE_BYTES, type ProgressEntry } from './log.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const answer = (question: string, value: number | null, atMs: number, lesson = 'load-balancing'): ProgressEntry => ({ kind: 'predicted', lesson, question, value, confidence: value === null ? null : 'fairly', atMs })

const slug = fc.stringMatching(/^[a-z][a-z0-9-]{1,39}$/)
const atMs = fc.integer({ min: 0, max: 4_102_444_800_000 })
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => (Object.is(one, -0) ? 0 : one))
const entry: fc.Arbitrary<ProgressEntry> = fc.oneof(
  fc.record({ kind: fc.constant('predicted' as const), lesson: slug, question: slug, value: fc.oneof(fc.constant(null), number, fc.array(number, { minLength: 1, maxLength: 12 })), confidence: fc.constantFrom(null, ...CONFIDENCES), atMs }),
  fc.record({ kind: fc.constant('broke' as const), lesson: slug, task: slug, atMs }),
  fc.record({ kind: fc.constant('wrote' as const), lesson: slug, text: fc.string({ maxLength: 400, unit: 'grapheme' }).filter((text) => text.length <= 400), rate: fc.constantFrom(null, 0, 1, 2), atMs }),
)
const log = fc.array(entry, { maxLength: 30 })

describe('a file', () => {
  test('gives back what was written into it', () => {
    fc.assert(fc.property(log, atMs, (entries, savedAtMs) => {
      expect(readProgressFile(bytes(writeProgressFile(entries, savedAtMs)))).toEqual({ ok: true, entries, savedAtMs })
    }))
  })

  const file = (change: object) => JSON.stringify({ slantwise: 'progress', version: PROGRESS_VERSION, savedAtMs: 1, entries: [answer('q-one', 1, 5)], ...change })
  test.each([
    ['is too large', ' '.repeat(MAX_FILE_BYTES + 1), 'too-large', 0],
    ['is no text', new Uint8Array([0xff, 0xfe, 0x00]), 'no-text', 0],
    ['is empty', '', 'no-json', 0],
    ['is cut off', file({}).slice(0, -4), 'no-json', 0],
    ['nests without end', '['.repeat(100_000), 'too-deep', 0],
    ['is somebody else\'s', '{"version":1,"entries":[]}', 'not-ours', 0],
    ['is a list', '[]', 'not-ours', 0],
    ['has half a version', file({ version: 1.5 }), 'not-ours', 0],
    ['is newer than this page', file({ version: PROGRESS_VERSION + 1 }), 'newer', PROGRESS_VERSION + 1],
    ['has too many entries', file({ entries: Array.from({ length: MAX_ENTRIES + 1 }, () => 0) }), 'too-many', MAX_ENTRIES + 1],
    ['holds an unknown kind', file({ entries: [answer('q-one', 1, 5), { kind: 'bought', lesson: 'a-b', atMs: 1 }] }), 'entry', 2],
    ['says more than an entry holds', file({ entries: [{ ...answer('q-one', 1, 5), html: '<b>' }] }), 'entry', 1],
    ['names a lesson like a path', file({ entries: [answer('q-one', 1, 5, '../../etc')] }), 'entry', 1],
    ['holds a number that is none', file({}).replace('"value":1', '"value":1e999'), 'entry', 1],
    ['reaches for the prototype', file({}).replace('"kind":', '"__proto__":{"isAdmin":true},"kind":'), 'entry', 1],
    ['holds a novel', file({ entries: [{ kind: 'wrote', lesson: 'a-b', text: 'x'.repeat(401), rate: 1, atMs: 1 }] }), 'entry', 1],
    ['was made in the year 20000', file({ entries: [answer('q-one', 1, 569_000_000_000_000)] }), 'entry', 1],
  ] as const)('that %s is refused, with the reason', (_what, content, reason, where) => {
    expect(readProgressFile(typeof content === 'string' ? bytes(content) : content)).toEqual({ ok: false, reason, where })
  })

  test('whatever it holds, is read or refused and never thrown over', () => {
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json().map(bytes), fc.json().map((entries) => bytes(`{"slantwise":"progress","version":1,"savedAtMs":1,"entries":[${entries}]}`))), (content) => {
      expect(typeof readProgressFile(content).ok).toBe('boolean')
    }))
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })

  test('of an older version passes every step, one of the newest passes none', () => {
    // As if the second version had renamed what the first calls "guess", and the third counted time in ms and no longer in s.
    const steps = [
      (one: unknown) => {
        const { guess, ...rest } = one as Record<string, unknown>
        return { ...rest, value: guess }
      },
      (one: unknown) => ({ ...(one as object), atMs: (one as { atS: number }).atS * 1_000, atS: undefined }),
      (one: unknown) => {
        const { atS: _atS, ...rest } = one as Record<string, unknown>
        return rest
      },
    ]
    const old = { kind: 'predicted', lesson: 'a-b', question: 'q-one', guess: 3, confidence: null, atS: 7 }
    const now = { kind: 'predicted', lesson: 'a-b', question: 'q-one', value: 3, confidence: null, atMs: 7_000 }
    const read = (version: number, one: object) => readProgressFile(bytes(JSON.stringify({ slantwise: 'progress', version, savedAtMs: 1, entries: [one] })), steps)
    expect(read(1, old)).toMatchObject({ ok: true, entries: [now] })
    expect(read(4, now)).toMatchObject({ ok: true, entries: [now] })
    expect(read(5, now)).toMatchObject({ ok: false, reason: 'newer' })
  })
})

describe('adding a file to a log', () => {
  test('keeps everything that was there, adds what was not, and a second time adds nothing', () => {
    fc.assert(fc.property(log, log, (mine, theirs) => {
      const added = missingFrom(mine, theirs)
      const merged = [...mine, ...added]
      for (const one of [...mine, ...theirs]) expect(merged).toContainEqual(one)
      expect(missingFrom(merged, theirs)).toEqual([])
      const { fresh, known, lessons } = previewMerge(mine, theirs)
      expect([fresh, fresh + known]).toEqual([added.length, theirs.length])
      expect(lessons.reduce((sum, one) => sum + one.fresh + one.known, 0)).toBe(theirs.length)
    }))
  })

  test('says which answers would then be the file\'s: the later one counts, whoever wrote it', () => {
    const mine = [answer('q-one', 1, 10), answer('q-two', 2, 20)]
    const theirs = [answer('q-one', 5, 15), answer('q-two', 6, 15), answer('q-three', 7, 15), mine[0]!]
    expect(previewMerge(mine, theirs)).toEqual({ fresh: 3, known: 1, lessons: [{ lesson: 'load-balancing', fresh: 3, known: 1, overtaken: 1 }] })
  })
})
