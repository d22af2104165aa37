/**
 * The state of the system at now, for the words and numbers on the stage. Time runs sixty times a second, words five; while
 * time stands, every step shows at once. A lane's state stays the same object until something about it changes, so only nodes
 * that differ render.
 */

import type { TrafficIndex } from '@/components/projection/traffic-index.ts'
import { stateNow, type LaneState, type SystemState } from '@/components/projection/traffic-state.ts'
import { isNextBeat, lateBeatMs, type Clock } from '@/components/simulation/clock.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'

export interface StageFeed {
  system(): SystemState
  subscribe(listener: () => void): () => void
  /** Whether time runs. */
  setPlaying(isPlaying: boolean): void
}

const THROTTLE_MS = 200

export function createStageFeed(trace: Trace, index: TrafficIndex, clock: Pick<Clock, 'get' | 'row' | 'subscribe'>): StageFeed {
  const listeners = new Set<() => void>()
  let system = read()
  let isStale = false
  let shownAt = -Infinity
  let isPlaying = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let unsubscribe = () => {}

  function read(): SystemState {
    return stateNow(trace, index, clock.get(), clock.row())
  }

  function refresh(): void {
    clearTimeout(timer)
    timer = undefined
    const next = read()
    const lanes = next.lanes.map((lane, number) => {
      const before = system.lanes[number]
      return before !== undefined && isSame(before, lane) ? before : lane
    })
    system = { ...next, lanes }
    isStale = false
    shownAt = performance.now()
    for (const listener of listeners) listener()
  }

  function moved(): void {
    const wall = performance.now()
    if (!isPlaying || isNextBeat(wall, shownAt, THROTTLE_MS)) refresh()
    else timer ??= setTimeout(refresh, lateBeatMs(wall, THROTTLE_MS))
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
