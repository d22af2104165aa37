/**
 * What: HAProxy's `roundrobin`: weighted turns that stay smooth while weights change during the run.
 * Why: each server has an appointment, its next position on a line of time. Serving it costs a look at the earliest
 * appointment, not a look at everybody, so thousands of servers and weights that change all the time are cheap.
 *
 * Picture (weights 5 1 1; a step of the line is one pick, a server comes again after total / weight steps):
 *   init     servers not placed yet in this round, heaviest first
 *   current  servers with an appointment in this round, earliest first
 *   next     servers whose appointment lies beyond this round; it becomes `init` when both others are empty
 *   first a server of `current` that is due, else one of `init`, else the earliest of `current`:   a a a b a a c …
 *
 * Invariants:
 *   I1 a usable server stands in exactly one of the three lists, any other in none.
 *   I2 `nextWeight` is the sum of the scaled weights of the usable servers of the group.
 *
 * Source: HAProxy 2.6 `src/lb_fwrr.c`, Willy Tarreau's "fast weighted round robin"; the function names are its own.
 * Simplifications: a retry avoids every server that failed the request (HAProxy: only the last one, and as a last resort
 * it takes that one again). Ordered lists stand in for its trees.
 * Complexity: O(1) looks a pick and a re-insertion: O(log servers) there, O(servers) moves here.
 */

import { createOrderedList, insertOrdered, removeOrdered, type OrderedList } from '../../structures/ordered-list.ts'
import { createGroups, mayTake, nobodyServing, recount, takeFirstBackup, whoServes, type Groups } from './haproxy-groups.ts'
import { isUsable } from './pool.ts'
import { NO_SERVER, type BalancedRequest, type Policy, type Pool, type PolicyOptions, type Server } from './policy.ts'
import { WEIGHT_SCALE } from './slow-start.ts'

/** Highest weight a person may set, and the same scaled. (SRV_UWGHT_RANGE, SRV_EWGHT_MAX) */
const WEIGHT_RANGE = 256
export const SCALED_WEIGHT_MAX = WEIGHT_RANGE * WEIGHT_SCALE

/** Which list a server stands in. 0 and 1 take turns at being `init` and `next`. */
type ListId = 0 | 1 | 2
const CURRENT = 2

export interface Line {
  /** The servers' indexes; `lists[init]`, `lists[1 - init]` is `next`, `lists[2]` is `current`. */
  readonly lists: readonly [OrderedList, OrderedList, OrderedList]
  init: 0 | 1
  currentPosition: number
  currentWeight: number
  nextWeight: number
}

/** A server's appointment: HAProxy's npos, lpos and rweight. */
export interface Appointment {
  list: ListId | null
  nextPosition: number
  lastPosition: number
  /** What division left over, carried so that no share is lost. */
  remainder: number
  /** Scaled weight in force: 0 while it is not usable. */
  weight: number
}

export interface WeightedTurnsState {
  readonly groups: Groups
  readonly active: Line
  readonly backup: Line
  readonly appointments: Appointment[]
}

export const haproxyWeightedRoundRobin: Policy<WeightedTurnsState> = {
  name: 'haproxy-weighted-round-robin',
  create: createWeightedTurns,
  choose: chooseWeightedTurn,
  onChange: changeWeightedTurns,
}

export function createWeightedTurns(pool: Pool, options: PolicyOptions): WeightedTurnsState {
  const appointments = pool.servers.map(createAppointment)
  const state = { groups: createGroups(pool, options), active: createLine(), backup: createLine(), appointments }
  for (const server of pool.servers) {
    const weight = weightOf(server)
    if (weight === 0) continue
    const line = server.config.backup ? state.backup : state.active
    state.appointments[server.index]!.weight = weight
    line.nextWeight += weight
    queueByWeight(line, line.init, state.appointments, server.index, weight)
  }
  for (const line of [state.active, state.backup]) line.currentPosition = line.currentWeight = line.nextWeight
  return state
}

/** fwrr_get_next_server */
export function chooseWeightedTurn(state: WeightedTurnsState, pool: Pool, request: BalancedRequest, nowUs: number): number {
  const serving = whoServes(state.groups)
  if (serving === 'nobody') return NO_SERVER
  if (serving === 'one-backup') return takeFirstBackup(state.groups, pool, request, nowUs)
  const line = serving === 'active' ? state.active : state.backup
  const { appointments } = state
  let setAside: number[] | null = null
  let hasSwitched = false
  let chosen = NO_SERVER
  while (chosen === NO_SERVER) {
    if (line.currentWeight === 0) line.currentPosition = line.currentWeight = line.nextWeight
    let index = earliest(line, appointments)
    if (index === NO_SERVER && !hasSwitched) {
      hasSwitched = true
      switchLists(line)
      index = earliest(line, appointments)
    }
    if (index === NO_SERVER) break // everybody was looked at and set aside
    updatePosition(line, appointments[index]!)
    dequeue(line, appointments, index)
    line.currentPosition++
    if (mayTake(pool.servers[index]!, request, nowUs)) chosen = index
    else (setAside ??= []).push(index) // full or tried: it used up its turn, and comes back below
  }
  if (chosen !== NO_SERVER) queue(line, appointments, chosen)
  if (setAside !== null) {
    for (let i = setAside.length - 1; i >= 0; i--) {
      // After a switch its place is lost, and only its weight matters.
      const index = setAside[i]!
      if (hasSwitched) queueByWeight(line, line.init, appointments, index, appointments[index]!.weight)
      else queue(line, appointments, index)
    }
  }
  return chosen === NO_SERVER ? nobodyServing(state.groups, pool, request, nowUs) : chosen
}

