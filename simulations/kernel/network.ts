/**
 * What: a link between two machines: how long a message is under way, and what may go wrong with it.
 * Why: a network is not an arrow. It delays each message differently, loses some, repeats some; algorithms are judged by
 * how they live with that.
 *
 * Picture:   send ─▶ delay drawn from the link's distribution ─▶ rule 1 ─▶ rule 2 ─▶ … ─▶ arrives after `delayUs`
 *                                                                  │ drop: lost after half the way
 *                                                                  │ slow: takes `factor` times as long
 *                                                                  │ duplicate: a second copy, `afterUs` later
 *
 * Invariants:
 *   I1 rules are applied in their order; the first that drops ends the chain.
 *   I2 a link without rules draws exactly one number a message, so a fault on one link does not disturb another.
 *   I3 on an ordered link no message overtakes an earlier one.
 *
 * Source: the fault model of Gray and Cheriton's era, as in Jepsen's nemesis and TigerBeetle's packet simulator: a chain
 *   of small rules instead of modes.
 * Simplifications: no bandwidth and no packets; a message is one unit, however large.
 */

import { drawDuration, type Distribution } from './distributions.ts'
import { nextFloat, type Rng } from './random.ts'

export type FaultRule =
  | { readonly kind: 'drop'; /** 0..1 */ readonly share: number }
  | { readonly kind: 'slow'; /** Times the drawn delay. */ readonly factor: number }
  | { readonly kind: 'delay'; readonly plus: Distribution }
  | { readonly kind: 'duplicate'; readonly share: number; readonly afterUs: number }

export interface Link {
  readonly delay: Distribution
  readonly rng: Rng
  /** Draws of the rules come from their own stream (I2). */
  readonly faultRng: Rng
  readonly ordered: boolean
  rules: readonly FaultRule[]
  lastArrivalUs: number
}

/** What the network does with one message. One object is reused: read it before the next call. */
export interface Delivery {
  dropped: boolean
  delayUs: number
  /** Delay of a second copy, -1 when there is none. */
  copyDelayUs: number
}

export function createLink(delay: Distribution, rng: Rng, faultRng: Rng, ordered = false): Link {
  return { delay, rng, faultRng, ordered, rules: [], lastArrivalUs: 0 }
}

const delivery: Delivery = { dropped: false, delayUs: 0, copyDelayUs: -1 }

/** Decides the fate of a message sent now. */
export function transmit(link: Link, nowUs: number): Readonly<Delivery> {
  delivery.dropped = false
  delivery.copyDelayUs = -1
  delivery.delayUs = drawDuration(link.delay, link.rng)
  if (link.rules.length > 0) applyRules(link)
  if (link.ordered && !delivery.dropped) {
    const arrival = Math.max(nowUs + delivery.delayUs, link.lastArrivalUs)
    delivery.delayUs = arrival - nowUs
    link.lastArrivalUs = arrival
  }
  return delivery
}

function applyRules(link: Link): void {
  for (const rule of link.rules) {
    switch (rule.kind) {
      case 'drop':
        if (nextFloat(link.faultRng) < rule.share) {
          delivery.dropped = true
          delivery.delayUs = Math.floor(delivery.delayUs / 2)
          return
        }
        break
      case 'slow':
        delivery.delayUs = Math.round(delivery.delayUs * rule.factor)
        break
      case 'delay':
        delivery.delayUs += drawDuration(rule.plus, link.faultRng)
        break
      case 'duplicate':
        if (nextFloat(link.faultRng) < rule.share) delivery.copyDelayUs = delivery.delayUs + rule.afterUs
        break
    }
  }
}
