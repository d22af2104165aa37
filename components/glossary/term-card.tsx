'use client'

import { useEffect, useId, useRef, useState, type ReactNode } from 'react'

interface TermCardProps {
  readonly href: string
  readonly word: string
  readonly text: string
  readonly more: string
  readonly children: ReactNode
}

/** So long a pointer rests on the word before the card opens, and so long the card stays when it has left. */
const OPEN_MS = 180
const CLOSE_MS = 220
/** Room that the card needs to the right of the word's left edge. */
const CARD_PX = 336

/**
 * The card lies above the text and moves nothing. It can be pointed at, and Escape closes it. Touch has no pointer that rests, so there
 * the word is what it is without scripts: a link.
 */
export function TermCard({ href, word, text, more, children }: TermCardProps) {
  const id = useId()
  const root = useRef<HTMLSpanElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [place, setPlace] = useState<'closed' | 'left' | 'right'>('closed')
  const isOpen = place !== 'closed'

  const after = (ms: number, open: boolean) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      const left = root.current?.getBoundingClientRect().left ?? 0
      setPlace(!open ? 'closed' : left + CARD_PX > document.documentElement.clientWidth ? 'right' : 'left')
    }, ms)
  }

  useEffect(() => () => clearTimeout(timer.current), [])

  useEffect(() => {
    if (!isOpen) return
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      clearTimeout(timer.current)
      setPlace('closed')
    }
    document.addEventListener('keydown', close, true)
    return () => document.removeEventListener('keydown', close, true)
  }, [isOpen])

  return (
    <span
      ref={root} className="relative"
      onPointerEnter={(event) => event.pointerType === 'mouse' && after(OPEN_MS, true)}
      onPointerLeave={(event) => event.pointerType === 'mouse' && after(CLOSE_MS, false)}
      onFocus={(event) => event.target.matches(':focus-visible') && after(0, true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && after(0, false)}
    >
      <a href={href} className="border-b-[1.5px] border-dotted border-edge hover:border-ink" {...(isOpen ? { 'aria-describedby': id } : {})}>{children}</a>
      {isOpen ? (
        <span id={id} role="tooltip" className={`absolute top-full z-20 w-80 max-w-[calc(100vw-2rem)] border border-edge bg-sheet px-4 py-3 text-left text-15 leading-normal text-ink ${place === 'left' ? 'left-0' : 'right-0'}`}>
          <b className="font-semibold">{word}</b> {text} <span className="text-ink-2">{more}</span>
        </span>
      ) : null}
    </span>
  )
}
