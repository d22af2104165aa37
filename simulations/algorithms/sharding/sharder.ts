/**
 * What: nodes and one scheme that spreads keys over them: what a running system, a test and a lesson all talk to.
 * Why: joining, leaving, weights and failures are the same questions for every scheme. Asked in one shape, the answers can be
 * laid side by side: how many keys move, and from whom to whom.
 *
 * Picture:   createSharder ─▶ before ─ addNode ─▶ after      moved(before, after, keys) ─▶ which keys changed their node
 *
 * Invariants:
 *   I1 an answer is NO_NODE or the index of a node that is up.
 *   I2 a sharder is never changed; a change makes another one, or is refused with a reason.
 *   I3 a sharder is plain data: a structured clone of it answers the same.
 *
 * Source: the schemes' files name theirs.
 * Simplifications: one place decides about membership; agreeing on it between machines is a topic of its own.
 * Complexity: O(1) here, plus the scheme's own.
 */

import { invariant } from '../../kernel/invariant.ts'
import { cassandraRing } from './cassandra-ring.ts'
import { consistentRing } from './consistent-ring.ts'
import { directory } from './directory.ts'
import { haproxyRing } from './haproxy-ring.ts'
import { jump } from './jump.ts'
import { kafka } from './kafka-partitioner.ts'
import { libketama } from './libketama.ts'
import { libmemcachedKetama, libmemcachedWeighted } from './libmemcached-ketama.ts'
import { maglev } from './maglev.ts'
import { modulo } from './modulo.ts'
import { nginxKetama } from './nginx-ketama.ts'
import { range } from './range.ts'
import { redisSlots } from './redis-slots.ts'
import { rendezvous } from './rendezvous.ts'
import { NO_NODE, refuse, type Change, type Refusal, type Scheme, type SchemeName, type SchemeOptions, type ShardNode } from './scheme.ts'

export { NO_NODE } from './scheme.ts'
export type { Refusal, SchemeName, SchemeOptions, ShardNode } from './scheme.ts'

/** Every scheme by its name. */
export const schemes: Readonly<Record<SchemeName, Scheme>> = {
  modulo,
  range,
  directory,
  'consistent-ring': consistentRing,
  'nginx-ketama': nginxKetama,
  libketama,
  'libmemcached-ketama': libmemcachedKetama,
  'libmemcached-weighted': libmemcachedWeighted,
  'haproxy-ring': haproxyRing,
  jump,
  rendezvous,
  maglev,
  'redis-slots': redisSlots,
  kafka,
  'cassandra-ring': cassandraRing,
} as Readonly<Record<SchemeName, Scheme>>

/** 160 points as nginx and ketama have; 16 tokens as Cassandra 4; 65,537 rows as the Maglev paper's small table. */
export const DEFAULT_OPTIONS: SchemeOptions = { virtualNodes: 160, tokens: 16, tableSize: 65_537, partitioner: 'murmur2', digest: 'md5', starts: [] }

export interface NodeConfig {
  readonly name: string
  /** 1 if left out. */
  readonly weight?: number
}

export interface SharderConfig {
  readonly scheme: SchemeName
  readonly nodes: readonly NodeConfig[]
  readonly options?: Partial<SchemeOptions>
}

export interface Sharder {
  readonly scheme: SchemeName
  readonly options: SchemeOptions
  readonly nodes: readonly ShardNode[]
  /** The number that the next node gets. */
  readonly nextId: number
  /** The scheme's own; others may show it. */
  readonly state: unknown
}

export type SharderResult = { readonly kind: 'made'; readonly sharder: Sharder } | Refusal

const MOST_NODES = 65_536
const MOST_WEIGHT = 1_000_000
const MOST_VIRTUAL_NODES = 100_000

export function createSharder(config: SharderConfig): SharderResult {
  const scheme = schemes[config.scheme]
  const options: SchemeOptions = { ...DEFAULT_OPTIONS, ...config.options }
  const nodes = config.nodes.map(({ name, weight }, i): ShardNode => ({ name, id: i + 1, weight: weight ?? 1, isDown: false }))
  const refusal = refuseOptions(options) ?? refuseNodes(scheme, nodes) ?? scheme.refuse?.(nodes, options, null) ?? null
  if (refusal !== null) return refusal
  return { kind: 'made', sharder: { scheme: config.scheme, options, nodes, nextId: nodes.length + 1, state: scheme.create(nodes, options) } }
}

/** The sharder of a result that cannot have been refused. */
export function made(result: SharderResult): Sharder {
  invariant(result.kind === 'made', result.kind === 'refused' ? `${result.reason}: ${result.detail}` : '')
  return result.sharder
}

/** Index of the node that holds a key, or NO_NODE. */
export function locate(sharder: Sharder, key: string): number {
  return schemes[sharder.scheme].locate(sharder.state, sharder.nodes, key)
}

