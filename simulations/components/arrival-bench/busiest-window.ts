/**
 * What: the window in which one key gets the most through, wherever one lays it.
 * Why: a limit of 5 a second that lets 10 through within a second is found by looking at every second, not at those of the clock.
 *
 * Picture (window 1 s):   0.9 0.9 0.9 │ 1.0 1.0 1.0       [0.9, 1.9) holds 6
 *
 * Invariants: I1 the window begins at a departure and is open at its end: what leaves exactly one window later is not in it.
 * Source: none; two pointers over the sorted departures.
 * Simplifications: none. A delayed request counts when it leaves, not when it came.
 * Complexity: O(n) where departures rise with the arrivals of a key, O(n log n) where not.
 */

import type { Arrivals } from './arrivals.ts'
import type { CompiledSpec } from './limiter-spec.ts'

export interface BusiestWindow {
  readonly fromUs: number
  readonly toUs: number
  /** What got through, in requests of cost 1. */
  readonly units: number
  /** Number of the key in `keys`. */
  readonly key: number
}

const REJECTED = 2

export function busiestWindow({ count, atUs, key, cost, keys }: Arrivals, { windowUs, knowsCost }: CompiledSpec, verdict: Uint8Array, delayUs: Float64Array): BusiestWindow | null {
  const leave = (i: number): number => atUs[i]! + delayUs[i]!
  let best: BusiestWindow | null = null
  for (const [number, own] of admittedByKey(count, key, keys.length, verdict).entries()) {
    for (let at = 1; at < own.length; at++) {
      if (leave(own[at]!) >= leave(own[at - 1]!)) continue
      own.sort((a, b) => leave(a) - leave(b) || a - b)
      break
    }
    let units = 0
    for (let last = 0, first = 0; last < own.length; last++) {
      units += knowsCost ? cost[own[last]!]! : 1
      while (leave(own[last]!) - leave(own[first]!) >= windowUs) units -= knowsCost ? cost[own[first++]!]! : (first++, 1)
      if (best !== null && units <= best.units) continue
      const fromUs = leave(own[first]!)
      best = { fromUs, toUs: fromUs + windowUs, units, key: number }
    }
  }
  return best
}

/** For each key, the numbers of the arrivals that got through, in the order asked. */
function admittedByKey(count: number, key: Uint32Array, keys: number, verdict: Uint8Array): Uint32Array[] {
  const sizes = new Uint32Array(keys)
  for (let i = 0; i < count; i++) if (verdict[i] !== REJECTED) sizes[key[i]!]!++
  const own = Array.from(sizes, (size) => new Uint32Array(size))
  const filled = new Uint32Array(keys)
  for (let i = 0; i < count; i++) if (verdict[i] !== REJECTED) own[key[i]!]![filled[key[i]!]!++] = i
  return own
}
