/**
 * The instant that is shown: "now", in virtual µs, and the log row after which the picture stands. It lives outside React, so that
 * a canvas can follow it sixty times a second without one component rendering.
 */

export interface Instant {
  readonly us: number
  /** Last log row that has happened, -1 before the first. Several rows may share one instant. */
  readonly row: number
}

export interface Clock {
  /** Now, in µs. */
  get(): number
  row(): number
  /** The same object until the clock moves. */
  instant(): Instant
  set(us: number, row: number): void
  subscribe(listener: () => void): () => void
}

export function createClock(): Clock {
  let instant: Instant = { us: 0, row: -1 }
  const listeners = new Set<() => void>()
  return {
    get: () => instant.us,
    row: () => instant.row,
    instant: () => instant,
    set(us, row) {
      if (us === instant.us && row === instant.row) return
      instant = { us, row }
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
