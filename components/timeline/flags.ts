/**
 * What: which of the words beside the lanes are written, and where, so that none covers another.
 * Why: a run in which five servers stop within a second has five notes on one spot. The nearest to now speak; the others
 * keep their tick and speak when the view is closer.
 *
 * Invariants: I1 two words never overlap; I2 of two that compete, the one nearer to now is written.
 */

/** Something that wants to be written at x on a lane. */
export interface FlagWish {
  readonly x: number
  readonly lane: number
  readonly widthPx: number
  /** Distance to now, in whatever unit; smaller is more important. */
  readonly distance: number
}

/** `side`: to which side of its x the word lies. */
export interface FlagPlace<Wish> {
  readonly wish: Wish
  readonly left: number
  readonly side: 'right' | 'left'
}

/** Space kept free between two words on one lane. */
const APART_PX = 10
/** From the tick to its word. */
const OFF_PX = 4

export function placeFlags<Wish extends FlagWish>(wishes: readonly Wish[], widthPx: number): FlagPlace<Wish>[] {
  const placed: FlagPlace<Wish>[] = []
  const taken = new Map<number, { from: number; to: number }[]>()
  const inOrder = [...wishes].sort((a, b) => a.distance - b.distance || a.x - b.x || a.lane - b.lane)
  for (const wish of inOrder) {
    const row = taken.get(wish.lane) ?? []
    const right = wish.x + OFF_PX
    const left = wish.x - OFF_PX - wish.widthPx
    const fits = (from: number) => row.every((other) => from >= other.to + APART_PX || from + wish.widthPx + APART_PX <= other.from)
    const side = fits(right) && right + wish.widthPx <= widthPx ? 'right' : fits(left) && left >= 0 ? 'left' : fits(right) ? 'right' : null
    if (side === null) continue
    const from = side === 'right' ? right : left
    row.push({ from, to: from + wish.widthPx })
    taken.set(wish.lane, row)
    placed.push({ wish, left: from, side })
  }
  return placed
}