/** At most `count` different nodes that are up, for copies of a key; the first is the one that holds it. */
export function replicas(sharder: Sharder, key: string, count: number): number[] {
  return schemes[sharder.scheme].replicas(sharder.state, sharder.nodes, key, Math.max(0, count))
}

/** A node joins, as the last of the list. `start`: the first key of its stretch, for `range` alone. */
export function addNode(sharder: Sharder, { name, weight = 1, start = null }: NodeConfig & { readonly start?: string | null }): SharderResult {
  const nodes = [...sharder.nodes, { name, id: sharder.nextId, weight, isDown: false }]
  return changed({ ...sharder, nextId: sharder.nextId + 1 }, nodes, { kind: 'added', start })
}

/** A node leaves for good; the nodes behind it move up by one index. */
export function removeNode(sharder: Sharder, name: string): SharderResult {
  const index = indexOf(sharder, name)
  if (index < 0) return unknown(name)
  return changed(sharder, sharder.nodes.toSpliced(index, 1), { kind: 'removed', index, node: sharder.nodes[index]! })
}

export function setWeight(sharder: Sharder, name: string, weight: number): SharderResult {
  return alter(sharder, name, { weight }, 'weighed')
}

/** The node fails, but keeps its place in the list: it is expected back. */
export function markDown(sharder: Sharder, name: string): SharderResult {
  return alter(sharder, name, { isDown: true }, 'turned')
}

export function markUp(sharder: Sharder, name: string): SharderResult {
  return alter(sharder, name, { isDown: false }, 'turned')
}

export interface Moved {
  /** Positions, among the keys asked about, of those whose node has another name now. */
  readonly keys: readonly number[]
  /** Their part of all keys, from 0 to 1. */
  readonly share: number
}

export function moved(before: Sharder, after: Sharder, keys: readonly string[]): Moved {
  const changedKeys: number[] = []
  for (const [position, key] of keys.entries()) {
    if (nameAt(before, locate(before, key)) !== nameAt(after, locate(after, key))) changedKeys.push(position)
  }
  return { keys: changedKeys, share: keys.length === 0 ? 0 : changedKeys.length / keys.length }
}

export function nameAt(sharder: Sharder, index: number): string | null {
  return index === NO_NODE ? null : sharder.nodes[index]!.name
}

function alter(sharder: Sharder, name: string, fields: Partial<ShardNode>, kind: 'weighed' | 'turned'): SharderResult {
  const index = indexOf(sharder, name)
  if (index < 0) return unknown(name)
  return changed(sharder, sharder.nodes.with(index, { ...sharder.nodes[index]!, ...fields }), { kind, index })
}

function changed(sharder: Sharder, nodes: readonly ShardNode[], change: Change): SharderResult {
  const scheme = schemes[sharder.scheme]
  const refusal = refuseNodes(scheme, nodes) ?? scheme.refuse?.(nodes, sharder.options, change) ?? null
  if (refusal !== null) return refusal
  const state = scheme.change === undefined ? scheme.create(nodes, sharder.options) : scheme.change(sharder.state, nodes, sharder.options, change)
  return { kind: 'made', sharder: { ...sharder, nodes, state } }
}

function refuseNodes(scheme: Scheme, nodes: readonly ShardNode[]): Refusal | null {
  if (nodes.length > MOST_NODES) return refuse('too-many-nodes', `${nodes.length} nodes are given, at most ${MOST_NODES} are kept.`)
  const names = new Set<string>()
  for (const { name, weight } of nodes) {
    if (name === '') return refuse('empty-name', 'Every node needs a name.')
    if (names.has(name)) return refuse('duplicate-name', `Two nodes are called "${name}". Names tell nodes apart, so each needs its own.`)
    names.add(name)
    if (!Number.isInteger(weight) || weight < 0 || weight > MOST_WEIGHT) return refuse('bad-weight', `The weight of "${name}" is ${weight}; whole numbers from 0 to ${MOST_WEIGHT} are known.`)
    if (!scheme.hasWeights && weight !== 1) return refuse('no-weights', `${scheme.name} gives every node the same, and "${name}" has the weight ${weight}.`)
  }
  return null
}

function refuseOptions({ virtualNodes, tokens }: SchemeOptions): Refusal | null {
  for (const [name, value] of [['virtualNodes', virtualNodes], ['tokens', tokens]] as const) {
    if (!Number.isInteger(value) || value < 1 || value > MOST_VIRTUAL_NODES) return refuse('bad-option', `"${name}" is ${value}; whole numbers from 1 to ${MOST_VIRTUAL_NODES} are known.`)
  }
  return null
}

function unknown(name: string): Refusal {
  return refuse('unknown-node', `There is no node called "${name}".`)
}

function indexOf(sharder: Sharder, name: string): number {
  return sharder.nodes.findIndex((node) => node.name === name)
}
