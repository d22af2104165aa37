/**
 * What: Maglev's table: every node lists the rows in an order of its own and takes the first free one, in turns, until none is free.
 * Why: a key costs one hash and one row, and the rows are shared out almost exactly evenly. The price: a change makes the table
 * anew, and a few rows move between nodes that did not change.
 *
 * Picture (7 rows):  b0 wants 3 0 4 1 5 2 6    b1 wants 0 2 4 6 1 3 5    b2 wants 3 4 5 6 0 1 2
 *                    turns: b0 ▸ 3, b1 ▸ 0, b2 ▸ 4 (3 is taken), b0 ▸ 1 …   table: b1 b0 b1 b0 b2 b2 b0
 *                    without b1:  b0 b0 b0 b0 b2 b2 b2: row 6 went from b0 to b2, and both were there all the time
 *
 * Invariants:
 *   I1 with equal weights, rows of two nodes differ in number by at most one.
 *   I2 names are sorted before the turns begin, so the order of the list does not matter.
 *
 * Source: Eisenbud et al., "Maglev: a fast and reliable software network load balancer" (NSDI 2016), section 3.4, pseudocode 1.
 * Turns by weight: Envoy, `source/extensions/load_balancing_policies/maglev/maglev_lb.cc`.
 * Simplifications: a connection table in front keeps Maglev's running connections where they are; there is none here.
 * Complexity: O(rows · log rows) to fill on average, O(1) a key.
 */

import { murmur3 } from '../../structures/murmur3.ts'
import { gatherOwners, NO_NODE, refuse, type Scheme, type ShardNode } from './scheme.ts'

/** Where a node's list of rows begins and how far it strides; with a prime number of rows it comes by all of them. */
export interface Stride {
  readonly offset: number
  readonly skip: number
}

export interface MaglevState {
  /** Index of a node for each row, or NO_NODE. */
  readonly table: Int32Array
}

const MOST_ROWS = 5_000_011

export const maglev: Scheme<MaglevState> = {
  name: 'maglev',
  hasWeights: true,
  refuse(nodes, { tableSize }) {
    if (!Number.isInteger(tableSize) || tableSize > MOST_ROWS || !isPrime(tableSize)) return refuse('bad-option', `A table has a prime number of rows up to ${MOST_ROWS}, and ${tableSize} is not one.`)
    return nodes.length < tableSize ? null : refuse('too-many-nodes', `${nodes.length} nodes need a larger table than ${tableSize} rows; a hundred rows a node make it even.`)
  },
  create(nodes, { tableSize }) {
    const usable = [...nodes.keys()].filter((index) => !nodes[index]!.isDown && nodes[index]!.weight > 0)
    usable.sort((a, b) => (nodes[a]!.name < nodes[b]!.name ? -1 : 1)) // I2
    const strides = usable.map((index) => strideOf(nodes[index]!, tableSize))
    const rows = fillTable(strides, usable.map((index) => nodes[index]!.weight), tableSize)
    return { table: rows.map((turn) => (turn < 0 ? NO_NODE : usable[turn]!)) }
  },
  locate: (state, nodes, key) => locateHash(state, nodes, murmur3(key)),
  replicas: ({ table }, nodes, key, count) => gatherOwners(nodes, table, murmur3(key) % table.length, count),
  hash: (key) => murmur3(key),
  locateHash,
}

/** Pseudocode 1: for each row the number of the list that took it, or -1 if there are no lists. */
export function fillTable(strides: readonly Stride[], weights: readonly number[], rows: number): Int32Array {
  const table = new Int32Array(rows).fill(-1)
  const most = weights.reduce((a, b) => Math.max(a, b), 0)
  const next = strides.map((stride) => stride.offset)
  const debts = strides.map(() => 0)
  for (let filled = 0, turn = 1; strides.length > 0 && filled < rows; turn++) {
    for (let i = 0; i < strides.length && filled < rows; i++) {
      // A node of half the greatest weight takes a row every other turn.
      if (turn * weights[i]! < debts[i]!) continue
      debts[i]! += most
      let row = next[i]!
      while (table[row] !== -1) row = (row + strides[i]!.skip) % rows
      table[row] = i
      next[i] = (row + strides[i]!.skip) % rows
      filled++
    }
  }
  return table
}

/** §3.4: offset = h1(name) mod M, skip = h2(name) mod (M - 1) + 1 */
function strideOf(node: ShardNode, rows: number): Stride {
  return { offset: murmur3(node.name, 1) % rows, skip: (murmur3(node.name, 2) % (rows - 1)) + 1 }
}

function locateHash({ table }: MaglevState, _nodes: readonly ShardNode[], hash: number): number {
  return table[hash % table.length]!
}

function isPrime(number: number): boolean {
  if (number < 2) return false
  for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) return false
  return true
}
