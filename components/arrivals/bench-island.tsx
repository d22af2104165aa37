'use client'

import { useEffect, useRef, useState, type ComponentType, type ReactNode } from 'react'
import type { ArrivalBenchProps } from './bench.tsx'

/** Loads the bench when it comes near. Until then, and without scripts, its first picture stands in its place. */
export function BenchIsland({ children, ...given }: ArrivalBenchProps & { readonly children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  const [Loaded, setLoaded] = useState<ComponentType<ArrivalBenchProps> | null>(null)
  const [hasFailed, setFailed] = useState(false)
  useEffect(() => {
    let isGone = false
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return
      observer.disconnect()
      import('./bench.tsx').then(({ ArrivalBench }) => {
        if (!isGone) setLoaded(() => ArrivalBench)
      }).catch(() => setFailed(true))
    }, { rootMargin: '400px' })
    observer.observe(place.current!)
    return () => {
      isGone = true
      observer.disconnect()
    }
  }, [])
  return (
    <div ref={place}>
      {hasFailed ? <p role="alert" className="gutter border-b border-line bg-wait-wash py-2 text-15">{given.words.text.notLoaded}</p> : null}
      {Loaded === null ? children : <Loaded {...given} />}
    </div>
  )
}
