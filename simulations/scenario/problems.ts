/**
 * What: a problem of what somebody wrote, as data: where, which one, and the values its sentence needs.
 * Why: the same problem is said to an author in the words of the file, and to a reader in the reader's language with the names of
 * the controls. Words are no part of the boundary, so none of them is sent to a browser with the schema.
 *
 * How a problem is made:
 *   of one value     a field gives `wrong('out-of-range', { value, min, max })` (fields.ts, units.ts)
 *   of the schema    nothing to do: what zod finds is translated by its own code, below; write no `error` texts into a schema
 *   of the system    `problemAt(['servers'], 'weights-zero', {})` after the schema has passed
 * A new code is a line in author-words.ts and a line in content/dictionaries/problems.en.ts and .ko.ts; the compiler and
 * tests/problem-words.test.ts ask for all three.
 */

import type * as z from 'zod/mini'
import type { authorWords } from './author-words.ts'

export type ProblemCode = keyof typeof authorWords

/** A value of a sentence: a number, a written text, or several of them. */
type Value = string | number | readonly string[]

type Holes<Words extends string> = Words extends `${string}{${infer Name}}${infer Rest}` ? (Name extends '' | `${string} ${string}` ? never : Name) | Holes<Rest> : never
export type ValuesOf<Code extends ProblemCode> = Readonly<Record<Holes<(typeof authorWords)[Code]>, Value>>

/** What is wrong, without its place. */
export interface Flaw {
  readonly code: ProblemCode
  readonly values: Readonly<Record<string, Value>>
}

/** One thing wrong with what was written. `path` leads to it: ['servers', 's1', 'weight']. */
export interface Problem extends Flaw {
  readonly path: readonly (string | number)[]
}

/** What reading a text gave: the value, or what is wrong with it. */
export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly flaw: Flaw }

export function flawOf<Code extends ProblemCode>(code: Code, values: ValuesOf<Code>): Flaw {
  return { code, values: values as Flaw['values'] }
}

export function wrong<Code extends ProblemCode>(code: Code, values: ValuesOf<Code>): { readonly ok: false; readonly flaw: Flaw } {
  return { ok: false, flaw: flawOf(code, values) }
}

export function problemAt<Code extends ProblemCode>(path: Problem['path'], code: Code, values: ValuesOf<Code>): Problem {
  return { path, ...flawOf(code, values) }
}

/** An issue that carries a flaw through zod to `problemsOf`. */
export function issueOf(flaw: Flaw, input: unknown): { readonly code: 'custom'; readonly params: Flaw & Record<string, unknown>; readonly input: unknown } {
  return { code: 'custom', params: { ...flaw }, input }
}

/** Written input as a sentence repeats it: long texts by their beginning; lists and groups by their brackets, for their own
 * `toString` may be anything, or go on for ever. */
export function show(raw: unknown): string {
  if (typeof raw === 'object' && raw !== null) return Array.isArray(raw) ? '[…]' : '{…}'
  return clip(typeof raw === 'string' ? `"${raw}"` : String(raw))
}

export function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

/** What zod found, as problems. Problems of a union are those of the branch that came closest. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], prefix: Problem['path'] = []): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const path = [...prefix, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))]
    if (issue.code === 'invalid_key') return problemsOf(issue.issues, path)
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const closest = [...issue.errors].sort((a, b) => Number(hasForeignKeys(a)) - Number(hasForeignKeys(b)) || a.length - b.length)[0]!
      return problemsOf(closest, path)
    }
    return [{ path, ...flawOfIssue(issue) }]
  })
}

function hasForeignKeys(issues: readonly z.core.$ZodIssue[]): boolean {
  return issues.some((issue) => issue.code === 'unrecognized_keys' && issue.path.length === 0)
}

function flawOfIssue(issue: z.core.$ZodIssue): Flaw {
  switch (issue.code) {
    case 'custom':
      return issue.params === undefined ? flawOf('unreadable', {}) : { code: issue.params['code'] as ProblemCode, values: issue.params['values'] as Flaw['values'] }
    case 'unrecognized_keys':
      return flawOf('unknown-entries', { keys: issue.keys.map(clip) })
    case 'invalid_type':
      return issue.input === undefined ? flawOf('missing', {}) : wantedInstead(issue.expected)
    case 'invalid_value':
      if (issue.input === undefined) return flawOf('choice-missing', { options: issue.values.map(String) })
      return flawOf('unknown-choice', { written: show(issue.input), options: issue.values.map(String) })
    case 'invalid_union':
      return 'options' in issue && issue.options !== undefined ? flawOf('unknown-kind', { options: issue.options.map(String) }) : flawOf('unreadable', {})
    case 'invalid_format':
      return flawOf('bad-name', {}) // names are all that is checked by a pattern
    case 'too_small':
      return flawOf('too-few', { min: Number(issue.minimum) })
    case 'too_big':
      return issue.origin === 'string' ? flawOf('too-long', { max: Number(issue.maximum) }) : flawOf('too-many', { max: Number(issue.maximum) })
    default:
      return flawOf('unreadable', {})
  }
}

function wantedInstead(expected: string): Flaw {
  switch (expected) {
    case 'object':
    case 'record':
      return flawOf('wants-group', {})
    case 'array':
      return flawOf('wants-list', {})
    case 'string':
      return flawOf('wants-text', {})
    case 'boolean':
      return flawOf('not-switch', {})
    default:
      return flawOf('wants-number', {})
  }
}
