/**
 * What: one user of a closed load: thinks, asks, waits for the answer, and starts over.
 * Why: a user who waits does not ask again. That is why a closed load slows down together with the system, and an open
 * one does not (D4 "open versus closed").
 *
 * Source: Schroeder, Wierman, Harchol-Balter, "Open Versus Closed: A Cautionary Tale", NSDI 2006, section 2.
 */

import { drawDuration, type Distribution } from '../kernel/distributions.ts'
import { hold, type Process } from '../kernel/process.ts'
import type { Rng } from '../kernel/random.ts'

/** `ask`: send a request; resumed when it has its outcome. `rest`: the pace is zero; resumed when it is not any more. */
export interface UserAct {
  readonly do: 'ask' | 'rest'
}

const ASK: UserAct = { do: 'ask' }
const REST: UserAct = { do: 'rest' }

/** Even the most eager user needs some time; without it a run could stand still at one instant. */
const SHORTEST_THINK_US = 1

/** Goes on for as long as the run does. `pace()` divides the thinking time: 2 is twice as eager, 0 is not at all. */
export function* userSession(think: Distribution, pace: () => number, rng: Rng): Process<UserAct> {
  for (;;) {
    while (pace() === 0) yield REST
    yield hold(Math.max(SHORTEST_THINK_US, Math.round(drawDuration(think, rng) / pace())))
    while (pace() === 0) yield REST
    yield ASK
  }
}
