/**
 * What: the format of a placement scenario as people write it, and its translation into the facts a run needs.
 * Why: this is the boundary of the second family. Whatever comes from a file, a link or a form leaves it checked, or not at all.
 *
 * Invariants:
 *   I1 what passes can be run: the scheme takes these nodes, weights and options, now and after every command.
 *   I2 unknown keys are refused, so a typo is never a default.
 */

import * as z from 'zod/mini'
import { DEFAULT_OPTIONS, schemes, type Refusal, type SchemeName, type Sharder } from '../algorithms/sharding/sharder.ts'
import { KEY_NAMES, MOST_KEYS_ASKED, MOST_KEYS_COPIED, MOST_NODES, type PlacementCommand, type PlacementConfig, type PlacementIntervention } from '../components/placement/config.ts'
import { afterCommand, firstSharder } from '../components/placement/membership.ts'
import type { Distribution } from '../kernel/distributions.ts'
import { byteRate, bytes } from './byte-fields.ts'
import { choice, count, distribution, duration, factor, rate } from './fields.ts'
import { isPlacementCommand } from './command-kinds.ts'
import { MOST_LETTERS, MOST_WEIGHT, placementCommandSchema, type WrittenPlacementCommand } from './placement-commands.ts'
import { problemAt, problemsOf, type Problem } from './problems.ts'
import { MAX_INTERVENTIONS } from './traffic-commands.ts'

const MS = 1_000
const SECOND = 1_000_000
/** Look-ups that one run may be expected to send. */
const MAX_LOOKUPS = 500_000

export const SCHEMES = Object.keys(schemes) as readonly SchemeName[]

const NEAR: Distribution = { kind: 'uniform', minUs: 1 * MS, maxUs: 3 * MS }
const text = z.strictObject({ en: z.string(), ko: z.string() })

export const placementSchema = z.strictObject({
  id: z.string(),
  family: z.literal('placement'),
  title: text,
  question: text,
  seed: count({ min: 0, max: 4_294_967_295 }),
  duration: duration({ min: 100 * MS, max: 600 * SECOND, scale: 'log' }),
  scheme: z.strictObject({
    name: choice(SCHEMES),
    points: z._default(count({ min: 1, max: 10_000, scale: 'log' }), DEFAULT_OPTIONS.virtualNodes),
    tokens: z._default(count({ min: 1, max: 1_024, scale: 'log' }), DEFAULT_OPTIONS.tokens),
    table: z._default(count({ min: 3, max: 5_000_011, scale: 'log' }), DEFAULT_OPTIONS.tableSize),
    partitioner: z._default(choice(['murmur2', 'crc32', 'fnv1a']), DEFAULT_OPTIONS.partitioner),
    digest: z._default(choice(['md5', 'sha1']), DEFAULT_OPTIONS.digest),
  }),
  nodes: z.record(z.string(), z.strictObject({ weight: z._default(count({ min: 0, max: MOST_WEIGHT }), 1) })),
  keys: z.strictObject({
    names: z._default(choice(KEY_NAMES), 'users'),
    count: count({ min: 10, max: 1_000_000, scale: 'log' }),
    size: z._default(bytes({ min: 1, max: 1_000_000_000 }), 1_000),
    copies: z._default(count({ min: 1, max: 5 }), 1),
  }),
  lookups: z._default(z.strictObject({
    rate: rate({ min: 0, max: 20_000 }),
    zipf: z._default(factor({ min: 0, max: 3, scale: 'linear' }), 1),
    hot: z._default(factor({ min: 0, max: 1, scale: 'linear' }), 0),
    link: z._default(distribution({ max: 10 * SECOND }), NEAR),
  }), { rate: 0, zipf: 1, hot: 0, link: NEAR }),
  moves: z.union([
    z.strictObject({ copied: byteRate({ min: 1_000, max: 100_000_000_000 }) }),
    z.strictObject({ refilled: distribution({ max: 60 * SECOND }) }),
  ]),
  knobs: z._default(z.array(z.string()).check(z.maxLength(40)), []),
  script: z._default(z.array(z.strictObject({ at: duration({ min: 0, max: 600 * SECOND }), do: placementCommandSchema })), []),
})

type ParsedPlacement = z.output<typeof placementSchema>

export interface PlacementScenario {
  readonly id: string
  readonly title: { readonly en: string; readonly ko: string }
  readonly question: { readonly en: string; readonly ko: string }
  readonly seed: number
  readonly config: PlacementConfig
  readonly knobs: readonly string[]
  readonly script: readonly PlacementIntervention[]
}

export type PlacementReading = { readonly ok: true; readonly scenario: PlacementScenario } | { readonly ok: false; readonly problems: readonly Problem[] }

/** Reads a document (from YAML or JSON) into a scenario, or lists everything that is wrong with it. */
export function readPlacementScenario(document: unknown): PlacementReading {
  const parsed = placementSchema.safeParse(document, { reportInput: true })
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error.issues) }
  if (Object.hasOwn((document as { readonly nodes: object }).nodes, '__proto__')) return { ok: false, problems: [problemAt(['nodes', '__proto__'], 'bad-node-name', { max: MOST_LETTERS })] }
  const config = compile(parsed.data)
  const problems = impossible(config)
  if (problems.length > 0) return { ok: false, problems }
  const { interventions, problems: scriptProblems } = readPlacementCommands(parsed.data.script, config)
  if (scriptProblems.length > 0) return { ok: false, problems: scriptProblems }
  const { id, title, question, seed, knobs } = parsed.data
  return { ok: true, scenario: { id, title, question, seed, knobs, config, script: interventions } }
}

