/**
 * What: how many requests one owner of a ring may hold, if nobody may hold much more than the mean.
 * Why: a ring alone lets one hot key drown its owner. A bound makes the surplus spill over to the next points, and everybody's
 * load stays below a number that can be told beforehand.
 *
 * Picture (factor 150, 4 equal owners, 7 open + 1): slots = ceil(8 · 1.5) = 12, so 3 each
 *
 * Invariants:
 *   I1 an owner has at least one slot; with one slot given to nobody else, the slots of all add up to ceil((open + 1) · factor / 100).
 *
 * Source: Mirrokni, Thorup, Zadimoghaddam, "Consistent hashing with bounded loads" (SODA 2018), section 2; HAProxy 2.6
 * `src/lb_chash.c`, `chash_server_is_eligible`, for the shares by weight.
 * Simplifications: none.
 * Complexity: O(1).
 */

/**
 * Slots of an owner when one more request comes. `before` is the weight of the owners in front of it: the remainder of the
 * division goes to the owners on whose stretch of the running sum it falls.
 */
export function slotsOf(weight: number, before: number, totalWeight: number, open: number, factorPercent: number): number {
  const slots = Math.floor(((open + 1) * factorPercent + 99) / 100)
  const remainder = slots % totalWeight
  const extra = Math.floor(((before + weight) * remainder) / totalWeight) - Math.floor((before * remainder) / totalWeight)
  return Math.max(1, weight * Math.floor(slots / totalWeight) + extra)
}
