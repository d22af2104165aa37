/** The order with one option moved to a place; the others keep theirs among each other. Before anything was moved the options stand as written. */
export function moved(order: readonly number[], option: number, place: number, count: number): readonly number[] {
  const whole = order.length === count ? order : Array.from({ length: count }, (_, at) => at)
  const others = whole.filter((one) => one !== option)
  return [...others.slice(0, place), option, ...others.slice(place)]
}

/** The place of what is held at a height, among rows of which each has its middle there: above all, between two, below all. */
export function placeAt(middles: readonly number[], y: number): number {
  return middles.filter((middle) => middle < y).length
}
