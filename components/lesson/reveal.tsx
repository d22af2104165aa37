'use client'

import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useReader } from './reader-context.tsx'

/** Something that comes after one has thought about it. Without scripts, and on paper, it is always there. */
export function Reveal({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  const wasOpened = useReader((state) => state.answers[id] !== undefined)
  const [isOpen, setOpen] = useState(false)
  const isShown = isOpen || wasOpened
  const content = useRef<HTMLDivElement>(null)
  // The button is gone; who pressed it goes on reading at what it has shown.
  useEffect(() => {
    if (isOpen) content.current?.focus({ preventScroll: true })
  }, [isOpen])
  return (
    <>
      {isShown ? null : <button type="button" className="button lesson-live mt-4" aria-expanded={false} onClick={() => setOpen(true)}>{label}</button>}
      <div ref={content} tabIndex={-1} className="lesson-after outline-none" data-open={isShown ? '' : undefined}>{children}</div>
    </>
  )
}

/** Shown when the prediction before it has been made or skipped. Without scripts, and on paper, it is always there. */
export function AfterPrediction({ question, children }: { question: string; children: ReactNode }) {
  const isOpen = useReader((state) => state.answers[question] !== undefined && state.running !== question)
  return <div className="lesson-after" data-open={isOpen ? '' : undefined}>{children}</div>
}
