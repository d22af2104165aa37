/**
 * What: homes and pictures of the last maps, kept from run to run.
 * Why: who adds a node to a million keys runs everything again from the seed. What lies before the new command has been placed already.
 *
 * Picture:   key: scheme, nodes, keys, and the commands so far ─▶ homes of all keys, and the map's picture
 *
 * Invariants:
 *   I1 what is kept is what would be worked out anew: the key names everything that it depends on.
 *   I2 nobody writes into what is kept.
 *
 * Complexity: at most MOST_BYTES; the oldest leaves first.
 */

import type { PlacementCommand, PlacementConfig } from './config.ts'
import type { MapSnapshot } from './maps.ts'

export interface KeptMap {
  readonly homes: Int8Array
  readonly map: MapSnapshot
}

const MOST_BYTES = 24_000_000
const kept = new Map<string, KeptMap>()
let bytes = 0

/** Names a map by its beginning. Look-ups, moves and time do not enter. */
export function keyOfMap({ scheme, options, nodes, keys, moves }: PlacementConfig): string {
  return JSON.stringify([scheme, options, nodes, keys.names, keys.count, keys.copies, moves.kind])
}

/** The key after one more command. */
export function keyAfter(key: string, command: PlacementCommand): string {
  return `${key} ${JSON.stringify(command)}`
}

export function keptMap(key: string, make: () => KeptMap): KeptMap {
  const known = kept.get(key)
  if (known !== undefined) return known
  const made = make()
  kept.set(key, made)
  bytes += made.homes.length
  for (const [old, { homes }] of kept) {
    if (bytes <= MOST_BYTES || old === key) break
    kept.delete(old)
    bytes -= homes.length
  }
  return made
}
