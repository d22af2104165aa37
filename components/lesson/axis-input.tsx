'use client'

import { useRef } from 'react'
import type { Locale } from '@/lib/locales.ts'
import type { Axis } from '@/lib/content/quantities.ts'
import { clampTo, moveBy, placeOf, ticksOf, typedValue, valueAt } from './axis.ts'
import { writeQuantity } from './quantity-words.ts'

interface AxisMark {
  readonly value: number
  readonly label: string
  readonly isFilled: boolean
}

/** The part of the drawing left and right of the axis, per cent. */
const EDGE = 4
const LINE_Y = 40
/** Labels nearer than this part of the axis stand back to back. */
const CROWDED = 0.3

const at = (axis: Axis, value: number): string => `${(EDGE + placeOf(axis, value) * (100 - 2 * EDGE)).toFixed(2)}%`

/** The axis with its marks: hollow is the reader's, filled is the run's, a bar between them. */
export function AxisPicture({ axis, marks, locale, band, hint = '' }: { axis: Axis; marks: readonly AxisMark[]; locale: Locale; band?: readonly [number, number]; /** What to do, while nothing is marked. */ hint?: string }) {
  const [first, second] = marks
  const isCrowded = marks.length === 2 && Math.abs(placeOf(axis, first!.value) - placeOf(axis, second!.value)) < CROWDED
  const anchor = (mark: AxisMark): 'start' | 'middle' | 'end' => {
    const place = placeOf(axis, mark.value)
    if (isCrowded) {
      const other = mark === first ? second! : first!
      const isLeft = mark.value < other.value || (mark.value === other.value && mark === first)
      if (isLeft && place > 0.3) return 'end'
      if (!isLeft && place < 0.7) return 'start'
    }
    return place < 0.12 ? 'start' : place > 0.88 ? 'end' : 'middle'
  }
  // Where back to back does not fit either, the second label moves up.
  const isStacked = isCrowded && anchor(first!) === anchor(second!)
  return (
    <svg width="100%" height="66" className="block overflow-visible tabular-nums" aria-hidden="true" focusable="false">
      <line x1={`${EDGE}%`} x2={`${100 - EDGE}%`} y1={LINE_Y} y2={LINE_Y} className="stroke-ink" strokeWidth={1.5} />
      {ticksOf(axis).map(({ value, isMajor }) => (
        <g key={`${value}`}>
          <line x1={at(axis, value)} x2={at(axis, value)} y1={LINE_Y} y2={LINE_Y + (isMajor ? 9 : 5)} className="stroke-ink" strokeWidth={isMajor ? 1.5 : 1} />
          {isMajor ? <text x={at(axis, value)} y={LINE_Y + 24} fontSize={13} textAnchor="middle" className="fill-ink-2">{writeQuantity(locale, value, axis.unit)}</text> : null}
        </g>
      ))}
      {marks.length === 0 ? <text x="50%" y={22} fontSize={14} textAnchor="middle" className="fill-ink-2">{hint}</text> : null}
      {band !== undefined ? <line x1={at(axis, band[0])} x2={at(axis, band[1])} y1={LINE_Y - 5} y2={LINE_Y - 5} className="stroke-ink" strokeWidth={4} /> : null}
      {marks.map((mark, number) => (
        <g key={number}>
          <svg x={at(axis, mark.value)} y={LINE_Y - 13} className="overflow-visible">
            <path d="M-6.5 0 H6.5 L0 12 Z" className={`stroke-ink ${mark.isFilled ? 'fill-ink' : 'fill-paper'}`} strokeWidth={1.6} strokeLinejoin="round" />
          </svg>
          <text x={at(axis, mark.value)} y={isStacked && number === 1 ? 7 : 22} fontSize={14} fontWeight={600} textAnchor={anchor(mark)} className="fill-ink">{mark.label}</text>
        </g>
      ))}
    </svg>
  )
}

interface AxisInputProps {
  readonly axis: Axis
  readonly locale: Locale
  readonly label: string
  /** null: nothing chosen yet. */
  readonly value: number | null
  readonly valueText: string
  readonly markLabel: string
  readonly hint: string
  /** For an interval: its other end. */
  readonly other?: number | null
  readonly onChange: (value: number) => void
}

/** A slider: drag, click, arrows, page keys, or type the number. */
export function AxisInput({ axis, locale, label, value, valueText, markLabel, hint, other = null, onChange }: AxisInputProps) {
  const typing = useRef({ digits: '', untilMs: 0 })
  const middle = valueAt(axis, 0.5)
  const fromPointer = (event: React.PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect()
    const edge = (EDGE / 100) * box.width
    onChange(valueAt(axis, (event.clientX - box.left - edge) / (box.width - 2 * edge)))
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key]
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (steps !== undefined) onChange(value === null ? middle : moveBy(axis, value, steps))
    else if (event.key === 'Home') onChange(axis.from)
    else if (event.key === 'End') onChange(axis.to)
    else if (/^[0-9.]$/.test(event.key) || event.key === 'Backspace') {
      const now = performance.now()
      const before = now < typing.current.untilMs ? typing.current.digits : ''
      typing.current = { digits: event.key === 'Backspace' ? before.slice(0, -1) : before + event.key, untilMs: now + 1_500 }
      const typed = typedValue(axis, typing.current.digits)
      if (typed !== null) onChange(typed)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const marks = value === null ? [] : [{ value, label: markLabel, isFilled: false }]
  return (
    <div
      role="slider" tabIndex={0} aria-label={label} aria-valuemin={axis.from} aria-valuemax={axis.to} aria-valuenow={value ?? middle} aria-valuetext={valueText}
      className="cursor-pointer touch-pan-y select-none pt-1"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        fromPointer(event)
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && fromPointer(event)}
      onKeyDown={onKeyDown}
    >
      <AxisPicture axis={axis} locale={locale} marks={marks} hint={hint} {...(value !== null && other !== null ? { band: [clampTo(axis, Math.min(value, other)), clampTo(axis, Math.max(value, other))] as const } : {})} />
    </div>
  )
}
