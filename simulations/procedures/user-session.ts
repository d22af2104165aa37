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

/** Send a request; resumed when it has its outcome. */
export interface Ask {
  readonly do: 'ask'
}

const ASK: Ask = { do: 'ask' }

/** Goes on for as long as the run does. `pace()` divides the thinking time: 2 is twice as eager. */
export function* userSession(think: Distribution, pace: () => number, rng: Rng): Process<Ask> {
  for (;;) {
    yield hold(Math.round(drawDuration(think, rng) / pace()))
    yield ASK
  }
}
