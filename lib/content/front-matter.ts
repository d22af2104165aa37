/**
 * What: the facts at the head of a lesson, between two lines of `---`.
 * Why: only YAML is read here, by the same parser as scenarios. A head in another language (`---js`) would be code, and is refused.
 */

import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml'
import * as z from 'zod'
import { suggestion } from './near.ts'
import type { Place, Problem, Source } from './problems.ts'

const slug = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, 'a name here is 2 to 40 of a-z, 0-9 and -, and begins with a letter')

const sourceSchema = z.strictObject({
  id: slug,
  title: z.string().min(3),
  by: z.string().optional(),
  year: z.number().int().min(1800).max(2100).optional(),
  url: z.string().regex(/^https:\/\/[^\s"'<>]+$/, 'an address begins with https://').optional(),
  note: z.string().optional(),
})

const schema = z.strictObject({
  title: z.string().min(3, 'is too short').max(80, 'is longer than 80 characters'),
  summary: z.string().min(10, 'is too short').max(240, 'is longer than 240 characters'),
  minutes: z.number('is a number of minutes, without a unit').int().min(3, 'is from 3 to 40').max(40, 'is from 3 to 40'),
  chapter: slug,
  concepts: z.array(slug).min(1, 'name at least one'),
  confusable: z.array(slug).default([]),
  sources: z.array(sourceSchema).default([]),
})

export type FrontMatter = z.output<typeof schema>
export type LessonSource = z.output<typeof sourceSchema>

interface Head {
  readonly front: FrontMatter | null
  /** The file with its head emptied: the places of what follows stay as they are. */
  readonly body: string
  readonly problems: readonly Problem[]
}

const MAX_HEAD = 16 * 1024

export function readFrontMatter(source: Source): Head {
  const { lines } = source
  const first: Place = { line: 1, column: 1 }
  if (lines[0] !== '---') {
    const message = lines[0]?.startsWith('---')
      ? `a lesson begins with a line of exactly "---"; "${lines[0].slice(0, 40)}" would start another language than YAML`
      : 'a lesson begins with a line of exactly "---", then its title, minutes and so on, then "---"'
    return { front: null, body: emptied(lines, lines.length), problems: [source.problem('MDX120', first, message)] }
  }
  const end = lines.indexOf('---', 1)
  if (end < 0) return { front: null, body: emptied(lines, lines.length), problems: [source.problem('MDX121', first, 'the head never ends; close it with a line of "---"')] }
  const body = emptied(lines, end + 1)
  const text = `${lines.slice(1, end).join('\n')}\n`
  if (text.length > MAX_HEAD) return { front: null, body, problems: [source.problem('MDX121', first, `the head is longer than ${MAX_HEAD / 1024} kB`)] }
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { schema: 'core', version: '1.2', strict: true, uniqueKeys: true, stringKeys: true, prettyErrors: false, lineCounter })
  const place = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(Math.min(offset, text.length - 1))
    return { line: Math.max(1, line) + 1, column: Math.max(1, col) }
  }
  const malformed = [...document.errors, ...document.warnings]
  if (malformed.length > 0) {
    return { front: null, body, problems: malformed.map((error) => source.problem('MDX122', place(error.pos[0]), error.message.split('\n')[0]!)) }
  }
  let written: unknown
  try {
    written = document.toJS({ maxAliasCount: 10 })
  } catch {
    return { front: null, body, problems: [source.problem('MDX122', first, 'aliases unfold to too many copies; write the entries out')] }
  }
  const parsed = schema.safeParse(written)
  if (parsed.success) return { front: parsed.data, body, problems: doubles(parsed.data, source) }
  const problems = parsed.error.issues.flatMap((issue) => {
    const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))
    if (issue.code === 'unrecognized_keys') {
      const known = path.length === 0 ? Object.keys(schema.shape) : Object.keys(sourceSchema.shape)
      return issue.keys.map((key) => source.problem('MDX123', place(keyStart(document, path, key)), `the head has no entry "${key}"${suggestion(key, known)}`))
    }
    const message = issue.code === 'invalid_type' && document.getIn(path) === undefined ? `"${path.join('.')}" is missing` : `"${path.join('.')}" ${issue.message}`
    return [source.problem('MDX123', place(startOf(document, path)), message)]
  })
  return { front: null, body, problems }
}

function doubles(front: FrontMatter, source: Source): Problem[] {
  const ids = front.sources.map(({ id }) => id)
  return ids.filter((id, at) => ids.indexOf(id) < at).map((id) => source.problem('MDX124', { line: 1, column: 1 }, `two sources are called "${id}"`))
}

function emptied(lines: readonly string[], until: number): string {
  return [...lines.slice(0, until).map(() => ''), ...lines.slice(until)].join('\n')
}

function startOf(document: Document, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return document.contents?.range?.[0] ?? 0
}

function keyStart(document: Document, path: readonly (string | number)[], key: string): number {
  const map = path.length === 0 ? document.contents : document.getIn(path, true)
  if (!isMap(map)) return startOf(document, path)
  const pair = map.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
  return isScalar(pair?.key) && pair.key.range ? pair.key.range[0] : startOf(document, path)
}
