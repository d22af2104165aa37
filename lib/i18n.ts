import type { Locale } from '@/lib/locales.ts'

/*
 * Messages are a small part of ICU MessageFormat, enough for two languages and checked by types:
 *
 *   {name}                                     a value as it is; a number in the language's own digits
 *   {n, number}  {n, number, percent}          a number, or a number with a unit
 *   {n, plural, =0 {none} one {# read} other {# reads}}
 *   {kind, select, fast {…} other {…}}
 *
 * There is no quoting: no message needs a literal brace.
 */

export type MessageValues = Record<string, string | number>

/**
 * The names of the placeholders of a message, read by the compiler: `'{a} of {n, number}'` gives `'a' | 'n'`.
 * A message with branches gives `string`: only the parser can tell its names from its branches, and the tests compare those.
 */
export type PlaceholderNames<Message extends string> = Message extends `${string}, plural,${string}` | `${string}, select,${string}` ? string : SimpleNames<Message>

type SimpleNames<Message extends string> = Message extends `${string}{${infer Inside}}${infer Rest}`
  ? (Inside extends `${infer Name},${string}` ? Name : Inside) | SimpleNames<Rest>
  : never

export type ValuesOf<Message extends string> = Record<PlaceholderNames<Message>, string | number>

/** True when two dictionaries have the same keys, and each pair of messages the same placeholders. */
export type Matches<A, B> = A extends string
  ? B extends string
    ? [PlaceholderNames<A>] extends [PlaceholderNames<B>]
      ? [PlaceholderNames<B>] extends [PlaceholderNames<A>]
        ? true
        : false
      : false
    : false
  : [keyof A] extends [keyof B]
    ? [keyof B] extends [keyof A]
      ? { [Key in keyof A]: Matches<A[Key], Key extends keyof B ? B[Key] : never> }[keyof A] extends true
        ? true
        : false
      : false
    : false

/** Units a number may carry in a message. Latin units keep their form in Korean; a space of no break stands before them. */
const unitStyles: Record<string, Intl.NumberFormatOptions> = {
  integer: { maximumFractionDigits: 0 },
  percent: { style: 'percent', maximumFractionDigits: 1 },
}
const unitSuffixes: Record<string, string> = { us: '\u00a0µs', ms: '\u00a0ms', s: '\u00a0s', perSecond: '/s', kB: '\u00a0kB' }

const formatters = new Map<string, Intl.NumberFormat>()

/** A number as the language writes it, with its unit: `formatNumber('en', 0.265, 'percent')` is `26.5%`. A ratio is a percentage here. */
export function formatNumber(locale: Locale, value: number, unit = 'plain'): string {
  const options = unitStyles[unit] ?? { maximumFractionDigits: 2 }
  if (unit !== 'plain' && !(unit in unitStyles) && !(unit in unitSuffixes)) throw new Error(`There is no unit called "${unit}".`)
  const key = `${locale} ${unit}`
  const formatter = formatters.get(key) ?? new Intl.NumberFormat(locale, options)
  formatters.set(key, formatter)
  return formatter.format(value) + (unitSuffixes[unit] ?? '')
}

type Part =
  | { kind: 'text'; text: string }
  | { kind: 'value'; name: string; unit?: string }
  | { kind: 'choice'; by: 'plural' | 'select'; name: string; branches: Map<string, Part[]> }

const parsed = new Map<string, Part[]>()

/** Reads a message once; throws with the place when it is malformed. */
export function parseMessage(message: string): Part[] {
  const known = parsed.get(message)
  if (known) return known
  const reader = { message, at: 0 }
  const parts = readParts(reader)
  if (reader.at < message.length) throw problem(reader, 'a closing brace without an opening one')
  parsed.set(message, parts)
  return parts
}

/** The names of the placeholders of a message, read when the program runs. */
export function placeholdersOf(message: string): string[] {
  const names = new Set<string>()
  const visit = (parts: Part[]) => {
    for (const part of parts) {
      if (part.kind === 'text') continue
      names.add(part.name)
      if (part.kind === 'choice') for (const branch of part.branches.values()) visit(branch)
    }
  }
  visit(parseMessage(message))
  return [...names].sort((a, b) => (a < b ? -1 : 1))
}

