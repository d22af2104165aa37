/** How high bands are drawn: one rule for the canvas and the printed picture. */

/** Pixels for each waiting request: up to 7, and less when the deepest queue of the run needs the room. */
export function waitingScale(deepest: number, roomPx: number): number {
  return Math.min(7, roomPx / Math.max(1, deepest))
}

/** Height of a queue above its lane; even a single request is seen. */
export function waitingHeight(depth: number, perRequest: number): number {
  return Math.max(Math.min(2.5, 4 * perRequest), depth * perRequest)
}

/** Thickness of a lane that serves, by how busy it is. */
export function servingHeight(busy: number, most: number, roomPx: number): number {
  const least = Math.min(2.5, roomPx * 0.6)
  return least + (roomPx - least) * (busy / Math.max(1, most))
}
