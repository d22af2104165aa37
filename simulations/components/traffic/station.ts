/**
 * What: a server: some workers, a bounded queue in front of them, and a speed.
 * Why: this is the machine that queueing theory is about. Waiting, refusals and slow answers come from here and nowhere else.
 *
 * Picture:   ─▶ [ ● ● ● ] queue ─▶ worker ▓▓▓   (the first in the queue goes to the first free worker)
 *                                  worker ▓
 *
 * Invariants:
 *   I1 a worker is never idle while a request waits.
 *   I2 at most `workers` requests are served and at most `queueCapacity` wait.
 *   I3 first come, first served.
 *
 * Source: the M/M/c and M/M/1/K stations of Kleinrock, "Queueing Systems", vol. 1.
 * Simplifications: workers do not slow each other down, work is not preempted, nothing else runs on the machine.
 * Complexity: O(1) each step; the queue is a ring that doubles when full.
 */

import { invariant } from '../../kernel/invariant.ts'

export interface Station {
  readonly workers: number
  readonly queueCapacity: number
  busy: number
  /** Ring of waiting requests. */
  queue: Int32Array
  head: number
  waiting: number
}

/** A worker took it, it waits, or it was turned away. */
export type Admission = 'started' | 'queued' | 'refused'

export function createStation(workers: number, queueCapacity: number): Station {
  return { workers, queueCapacity, busy: 0, queue: new Int32Array(16), head: 0, waiting: 0 }
}

/** A request arrives. */
export function arrive(station: Station, request: number): Admission {
  if (station.busy < station.workers) {
    station.busy++
    return 'started'
  }
  if (station.waiting >= station.queueCapacity) return 'refused'
  enqueue(station, request)
  return 'queued'
}

/** The same for what cannot be turned away: it waits, however full the queue is. */
export function arriveAnyway(station: Station, request: number): Admission {
  const admission = arrive(station, request)
  if (admission !== 'refused') return admission
  enqueue(station, request)
  return 'queued'
}

/** A worker has finished: the request it takes next, or -1 when it falls idle. */
export function finish(station: Station): number {
  invariant(station.busy > 0, 'I1: only a busy worker finishes')
  if (station.waiting === 0) {
    station.busy--
    return -1
  }
  const request = station.queue[station.head]!
  station.head = (station.head + 1) & (station.queue.length - 1)
  station.waiting--
  return request
}

/** The process dies: everything it had is gone. */
export function reset(station: Station): void {
  station.busy = 0
  station.head = 0
  station.waiting = 0
}

function enqueue(station: Station, request: number): void {
  if (station.waiting === station.queue.length) growQueue(station)
  const capacity = station.queue.length
  station.queue[(station.head + station.waiting) & (capacity - 1)] = request
  station.waiting++
}

function growQueue(station: Station): void {
  const old = station.queue
  const queue = new Int32Array(old.length * 2)
  for (let i = 0; i < station.waiting; i++) queue[i] = old[(station.head + i) & (old.length - 1)]!
  station.queue = queue
  station.head = 0
}
