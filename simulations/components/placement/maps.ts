/**
 * What: the map from keys to nodes at an instant, as a picture can show it: a ring or a bar cut into cells, points, and keys.
 * Why: schemes keep very different states. Cut into the same number of cells, each with its owner, they can be laid side by side.
 *
 * Picture:   ring: 4,096 cells around the circle, ticks at points      table: rows of Redis's slots or Maglev's table
 *            ranges: keys in their order      shares: no map at all, every key asks (rendezvous) or is written down (directory)
 *
 * Invariants:
 *   I1 a cell's owner is the node that a key with the hash in its middle would have.
 *   I2 a key is shown on a cell of the node that holds it.
 *
 * Simplifications: what is narrower than a cell is drawn as its middle's owner; counts come from the keys, never from cells.
 */

import { schemes, type Sharder } from '../../algorithms/sharding/sharder.ts'
import { cassandraToken } from '../../structures/cassandra-murmur3.ts'
import type { CassandraState } from '../../algorithms/sharding/cassandra-ring.ts'
import { compareKeys } from '../../algorithms/sharding/range.ts'
import type { PlacementConfig } from './config.ts'
import { NOWHERE, type homesOf } from './homes.ts'
import { keyHashes } from './key-hashes.ts'
import { keyName } from './key-names.ts'
import { keysInOrder } from './membership.ts'

export type MapKind = 'ring' | 'table' | 'ranges' | 'shares'

/** One map. Places run from 0 to 1 around the circle or along the bar. */
export interface MapSnapshot {
  readonly atUs: number
  readonly kind: MapKind
  /** Points of the ring, rows of the table, stretches, or nodes. */
  readonly rows: number
  /** Lane of each cell, -1: nobody. */
  readonly cells: Int8Array
  /** Points of the ring and their lanes; few enough to be drawn one by one, or none. */
  readonly points: Float32Array
  readonly pointLanes: Int8Array
  /** Keys that are shown one by one, their places and lanes. */
  readonly shownKeys: Uint32Array
  readonly keyPlaces: Float32Array
  readonly keyLanes: Int8Array
  /** Keys in each 256th of the picture. */
  readonly density: Uint32Array
}

const CELLS = 4096
const MOST_POINTS_SHOWN = 4096
const MOST_KEYS_SHOWN = 600
const DENSITY_CELLS = 256
const FULL_CIRCLE = 4294967296

export function mapKind(scheme: Sharder['scheme']): MapKind {
  if (scheme === 'range') return 'ranges'
  if (scheme === 'rendezvous' || scheme === 'directory') return 'shares'
  return ['modulo', 'jump', 'kafka', 'maglev', 'redis-slots'].includes(scheme) ? 'table' : 'ring'
}

export function snapshotMap(config: PlacementConfig, sharder: Sharder, homes: ReturnType<typeof homesOf>, lanes: readonly number[], atUs: number): MapSnapshot {
  const kind = mapKind(sharder.scheme)
  const copies = config.keys.copies
  const { rows, cells, placeOf, hashes } = kind === 'ring' ? ringOf(config, sharder, lanes) : kind === 'table' ? tableOf(config, sharder, lanes) : kind === 'ranges' ? rangesOf(config, sharder, lanes) : sharesOf(config, homes)
  const { count } = config.keys
  const density = new Uint32Array(DENSITY_CELLS)
  if (hashes === undefined) for (let key = 0; key < count; key++) density[Math.min(DENSITY_CELLS - 1, Math.floor(placeOf(key) * DENSITY_CELLS))]!++
  else for (let key = 0; key < count; key++) density[hashes[key]! >>> 24]!++ // the same, of 256 cells of a circle of 2^32
  const shown = Math.min(count, MOST_KEYS_SHOWN)
  const shownKeys = Uint32Array.from({ length: shown }, (_, i) => Math.floor((i * count) / shown))
  const points = kind === 'ring' ? pointsOf(sharder) : { places: new Float32Array(), owners: new Int8Array() }
  return {
    atUs, kind, rows, cells,
    points: points.places, pointLanes: points.owners.map((owner) => lanes[owner] ?? NOWHERE),
    shownKeys, keyPlaces: Float32Array.from(shownKeys, placeOf), keyLanes: Int8Array.from(shownKeys, (key) => homes[key * copies]!),
    density,
  }
}

interface Cut {
  readonly rows: number
  readonly cells: Int8Array
  readonly placeOf: (key: number) => number
  /** Where a key's place on the circle is its hash. */
  readonly hashes?: Uint32Array
}

function ringOf(config: PlacementConfig, sharder: Sharder, lanes: readonly number[]): Cut {
  const { state, nodes } = sharder
  const { locateHash } = schemes[sharder.scheme]
  if (locateHash === undefined) return tokenRingOf(config, sharder, lanes)
  const hashes = keyHashes(sharder.scheme, config.keys.names, config.keys.count)!
  const cells = cellsBy(lanes, (cell) => locateHash(state, nodes, Math.floor(((cell + 0.5) * FULL_CIRCLE) / CELLS)))
  return { rows: placesOf(sharder).length, cells, placeOf: (key) => hashes[key]! / FULL_CIRCLE, hashes }
}

