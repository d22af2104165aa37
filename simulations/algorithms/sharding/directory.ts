/**
 * What: a book in which the node of every key is written down.
 * Why: any key can be put anywhere: a big customer alone on a machine, the rest together, and adding a node moves nothing at
 * all. The price: the book is asked for every key, it grows with the keys, and without it nobody finds anything.
 *
 * Picture:   book: ann ─▶ a, bob ─▶ a, eve ─▶ b      'sue' is new: b holds fewer ─▶ b, and that is written down
 *
 * Invariants:
 *   I1 a key that is written down keeps its node until somebody moves it or the node leaves.
 *   I2 a key that is not written down is shown the node that holds the fewest keys for its weight, the first of them in the list.
 *
 * Source: "lookup table" or directory-based partitioning; Vitess lookup vindexes; GFS' master (SOSP 2003), section 2.4.
 * Simplifications: the book is one map in memory; real ones are a service with replicas, and clients keep copies of pages.
 * Complexity: O(1) a known key, O(nodes) a new one.
 */

import { gatherNeighbours, NO_NODE, type Scheme, type ShardNode } from './scheme.ts'

export interface DirectoryState {
  /** Ids of nodes by key. */
  readonly book: ReadonlyMap<string, number>
  /** Keys written down for each id. */
  readonly counts: ReadonlyMap<number, number>
}

export const directory: Scheme<DirectoryState> = {
  name: 'directory',
  hasWeights: true,
  create: () => ({ book: new Map(), counts: new Map() }),
  change(state, nodes, _options, change) {
    if (change.kind !== 'removed') return state
    const homeless = [...state.book.keys()].filter((key) => state.book.get(key) === change.node.id)
    const book = new Map(state.book)
    const counts = new Map(state.counts)
    for (const key of homeless) book.delete(key)
    counts.delete(change.node.id)
    return writeDown({ book, counts }, nodes, homeless)
  },
  locate(state, nodes, key) {
    const index = homeOf(state, nodes, key)
    return index === NO_NODE || nodes[index]!.isDown ? NO_NODE : index
  },
  replicas: (state, nodes, key, count) => gatherNeighbours(nodes, homeOf(state, nodes, key), count),
}

/** Writes keys down that are not in the book yet, one after the other, each at the node that then holds the fewest. */
export function writeDown(state: DirectoryState, nodes: readonly ShardNode[], keys: readonly string[]): DirectoryState {
  const book = new Map(state.book)
  const counts = new Map(state.counts)
  for (const key of keys) {
    if (book.has(key)) continue
    const index = emptiest(nodes, counts)
    if (index === NO_NODE) break
    const { id } = nodes[index]!
    book.set(key, id)
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return { book, counts }
}

/** Moves one key to a node of choice: what no formula can do. */
export function moveKey(state: DirectoryState, key: string, id: number): DirectoryState {
  const counts = new Map(state.counts)
  const before = state.book.get(key)
  if (before !== undefined) counts.set(before, counts.get(before)! - 1)
  counts.set(id, (counts.get(id) ?? 0) + 1)
  return { book: new Map(state.book).set(key, id), counts }
}

function homeOf(state: DirectoryState, nodes: readonly ShardNode[], key: string): number {
  const id = state.book.get(key)
  return id === undefined ? emptiest(nodes, state.counts) : nodes.findIndex((node) => node.id === id)
}

function emptiest(nodes: readonly ShardNode[], counts: ReadonlyMap<number, number>): number {
  let best = NO_NODE
  let bestCount = 0
  for (const [index, node] of nodes.entries()) {
    if (node.isDown || node.weight === 0) continue
    const count = counts.get(node.id) ?? 0
    // count / weight, compared without dividing
    if (best !== NO_NODE && count * nodes[best]!.weight >= bestCount * node.weight) continue
    best = index
    bestCount = count
  }
  return best
}
