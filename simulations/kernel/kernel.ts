/**
 * What: the clock of a run, and the loop that moves it from event to event.
 * Why: everything in a simulated system happens at an instant that somebody scheduled. One queue in one total order
 * makes a run repeatable; budgets make it end, whatever a person configured.
 *
 * Picture:   schedule(at, handler, a, b) ─▶ queue ─▶ run: now = at; handlers[kind](a, b) ─▶ schedules more
 *
 * Invariants:
 *   I1 time never goes back: nothing can be scheduled before now.
 *   I2 events of one instant run in the order in which they were scheduled.
 *   I3 a run ends: by running dry, at its time limit, or at a budget, and the outcome says which and when.
 *
 * Source: the event-scheduling world view (Law, "Simulation Modeling and Analysis", ch. 1); `until` as in SimPy: events
 *   at exactly the limit still happen.
 */

import { cancelEvent, createEventQueue, handleOf, nextEventAt, NO_EVENT, popEvent, pushEvent, type EventHandle, type EventQueue } from './event-queue.ts'
import { invariant } from './invariant.ts'
import { createRng, type Rng } from './random.ts'

export type { EventHandle } from './event-queue.ts'

/** What happens at an event. `a` and `b` are whatever its scheduler gave: 32-bit integers, usually indexes. */
export type Handler = (a: number, b: number) => void

/** Registered handlers are named by number; an event carries the number, so pending work stays plain data. */
export type HandlerId = number

/** What a run may use before it is stopped. */
export interface Budget {
  /** Events executed. */
  readonly events: number
  /** Bytes of trace and pending events, as the parts of the system report them with `chargeMemory`. */
  readonly memoryBytes: number
}

/** How a run ended, and at which virtual instant. */
export type RunOutcome =
  | { readonly kind: 'completed'; readonly atUs: number; readonly events: number }
  | { readonly kind: 'stopped'; readonly reason: 'event-budget' | 'memory-budget'; readonly atUs: number; readonly events: number }

export interface Kernel {
  readonly seed: number
  readonly budget: Budget
  readonly queue: EventQueue
  readonly handlers: Handler[]
  readonly handlerNames: string[]
  nowUs: number
  executed: number
  memoryBytes: number
}

export const DEFAULT_BUDGET: Budget = { events: 50_000_000, memoryBytes: 512 * 1024 * 1024 }

export function createKernel(seed: number, budget: Budget = DEFAULT_BUDGET): Kernel {
  return { seed, budget, queue: createEventQueue(), handlers: [], handlerNames: [], nowUs: 0, executed: 0, memoryBytes: 0 }
}

/** A random stream of this run, by name. The same name always starts the same stream. */
export function stream(kernel: Kernel, name: string): Rng {
  return createRng(kernel.seed, name)
}

/** Registers what happens at a kind of event. `name` is a past-tense or plain description for people who debug. */
export function on(kernel: Kernel, name: string, handler: Handler): HandlerId {
  kernel.handlerNames.push(name)
  return kernel.handlers.push(handler) - 1
}

/** Schedules an event `delayUs` from now: a non-negative integer. */
export function schedule(kernel: Kernel, delayUs: number, handler: HandlerId, a = 0, b = 0): void {
  invariant(delayUs >= 0, 'I1: nothing can be scheduled before now')
  pushEvent(kernel.queue, kernel.nowUs + delayUs, handler, a, b)
}

/** The same for an event that may be taken back: returns its handle. */
export function scheduleCancellable(kernel: Kernel, delayUs: number, handler: HandlerId, a = 0, b = 0): EventHandle {
  invariant(delayUs >= 0, 'I1: nothing can be scheduled before now')
  return handleOf(kernel.queue, pushEvent(kernel.queue, kernel.nowUs + delayUs, handler, a, b))
}

/** Takes a pending event back. False when it already happened. */
export function cancel(kernel: Kernel, handle: EventHandle): boolean {
  return cancelEvent(kernel.queue, handle)
}

/** Adds to the memory that this run answers for. */
export function chargeMemory(kernel: Kernel, bytes: number): void {
  kernel.memoryBytes += bytes
}

/** Runs every event up to and including `untilUs`. May be called again with a later limit. */
export function run(kernel: Kernel, untilUs: number): RunOutcome {
  const { queue, handlers, budget } = kernel
  const maxEvents = budget.events
  let executed = kernel.executed
  for (;;) {
    const slot = popEvent(queue, untilUs)
    if (slot === NO_EVENT) break
    kernel.nowUs = queue.time[slot]!
    handlers[queue.kind[slot]!]!(queue.a[slot]!, queue.b[slot]!)
    executed++
    if (executed < maxEvents && kernel.memoryBytes <= budget.memoryBytes) continue
    if (executed >= maxEvents && nextEventAt(queue) > untilUs) continue // that was the last one anyway
    kernel.executed = executed
    const reason = executed >= maxEvents ? 'event-budget' : 'memory-budget'
    return { kind: 'stopped', reason, atUs: kernel.nowUs, events: executed }
  }
  kernel.executed = executed
  if (untilUs !== Infinity && untilUs > kernel.nowUs) kernel.nowUs = untilUs
  return { kind: 'completed', atUs: kernel.nowUs, events: executed }
}
