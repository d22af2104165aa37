/**
 * What: each node holds a stretch of the keys in their order, from its first key up to the next node's.
 * Why: a question for "all orders of May" asks one node, or a few neighbours. But keys that grow, such as times and numbers
 * counted up, all land on the last stretch: one node writes, the others watch. Splitting is what a person or a service must do.
 *
 * Picture:   '' ──── a ────┐ 'h' ──── b ────┐ 'p' ──── c ────      'kim' lies on b;  scan from 'kim' to 'sue': b, c
 *
 * Invariants:
 *   I1 of two keys in order, the stretch of the first is not behind that of the second.
 *   I2 a new node takes over the end of one stretch, and nothing else moves.
 *
 * Source: Bigtable (OSDI 2006), sections 5.1 and 5.2 (tablets); HBase regions; ranges of CockroachDB; MongoDB's ranged sharding.
 * Simplifications: a node begins with one stretch; nobody splits by load. Keys are ordered by their UTF-8 bytes, as these systems do.
 * Complexity: O(log stretches) a key, and O(nodes) to find the node's place in the list.
 */

import { gatherOwners, NO_NODE, refuse, type Scheme, type ShardNode } from './scheme.ts'

/** Stretches in the order of their first keys; `owners` are ids of nodes. */
export interface RangeState {
  readonly starts: readonly string[]
  readonly owners: readonly number[]
}

export const range: Scheme<RangeState> = {
  name: 'range',
  hasWeights: false,
  refuse(nodes, options, change) {
    if (change?.kind === 'added' && nodes.length > 1 && (change.start === null || change.start === '')) {
      return refuse('bad-option', 'A new node of a range needs the first key of its stretch, which is not the empty key.')
    }
    if (change !== null || nodes.length === 0) return null
    if (options.starts.length !== nodes.length) return refuse('bad-option', `${nodes.length} nodes need ${nodes.length} first keys, and ${options.starts.length} are given.`)
    if (options.starts[0] !== '') return refuse('bad-option', 'The first stretch must begin with the empty key, or small keys have no home.')
    for (let i = 1; i < options.starts.length; i++) {
      if (compareKeys(options.starts[i - 1]!, options.starts[i]!) >= 0) return refuse('bad-option', `First keys must rise: ${JSON.stringify(options.starts[i])} does not come after ${JSON.stringify(options.starts[i - 1])}.`)
    }
    return null
  },
  create: (nodes, options) => ({ starts: nodes.map((_, i) => options.starts[i]!), owners: nodes.map((node) => node.id) }),
  change(state, nodes, _options, change) {
    if (change.kind === 'weighed' || change.kind === 'turned') return state
    if (change.kind === 'removed') return merge(state, change.node.id)
    const { id } = nodes[nodes.length - 1]!
    if (state.starts.length === 0) return { starts: [''], owners: [id] }
    const row = stretchOf(state, change.start!)
    // A stretch that begins with this very key goes over whole.
    if (state.starts[row] === change.start) return { starts: state.starts, owners: state.owners.with(row, id) }
    return { starts: state.starts.toSpliced(row + 1, 0, change.start!), owners: state.owners.toSpliced(row + 1, 0, id) }
  },
  locate(state, nodes, key) {
    const index = indexOf(nodes, state.owners[stretchOf(state, key)])
    return index === NO_NODE || nodes[index]!.isDown ? NO_NODE : index
  },
  replicas: (state, nodes, key, count) => gatherOwners(nodes, state.owners.map((id) => indexOf(nodes, id)), stretchOf(state, key), count),
}

/** The nodes that a scan from one key up to and including another has to ask, in order. */
export function nodesOfScan(state: RangeState, nodes: readonly ShardNode[], from: string, to: string): number[] {
  const asked: number[] = []
  for (let row = stretchOf(state, from); row >= 0 && row <= stretchOf(state, to); row++) {
    const index = indexOf(nodes, state.owners[row])
    if (!asked.includes(index)) asked.push(index)
  }
  return asked
}

/** The order of UTF-8 bytes, which is the order of code points. Comparing strings with < goes by UTF-16 and differs beyond U+FFFF. */
export function compareKeys(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a.charCodeAt(i) === b.charCodeAt(i)) continue
    // Step back to the start of a pair if the difference lies in its second half.
    const isLow = i > 0 && isLowSurrogate(a.charCodeAt(i)) && isLowSurrogate(b.charCodeAt(i))
    return isLow ? a.charCodeAt(i) - b.charCodeAt(i) : a.codePointAt(i)! - b.codePointAt(i)!
  }
  return a.length - b.length
}

function stretchOf({ starts }: RangeState, key: string): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareKeys(starts[middle]!, key) <= 0) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** What a node leaves goes to the stretch before it, and the very first one to the stretch behind it. */
function merge(state: RangeState, id: number): RangeState {
  const starts: string[] = []
  const owners: number[] = []
  for (const [row, owner] of state.owners.entries()) {
    if (owner === id) continue
    starts.push(starts.length === 0 ? '' : state.starts[row]!)
    owners.push(owner)
  }
  return { starts, owners }
}

function indexOf(nodes: readonly ShardNode[], id: number | undefined): number {
  return nodes.findIndex((node) => node.id === id)
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff
}
