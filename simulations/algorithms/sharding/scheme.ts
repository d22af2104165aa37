/**
 * What: what every way of spreading keys over nodes has in common: its nodes, its questions and its answers.
 * Why: with one shape, modulo and a ring can be asked the same question and their answers laid side by side.
 *
 * Picture:   create(nodes) ─▶ state      locate(state, key) ─▶ index of a node      change(state, what happened) ─▶ another state
 *
 * Invariants (each scheme's laws check them, see `sharder.laws.ts`):
 *   I1 an answer is NO_NODE or the index of a node that is up.
 *   I2 a state is never changed: a change makes another one, so the states before and after can be compared.
 *
 * Source: the split into placement and membership is that of Amazon's Dynamo (SOSP 2007), section 4.2.
 * Simplifications: data that must be copied when a key moves is counted, not carried.
 */

/** Nobody holds the key: there are no nodes, or the one that holds it is down. */
export const NO_NODE = -1

export interface ShardNode {
  readonly name: string
  /** Given once, from 1 up, and never again: HAProxy makes points from it. */
  readonly id: number
  /** Share of the keys, a whole number; 0 holds nothing. */
  readonly weight: number
  readonly isDown: boolean
}

export type SchemeName =
  | 'modulo'
  | 'range'
  | 'directory'
  | 'consistent-ring'
  | 'nginx-ketama'
  | 'libketama'
  | 'libmemcached-ketama'
  | 'libmemcached-weighted'
  | 'haproxy-ring'
  | 'jump'
  | 'rendezvous'
  | 'maglev'
  | 'redis-slots'
  | 'kafka'
  | 'cassandra-ring'

/** Options of all schemes; each reads its own. */
export interface SchemeOptions {
  /** `consistent-ring`: points a unit of weight. */
  readonly virtualNodes: number
  /** `cassandra-ring`: tokens a unit of weight, Cassandra's `num_tokens`. */
  readonly tokens: number
  /** `maglev`: rows of the table, a prime. */
  readonly tableSize: number
  /** `kafka`: the partitioner's hash. */
  readonly partitioner: 'murmur2' | 'crc32' | 'fnv1a'
  /** `libketama`: the digest that makes points. */
  readonly digest: 'md5' | 'sha1'
  /** `range`: the first key of each node's range, in the order of the nodes. The first one is the empty key. */
  readonly starts: readonly string[]
}

export type Change =
  /** The last node of the list is new. `start`: the first key of its range. */
  | { readonly kind: 'added'; readonly start: string | null }
  | { readonly kind: 'removed'; readonly index: number; readonly node: ShardNode }
  | { readonly kind: 'weighed'; readonly index: number }
  /** Went down, or came up. */
  | { readonly kind: 'turned'; readonly index: number }

export type RefusalReason =
  | 'duplicate-name'
  | 'empty-name'
  | 'bad-weight'
  | 'no-weights' // the scheme gives every node the same
  | 'too-many-nodes'
  | 'too-many-points'
  | 'unknown-node'
  | 'bad-option'

export interface Refusal {
  readonly kind: 'refused'
  readonly reason: RefusalReason
  /** What is wrong and what to do, in a sentence. */
  readonly detail: string
}

export interface Scheme<State = unknown> {
  readonly name: SchemeName
  /** False: every node counts the same, and another weight than 1 is refused. */
  readonly hasWeights: boolean
  /** Why these nodes cannot be served, or null. Asked before `create` and `change`. */
  refuse?(nodes: readonly ShardNode[], options: SchemeOptions, change: Change | null): Refusal | null
  create(nodes: readonly ShardNode[], options: SchemeOptions): State
  /** Another state for the nodes as they are now. Left out: `create` is called again, for it remembers nothing. */
  change?(state: State, nodes: readonly ShardNode[], options: SchemeOptions, change: Change): State
  locate(state: State, nodes: readonly ShardNode[], key: string): number
  /** Different nodes that are up, at most `count`, the first of them the one that `locate` names. */
  replicas(state: State, nodes: readonly ShardNode[], key: string, count: number): number[]
  /** Where the key alone makes a number, and the number alone decides: then a million keys need to be hashed only once. */
  hash?(key: string): number
  locateHash?(state: State, nodes: readonly ShardNode[], hash: number): number
}

export function refuse(reason: RefusalReason, detail: string): Refusal {
  return { kind: 'refused', reason, detail }
}

/** Walks rows of a ring or a table from one on, and gathers different owners that are up. */
export function gatherOwners(nodes: readonly ShardNode[], owners: ArrayLike<number>, from: number, count: number): number[] {
  const found: number[] = []
  const wanted = Math.min(count, nodes.length)
  for (let step = 0; step < owners.length && found.length < wanted; step++) {
    const owner = owners[(from + step) % owners.length]!
    if (owner !== NO_NODE && !nodes[owner]!.isDown && !found.includes(owner)) found.push(owner)
  }
  return found
}

/** Nodes after one another in the list, from one on; those that are down or weigh nothing are left out. */
export function gatherNeighbours(nodes: readonly ShardNode[], from: number, count: number): number[] {
  const found: number[] = []
  for (let step = 0; from !== NO_NODE && step < nodes.length && found.length < count; step++) {
    const index = (from + step) % nodes.length
    const node = nodes[index]!
    if (!node.isDown && node.weight > 0) found.push(index)
  }
  return found
}
