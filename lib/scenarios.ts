/**
 * The scenarios of the site: YAML files under content/scenarios, read when the site is built. Whatever is wrong with one is said
 * with its file, line and column, the line itself and what is allowed there, all problems at once.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml'
import { loadDocument, type LoadedScenario } from '@/simulations/scenario/loaded-scenario.ts'
import { describeForAuthor } from '@/simulations/scenario/author-words.ts'
import type { Problem } from '@/simulations/scenario/problems.ts'
import { familyOf } from '@/simulations/scenario/families.ts'
import { entriesAt } from '@/simulations/scenario/knobs.ts'

/**
 * The simulators that have a page, in the order in which the list shows them, and the scenarios that each offers by itself; the
 * first one opens. Other files of a folder belong to lessons. The words of a page are in content/dictionaries/scenarios.*.ts.
 */
export const presets = {
  'load-balancing': ['one-slow-server', 'weighted-5-1-1', 'sticky-or-even', 'fails-and-returns', 'users-who-wait', 'burst', 'stop-a-server'],
  'rate-limiting': ['window-edge', 'token-bucket', 'leaky-queue', 'nginx-burst', 'noisy-neighbour', 'come-back', 'three-nodes', 'synchronised', 'store-dies'],
  'consistent-hashing': ['add-a-node-ring', 'add-a-node-modulo', 'one-point-a-node', 'weights', 'hot-key', 'down-or-removed', 'maglev-nearly-minimal', 'redis-slots', 'kafka-partitioners', 'ketama-two-ways', 'a-million-keys'],
  sharding: ['one-hot-record', 'eight-shards', 'short-links', 'every-shard', 'hash-on-a-ring', 'bounded-load'],
  'replicas-and-cluster': ['copies-or-shards', 'reads-that-lag', 'primary-dies', 'reshard'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type ScenarioSlug = keyof typeof presets

export const scenarioSlugs = Object.keys(presets) as readonly ScenarioSlug[]

export function isScenarioSlug(slug: string): slug is ScenarioSlug {
  return Object.hasOwn(presets, slug)
}

const MAX_BYTES = 64 * 1024
const MAX_ALIASES = 50

/** One thing wrong with a file. Lines and columns count from 1. */
export interface FileProblem {
  readonly code: string
  readonly file: string
  readonly line: number
  readonly column: number
  /** The line as it is written. */
  readonly source: string
  readonly message: string
}

export type FileReading = { readonly ok: true; readonly scenario: LoadedScenario } | { readonly ok: false; readonly problems: readonly FileProblem[] }

/** The scenarios a simulator offers, or one error that lists all problems of all files in its folder, offered or not. */
export function loadScenarios(slug: ScenarioSlug, root = join(process.cwd(), 'content', 'scenarios')): readonly LoadedScenario[] {
  const folder = join(root, slug)
  const present = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  const said: string[] = []
  const readable = new Map<string, LoadedScenario>()
  for (const name of present) {
    const reading = readScenario(readFileSync(join(folder, name), 'utf8'), `${slug}/${name}`)
    if (reading.ok) readable.set(name, reading.scenario)
    else said.push(...reading.problems.map(writeProblem))
  }
  const scenarios = presets[slug].flatMap((name): LoadedScenario[] | LoadedScenario => {
    if (!present.includes(`${name}.yaml`)) said.push(`SIM201  ${slug}/${name}.yaml\n        is listed in lib/scenarios.ts, and there is no such file`)
    return readable.get(`${name}.yaml`) ?? []
  })
  if (said.length > 0) throw new Error(`${said.length} ${said.length === 1 ? 'problem' : 'problems'} in content/scenarios:\n\n${said.join('\n\n')}\n`)
  return scenarios
}

/** Reads one file. `file` is its path below content/scenarios; without its ending it is the scenario's id. */
export function readScenario(text: string, file: string): FileReading {
  const lineCounter = new LineCounter()
  const source = createSource(text, file, lineCounter)
  if (text.length > MAX_BYTES) return failed([source.problem('SIM201', 0, `the file is longer than ${MAX_BYTES / 1024} kB`)])
  const document = parseDocument(text, { schema: 'core', version: '1.2', strict: true, uniqueKeys: true, stringKeys: true, prettyErrors: false, lineCounter })
  const malformed = [...document.errors, ...document.warnings]
  if (malformed.length > 0) {
    return failed(malformed.map((error) => source.problem(error.code === 'DUPLICATE_KEY' ? 'SIM203' : 'SIM202', error.pos[0], plain(error.message))))
  }
  let written: unknown
  try {
    written = document.toJS({ maxAliasCount: MAX_ALIASES })
  } catch {
    return failed([source.problem('SIM202', 0, `aliases unfold to more than ${MAX_ALIASES} copies; write the entries out`)])
  }
  const reading = loadDocument(written)
  if (!reading.ok) return failed(reading.problems.flatMap((problem) => explain(document, source, problem)))
  const id = file.replace(/\.yaml$/, '')
  if (reading.scenario.id !== id) return failed([source.problem('SIM206', startOf(document, ['id']), `the id is the file's place: ${id}`)])
  return { ok: true, scenario: reading.scenario }
}

interface Source {
  problem(code: string, offset: number, message: string): FileProblem
}

function createSource(text: string, file: string, lineCounter: LineCounter): Source {
  const lines = text.split(/\r?\n/)
  return {
    problem(code, offset, message) {
      const { line, col } = lineCounter.linePos(Math.min(offset, Math.max(0, text.length - 1)))
      const at = Math.max(1, line)
      return { code, file, line: at, column: Math.max(1, col), source: lines[at - 1] ?? '', message }
    },
  }
}

function failed(problems: readonly FileProblem[]): FileReading {
  return { ok: false, problems: [...problems].sort((a, b) => a.line - b.line || a.column - b.column) }
}

/** Puts a problem of the schema at its place in the file. Unknown entries are pointed at one by one. */
function explain(document: Document, source: Source, problem: Problem): FileProblem[] {
  const { path, code: kind, values } = problem
  if (kind === 'unknown-entries') {
    const known = entriesAt(path, familyOf(document.toJS()))
    return (values['keys'] as readonly string[]).map((key) => {
      const near = closest(key, known)
      const allowed = known.length === 0 ? '' : `; allowed here: ${known.join(', ')}`
      return source.problem('SIM205', keyStart(document, path, key), `there is no "${key}" here${near === null ? '' : `, did you mean "${near}"?`}${allowed}`)
    })
  }
  const message = describeForAuthor(problem)
  const code = kind === 'needs-unit' ? 'UNIT109' : path[0] === 'knobs' ? 'SIM207' : 'SIM204'
  const isMissing = path.length > 0 && !document.hasIn(path)
  const said = kind === 'missing' || kind === 'choice-missing' ? `"${path.at(-1)}" ${message}` : isMissing ? `"${path.at(-1)}" is missing; ${message}` : message
  return [source.problem(code, startOf(document, path), said)]
}

/** Where the node at a path begins; what is not written begins where its nearest parent does. */
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

/** The entry that was probably meant: at most two letters away. */
function closest(word: string, known: readonly string[]): string | null {
  const ranked = known.map((name) => ({ name, steps: distance(word, name) })).sort((a, b) => a.steps - b.steps)
  const best = ranked[0]
  return best !== undefined && best.steps <= 2 ? best.name : null
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length]!
}

function plain(message: string): string {
  return message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '')
}

/** As the terminal, the preview and the build show it. */
export function writeProblem({ code, file, line, column, source, message }: FileProblem): string {
  const start = Math.max(0, column - 60)
  const shown = source.slice(start, start + 110)
  return `${code}  ${file}:${line}:${column}\n        ${shown}\n        ${' '.repeat(column - 1 - start)}^ ${message}`
}
