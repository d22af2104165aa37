/**
 * What: data on its way from node to node after the map has changed.
 * Why: a map changes in an instant, data does not. While it moves, somebody must still answer, and the network is busy.
 *
 * Picture:   plan ─▶ piles, one for each pair (from, to) ─▶ batches ─▶ each sender sends one after the other, at its rate ─▶ arrived
 *
 * Invariants:
 *   I1 a key is on its way to a node at most once at a time.
 *   I2 when all nodes that should hold a key have it, no other node keeps it.
 *   I3 what arrives where it no longer belongs is sent on.
 *
 * Source: bootstrap and decommission of Cassandra (`nodetool`), slot migration of Redis Cluster: copy, then switch.
 * Simplifications: writes during a move are not modelled; a receiver takes any number of streams; a sender that fails loses what
 * it has not sent, and one that is taken off the map hands everything over first.
 * Complexity: one pass over the keys a change, one event a batch.
 */

import { on, schedule } from '../../kernel/kernel.ts'
import { DONE, recordEvent, recordHop, recordNote } from '../../kernel/trace.ts'
import { NOWHERE } from './homes.ts'
import { addSubject, bitOf, holderOf, type PlacementSystem } from './system.ts'
import { MOVE, OUTCOME, PLACEMENT_EVENT, PLACEMENT_HOP } from './vocabulary.ts'

/** Up to so many keys of one change travel one by one; more are gathered into as many batches. */
const MOST_BATCHES = 240

interface Batch {
  readonly row: number
  readonly from: number
  readonly to: number
  readonly keys: Int32Array
}

export interface Moves {
  /** Sends what its nodes lack, of all keys or of some. */
  plan(keys: Int32Array | null): void
  /** A machine has failed: what it had not sent is not sent. */
  dropFrom(lane: number): void
}

export function installMoves(system: PlacementSystem): Moves {
  const { config, kernel, recorder, subjects } = system
  if (config.moves.kind === 'refilled') return { plan: () => {}, dropFrom: () => {} }
  const { bytesPerSecond } = config.moves
  const { copies, bytes } = config.keys
  const queues = new Map<number, Batch[]>()
  const flying: Batch[] = []
  const isSending = new Set<number>()
  let open = 0
  let begunAt = 0
  let movedKeys = 0

  function plan(some: Int32Array | null): void {
    const piles = new Map<number, number[]>()
    const count = some === null ? config.keys.count : some.length
    let planned = 0
    for (let i = 0; i < count; i++) {
      const key = some === null ? i : some[i]!
      for (let copy = 0; copy < copies; copy++) {
        const home = system.homes[key * copies + copy]!
        if (home === NOWHERE || system.up[home] === 0) continue
        const bit = bitOf(system, home)
        if (((system.holds[key]! | system.coming[key]!) & bit) !== 0) continue
        const from = holderOf(system, key, NOWHERE)
        if (from === NOWHERE) continue
        system.coming[key]! |= bit
        const pile = piles.get(from * 64 + home)
        if (pile === undefined) piles.set(from * 64 + home, [key])
        else pile.push(key)
        planned++
      }
    }
    if (planned === 0) return
    if (open === 0) {
      begunAt = kernel.nowUs
      movedKeys = 0
    }
    const most = Math.max(1, Math.ceil(planned / MOST_BATCHES))
    const inOrder = [...piles.entries()].sort(([a], [b]) => a - b)
    // In turns, so that no receiver waits for another one's whole pile.
    for (let at = 0, isLeft = true; isLeft; at += most) {
      isLeft = false
      for (const [pair, keys] of inOrder) {
        if (at >= keys.length) continue
        isLeft = true
        enqueue(Math.floor(pair / 64), pair % 64, Int32Array.from(keys.slice(at, at + most)))
      }
    }
    for (const from of [...queues.keys()].sort((a, b) => a - b)) sendNext(from)
  }

  function enqueue(from: number, to: number, keys: Int32Array): void {
    const row = addSubject(system, MOVE, keys[0]!, keys.length, from, to)
    recordEvent(recorder, PLACEMENT_EVENT['move.planned'], from, row)
    const queue = queues.get(from)
    const batch = { row, from, to, keys }
    if (queue === undefined) queues.set(from, [batch])
    else queue.push(batch)
    open++
  }

  function sendNext(from: number): void {
    if (isSending.has(from)) return
    const batch = queues.get(from)?.shift()
    if (batch === undefined) return
    isSending.add(from)
    const delayUs = Math.max(1, Math.round((batch.keys.length * bytes * 1_000_000) / bytesPerSecond))
    recordHop(recorder, delayUs, batch.from, batch.to, PLACEMENT_HOP.move, DONE, batch.row)
    recordEvent(recorder, PLACEMENT_EVENT['move.sent'], from, batch.row)
    schedule(kernel, delayUs, arrived, flying.push(batch) - 1)
  }

  const arrived = on(kernel, 'batch arrived', (number) => {
    const { row, from, to, keys } = flying[number]!
    isSending.delete(from)
    open--
    const bit = bitOf(system, to)
    const isLost = system.up[to] === 0
    subjects.outcome[row] = isLost ? OUTCOME.lost : OUTCOME.arrived
    subjects.latencyUs[row] = kernel.nowUs - subjects.createdAt[row]!
    recordEvent(recorder, PLACEMENT_EVENT[isLost ? 'move.lost' : 'move.arrived'], to, row)
    for (const key of keys) {
      system.coming[key]! &= ~bit
      if (!isLost) settle(key, bit)
    }
    if (!isLost) movedKeys += keys.length
    plan(keys) // I3
    sendNext(from)
    if (open === 0) {
      const note = recordNote(recorder, { atUs: kernel.nowUs, kind: 'moves.done', lane: to, facts: { keys: movedKeys, bytes: movedKeys * bytes, tookUs: kernel.nowUs - begunAt } })
      recordEvent(recorder, PLACEMENT_EVENT['moves.done'], to, note)
    }
  })

  /** The node has the key now; I2. */
  function settle(key: number, bit: number): void {
    const holds = (system.holds[key]! | bit) >>> 0
    let wanted = 0
    for (let copy = 0; copy < copies; copy++) {
      const home = system.homes[key * copies + copy]!
      if (home !== NOWHERE) wanted |= bitOf(system, home)
    }
    system.holds[key] = wanted !== 0 && (holds & wanted) === wanted ? wanted : holds
  }

  function dropFrom(lane: number): void {
    const lost = queues.get(lane) ?? []
    queues.delete(lane)
    for (const { row, to, keys } of lost) {
      open--
      subjects.outcome[row] = OUTCOME.lost
      recordEvent(recorder, PLACEMENT_EVENT['move.lost'], lane, row)
      for (const key of keys) system.coming[key]! &= ~bitOf(system, to)
    }
  }

  return { plan, dropFrom }
}

