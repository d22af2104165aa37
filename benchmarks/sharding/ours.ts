/**
 * What: our ring under the load of `load.ts`, through the interface that everybody uses.
 */

import { placeAgain, placeKeys, type Placement } from '@/simulations/algorithms/sharding/placement.ts'
import { addNode, createSharder, locate, made, type Sharder } from '@/simulations/algorithms/sharding/sharder.ts'
import { lookUp, NODES, POINTS } from './load.ts'

function ring(): Sharder {
  return made(createSharder({ scheme: 'consistent-ring', nodes: NODES.map((name) => ({ name })), options: { virtualNodes: POINTS } }))
}

const sharder = ring()

export function locateMany(count: number): number {
  return lookUp(count, (key) => locate(sharder, key) === 0)
}

let million: readonly string[] = []
let placed: Placement | null = null

export function prepareMillion(count: number): void {
  million = Array.from({ length: count }, (_, i) => `user:${i}:profile`)
}

/** Hashes and places every key. */
export function placeMillion(): number {
  placed = placeKeys(sharder, million)
  return placed.owners[0]!
}

/** A node joins a ring under a million placed keys: the ring is made anew and every key looked up again. */
export function joinMillion(): number {
  placed ??= placeKeys(sharder, million)
  const before = placed
  const after = placeAgain(before, made(addNode(sharder, { name: 'late:11211' })))
  let moved = 0
  for (let i = 0; i < million.length; i++) if (before.owners[i] !== after.owners[i]) moved++
  return moved / million.length
}
