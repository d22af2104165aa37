/**
 * What: the set of things that will happen, taken out in order of time, and of scheduling where times are equal.
 * Why: this queue is what a simulation spends its life in. A heap is best for a few dozen pending events; with
 * thousands, most of them timeouts that never fire, putting far events into unsorted buckets and sorting a bucket when
 * its time comes is several times cheaper, and cancelling there costs nothing.
 *
 * Picture:        near (heap, sorted)     ring of buckets, `widthUs` each (lists, unsorted)        overflow (list)
 *            now ──●─●●──│ horizon ──[●●]──[●]──[ ]──[●●●]── ... ──[●]──│ base + RING * width ── ●  ●●   ●
 *            The near heap runs empty: the next bucket is poured into it and the horizon moves one bucket on.
 *
 * Invariants:
 *   I1 events leave in ascending (time, sequence number): a total order, whatever the buckets look like.
 *   I2 every event before the horizon is in the heap; no event in a bucket or the overflow is before it.
 *   I3 a handle of an event that has left or was cancelled is refused: slots carry a generation.
 *
 * Source: calendar queue (Brown, CACM 31(10), 1988) and ladder queue (Tang, Goh, Thng, ACM TOMACS 15(3), 2005), in the
 *   simplest form that keeps their cost: one rung, with a heap at the bottom; lazy deletion in the heap only.
 * Simplifications: bucket width follows the mean gap between events scheduled before; a sudden change of density costs time, not order.
 * Complexity: O(1) amortised; O(log k) in the heap, k the events of one bucket. 52 bytes a pending event.
 */

import { invariant } from './invariant.ts'

/** Plain data: columns of slots, and three places a slot can be in. */
export interface EventQueue {
  /** Columns, one entry a slot. */
  time: Float64Array
  sequence: Float64Array
  kind: Uint16Array
  a: Int32Array
  b: Int32Array
  next: Int32Array
  previous: Int32Array
  /** IN_HEAP, CANCELLED, or the number of the bucket. Says nothing of a free slot. */
  place: Int32Array
  generation: Uint32Array
  firstFree: number
  slots: number
  nextSequence: number
  /** The near heap: slots with their times beside them. */
  heap: Int32Array
  heapTime: Float64Array
  heapSize: number
  /** Entries of the heap that were cancelled and still lie there. */
  heapCancelled: number
  horizonUs: number
  /** First slot of each bucket; the last entry is the overflow. */
  buckets: Int32Array
  far: number
  baseUs: number
  widthUs: number
  cursor: number
  /** For the bucket width: the time and the sequence number when the buckets were laid out. */
  laidOutAtUs: number
  laidOutSequence: number
}

/** Names a pending event for `cancelEvent`. 0 is never a handle. */
export type EventHandle = number

const RING = 1024
const OVERFLOW = RING
const IN_HEAP = -1
const CANCELLED = -2
const NONE = -1
/** What `popEvent` returns when nothing is due. */
export const NO_EVENT = -1
/** Below this many pending events a heap alone is fastest (measured: the lines cross between 50 and 100). */
const HEAP_ALONE = 64
/** Events a bucket should hold when its time comes. */
const PER_BUCKET = 4
/** A handle is generation * HANDLE_BASE + slot + 1: 2^23 slots, 2^30 generations. */
const HANDLE_BASE = 8388608
const MAX_SLOTS = HANDLE_BASE - 1
const MAX_GENERATION = 1073741823

export function createEventQueue(capacity = 64): EventQueue {
  const queue: EventQueue = {
    time: new Float64Array(capacity), sequence: new Float64Array(capacity), kind: new Uint16Array(capacity),
    a: new Int32Array(capacity), b: new Int32Array(capacity), next: new Int32Array(capacity),
    previous: new Int32Array(capacity), place: new Int32Array(capacity), generation: new Uint32Array(capacity),
    firstFree: NONE, slots: 0, nextSequence: 0,
    heap: new Int32Array(capacity), heapTime: new Float64Array(capacity), heapSize: 0, heapCancelled: 0,
    horizonUs: Infinity,
    buckets: new Int32Array(RING + 1).fill(NONE), far: 0, baseUs: 0, widthUs: 1, cursor: RING,
    laidOutAtUs: 0, laidOutSequence: 0,
  }
  return queue
}

/**
 * Adds an event at `atUs` and returns its slot; `handleOf` names it for a cancellation. `kind` is 0..65535; `a` and `b`
 * are 32-bit integers. (Small on purpose: engines copy it into its callers, and then no float is boxed on the way.)
 */