/** Cassandra's tokens have 64 bits with a sign. */
function tokenRingOf(config: PlacementConfig, sharder: Sharder, lanes: readonly number[]): Cut {
  const { tokens, owners } = sharder.state as CassandraState
  const places = Float64Array.from(tokens, placeOfToken)
  const cells = cellsBy(lanes, (cell) => {
    const row = places.findIndex((place) => place >= (cell + 0.5) / CELLS)
    for (let step = 0; step < owners.length; step++) {
      const owner = owners[((row < 0 ? 0 : row) + step) % owners.length]!
      if (!sharder.nodes[owner]!.isDown) return owner
    }
    return NOWHERE
  })
  return { rows: tokens.length, cells, placeOf: (key) => placeOfToken(cassandraToken(keyName(config.keys.names, key))) }
}

function placeOfToken(token: bigint): number {
  return Number(token + 9223372036854775808n) / 18446744073709551616
}

function tableOf(config: PlacementConfig, sharder: Sharder, lanes: readonly number[]): Cut {
  const { state, nodes, scheme } = sharder
  const { hash, locateHash, locate } = schemes[scheme]
  const weight = nodes.reduce((sum, node) => sum + node.weight, 0)
  const rows = scheme === 'redis-slots' ? 16_384 : scheme === 'maglev' ? (state as { readonly table: Int32Array }).table.length : scheme === 'modulo' ? weight : nodes.length
  if (hash !== undefined && locateHash !== undefined) {
    const hashes = keyHashes(scheme, config.keys.names, config.keys.count)!
    const cells = cellsBy(lanes, (cell) => (rows === 0 ? NOWHERE : locateHash(state, nodes, Math.floor(((cell + 0.5) * rows) / CELLS))))
    return { rows, cells, placeOf: (key) => (rows === 0 ? 0 : ((hashes[key]! % rows) + insideRow(key)) / rows) }
  }
  // The number of the bucket is the number of the node.
  const cells = cellsBy(lanes, (cell) => {
    const index = Math.floor((cell * rows) / CELLS)
    return rows === 0 || nodes[index]!.isDown ? NOWHERE : index
  })
  const allUp = nodes.map((node) => ({ ...node, isDown: false }))
  return { rows, cells, placeOf: (key) => (Math.max(0, locate(state, allUp, keyName(config.keys.names, key))) + insideRow(key)) / Math.max(1, rows) }
}

/** Where in its row a key is drawn says nothing: keys are strewn, so that they can be seen. */
function insideRow(key: number): number {
  return 0.1 + 0.8 * ((key * 0.618033988749895) % 1)
}

function rangesOf(config: PlacementConfig, sharder: Sharder, lanes: readonly number[]): Cut {
  const keys = keysInOrder(config)
  const place = new Map(keys.map((key, row) => [key, (row + 0.5) / keys.length]))
  const { starts } = sharder.state as { readonly starts: readonly string[] }
  const scheme = schemes[sharder.scheme]
  const cells = cellsBy(lanes, (cell) => scheme.locate(sharder.state, sharder.nodes, keys[Math.floor((cell * keys.length) / CELLS)] ?? ''))
  return { rows: starts.filter((start, i) => i === 0 || compareKeys(starts[i - 1]!, start) < 0).length, cells, placeOf: (key) => place.get(keyName(config.keys.names, key))! }
}

/** No map: the bar is as long as the keys, one node's after the other's. */
function sharesOf(config: PlacementConfig, homes: Int8Array): Cut {
  const { count, copies } = config.keys
  const order = Uint32Array.from({ length: count }, (_, key) => key)
  const homeOf = (key: number): number => (homes[key * copies]! === NOWHERE ? 127 : homes[key * copies]!)
  order.sort((a, b) => homeOf(a) - homeOf(b) || a - b)
  const places = new Float64Array(count)
  for (let row = 0; row < count; row++) places[order[row]!] = (row + 0.5) / count
  const cells = Int8Array.from({ length: CELLS }, (_, cell) => homes[order[Math.floor((cell * count) / CELLS)]! * copies]!)
  return { rows: count, cells, placeOf: (key) => places[key]! }
}

function cellsBy(lanes: readonly number[], ownerOf: (cell: number) => number): Int8Array {
  return Int8Array.from({ length: CELLS }, (_, cell) => {
    const owner = ownerOf(cell)
    return owner < 0 ? NOWHERE : lanes[owner]!
  })
}

/** Places of a ring's points, whatever its scheme calls them. */
function placesOf({ state }: Sharder): ArrayLike<number> {
  const { ring } = state as { readonly ring: { readonly places: ArrayLike<number> } }
  return ring.places
}

function pointsOf(sharder: Sharder): { readonly places: Float32Array; readonly owners: Int8Array } {
  if (sharder.scheme === 'cassandra-ring') {
    const { tokens, owners } = sharder.state as CassandraState
    return tokens.length > MOST_POINTS_SHOWN ? { places: new Float32Array(), owners: new Int8Array() } : { places: Float32Array.from(tokens, placeOfToken), owners: Int8Array.from(owners) }
  }
  const { ring, indexes } = sharder.state as { readonly ring: { readonly places: ArrayLike<number>; readonly owners: ArrayLike<number> }; readonly indexes?: readonly number[] }
  if (ring.places.length > MOST_POINTS_SHOWN) return { places: new Float32Array(), owners: new Int8Array() }
  return {
    places: Float32Array.from({ length: ring.places.length }, (_, row) => ring.places[row]! / FULL_CIRCLE),
    owners: Int8Array.from({ length: ring.owners.length }, (_, row) => (indexes === undefined ? ring.owners[row]! : indexes[ring.owners[row]!]!)),
  }
}
