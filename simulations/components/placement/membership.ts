/**
 * What: which nodes there are: the sharder of a configuration, and the one after each command, or why there can be none.
 * Why: reading a scenario, running it and drawing it must refuse and accept the same commands.
 *
 * Invariants:
 *   I1 a command is refused exactly when the scheme refuses it, or when more nodes are named than a run follows.
 *
 * Simplifications: every client learns of a change at its instant.
 */

import { addNode, createSharder, markDown, markUp, removeNode, setWeight, type Sharder, type SharderResult } from '../../algorithms/sharding/sharder.ts'
import { compareKeys } from '../../algorithms/sharding/range.ts'
import { writeDown, type DirectoryState } from '../../algorithms/sharding/directory.ts'
import type { PlacementCommand, PlacementConfig } from './config.ts'
import { keyName } from './key-names.ts'

/** The nodes at the beginning. `withKeys`: a directory has written its keys down. */
export function firstSharder(config: PlacementConfig, withKeys = false): SharderResult {
  const { scheme, options, nodes } = config
  const starts = scheme === 'range' ? evenStarts(config, nodes.length) : []
  const result = createSharder({ scheme, options: { ...options, starts }, nodes })
  if (!withKeys || scheme !== 'directory' || result.kind !== 'made') return result
  const { sharder } = result
  return { kind: 'made', sharder: { ...sharder, state: writeDown(sharder.state as DirectoryState, sharder.nodes, keysOf(config)) } }
}

/** The nodes after a command. */
export function afterCommand(sharder: Sharder, command: PlacementCommand, config: PlacementConfig): SharderResult {
  switch (command.kind) {
    case 'add-node':
      return addNode(sharder, { name: command.node, weight: command.weight, start: sharder.scheme === 'range' ? middleOfLongest(sharder, config) : null })
    case 'remove-node':
      return removeNode(sharder, command.node)
    case 'set-node-weight':
      return setWeight(sharder, command.node, command.weight)
    case 'mark-down':
      return markDown(sharder, command.node)
    case 'mark-up':
      return markUp(sharder, command.node)
  }
}

/** All keys in the order that `range` keeps them in. */
export function keysInOrder(config: PlacementConfig): string[] {
  return keysOf(config).sort(compareKeys)
}

function keysOf({ keys }: PlacementConfig): string[] {
  return Array.from({ length: keys.count }, (_, i) => keyName(keys.names, i))
}

/** First keys that give each node as many keys as the next. */
function evenStarts(config: PlacementConfig, nodes: number): string[] {
  const keys = keysInOrder(config)
  return Array.from({ length: nodes }, (_, i) => (i === 0 ? '' : (keys[Math.floor((i * keys.length) / nodes)] ?? String.fromCharCode(i))))
}

/** Where a person would split: the middle key of the stretch that holds most keys. */
function middleOfLongest(sharder: Sharder, config: PlacementConfig): string | null {
  const { starts } = sharder.state as { readonly starts: readonly string[] }
  if (starts.length === 0) return null
  const keys = keysInOrder(config)
  let row = 0
  let best = { count: -1, middle: '' }
  for (let i = 0; i < starts.length; i++) {
    const from = row
    while (row < keys.length && (i + 1 === starts.length || compareKeys(keys[row]!, starts[i + 1]!) < 0)) row++
    if (row - from > best.count) best = { count: row - from, middle: keys[from + Math.ceil((row - from) / 2)] ?? '' }
  }
  return best.middle === '' ? null : best.middle
}
