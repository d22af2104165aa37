/**
 * The state of the system at now, for the words and numbers on the stage. Time runs sixty times a second, words at most ten; while
 * time stands, every step shows at once. A lane's state stays the same object until something about it changes, so only nodes
 * that differ render.
 */

import { rowAt } from '@/components/projection/lookup.ts'
import type { TrafficIndex } from '@/components/projection/traffic-index.ts'
import { stateAt, stateAtRow, type LaneState, type SystemState } from '@/components/projection/traffic-state.ts'
import type { Clock } from '@/components/simulation/clock.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'

export interface StageFeed {
  system(): SystemState
  subscribe(listener: () => void): () => void
  /** Whether time runs. */
  setPlaying(isPlaying: boolean): void
}

const THROTTLE_MS = 100

export function createStageFeed(trace: Trace, index: TrafficIndex, clock: Pick<Clock, 'get' | 'row' | 'subscribe'>): StageFeed {
  const listeners = new Set<() => void>()
  let system = read()
  let isStale = false
  let shownAt = -Infinity
  let isPlaying = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let unsubscribe = () => {}

  function read(): SystemState {
    const us = clock.get()
    return clock.row() === rowAt(trace, us) ? stateAt(trace, index, us) : stateAtRow(trace, index, clock.row())
  }

  function refresh(): void {
    clearTimeout(timer)
    timer = undefined
    const next = read()
    next.lanes.forEach((lane, number) => {
      const before = system.lanes[number]
      if (before !== undefined && isSame(before, lane)) next.lanes[number] = before
    })
    system = next
    isStale = false
    shownAt = performance.now()
    for (const listener of listeners) listener()
  }

  function moved(): void {
    if (timer !== undefined) return
    const wait = isPlaying ? shownAt + THROTTLE_MS - performance.now() : 0
    if (wait <= 0) refresh()
    else timer = setTimeout(refresh, wait)
  }

  return {
    system() {
      // Nobody listened while the clock moved: catch up, once.
      if (isStale && listeners.size === 0) {
        system = read()
        isStale = false
      }
      return system
    },
    subscribe(listener) {
      if (listeners.size === 0) {
        unsubscribe = clock.subscribe(moved)
        system = read()
      }
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        unsubscribe()
        clearTimeout(timer)
        timer = undefined
        isStale = true
      }
    },
    setPlaying(next) {
      if (isPlaying && !next && timer !== undefined) refresh()
      isPlaying = next
    },
  }
}

function isSame(a: LaneState, b: LaneState): boolean {
  for (const key of Object.keys(a) as (keyof LaneState)[]) {
    if (a[key] !== b[key]) return false
  }
  return true
}