/** fwrr_update_server_weight, fwrr_set_server_status_up and fwrr_set_server_status_down */
export function changeWeightedTurns(state: WeightedTurnsState, pool: Pool, server: Server): void {
  recount(state.groups, pool)
  while (state.appointments.length < pool.servers.length) state.appointments.push(createAppointment())
  const line = server.config.backup ? state.backup : state.active
  const { appointments } = state
  const appointment = appointments[server.index]!
  const before = appointment.weight
  const weight = weightOf(server)
  if (weight === before) return
  appointment.weight = weight
  line.nextWeight += weight - before // I2
  if (weight === 0) {
    dequeue(line, appointments, server.index)
    appointment.list = null
  } else if (before === 0) {
    // It comes back: placed as if it had the rest of this round and the whole next one to share.
    const ahead = (line.nextWeight + line.currentWeight - line.currentPosition) >>> 0
    appointment.nextPosition = (line.currentPosition + Math.floor(ahead / weight)) >>> 0
    queue(line, appointments, server.index)
  } else if (appointment.list === line.init) {
    dequeue(line, appointments, server.index)
    queueByWeight(line, line.init, appointments, server.index, weight)
  } else {
    moveAppointment(line, appointment, weight)
    dequeue(line, appointments, server.index)
    queue(line, appointments, server.index)
  }
}

function createLine(): Line {
  const lists = [createOrderedList(), createOrderedList(), createOrderedList()] as const
  return { lists, init: 0, currentPosition: 0, currentWeight: 0, nextWeight: 0 }
}

function createAppointment(): Appointment {
  return { list: null, nextPosition: 0, lastPosition: 0, remainder: 0, weight: 0 }
}

function weightOf(server: Server): number {
  return isUsable(server) ? server.scaledWeight : 0
}

/** fwrr_get_server_from_group: one that is due, else one not placed yet, else the earliest of all. */
function earliest(line: Line, appointments: readonly Appointment[]): number {
  const current = line.lists[CURRENT].items
  const first = current.length > 0 ? current[0]! : NO_SERVER
  if (first !== NO_SERVER && appointments[first]!.nextPosition <= line.currentPosition) return first
  const unplaced = line.lists[line.init].items
  if (unplaced.length === 0) return first
  const appointment = appointments[unplaced[0]!]!
  appointment.nextPosition = appointment.remainder = 0 // fwrr_get_srv_init
  return unplaced[0]!
}

/** fwrr_update_position: the next turn comes total / weight picks later. */
function updatePosition(line: Line, appointment: Appointment): void {
  const { weight } = appointment
  if (appointment.nextPosition === 0) appointment.nextPosition = line.currentPosition
  appointment.lastPosition = appointment.nextPosition
  appointment.nextPosition += Math.floor(line.nextWeight / weight)
  appointment.remainder += line.nextWeight % weight
  if (appointment.remainder >= weight) {
    appointment.remainder -= weight
    appointment.nextPosition++
  }
}

/** The weight changed while it waits in `current` or `next`: its appointment is moved, never to later than it was. */
function moveAppointment(line: Line, appointment: Appointment, weight: number): void {
  if (appointment.list === 1 - line.init) appointment.nextPosition += line.currentWeight // fwrr_get_srv_next
  const before = appointment.nextPosition
  const step = Math.floor(line.nextWeight / weight)
  appointment.nextPosition = Math.min(appointment.lastPosition + step, before)
  appointment.remainder = 0
  if (appointment.nextPosition < line.currentPosition + 2) appointment.nextPosition = line.currentPosition + step
}

/** fwrr_queue_srv: into this round, or into the next one if the appointment does not fit. */
function queue(line: Line, appointments: readonly Appointment[], index: number): void {
  const appointment = appointments[index]!
  const { nextPosition, remainder, weight } = appointment
  if (nextPosition >= 2 * line.currentWeight || nextPosition >= line.currentWeight + line.nextWeight) {
    appointment.nextPosition -= line.currentWeight
    queueByWeight(line, line.init === 0 ? 1 : 0, appointments, index, weight)
    return
  }
  const lightness = Math.floor((SCALED_WEIGHT_MAX + remainder - weight) / WEIGHT_SCALE)
  insertOrdered(line.lists[CURRENT], WEIGHT_RANGE * nextPosition + lightness, index)
  appointment.list = CURRENT
}

/** fwrr_queue_by_weight: heavy servers first, which makes the round smooth. */
function queueByWeight(line: Line, list: 0 | 1, appointments: readonly Appointment[], index: number, weight: number): void {
  insertOrdered(line.lists[list], SCALED_WEIGHT_MAX - weight, index)
  appointments[index]!.list = list
}

/** fwrr_dequeue_srv: the server leaves its list, but still knows which one it was. */
function dequeue(line: Line, appointments: readonly Appointment[], index: number): void {
  const { list } = appointments[index]!
  if (list !== null) removeOrdered(line.lists[list], index)
}

/** fwrr_switch_trees: a new round begins. */
function switchLists(line: Line): void {
  line.init = line.init === 0 ? 1 : 0
  line.currentWeight = line.currentPosition = line.nextWeight
}
