'use client'

import { useState, type ReactNode } from 'react'
import { useReader } from './reader-context.tsx'

/** Something that comes after one has thought about it. Without scripts, and on paper, it is always there. */
export function Reveal({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  const wasOpened = useReader((state) => state.answers[id] !== undefined)
  const [isOpen, setOpen] = useState(false)
  const isShown = isOpen || wasOpened
  return (
    <>
      {isShown ? null : <button type="button" className="button lesson-live mt-4" aria-expanded={false} onClick={() => setOpen(true)}>{label}</button>}
      <div className="lesson-after" data-open={isShown ? '' : undefined} aria-live="polite">{children}</div>
    </>
  )
}
