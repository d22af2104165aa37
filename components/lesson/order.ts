/** The order with one option at a place; whoever stood there loses it. A hole is -1. */
export function placed(order: readonly number[], option: number, place: number, count: number): readonly number[] {
  const next = Array.from({ length: count }, (_, at) => (order[at] === undefined || order[at] === option ? -1 : order[at]))
  if (place >= 0) next[place] = option
  return next
}
