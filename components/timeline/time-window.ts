/**
 * What: the stretch of virtual time that is in view, and how it moves.
 * Why: scrubbing, zooming, panning and following are arithmetic on two numbers; here they can be tested without a screen.
 *
 * Invariants:
 *   I1 zooming around an instant leaves that instant where it was, unless an end of the run forbids it.
 *   I2 following keeps now between 20 % and 80 % of the width, unless an end of the run forbids it.
 *   I3 a window shows at least SHORTEST_US and never strays further than OVERSCROLL beyond the run.
 */

export interface TimeWindow {
  readonly fromUs: number
  readonly toUs: number
}

/** The window as something outside React: read in a frame, set by a hand, heard by whoever draws. */
export interface Viewport {
  get(): TimeWindow
  set(window: TimeWindow): void
  subscribe(listener: () => void): () => void
}

export const SHORTEST_US = 1_000
/** Part of the window that may lie before the run's beginning or behind its end. */
export const OVERSCROLL = 0.08
const FOLLOW_FROM = 0.2
const FOLLOW_TO = 0.8
/** Where now comes to lie after a jump: more of the past, which explains, than of the future. */
const LAND_AT = 0.6

export function createViewport(initial: TimeWindow): Viewport {
  let window = initial
  const listeners = new Set<() => void>()
  return {
    get: () => window,
    set: (next) => {
      if (next.fromUs === window.fromUs && next.toUs === window.toUs) return
      window = next
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export function spanOf(window: TimeWindow): number {
  return window.toUs - window.fromUs
}

export function xAt(window: TimeWindow, widthPx: number, atUs: number): number {
  return ((atUs - window.fromUs) / spanOf(window)) * widthPx
}

export function timeAt(window: TimeWindow, widthPx: number, x: number): number {
  return window.fromUs + (x / widthPx) * spanOf(window)
}

/** The whole run with its margins. */
export function wholeRun(endUs: number): TimeWindow {
  const margin = (endUs * OVERSCROLL) / 2
  return { fromUs: -margin, toUs: endUs + margin }
}

/** Moves and shrinks a window until it is allowed (I3). */
export function confine(window: TimeWindow, endUs: number): TimeWindow {
  const longest = Math.max(SHORTEST_US, endUs * (1 + OVERSCROLL))
  const span = Math.min(longest, Math.max(SHORTEST_US, spanOf(window)))
  const middle = (window.fromUs + window.toUs) / 2
  const earliest = -span * OVERSCROLL
  const latest = Math.max(earliest, endUs - span * (1 - OVERSCROLL))
  const wanted = spanOf(window) === span ? window.fromUs : middle - span / 2
  const fromUs = Math.min(latest, Math.max(earliest, wanted))
  return { fromUs, toUs: fromUs + span }
}

/** `factor` above 1 shows less time. The instant `atUs` stays where it is (I1). */
export function zoomAround(window: TimeWindow, atUs: number, factor: number, endUs: number): TimeWindow {
  const longest = Math.max(SHORTEST_US, endUs * (1 + OVERSCROLL))
  const span = Math.min(longest, Math.max(SHORTEST_US, spanOf(window) / factor))
  const share = (atUs - window.fromUs) / spanOf(window)
  const fromUs = atUs - share * span
  return confine({ fromUs, toUs: fromUs + span }, endUs)
}

export function panBy(window: TimeWindow, byUs: number, endUs: number): TimeWindow {
  return confine({ fromUs: window.fromUs + byUs, toUs: window.toUs + byUs }, endUs)
}

/**
 * The window that keeps now in its middle part. The same object when nothing has to move. A jump, or a person who wants no
 * travelling, turns the page instead of sliding.
 */
export function follow(window: TimeWindow, nowUs: number, endUs: number, turnPages = false): TimeWindow {
  const span = spanOf(window)
  const share = (nowUs - window.fromUs) / span
  if (share >= FOLLOW_FROM && share <= FOLLOW_TO) return window
  const jumped = share < -0.05 || share > 1.05
  const landing = jumped ? LAND_AT : share < FOLLOW_FROM ? (turnPages ? FOLLOW_TO : FOLLOW_FROM) : turnPages ? FOLLOW_FROM : FOLLOW_TO
  const fromUs = nowUs - landing * span
  const next = confine({ fromUs, toUs: fromUs + span }, endUs)
  return next.fromUs === window.fromUs ? window : next
}

/** A window around `aroundUs` that shows about `marks` messages, when `perSecond` are sent. */
export function readableWindow(perSecond: number, marks: number, aroundUs: number, endUs: number): TimeWindow {
  const span = Math.min(endUs, Math.max(20_000, (marks / Math.max(1e-6, perSecond)) * 1_000_000))
  return confine({ fromUs: aroundUs - LAND_AT * span, toUs: aroundUs + (1 - LAND_AT) * span }, endUs)
}
