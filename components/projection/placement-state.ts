/**
 * What: which node holds how many keys at an instant, who was asked how often, what is on its way, and how that compares with theory.
 * Why: ring, figures, sentences and lessons must mean the same numbers.
 *
 * Source of the spread: n equal nodes with V points each cut the circle into nV stretches. Lengths of such stretches follow a
 *   Dirichlet law (David and Nagaraja, Order Statistics, 3rd ed., section 6.4), so that a node's share has the variance
 *   (n - 1) / (n² (nV + 1)); K keys thrown on these shares add that of a multinomial count, (n - 1) / (n² K).
 */

import type { MapSnapshot } from '@/simulations/components/placement/maps.ts'
import type { LaneRole, Trace } from '@/simulations/kernel/trace.ts'
import { rowAt } from './lookup.ts'
import { PLACEMENT_COUNTERS, PLACEMENT_TOTALS, placementCountersAt, type MapChange, type PlacementCounter, type PlacementIndex, type PlacementTotal } from './placement-index.ts'

export interface PlacedNode {
  readonly lane: number
  readonly id: string
  readonly role: LaneRole
  /** It is on the list of nodes now. */
  readonly isThere: boolean
  readonly isDown: boolean
  readonly weight: number
  /** Keys, each copy counted, that belong to it by the map of now. */
  readonly keys: number
  /** Of all keys and copies. */
  readonly share: number
  readonly asked: number
  readonly found: number
  readonly missed: number
  /** Keys on their way to it. */
  readonly arriving: number
}

export interface PlacementState {
  readonly atUs: number
  readonly row: number
  /** Number of the map of now. */
  readonly mapNumber: number
  readonly map: MapSnapshot
  /** The last change, null before the first. */
  readonly change: MapChange | null
  readonly nodes: readonly PlacedNode[]
  readonly totals: Readonly<Record<PlacementTotal, number>>
  /** Look-ups under way. */
  readonly open: number
  /** Standard deviation of keys a unit of weight over their mean, among the nodes that are up; NaN with fewer than two. */
  readonly spread: number
  /** What chance alone would give; NaN where weights differ or the scheme goes by no chance. */
  readonly expectedSpread: number
}

let latest: { readonly trace: Trace; readonly index: PlacementIndex; readonly state: PlacementState } | null = null

/** The state at now as a clock has it. Several ask for the same instant: it is worked out for the first of them. */
export function placementNow(trace: Trace, index: PlacementIndex, us: number, row: number): PlacementState {
  const last = rowAt(trace, us)
  const at = Math.min(row, trace.log.count - 1)
  const atUs = at === last ? us : at < 0 ? 0 : trace.log.at[at]!
  if (latest === null || latest.trace !== trace || latest.index !== index || latest.state.row !== at || latest.state.atUs !== atUs) {
    latest = { trace, index, state: makeState(trace, index, at, atUs) }
  }
  return latest.state
}

export function placementAt(trace: Trace, index: PlacementIndex, atUs: number): PlacementState {
  return placementNow(trace, index, atUs, rowAt(trace, atUs))
}

function makeState(trace: Trace, index: PlacementIndex, row: number, atUs: number): PlacementState {
  const counters = placementCountersAt(trace, index, row)
  const mapNumber = Math.max(0, lastChange(index, row))
  const { keysByLane } = index.changes[mapNumber]!
  const members = membersAt(trace, index, mapNumber)
  const all = keysByLane.reduce((sum, count) => sum + count, 0)
  const nodes = trace.lanes.flatMap((lane, number): PlacedNode[] => {
    if (lane.role !== 'service') return []
    const read = (name: PlacementCounter) => counters[number * PLACEMENT_COUNTERS.length + PLACEMENT_COUNTERS.indexOf(name)]!
    const member = members.get(number)
    const keys = keysByLane[number] ?? 0
    return [{
      lane: number, id: lane.id, role: lane.role, isThere: member !== undefined, isDown: member?.isDown ?? false, weight: member?.weight ?? 0,
      keys, share: all === 0 ? 0 : keys / all, asked: read('asked'), found: read('found'), missed: read('missed'), arriving: read('arriving'),
    }]
  })
  const base = trace.lanes.length * PLACEMENT_COUNTERS.length
  const totals = Object.fromEntries(PLACEMENT_TOTALS.map((name, i) => [name, counters[base + i]!])) as Record<PlacementTotal, number>
  return {
    atUs, row, mapNumber, map: index.maps[mapNumber]!, change: mapNumber === 0 ? null : index.changes[mapNumber]!, nodes, totals,
    open: counters[PLACEMENT_COUNTERS.indexOf('open')]!, spread: spreadOf(nodes), expectedSpread: expectedSpread(index, nodes, index.maps[mapNumber]!),
  }
}

