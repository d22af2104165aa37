/**
 * The instant that is shown: "now", in virtual µs, and the log row after which the picture stands. It lives outside React, so that
 * a canvas can follow it sixty times a second without one component rendering.
 */

export interface Instant {
  readonly us: number
  /** Last log row that has happened, -1 before the first. Several rows may share one instant. */
  readonly row: number
}

/**
 * Words follow now on a common beat: whoever speaks every 100, 200 or 1,000 ms speaks in the same frame as the others, of the same
 * instant, and its state is worked out once for all of them.
 */
export function isNextBeat(wallMs: number, shownAtMs: number, everyMs: number): boolean {
  return Math.floor(wallMs / everyMs) !== Math.floor(shownAtMs / everyMs)
}

/** When whoever was passed over on this beat says the last instant, should time have stopped: after the next beat. */
export function lateBeatMs(wallMs: number, everyMs: number): number {
  return everyMs - (wallMs % everyMs) + LATE_MS
}

/** Longer than a frame takes, also on a slow machine. */
const LATE_MS = 50

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