function compile({ duration: durationUs, scheme, nodes, keys, lookups, moves }: ParsedPlacement): PlacementConfig {
  return {
    durationUs,
    scheme: scheme.name,
    options: { virtualNodes: scheme.points, tokens: scheme.tokens, tableSize: scheme.table, partitioner: scheme.partitioner, digest: scheme.digest, starts: [] },
    nodes: Object.entries(nodes).map(([name, { weight }]) => ({ name, weight })),
    keys: { names: keys.names, count: keys.count, bytes: keys.size, copies: keys.copies },
    lookups: { perSecond: lookups.rate, exponent: lookups.zipf, hotShare: lookups.hot, link: lookups.link },
    moves: 'copied' in moves ? { kind: 'copied', bytesPerSecond: moves.copied } : { kind: 'refilled', source: moves.refilled },
  }
}

/** What no single field can see (I1). */
function impossible(config: PlacementConfig): Problem[] {
  const problems: Problem[] = []
  const { nodes, keys, scheme, lookups, durationUs } = config
  if (nodes.length > MOST_NODES) problems.push(problemAt(['nodes'], 'too-many-nodes', { count: nodes.length, max: MOST_NODES }))
  for (const { name } of nodes) if (!isNodeName(name)) problems.push(problemAt(['nodes', name], 'bad-node-name', { max: MOST_LETTERS }))
  if (schemes[scheme].hash === undefined && keys.count > MOST_KEYS_ASKED) problems.push(problemAt(['keys', 'count'], 'too-many-keys', { scheme, count: keys.count, max: MOST_KEYS_ASKED }))
  if (keys.copies > 1 && keys.count > MOST_KEYS_COPIED) problems.push(problemAt(['keys', 'copies'], 'too-many-copies', { count: keys.count, max: MOST_KEYS_COPIED }))
  const expected = Math.round((lookups.perSecond * durationUs) / SECOND)
  if (expected > MAX_LOOKUPS) problems.push(problemAt(['lookups', 'rate'], 'too-many-requests', { expected, max: MAX_LOOKUPS }))
  if (problems.length > 0) return problems
  const first = firstSharder(config)
  return first.kind === 'made' ? [] : [refusalAt(['nodes'], first, scheme, '', [])]
}

/** Any text that a map keeps in its place; a number would be sorted to the front. */
function isNodeName(name: string): boolean {
  return name.length >= 1 && name.length <= MOST_LETTERS && !/^\d+$/.test(name) && name !== '__proto__' && name.trim() === name
}

/** Orders commands in time, and asks the scheme about each. */
export function readPlacementCommands(
  written: readonly { readonly at: number; readonly do: { readonly kind: string } }[], config: PlacementConfig,
): { readonly interventions: readonly PlacementIntervention[]; readonly problems: readonly Problem[] } {
  if (written.length > MAX_INTERVENTIONS) return { interventions: [], problems: [problemAt(['script'], 'too-many-commands', { count: written.length, max: MAX_INTERVENTIONS })] }
  const problems: Problem[] = []
  const interventions: PlacementIntervention[] = []
  const names = new Set(config.nodes.map((one) => one.name))
  const first = firstSharder(config)
  let sharder: Sharder | null = first.kind === 'made' ? first.sharder : null
  const inOrder = written.map((entry, index) => ({ entry, index })).sort((a, b) => a.entry.at - b.entry.at || a.index - b.index)
  for (const { entry, index } of inOrder) {
    const path = ['script', index]
    if (!isPlacementCommand(entry.do)) {
      problems.push(problemAt(path, 'foreign-command', { command: entry.do.kind }))
      continue
    }
    const command = commandOf(entry.do)
    if (command.kind === 'add-node') {
      names.add(command.node)
      if (!isNodeName(command.node)) problems.push(problemAt(path, 'bad-node-name', { max: MOST_LETTERS }))
      if (names.size > MOST_NODES) problems.push(problemAt(path, 'too-many-nodes', { count: names.size, max: MOST_NODES }))
    }
    if (sharder === null || problems.length > 0) continue
    const after = afterCommand(sharder, command, config)
    if (after.kind === 'refused') problems.push(refusalAt(path, after, config.scheme, command.node, sharder.nodes.map((node) => node.name)))
    else {
      sharder = after.sharder
      interventions.push({ atUs: entry.at, command })
    }
  }
  return { interventions, problems }
}

function commandOf(written: WrittenPlacementCommand): PlacementCommand {
  return written.kind === 'add-node' ? { kind: 'add-node', node: written.node, weight: written.weight ?? 1 } : written
}

/** What a scheme refuses, in words that name no algorithm's file. */
function refusalAt(path: Problem['path'], { reason }: Refusal, scheme: string, node: string, nodes: readonly string[]): Problem {
  switch (reason) {
    case 'duplicate-name':
      return problemAt(path, 'node-twice', { node })
    case 'unknown-node':
      return problemAt(path, 'no-such-node', { node, nodes })
    case 'no-weights':
      return problemAt(path, 'scheme-no-weights', { scheme })
    case 'too-many-points':
      return problemAt(path, 'too-many-points', { scheme })
    case 'bad-weight':
      return problemAt(path, 'scheme-bad-weight', { scheme })
    case 'too-many-nodes':
    case 'bad-option':
    case 'empty-name':
      return problemAt(path, 'scheme-bad-option', { scheme })
  }
}
