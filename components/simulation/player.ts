/**
 * The one file where wall-clock time becomes virtual time. Playing moves the clock and nothing else: no number of a run depends on
 * the speed, the frame rate, a hidden tab or reduced motion.
 */

import type { StoreApi } from 'zustand/vanilla'
import { rowAt } from '@/components/projection/lookup.ts'
import type { Clock } from './clock.ts'
import type { TimeWindow } from './opening.ts'
import type { SimulationState } from './store.ts'

/** Reduced motion: instead of moving, play shows one event after the other. */
export const AUTO_STEP_MS = 800
/** A frame that took longer than this was no frame: the tab was away. */
const LONGEST_FRAME_MS = 100
/** A page of the diagram that would be turned more often than this scrolls instead. */
const SHORTEST_PAGE_MS = 1_500
const TURN_AT = 0.86
const TURN_TO = 0.14

export function installPlayer(store: StoreApi<SimulationState>, clock: Clock): () => void {
  let frame = 0
  let timer: ReturnType<typeof setInterval> | undefined
  let before = 0

  function stop(): void {
    if (frame !== 0) cancelAnimationFrame(frame)
    clearInterval(timer)
    frame = 0
    timer = undefined
  }

  function start(): void {
    stop()
    if (store.getState().reducedMotion) {
      timer = setInterval(autoStep, AUTO_STEP_MS)
    } else {
      before = performance.now()
      frame = requestAnimationFrame(tick)
    }
  }

  function autoStep(): void {
    const { trace, step, pause } = store.getState()
    if (trace === null || clock.row() >= trace.log.count - 1) return pause()
    step(1)
  }

  function tick(wall: number): void {
    const { trace, speed, playing, pause } = store.getState()
    frame = 0
    if (!playing || trace === null) return
    const passedMs = Math.min(LONGEST_FRAME_MS, Math.max(0, wall - before))
    before = wall
    const end = trace.outcome.kind === 'stopped' ? trace.outcome.atUs : trace.endUs
    const us = Math.min(end, clock.get() + passedMs * 1_000 * speed)
    clock.set(us, rowAt(trace, us))
    follow(us, speed)
    if (us >= end) return pause()
    frame = requestAnimationFrame(tick)
  }

  /** Keeps now inside the diagram: page by page, or, where pages would flicker, by scrolling. */
  function follow(us: number, speed: number): void {
    const { window, setWindow } = store.getState()
    const next = followed(window, us, speed)
    if (next !== window) setWindow(next)
  }

  const unsubscribe = store.subscribe((state, previous) => {
    if (state.playing !== previous.playing || state.reducedMotion !== previous.reducedMotion) {
      if (state.playing) start()
      else stop()
    }
  })
  return () => {
    stop()
    unsubscribe()
  }
}

/** The window that shows `us` while playing; the same object while nothing has to move. */
export function followed(window: TimeWindow, us: number, speed: number): TimeWindow {
  const span = window.toUs - window.fromUs
  const isTooQuick = span / (1_000 * speed) < SHORTEST_PAGE_MS
  const place = (us - window.fromUs) / span
  if (isTooQuick) return place > 0.5 || place < 0 ? at(us, span, 0.5) : window
  return place > TURN_AT || place < 0 ? at(us, span, TURN_TO) : window
}

function at(us: number, span: number, place: number): TimeWindow {
  const fromUs = Math.max(0, us - span * place)
  return { fromUs, toUs: fromUs + span }
}
