'use client'

import { useContext, useEffect, useRef, useState, type ComponentType, type ReactNode } from 'react'
import { OptionContext } from './option-context.ts'
import type { Parts } from './parts.tsx'

/** One answer of a choice, or one thing to be put in order. */
export function OptionRow({ at, children }: { at: number; children: ReactNode }) {
  const draw = useContext(OptionContext)
  return draw === null ? <div className="lesson-option border-t border-line py-2.5 font-normal">{children}</div> : draw(at, children)
}

type LazyPartProps = { readonly [Name in keyof Parts]: { readonly part: Name; readonly given: Omit<Parameters<Parts[Name]>[0], 'children'>; readonly children?: ReactNode } }[keyof Parts]

/** A part of a lesson that can be touched: its code comes when it is near. Until then, and without scripts, its text stands there. */
export function LazyPart({ part, given, children }: LazyPartProps) {
  const place = useRef<HTMLDivElement>(null)
  const [parts, setParts] = useState<Parts | null>(null)
  useEffect(() => {
    let isGone = false
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return
      observer.disconnect()
      import('./parts.tsx').then((module) => {
        if (!isGone) setParts(module.parts)
      }).catch(() => place.current?.removeAttribute('data-waiting'))
    }, { rootMargin: '800px' })
    observer.observe(place.current!)
    return () => {
      isGone = true
      observer.disconnect()
    }
  }, [])
  const Part = parts?.[part] as ComponentType<Record<string, unknown>> | undefined
  return (
    <div ref={place} data-part={part} data-waiting={Part === undefined ? '' : undefined}>
      {Part === undefined ? children : <Part {...given}>{children}</Part>}
    </div>
  )
}