export function pushEvent(queue: EventQueue, atUs: number, kind: number, a: number, b: number): number {
  let slot = queue.firstFree
  if (slot !== NONE) queue.firstFree = queue.next[slot]!
  else slot = newSlot(queue)
  queue.time[slot] = atUs
  queue.kind[slot] = kind
  queue.a[slot] = a
  queue.b[slot] = b
  enqueue(queue, slot)
  return slot
}

/** Names the pending event in a slot. */
export function handleOf(queue: EventQueue, slot: number): EventHandle {
  return queue.generation[slot]! * HANDLE_BASE + slot + 1
}

/** Gives a filled slot its place in the order, and puts it into the heap or a bucket. */
function enqueue(queue: EventQueue, slot: number): void {
  queue.sequence[slot] = queue.nextSequence++
  if (queue.time[slot]! < queue.horizonUs) {
    addToHeap(queue, slot)
    if (queue.heapSize > HEAP_ALONE && queue.horizonUs === Infinity) spill(queue)
  } else addToBucket(queue, slot)
}

/** Takes the event out of the set. False when it has already left, was cancelled, or never was. */
export function cancelEvent(queue: EventQueue, handle: EventHandle): boolean {
  if (handle <= 0) return false
  const generation = Math.floor((handle - 1) / HANDLE_BASE)
  const slot = handle - 1 - generation * HANDLE_BASE
  if (slot >= queue.slots || queue.generation[slot] !== generation) return false
  const place = queue.place[slot]!
  if (place === CANCELLED) return false
  if (place === IN_HEAP) {
    queue.place[slot] = CANCELLED
    queue.heapCancelled++
    return true
  }
  const next = queue.next[slot]!
  const previous = queue.previous[slot]!
  if (previous === NONE) queue.buckets[place] = next
  else queue.next[previous] = next
  if (next !== NONE) queue.previous[next] = previous
  queue.far--
  freeSlot(queue, slot)
  return true
}

/** The time of the next event, Infinity when there is none. */
export function nextEventAt(queue: EventQueue): number {
  return settleTop(queue) ? queue.heapTime[0]! : Infinity
}

/** How many events will still happen. */
export function pendingEvents(queue: EventQueue): number {
  return queue.heapSize - queue.heapCancelled + queue.far
}

/**
 * Takes out the next event if it happens no later than `untilUs`, and returns its slot, or NO_EVENT. The columns of the
 * slot hold the event until the next push.
 */
export function popEvent(queue: EventQueue, untilUs: number): number {
  if (!(queue.heapSize > 0 && queue.place[queue.heap[0]!] === IN_HEAP) && !settleTop(queue)) return NO_EVENT
  if (queue.heapTime[0]! > untilUs) return NO_EVENT
  const slot = queue.heap[0]!
  dropTop(queue)
  freeSlot(queue, slot)
  return slot
}

/** Brings a live event to the top of the heap, pouring buckets as needed. False when nothing is pending. */
function settleTop(queue: EventQueue): boolean {
  for (;;) {
    while (queue.heapSize > 0) {
      const top = queue.heap[0]!
      if (queue.place[top] !== CANCELLED) return true
      queue.heapCancelled--
      dropTop(queue)
      freeSlot(queue, top)
    }
    if (queue.far === 0) {
      queue.horizonUs = Infinity // few are left: back to a heap alone
      return false
    }
    if (queue.cursor === RING) layOutBuckets(queue)
    pour(queue)
  }
}

/** Empties the next bucket into the heap and moves the horizon (I2). */
function pour(queue: EventQueue): void {
  const bucket = queue.cursor
  let slot = queue.buckets[bucket]!
  queue.buckets[bucket] = NONE
  queue.cursor = bucket + 1
  queue.horizonUs = queue.baseUs + (bucket + 1) * queue.widthUs
  while (slot !== NONE) {
    const next = queue.next[slot]!
    queue.far--
    addToHeap(queue, slot)
    slot = next
  }
  if (queue.far === 0 && queue.heapSize < HEAP_ALONE) queue.horizonUs = Infinity
}

/** The heap alone has grown too large: everything goes to the overflow, and buckets are laid out. */
function spill(queue: EventQueue): void {
  for (let i = 0; i < queue.heapSize; i++) {
    const slot = queue.heap[i]!
    if (queue.place[slot] === CANCELLED) freeSlot(queue, slot)
    else link(queue, slot, OVERFLOW)
  }
  queue.heapSize = 0
  queue.heapCancelled = 0
  layOutBuckets(queue)
  pour(queue)
}

