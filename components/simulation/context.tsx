'use client'

import { createContext, useContext, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { isNextBeat, lateBeatMs, type Clock, type Instant } from './clock.ts'
import type { Simulation, SimulationState } from './store.ts'

const Context = createContext<Simulation | null>(null)

export function SimulationProvider({ simulation, children }: { simulation: Simulation; children: ReactNode }) {
  return <Context value={simulation}>{children}</Context>
}

/** The store and the clock, for what draws by itself. */
export function useSimulationParts(): Simulation {
  const simulation = useContext(Context)
  if (simulation === null) throw new Error('A part of a simulator stands outside of one.')
  return simulation
}

export function useSimulation<T>(select: (state: SimulationState) => T): T {
  return useStore(useSimulationParts().store, select)
}

/** Now, for text: at most once in `throttleMs` while time runs, and always the last instant when it has stopped. */
export function useInstant(throttleMs: number): Instant {
  const { clock } = useSimulationParts()
  const source = useMemo(() => throttled(clock, throttleMs), [clock, throttleMs])
  return useSyncExternalStore(source.subscribe, source.get, source.get)
}

function throttled(clock: Clock, throttleMs: number) {
  let shown = clock.instant()
  let shownAt = -Infinity
  let timer: ReturnType<typeof setTimeout> | undefined
  const listeners = new Set<() => void>()
  let unsubscribe = () => {}

  function show(): void {
    clearTimeout(timer)
    timer = undefined
    if (shown === clock.instant()) return
    shown = clock.instant()
    shownAt = performance.now()
    for (const listener of listeners) listener()
  }

  function moved(): void {
    const wall = performance.now()
    if (isNextBeat(wall, shownAt, throttleMs)) show()
    else timer ??= setTimeout(show, lateBeatMs(wall, throttleMs))
  }

  return {
    get: () => shown,
    subscribe(listener: () => void) {
      if (listeners.size === 0) {
        unsubscribe = clock.subscribe(moved)
        shown = clock.instant()
      }
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        unsubscribe()
        clearTimeout(timer)
        timer = undefined
      }
    },
  }
}
