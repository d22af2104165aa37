/**
 * What: the same work for every ring: 10 nodes, keys of about 20 characters in a shuffled order.
 */

export const NODES: readonly string[] = Array.from({ length: 10 }, (_, i) => `10.0.0.${i + 1}:11211`)
export const POINTS = 160

/**
 * Like the keys of a cache, as they come from a socket: a text made of parts here would stay a rope of them, whose every letter costs one
 * more step to whoever reads it. More keys than hashring's cache of answers holds.
 */
export const keys: readonly string[] = Array.from({ length: 16_384 }, (_, i) =>
  Buffer.from(`session:${((i * 2_654_435_761) >>> 0).toString(36).padStart(8, '0')}:v1`).toString('latin1'))

/** Looks `count` keys up, and counts answers for one node so that no look-up can be left out. */
export function lookUp(count: number, isFirst: (key: string) => boolean): number {
  let found = 0
  for (let i = 0; i < count; i++) if (isFirst(keys[(i * 7919) & 16_383]!)) found++
  return found
}
