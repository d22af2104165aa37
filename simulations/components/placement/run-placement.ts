/**
 * What: one run: keys lie on nodes, clients look them up, nodes join, leave, fail and return, and data moves.
 * Why: the same pure function for every scheme: what differs between modulo and a ring is then the scheme alone.
 *
 * Invariants:
 *   I1 nothing outside the arguments enters: no wall clock, no other randomness; what is kept between runs changes no result.
 *   I2 commands of an instant come before what the system does in it.
 *   I3 a run that uses up its budget returns what it has, and says when and why it stopped.
 */

import { made, type Sharder } from '../../algorithms/sharding/sharder.ts'
import { chargeMemory, DEFAULT_BUDGET, on, run, schedule, type Budget, type RunOutcome } from '../../kernel/kernel.ts'
import { beginSpan, DONE, endSpan, recordEvent, recordNote, trimTable, type Trace } from '../../kernel/trace.ts'
import type { PlacementCommand, PlacementConfig, PlacementIntervention } from './config.ts'
import { countByLane, homesOf, NOWHERE } from './homes.ts'
import { installLookups } from './lookups.ts'
import { keptMap, keyAfter } from './kept-maps.ts'
import { snapshotMap, type MapSnapshot } from './maps.ts'
import { afterCommand } from './membership.ts'
import { installMoves, type Moves } from './moves.ts'
import { bitOf, CLIENTS, createSystem, laneFor, SUBJECT_BYTES, type PlacementSystem } from './system.ts'
import { PLACEMENT_EVENT, PLACEMENT_SPAN, PLACEMENT_VOCABULARY } from './vocabulary.ts'

const AUDIT_EVERY_US = 100_000
/** With more keys the comparison of down and removed would take longer than the change. */
const MOST_COMPARED = 200_000
/** Homes, holders and arrivals of one key. */
const KEY_BYTES = 9

export interface PlacementRun {
  readonly trace: Trace
  /** The map at the beginning and after each change. */
  readonly maps: readonly MapSnapshot[]
}

export function tracePlacement(config: PlacementConfig, seed: number, interventions: readonly PlacementIntervention[] = [], budget: Budget = DEFAULT_BUDGET): Trace {
  return runPlacement(config, seed, interventions, budget).trace
}

export function runPlacement(config: PlacementConfig, seed: number, interventions: readonly PlacementIntervention[] = [], budget: Budget = DEFAULT_BUDGET): PlacementRun {
  const system = createSystem(config, seed, budget)
  const counts = countByLane(system.homes, system.lanes.length)
  note(system, 'keys.placed', CLIENTS, { keys: config.keys.count, byLane: counts.join(' ') })
  const late: { moves: Moves | null } = { moves: null }
  installCommands(system, interventions, late)
  late.moves = installMoves(system)
  installLookups(system)
  installAudit(system)
  const outcome = run(system.kernel, config.durationUs)
  return { trace: traceOf(system, outcome), maps: system.maps }
}

function installCommands(system: PlacementSystem, interventions: readonly PlacementIntervention[], late: { readonly moves: Moves | null }): void {
  const downSpans = new Map<number, number>()
  const due = on(system.kernel, 'command', (number) => apply(system, interventions[number]!.command, late.moves!, downSpans))
  for (const [number, { atUs }] of interventions.entries()) {
    if (atUs <= system.config.durationUs) schedule(system.kernel, atUs, due, number)
  }
}

const KINDS = { 'add-node': 'node.added', 'remove-node': 'node.removed', 'set-node-weight': 'node.weighed', 'mark-down': 'node.marked-down', 'mark-up': 'node.marked-up' } as const

