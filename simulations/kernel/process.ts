/**
 * What: code that waits in the middle: a generator whose every `yield` is an operation, answered later.
 * Why: "think, ask, wait for the answer, repeat" reads as one loop, while the run stays a queue of events.
 *
 * Picture:   user: yield hold(think) ─▶ kernel resumes it later
 *                  yield request()   ─▶ the world performs it and resumes it with the answer
 *
 * Invariants:
 *   I1 a process never touches the scheduler or a component; it yields data that describes what it wants.
 *   I2 it is resumed at most once for each yield.
 *
 * Source: processes of Simula 67 (Dahl, Nygaard) and SimPy; operations as data as in Haskell's free monads and redux-saga.
 * Simplifications: a process cannot be copied, so nothing rewinds it; the trace is rewound instead.
 */

import { invariant } from './invariant.ts'
import { on, schedule, type HandlerId, type Kernel } from './kernel.ts'

/** Wait for a span of virtual time. */
export interface Hold {
  readonly do: 'hold'
  readonly us: number
}

export function hold(us: number): Hold {
  return { do: 'hold', us }
}

/** A sequential program whose operations are of type `Op`, or a hold. */
export type Process<Op> = Generator<Op | Hold, void, unknown>

/** Performs an operation for process `id`, and later calls `resume(runner, id, answer)`. */
export type Perform<Op> = (operation: Op, id: number) => void

/** Runs many processes of one kind. */
export interface Runner<Op> {
  readonly kernel: Kernel
  readonly processes: Process<Op>[]
  readonly waiting: boolean[]
  readonly perform: Perform<Op>
  readonly wake: HandlerId
}

export function createRunner<Op>(kernel: Kernel, name: string, perform: Perform<Op>): Runner<Op> {
  const runner: Runner<Op> = {
    kernel,
    processes: [],
    waiting: [],
    perform,
    wake: on(kernel, `${name} resumed`, (id) => resume(runner, id, undefined)),
  }
  return runner
}

/** Starts a process now and returns its id. */
export function start<Op>(runner: Runner<Op>, process: Process<Op>): number {
  const id = runner.processes.push(process) - 1
  runner.waiting.push(true)
  resume(runner, id, undefined)
  return id
}

/** Goes on after a yield, with the answer to it. */
export function resume<Op>(runner: Runner<Op>, id: number, answer: unknown): void {
  invariant(runner.waiting[id] === true, 'I2: a process is resumed once for each yield')
  runner.waiting[id] = false
  const step = runner.processes[id]!.next(answer)
  if (step.done === true) return
  runner.waiting[id] = true
  const operation = step.value
  if (isHold(operation)) schedule(runner.kernel, operation.us, runner.wake, id)
  else runner.perform(operation, id)
}

function isHold(operation: unknown): operation is Hold {
  return (operation as Hold).do === 'hold'
}
