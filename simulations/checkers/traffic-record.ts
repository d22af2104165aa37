/**
 * What: what a checker of the traffic family gets, and the circumstances of the servers at each row of its log.
 * Why: "a drained server gets no new request" needs to know, at every row, who is drained. The log alone says so; a checker
 * never asks the engine, because the engine is what it judges.
 *
 * Invariants: I1 circumstances are read from notes only, in the order of the log.
 */

import type { Intervention, ServerSpec, TrafficConfig } from '../components/traffic/config.ts'
import type { Note, Trace } from '../kernel/trace.ts'

export interface TrafficRecord {
  readonly trace: Trace
  readonly config: TrafficConfig
  readonly interventions: readonly Intervention[]
}

export const FIRST_SERVER_LANE = 2

/** The number of the server whose lane it is; -1 when it is none. */
export function serverAt(trace: Trace, lane: number): number {
  const found = trace.lanes[lane]
  return found !== undefined && found.role === 'service' ? found.index : -1
}

/** The lane of a server. */
export function laneOf({ lanes }: Trace, server: number): number {
  return lanes.findIndex((lane) => lane.role === 'service' && lane.index === server)
}

/** What the notes so far say about a server. */
export interface ServerFacts {
  readonly spec: ServerSpec
  running: boolean
  slowness: number
  drained: boolean
  healthy: boolean
  weight: number
}

export interface Circumstances {
  policy: string
  /** By server number; only those that have joined. */
  readonly servers: ServerFacts[]
  /** Specs of the servers that commands add, in the order in which they join. */
  readonly joining: ServerSpec[]
}

export function createCircumstances(record: TrafficRecord): Circumstances {
  const joining = [...record.interventions]
    .sort((a, b) => a.atUs - b.atUs)
    .flatMap(({ command }) => (command.kind === 'add-server' ? [command.server] : []))
  return { policy: record.config.balancer.policy, servers: record.config.servers.map(factsOf), joining }
}

function factsOf(spec: ServerSpec): ServerFacts {
  return { spec, running: true, slowness: 1, drained: false, healthy: true, weight: spec.weight }
}

/** The note that a row of the log is about, or null. */
export function noteAt(trace: Trace, row: number): Note | null {
  return trace.vocabulary.events[trace.log.kind[row]!]!.about === 'note' ? trace.notes[trace.log.ref[row]!]! : null
}

/** Takes in what a note says. */
export function applyNote(circumstances: Circumstances, note: Note, trace: Trace): void {
  if (note.kind === 'server.added') {
    const spec = circumstances.joining.shift()
    if (spec !== undefined) circumstances.servers.push(factsOf(spec))
    return
  }
  if (note.kind === 'policy.changed') {
    circumstances.policy = String(note.facts['policy'])
    return
  }
  const server = circumstances.servers[serverAt(trace, note.lane)]
  if (server === undefined) return
  switch (note.kind) {
    case 'server.stopped':
      server.running = false
      return
    case 'server.started':
      server.running = true
      return
    case 'server.slowed':
      server.slowness = Number(note.facts['factor'])
      return
    case 'server.drained':
      server.drained = true
      return
    case 'server.readied':
      server.drained = false
      return
    case 'server.marked-down':
      server.healthy = false
      return
    case 'server.marked-up':
      server.healthy = true
      return
    case 'weight.changed':
      server.weight = Number(note.facts['weight'])
  }
}