function apply(system: PlacementSystem, command: PlacementCommand, moves: Moves, downSpans: Map<number, number>): void {
  const { config, kernel, recorder } = system
  const before = system.sharder
  system.sharder = made(afterCommand(before, command, config))
  const lane = laneFor(system, command.node)
  system.nodeLanes = system.sharder.nodes.map((node) => laneFor(system, node.name))
  if (command.kind === 'mark-down') {
    system.up[lane] = 0
    if (!downSpans.has(lane)) downSpans.set(lane, beginSpan(recorder, lane, PLACEMENT_SPAN.down, 0))
  } else if (command.kind === 'mark-up' || command.kind === 'add-node') {
    system.up[lane] = 1
    const span = downSpans.get(lane)
    if (span !== undefined) endSpan(recorder, span, DONE)
    downSpans.delete(lane)
  }
  system.mapKey = keyAfter(system.mapKey, command)
  const { homes, map } = keptMap(system.mapKey, () => {
    const after = homesOf(system.sharder, config.keys, system.nodeLanes)
    return { homes: after, map: snapshotMap(config, system.sharder, after, system.nodeLanes, 0) }
  })
  const movedKeys = countMoved(system.homes, homes, config.keys.copies)
  const counts = countByLane(homes, system.lanes.length)
  const wasHere = before.nodes.find((node) => node.name === command.node)
  const weightAfter = system.sharder.nodes.find((node) => node.name === command.node)?.weight ?? 0
  note(system, KINDS[command.kind], lane, {
    node: command.node, weight: weightAfter, weightBefore: wasHere?.weight ?? 0,
    moved: movedKeys, keys: config.keys.count, bytes: movedKeys * config.keys.bytes, had: countByLane(system.homes, system.lanes.length)[lane]!, byLane: counts.join(' '),
    ...otherwise(system, before, command, homes),
  })
  system.homes = homes
  // A cache that is taken away is empty when it comes back; a store hands its data over first.
  if (command.kind === 'remove-node' && config.moves.kind === 'refilled') {
    for (let key = 0; key < system.holds.length; key++) system.holds[key]! &= ~bitOf(system, lane)
  }
  if (command.kind === 'mark-down') moves.dropFrom(lane)
  moves.plan(null)
  system.maps.push({ ...map, atUs: kernel.nowUs })
}

/** Down or removed: how many keys the other of the two would have placed elsewhere. */
function otherwise(system: PlacementSystem, before: Sharder, command: PlacementCommand, homes: Int8Array): Record<string, number> {
  const { config } = system
  if ((command.kind !== 'mark-down' && command.kind !== 'remove-node') || config.keys.count > MOST_COMPARED) return {}
  const other = afterCommand(before, { kind: command.kind === 'mark-down' ? 'remove-node' : 'mark-down', node: command.node }, config)
  if (other.kind === 'refused') return {}
  return { otherwise: countMoved(homes, homesOf(other.sharder, config.keys, other.sharder.nodes.map((node) => laneFor(system, node.name))), config.keys.copies) }
}

/** Copies that lie on a node now which they did not lie on before; a key that nobody may hold any more counts too. */
function countMoved(before: Int8Array, after: Int8Array, copies: number): number {
  let count = 0
  if (copies === 1) {
    for (let key = 0; key < after.length; key++) if (after[key] !== before[key]) count++
    return count
  }
  for (let at = 0; at < after.length; at += copies) {
    for (let copy = at; copy < at + copies; copy++) {
      const home = after[copy]!
      let isNew = home !== NOWHERE
      for (let other = at; other < at + copies; other++) if (before[other] === home) isNew = false
      if (isNew) count++
    }
  }
  return count
}

function note(system: PlacementSystem, kind: 'keys.placed' | (typeof KINDS)[PlacementCommand['kind']], lane: number, facts: Record<string, string | number>): void {
  const { recorder, kernel } = system
  recordEvent(recorder, PLACEMENT_EVENT[kind], lane, recordNote(recorder, { atUs: kernel.nowUs, kind, lane, facts }))
}

function traceOf({ config, kernel, lanes, recorder, subjects }: PlacementSystem, outcome: RunOutcome): Trace {
  const { count, ...columns } = trimTable(subjects)
  return {
    family: 'placement',
    seed: kernel.seed,
    vocabulary: PLACEMENT_VOCABULARY,
    lanes,
    hops: trimTable(recorder.hops),
    spans: trimTable(recorder.spans),
    log: trimTable(recorder.log),
    notes: recorder.notes,
    subjects: { count, columns },
    outcome,
    endUs: config.durationUs,
  }
}

/** Counts the memory that the run holds, so that its budget can end it. */
function installAudit(system: PlacementSystem): void {
  const { kernel, recorder, subjects, config } = system
  let charged = 0
  const due = on(kernel, 'memory counted', () => {
    const bytes = recorder.bytes + subjects.createdAt.length * SUBJECT_BYTES + kernel.queue.time.length * 52 + config.keys.count * KEY_BYTES
    chargeMemory(kernel, bytes - charged)
    charged = bytes
    schedule(kernel, AUDIT_EVERY_US, due)
  })
  schedule(kernel, AUDIT_EVERY_US, due)
}