function lastChange({ changes }: PlacementIndex, row: number): number {
  let at = -1
  while (at + 1 < changes.length && changes[at + 1]!.row <= row) at++
  return at
}

interface Member {
  readonly weight: number
  readonly isDown: boolean
}

/** Who is on the list after a change, with weight and state. */
export function membersAt(trace: Trace, { config, changes }: Pick<PlacementIndex, 'config' | 'changes'>, mapNumber: number): ReadonlyMap<number, Member> {
  const members = new Map<number, Member>()
  for (const [lane, { role, index }] of trace.lanes.entries()) {
    if (role === 'service' && index < config.nodes.length) members.set(lane, { weight: config.nodes[index]!.weight, isDown: false })
  }
  for (const { note } of changes.slice(1, mapNumber + 1)) {
    const weight = Number(note.facts.weight)
    if (note.kind === 'node.removed') members.delete(note.lane)
    else members.set(note.lane, { weight, isDown: note.kind === 'node.marked-down' || (note.kind === 'node.weighed' && (members.get(note.lane)?.isDown ?? false)) })
  }
  return members
}

function holding(nodes: readonly PlacedNode[]): readonly PlacedNode[] {
  return nodes.filter((node) => node.isThere && !node.isDown && node.weight > 0)
}

function spreadOf(nodes: readonly PlacedNode[]): number {
  const loads = holding(nodes).map((node) => node.keys / node.weight)
  if (loads.length < 2) return NaN
  const mean = loads.reduce((sum, load) => sum + load, 0) / loads.length
  return mean === 0 ? NaN : Math.sqrt(loads.reduce((sum, load) => sum + (load - mean) ** 2, 0) / loads.length) / mean
}

function expectedSpread({ config }: PlacementIndex, nodes: readonly PlacedNode[], map: MapSnapshot): number {
  const members = holding(nodes)
  const n = members.length
  if (n < 2 || map.kind === 'ranges' || config.scheme === 'directory' || members.some((node) => node.weight !== members[0]!.weight)) return NaN
  const byKeys = (n - 1) / (config.keys.count * config.keys.copies)
  return Math.sqrt(byKeys + (map.kind === 'ring' && map.rows > 0 ? (n - 1) / (map.rows + 1) : 0))
}

/** What an even share of the changed node is, of all keys: no scheme that keeps shares even moves less. A change of weight: by how much its share changes. */
export function leastShare(trace: Trace, index: PlacementIndex, mapNumber: number): number {
  const change = index.changes[mapNumber]
  if (mapNumber === 0 || change === undefined) return 0
  const { note } = change
  const membersOf = (number: number) => membersAt(trace, index, number)
  const before = membersOf(mapNumber - 1)
  const after = membersOf(mapNumber)
  const shareIn = (members: ReadonlyMap<number, Member>): number => {
    const total = [...members.values()].reduce((sum, { weight, isDown }) => sum + (isDown ? 0 : weight), 0)
    const own = members.get(note.lane)
    return total === 0 || own === undefined || own.isDown ? 0 : own.weight / total
  }
  return Math.abs(shareIn(after) - shareIn(before))
}

/** Part of the keys, each copy counted, that a change moved. */
export function movedShare(index: PlacementIndex, mapNumber: number): number {
  const change = index.changes[mapNumber]
  return mapNumber === 0 || change === undefined ? 0 : Number(change.note.facts.moved) / (Number(change.note.facts.keys) * index.config.keys.copies)
}
