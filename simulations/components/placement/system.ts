/**
 * What: the state of a run: nodes and their lanes, where each key belongs, who has its data, and the table of look-ups and moves.
 * Why: look-ups, moves and commands touch the same state; it stands in one place, as plain data.
 *
 * Invariants:
 *   I1 a lane is given once: a node that comes back under its name has the lane that it had.
 *   I2 bit i of `holds[key]` says that the node on lane firstNode + i has the key's data; `coming` says that it is on its way there.
 */

import { made, type Sharder } from '../../algorithms/sharding/sharder.ts'
import { createKernel, type Budget, type Kernel } from '../../kernel/kernel.ts'
import { createRecorder, growTable, NEVER, type Lane, type Recorder } from '../../kernel/trace.ts'
import type { PlacementConfig } from './config.ts'
import { homesOf, NOWHERE } from './homes.ts'
import { keptMap, keyOfMap } from './kept-maps.ts'
import { snapshotMap, type MapSnapshot } from './maps.ts'
import { firstSharder } from './membership.ts'

/** Look-ups and moves, in the order in which they came up. */
export interface Subjects {
  count: number
  createdAt: Float64Array
  latencyUs: Uint32Array
  /** Key asked for; of a move, its first key. */
  key: Uint32Array
  /** Keys that are moved together; 1 for a look-up. */
  keys: Uint32Array
  from: Uint16Array
  node: Uint16Array
  what: Uint8Array
  outcome: Uint8Array
}

export const SUBJECT_BYTES = 26

export interface PlacementSystem {
  readonly config: PlacementConfig
  readonly kernel: Kernel
  readonly recorder: Recorder
  readonly lanes: Lane[]
  /** Lane of the first node: behind the clients, and behind the source where there is one. */
  readonly firstNode: number
  sharder: Sharder
  /** Lane of each node of the sharder. */
  nodeLanes: readonly number[]
  /** By lane: 1 while the machine answers. One that was taken off the map answers until its data has gone. */
  readonly up: Uint8Array
  homes: Int8Array
  readonly holds: Uint32Array
  readonly coming: Uint32Array
  readonly subjects: Subjects
  readonly maps: MapSnapshot[]
  /** Names the map of now. */
  mapKey: string
}

const FIRST_ROWS = 1024
export const CLIENTS = 0
/** Lane of the source behind a cache. */
export const SOURCE = 1

export function createSystem(config: PlacementConfig, seed: number, budget: Budget): PlacementSystem {
  const kernel = createKernel(seed, budget)
  const recorder = createRecorder()
  recorder.clock = kernel
  const hasSource = config.moves.kind === 'refilled'
  const firstNode = hasSource ? 2 : 1
  const lanes: Lane[] = [{ id: 'clients', role: 'client', index: -1, sinceUs: 0 }]
  if (hasSource) lanes.push({ id: 'source', role: 'store', index: -1, sinceUs: 0 })
  for (const [index, node] of config.nodes.entries()) lanes.push({ id: node.name, role: 'service', index, sinceUs: 0 })
  const sharder = made(firstSharder(config, true))
  const nodeLanes = sharder.nodes.map((_, index) => firstNode + index)
  const mapKey = keyOfMap(config)
  const { homes, map } = keptMap(mapKey, () => {
    const made = homesOf(sharder, config.keys, nodeLanes)
    return { homes: made, map: snapshotMap(config, sharder, made, nodeLanes, 0) }
  })
  const n = FIRST_ROWS
  const system: PlacementSystem = {
    config, kernel, recorder, lanes, firstNode, sharder, nodeLanes,
    up: new Uint8Array(64).fill(1),
    homes, holds: new Uint32Array(config.keys.count), coming: new Uint32Array(config.keys.count),
    subjects: {
      count: 0, createdAt: new Float64Array(n), latencyUs: new Uint32Array(n), key: new Uint32Array(n), keys: new Uint32Array(n),
      from: new Uint16Array(n), node: new Uint16Array(n), what: new Uint8Array(n), outcome: new Uint8Array(n),
    },
    maps: [map], mapKey,
  }
  const { copies } = config.keys
  for (let key = 0, slot = 0; slot < homes.length; key++) {
    for (const end = slot + copies; slot < end; slot++) if (homes[slot] !== NOWHERE) system.holds[key]! |= 1 << (homes[slot]! - firstNode)
  }
  return system
}

export function bitOf({ firstNode }: PlacementSystem, lane: number): number {
  return 1 << (lane - firstNode)
}

/** The lane of a name: the one it had, or a new one. */
export function laneFor({ lanes, kernel, firstNode }: PlacementSystem, name: string): number {
  const known = lanes.findIndex((lane, number) => number >= firstNode && lane.id === name)
  if (known >= 0) return known
  return lanes.push({ id: name, role: 'service', index: lanes.length - firstNode, sinceUs: kernel.nowUs }) - 1
}

/** The lowest lane that is up and has the key's data; `first` if it is one of them. NOWHERE when there is none. */
export function holderOf(system: PlacementSystem, key: number, first: number): number {
  const holders = system.holds[key]!
  if (holders === 0) return NOWHERE
  if (first !== NOWHERE && system.up[first] === 1 && (holders & bitOf(system, first)) !== 0) return first
  for (let lane = system.firstNode; lane < system.lanes.length; lane++) {
    if ((holders & bitOf(system, lane)) !== 0 && system.up[lane] === 1) return lane
  }
  return NOWHERE
}

export function addSubject({ subjects, kernel, recorder }: PlacementSystem, what: number, key: number, keys: number, from: number, node: number): number {
  const row = subjects.count++
  if (row === subjects.createdAt.length) recorder.bytes += growTable(subjects, row) * SUBJECT_BYTES
  subjects.createdAt[row] = kernel.nowUs
  subjects.latencyUs[row] = NEVER
  subjects.what[row] = what
  subjects.key[row] = key
  subjects.keys[row] = keys
  subjects.from[row] = from
  subjects.node[row] = node
  return row
}
