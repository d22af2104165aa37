'use client'

import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { formatWith } from '@/lib/i18n.ts'
import { moved, placeAt } from './order.ts'
import type { AskedQuestion } from './question.ts'
import { useLesson } from './reader-context.tsx'

/** Where the text of each option goes: the row that it has now. */
const SlotsContext = createContext<ReadonlyMap<number, HTMLElement>>(new Map())

interface OrderProps {
  readonly question: AskedQuestion
  readonly chosen: readonly number[]
  readonly isOpen: boolean
  readonly onOrder: (order: readonly number[]) => void
  /** The question and its options, as the author wrote them. */
  readonly children: ReactNode
}

/**
 * Options as rows that one puts in order: dragged by their handle, or by the number of their place. The rows stand in the page in
 * the order that is seen, so that it is also the order in which they are read out.
 */
export function OrderList({ question, chosen, isOpen, onOrder, children }: OrderProps) {
  const { words, locale } = useLesson()
  const [slots, setSlots] = useState<ReadonlyMap<number, HTMLElement>>(new Map())
  const [held, setHeld] = useState(-1)
  const list = useRef<HTMLOListElement>(null)
  const kept = useRef(-1)
  const count = question.answer.length
  const isPlaced = chosen.length === count
  const rows = isOpen ? (isPlaced ? chosen : Array.from({ length: count }, (_, at) => at)) : question.answer

  useEffect(() => {
    setSlots(new Map([...list.current!.querySelectorAll<HTMLElement>('[data-slot]')].map((slot) => [Number(slot.dataset.slot), slot])))
  }, [])
  // A row that moved in the page has lost the focus.
  useEffect(() => {
    if (kept.current >= 0) list.current?.querySelector<HTMLElement>(`[data-option="${kept.current}"] select`)?.focus()
    kept.current = -1
  }, [chosen])

  const drag = (event: React.PointerEvent) => {
    if (held < 0 || !event.currentTarget.hasPointerCapture(event.pointerId)) return
    const others = [...list.current!.children].filter((row) => (row as HTMLElement).dataset.option !== String(held))
    const place = placeAt(others.map((row) => row.getBoundingClientRect()).map(({ top, height }) => top + height / 2), event.clientY)
    if (rows[place] !== held) onOrder(moved(chosen, held, place, count))
  }
  return (
    <SlotsContext value={slots}>
      {children}
      {isOpen ? <p className="mt-2 text-15 text-ink-2">{words.predict.orderHint}</p> : null}
      <ol
        ref={list} className="mt-2 border-b border-line" data-order=""
        onPointerDown={(event) => {
          const row = (event.target as Element).closest('[data-grip]')?.closest<HTMLElement>('[data-option]')
          if (!isOpen || event.button !== 0 || row === null || row === undefined) return
          event.preventDefault()
          event.currentTarget.setPointerCapture(event.pointerId)
          setHeld(Number(row.dataset.option))
        }}
        onPointerMove={drag}
        onLostPointerCapture={() => setHeld(-1)}
      >
        {rows.map((option, place) => (
          <li key={option} data-option={option} className={`flex items-baseline gap-3 border-t border-line py-2.5 text-body font-normal ${held === option ? 'bg-sunk' : ''}`}>
            {isOpen ? (
              <>
                <span data-grip="" aria-hidden="true" className={`-my-2.5 grid w-7 flex-none touch-none select-none place-items-center self-stretch text-ink-3 pointer-coarse:w-11 ${held === option ? 'cursor-grabbing' : 'cursor-grab'}`}>
                  <svg viewBox="0 0 10 16" className="h-4 w-2.5"><path d="M2 3h2M6 3h2M2 8h2M6 8h2M2 13h2M6 13h2" className="stroke-current" strokeWidth={2} /></svg>
                </span>
                <select
                  aria-label={formatWith(locale, words.predict.placeOf, { option: question.labels[option] ?? '' })} value={isPlaced ? place : -1} className="h-8 flex-none rounded-control border border-edge bg-sheet px-1 text-15 pointer-coarse:h-11 pointer-coarse:min-w-11"
                  onChange={(event) => {
                    kept.current = option
                    onOrder(moved(chosen, option, Number(event.target.value), count))
                  }}
                >
                  {isPlaced ? null : <option value={-1}>–</option>}
                  {rows.map((_, number) => <option key={number} value={number}>{number + 1}</option>)}
                </select>
              </>
            ) : (
              <span className="flex-none font-semibold tabular-nums">{place + 1}</span>
            )}
            <div data-slot={option} className="lesson-option min-w-0" />
            {isOpen || chosen.length !== count ? null : <span className="ml-auto flex-none text-15 text-ink-2">{formatWith(locale, words.predict.you, { value: chosen.indexOf(option) + 1 })}</span>}
          </li>
        ))}
      </ol>
    </SlotsContext>
  )
}

/** The text of an option, in the row that it has now. */
export function OrderOption({ at, children }: { at: number; children: ReactNode }) {
  const slot = useContext(SlotsContext).get(at)
  return slot === undefined ? null : createPortal(children, slot)
}
