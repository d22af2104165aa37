'use client'

import { useEffect, useRef, useState, type ComponentType, type ReactNode } from 'react'
import { createDriver, type Driver } from '@/components/simulation/driver.ts'
import type { LoadedScenario } from '@/components/simulation/store.ts'
import type { OpenedSimulator, SimulatorProps } from './simulator.tsx'
import type { Words } from './words.tsx'

interface IslandProps {
  readonly words: Words
  readonly scenarios: readonly LoadedScenario[]
  /** What is said when the simulator's code cannot be loaded. */
  readonly failed: string
  /** The still picture of the run, from the server. */
  readonly children: ReactNode
}

interface Loaded {
  readonly Simulator: ComponentType<SimulatorProps>
  readonly opened: OpenedSimulator
}

/** Loads the simulator when it comes into view. Until then, and without scripts, the still stands in its place. */
export function SimulatorIsland({ words, scenarios, failed, children }: IslandProps) {
  const place = useRef<HTMLDivElement>(null)
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const [hasFailed, setFailed] = useState(false)
  useEffect(() => {
    let isGone = false
    let opened: OpenedSimulator | null = null
    let driver: Driver | null = null
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return
      observer.disconnect()
      const started = createDriver()
      driver = started
      started.warm()
      const code = scenarios[0]!.family === 'placement' ? import('./placement-simulator.ts') : import('./traffic-simulator.ts')
      code.then(async ({ Simulator, openSimulator }) => {
        opened = await openSimulator(words, scenarios, started)
        if (isGone) opened.simulation.dispose()
        else setLoaded({ Simulator, opened })
      }).catch(() => setFailed(true))
    }, { rootMargin: '200px' })
    observer.observe(place.current!)
    return () => {
      isGone = true
      observer.disconnect()
      if (opened === null) driver?.dispose()
      else opened.simulation.dispose()
    }
    // The words and scenarios of a page do not change while it is open.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  return (
    <div ref={place}>
      {hasFailed ? <p role="alert" className="gutter border-b border-line bg-wait-wash py-2 text-15">{failed}</p> : null}
      {loaded === null ? children : <loaded.Simulator words={words} scenarios={scenarios} {...loaded.opened} still={children} />}
    </div>
  )
}
