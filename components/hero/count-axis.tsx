'use client'

import { useRef } from 'react'

interface CountAxisProps {
  readonly most: number
  /** The reader's mark, hollow. */
  readonly mine: number
  readonly mineText: string
  /** The run's mark, filled; null until there is one. */
  readonly observed: number | null
  readonly observedText: string
  readonly label: string
  readonly valueText: string
  /** Null: the number is committed and no longer moves. */
  readonly onChange: ((value: number) => void) | null
}

/** Part of the drawing left and right of the axis, per cent: room for half a number. */
const EDGE = 3
const LINE_Y = 46
const NUMBERED = 3
const TYPING_MS = 900

/** Whole numbers on a line: drag the mark, use the arrows, or type. */
export function CountAxis({ most, mine, mineText, observed, observedText, label, valueText, onChange }: CountAxisProps) {
  const typed = useRef({ digits: '', untilMs: 0 })
  const at = (value: number) => `${(EDGE + (value / most) * (100 - 2 * EDGE)).toFixed(2)}%`
  const fromPointer = (event: React.PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect()
    const edge = (EDGE / 100) * box.width
    onChange?.(clamp(Math.round(((event.clientX - box.left - edge) / (box.width - 2 * edge)) * most)))
  }
  const clamp = (value: number) => Math.min(most, Math.max(0, value))
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (onChange === null || event.ctrlKey || event.metaKey || event.altKey) return
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 3, PageDown: -3 }[event.key]
    if (by !== undefined) onChange(clamp(mine + by))
    else if (event.key === 'Home') onChange(0)
    else if (event.key === 'End') onChange(most)
    else if (/^\d$/.test(event.key)) {
      const before = event.timeStamp < typed.current.untilMs ? typed.current.digits : ''
      const digits = Number(before + event.key) > most ? event.key : before + event.key
      typed.current = { digits, untilMs: event.timeStamp + TYPING_MS }
      onChange(clamp(Number(digits)))
    } else return
    event.preventDefault()
  }
  const near = observed !== null && Math.abs(observed - mine) / most < 0.34
  const anchorOf = (value: number, side: 'low' | 'high' | 'alone') =>
    side === 'low' ? (value / most > 0.2 ? 'end' : 'start') : side === 'high' ? (value / most < 0.8 ? 'start' : 'end') : value / most < 0.12 ? 'start' : value / most > 0.88 ? 'end' : 'middle'
  const mineSide = !near ? 'alone' : mine <= observed! ? 'low' : 'high'
  const observedSide = !near ? 'alone' : mineSide === 'low' ? 'high' : 'low'
  // Where back to back does not fit, one label stands above the other.
  const isStacked = near && anchorOf(mine, mineSide) === anchorOf(observed!, observedSide)
  return (
    <div
      {...(onChange === null
        ? { role: 'img', 'aria-label': `${label} ${mineText}, ${observedText}` }
        : { role: 'slider', tabIndex: 0, 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': most, 'aria-valuenow': mine, 'aria-valuetext': valueText, className: 'cursor-pointer touch-pan-y select-none', 'data-axis': '' })}
      onPointerDown={(event) => {
        if (onChange === null) return
        event.currentTarget.setPointerCapture(event.pointerId)
        fromPointer(event)
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && fromPointer(event)}
      onKeyDown={onKeyDown}
    >
      <svg width="100%" height="74" className="block overflow-visible tabular-nums" aria-hidden="true" focusable="false">
        <line x1={at(0)} x2={at(most)} y1={LINE_Y} y2={LINE_Y} className="stroke-ink" strokeWidth={1.5} />
        {Array.from({ length: most + 1 }, (_, value) => (
          <line key={value} x1={at(value)} x2={at(value)} y1={LINE_Y} y2={LINE_Y + (value % NUMBERED === 0 ? 9 : 6)} className="stroke-ink" strokeWidth={value % NUMBERED === 0 ? 1.5 : 1} />
        ))}
        {Array.from({ length: most / NUMBERED + 1 }, (_, step) => (
          <text key={step} x={at(step * NUMBERED)} y={LINE_Y + 25} fontSize={13} textAnchor="middle" className="fill-ink-2">{step * NUMBERED}</text>
        ))}
        {observed !== null && <line x1={at(mine)} x2={at(observed)} y1={LINE_Y - 7} y2={LINE_Y - 7} className="stroke-fail" strokeWidth={3} />}
        {observed !== null && <Triangle x={at(observed)} className="fill-fail stroke-fail" />}
        <Triangle x={at(mine)} className="fill-sheet stroke-ink" />
        <text x={at(mine)} y={isStacked ? 8 : 26} fontSize={15} fontWeight={600} textAnchor={anchorOf(mine, mineSide)} className="fill-ink">{mineText}</text>
        {observed !== null && <text x={at(observed)} y={26} fontSize={15} fontWeight={600} textAnchor={anchorOf(observed, observedSide)} className="fill-fail-text">{observedText}</text>}
      </svg>
    </div>
  )
}

function Triangle({ x, className }: { x: string; className: string }) {
  return (
    <svg x={x} y={LINE_Y - 14} className="overflow-visible">
      <path d="M-7.5 0H7.5L0 13Z" className={className} strokeWidth={1.75} strokeLinejoin="round" />
    </svg>
  )
}