/** Fills a message. A missing value is an error, so a page with a hole in its sentence cannot be built. */
export function format<Message extends string>(locale: Locale, message: Message, values: ValuesOf<Message>): string {
  return formatWith(locale, message, values)
}

/** `format` for messages whose text is only known when the program runs, such as sentences chosen by an event's kind. */
export function formatWith(locale: Locale, message: string, values: MessageValues): string {
  return render(locale, parseMessage(message), values, undefined, message)
}

function render(locale: Locale, parts: Part[], values: MessageValues, count: number | undefined, message: string): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return count === undefined ? part.text : part.text.replaceAll('#', formatNumber(locale, count))
      const value = values[part.name]
      if (value === undefined) throw new Error(`"${message}" needs a value for {${part.name}}.`)
      if (part.kind === 'value') return typeof value === 'number' ? formatNumber(locale, value, part.unit) : value
      const branch = chooseBranch(locale, part, value)
      if (!branch) throw new Error(`"${message}" has no branch for ${part.name} = ${value}, and no "other".`)
      return render(locale, branch, values, part.by === 'plural' ? Number(value) : count, message)
    })
    .join('')
}

function chooseBranch(locale: Locale, part: Part & { kind: 'choice' }, value: string | number): Part[] | undefined {
  const { branches } = part
  if (part.by === 'select') return branches.get(String(value)) ?? branches.get('other')
  return branches.get(`=${value}`) ?? branches.get(new Intl.PluralRules(locale).select(Number(value))) ?? branches.get('other')
}

interface Reader {
  readonly message: string
  at: number
}

function readParts(reader: Reader): Part[] {
  const parts: Part[] = []
  let text = ''
  while (reader.at < reader.message.length && reader.message[reader.at] !== '}') {
    if (reader.message[reader.at] !== '{') {
      text += reader.message[reader.at]
      reader.at += 1
      continue
    }
    if (text) parts.push({ kind: 'text', text })
    text = ''
    parts.push(readPlaceholder(reader))
  }
  if (text) parts.push({ kind: 'text', text })
  return parts
}

function readPlaceholder(reader: Reader): Part {
  reader.at += 1
  const name = readWord(reader)
  if (!name) throw problem(reader, 'a name')
  if (take(reader, '}')) return { kind: 'value', name }
  expect(reader, ',')
  const by = readWord(reader)
  if (by === 'number') {
    const unit = take(reader, ',') ? readWord(reader) : 'plain'
    expect(reader, '}')
    return { kind: 'value', name, unit }
  }
  if (by !== 'plural' && by !== 'select') throw problem(reader, '"number", "plural" or "select"')
  expect(reader, ',')
  const branches = new Map<string, Part[]>()
  while (!take(reader, '}')) {
    const label = readWord(reader)
    if (!label) throw problem(reader, 'the name of a branch')
    expect(reader, '{')
    branches.set(label, readParts(reader))
    expect(reader, '}')
  }
  if (!branches.has('other')) throw problem(reader, 'a branch called "other"')
  return { kind: 'choice', by, name, branches }
}

function readWord(reader: Reader): string {
  skipSpace(reader)
  const match = /^[=\w.-]+/.exec(reader.message.slice(reader.at))
  reader.at += match?.[0].length ?? 0
  skipSpace(reader)
  return match?.[0] ?? ''
}

function take(reader: Reader, character: string): boolean {
  skipSpace(reader)
  if (reader.message[reader.at] !== character) return false
  reader.at += 1
  return true
}

function expect(reader: Reader, character: string): void {
  if (!take(reader, character)) throw problem(reader, `"${character}"`)
}

function skipSpace(reader: Reader): void {
  while (reader.message[reader.at] === ' ' || reader.message[reader.at] === '\n') reader.at += 1
}

function problem(reader: Reader, wanted: string): Error {
  return new Error(`Message "${reader.message}": ${wanted} was expected at character ${reader.at + 1}.`)
}