/** Starts a new ring at the earliest event of the overflow, and moves into it what fits. */
function layOutBuckets(queue: EventQueue): void {
  let earliest = Infinity
  let latest = 0
  for (let slot = queue.buckets[OVERFLOW]!; slot !== NONE; slot = queue.next[slot]!) {
    const at = queue.time[slot]!
    if (at < earliest) earliest = at
    if (at > latest) latest = at
  }
  const elapsed = earliest - queue.laidOutAtUs
  const scheduled = queue.nextSequence - queue.laidOutSequence
  const gap = scheduled >= RING && elapsed > 0 ? elapsed / scheduled : (latest - earliest) / Math.max(1, queue.far)
  queue.widthUs = Math.max(1, Math.ceil(gap * PER_BUCKET))
  queue.baseUs = earliest
  queue.cursor = 0
  queue.horizonUs = earliest
  queue.laidOutAtUs = earliest
  queue.laidOutSequence = queue.nextSequence
  let slot = queue.buckets[OVERFLOW]!
  queue.buckets[OVERFLOW] = NONE
  while (slot !== NONE) {
    const next = queue.next[slot]!
    queue.far--
    addToBucket(queue, slot)
    slot = next
  }
}

function addToBucket(queue: EventQueue, slot: number): void {
  const bucket = Math.floor((queue.time[slot]! - queue.baseUs) / queue.widthUs)
  link(queue, slot, bucket < RING ? bucket : OVERFLOW)
}

/** Puts a slot at the head of a bucket's list. */
function link(queue: EventQueue, slot: number, bucket: number): void {
  const head = queue.buckets[bucket]!
  queue.next[slot] = head
  queue.previous[slot] = NONE
  if (head !== NONE) queue.previous[head] = slot
  queue.buckets[bucket] = slot
  queue.place[slot] = bucket
  queue.far++
}

/** Sifts a new entry up: it is before its parent when it is earlier, or equally early and scheduled before. */
function addToHeap(queue: EventQueue, slot: number): void {
  queue.place[slot] = IN_HEAP
  const { heap, heapTime, sequence } = queue
  const atUs = queue.time[slot]!
  let at = queue.heapSize++
  while (at > 0) {
    const parent = (at - 1) >> 1
    const parentTime = heapTime[parent]!
    if (parentTime < atUs || (parentTime === atUs && sequence[heap[parent]!]! < sequence[slot]!)) break
    heapTime[at] = parentTime
    heap[at] = heap[parent]!
    at = parent
  }
  heapTime[at] = atUs
  heap[at] = slot
}

/** Removes the root: the last entry takes its place and sifts down past every earlier child. */
function dropTop(queue: EventQueue): void {
  const { heap, heapTime, sequence } = queue
  const size = --queue.heapSize
  if (size === 0) return
  const slot = heap[size]!
  const time = heapTime[size]!
  const order = sequence[slot]!
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= size) break
    if (child + 1 < size) {
      const left = heapTime[child]!
      const right = heapTime[child + 1]!
      // Chosen by arithmetic: which child is earlier is a coin toss that a branch predictor loses. A tie is rare.
      if (right === left) child += +(sequence[heap[child + 1]!]! < sequence[heap[child]!]!)
      else child += +(right < left)
    }
    const childTime = heapTime[child]!
    if (time < childTime || (time === childTime && order < sequence[heap[child]!]!)) break
    heapTime[at] = childTime
    heap[at] = heap[child]!
    at = child
  }
  heapTime[at] = time
  heap[at] = slot
}

function freeSlot(queue: EventQueue, slot: number): void {
  const generation = queue.generation[slot]!
  queue.generation[slot] = generation === MAX_GENERATION ? 0 : generation + 1
  queue.next[slot] = queue.firstFree
  queue.firstFree = slot
}

function newSlot(queue: EventQueue): number {
  const slot = queue.slots
  invariant(slot < MAX_SLOTS, `event queue: at most ${MAX_SLOTS} events may be pending`)
  if (slot === queue.time.length) growSlots(queue)
  queue.slots++
  return slot
}

function growSlots(queue: EventQueue): void {
  const capacity = queue.time.length * 2
  queue.time = grown(queue.time, new Float64Array(capacity))
  queue.sequence = grown(queue.sequence, new Float64Array(capacity))
  queue.kind = grown(queue.kind, new Uint16Array(capacity))
  queue.a = grown(queue.a, new Int32Array(capacity))
  queue.b = grown(queue.b, new Int32Array(capacity))
  queue.next = grown(queue.next, new Int32Array(capacity))
  queue.previous = grown(queue.previous, new Int32Array(capacity))
  queue.place = grown(queue.place, new Int32Array(capacity))
  queue.generation = grown(queue.generation, new Uint32Array(capacity))
  queue.heap = grown(queue.heap, new Int32Array(capacity))
  queue.heapTime = grown(queue.heapTime, new Float64Array(capacity))
}

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from)
  return to
}
