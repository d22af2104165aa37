/**
 * What: items kept in the order of a number, their key; items with equal keys stay in the order in which they came.
 * Why: several schedulers ask "who is next?" over and over. Who came first among equals decides how ties fall, so it must
 * be a rule and not an accident of sorting.
 *
 * Picture:   insert(5, a) insert(3, b) insert(5, c)   ─▶   3:b  5:a  5:c       first = b
 *
 * Invariants:
 *   I1 keys never fall from left to right.
 *   I2 of two items with one key, the one inserted earlier stands to the left.
 *
 * Source: plays the part of HAProxy's elastic binary trees (`ebtree/eb32tree.h`), which keep duplicates in order of insertion.
 * Simplifications: arrays instead of a tree; an item may stand in a list once.
 * Complexity: insertion and removal O(n) moves, which beats a tree for the few dozen servers of a pool; the first is O(1).
 */

/** Two parallel columns. Items are small integers, such as the index of a server. */
export interface OrderedList {
  readonly keys: number[]
  readonly items: number[]
}

export function createOrderedList(): OrderedList {
  return { keys: [], items: [] }
}

/** Puts an item behind every item whose key is smaller or equal. */
export function insertOrdered(list: OrderedList, key: number, item: number): void {
  const { keys, items } = list
  let at = keys.length
  keys.push(key)
  items.push(item)
  // I2: stops at an equal key, so the newcomer stays to its right.
  while (at > 0 && keys[at - 1]! > key) {
    keys[at] = keys[at - 1]!
    items[at] = items[at - 1]!
    at--
  }
  keys[at] = key
  items[at] = item
}

/** Takes an item out. Nothing happens if it is not there. */
export function removeOrdered(list: OrderedList, item: number): void {
  const { keys, items } = list
  const at = items.indexOf(item)
  if (at < 0) return
  for (let i = at + 1; i < items.length; i++) {
    keys[i - 1] = keys[i]!
    items[i - 1] = items[i]!
  }
  keys.pop()
  items.pop()
}
