'use client'

import { useEffect, useRef, useState, type ComponentType, type ReactNode } from 'react'
import type { SimulatorProps } from './simulator.tsx'

interface IslandProps extends Omit<SimulatorProps, 'still'> {
  /** What is said when the simulator's code cannot be loaded. */
  readonly failed: string
  /** The still picture of the run, from the server. */
  readonly children: ReactNode
}

/** Loads the simulator when it comes into view. Until then, and without scripts, the still stands in its place. */
export function SimulatorIsland({ failed, children, ...props }: IslandProps) {
  const place = useRef<HTMLDivElement>(null)
  const [Loaded, setLoaded] = useState<ComponentType<SimulatorProps> | null>(null)
  const [hasFailed, setFailed] = useState(false)
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return
      observer.disconnect()
      import('./simulator.tsx').then(({ Simulator }) => setLoaded(() => Simulator), () => setFailed(true))
    }, { rootMargin: '200px' })
    observer.observe(place.current!)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={place}>
      {hasFailed ? <p role="alert" className="gutter border-b border-line bg-wait-wash py-2 text-15">{failed}</p> : null}
      {Loaded === null ? children : <Loaded {...props} still={children} />}
    </div>
  )
}
