import { MARK_HALF, markShapes, pathData } from './mark-geometry.ts'
import type { MarkKind, MarkTone } from './mark-geometry.ts'
import './marks.css'

const fills: Record<MarkTone, string> = {
  req: 'fill-req', ok: 'fill-ok', stale: 'fill-stale', 'ink-2': 'fill-ink-2', wait: 'fill-wait', fail: 'fill-fail', idle: 'fill-idle',
}
const strokes: Record<MarkTone, string> = {
  req: 'stroke-req', ok: 'stroke-ok', stale: 'stroke-stale', 'ink-2': 'stroke-ink-2', wait: 'stroke-wait', fail: 'stroke-fail', idle: 'stroke-idle',
}

interface MarkProps {
  readonly kind: MarkKind
  /** Pixels; without it the mark is as large as the small letters around it. */
  readonly size?: number
  /** Which try a retry is; stands beside its ring. */
  readonly attempt?: number
  /** What a screen reader says. Without it the mark is decoration beside a word that says the same. */
  readonly label?: string
  readonly className?: string
}

/** A mark in a sentence, a list or a heading. */
export function Mark({ kind, size, attempt, label, className = '' }: MarkProps) {
  const isNumbered = kind === 'retry' && attempt !== undefined
  const width = isNumbered ? 24 : 16
  return (
    <svg
      viewBox={`${-MARK_HALF} ${-MARK_HALF} ${width} 16`}
      width={size === undefined ? `${(0.78 * width) / 16}em` : (size * width) / 16}
      height={size ?? '0.78em'}
      className={`mark inline-block align-[-0.06em] ${className}`}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      focusable="false"
    >
      <MarkShapes kind={kind} />
      {isNumbered && <AttemptNumber attempt={attempt} />}
    </svg>
  )
}

/** A mark inside another picture, `size` units wide, around (x, y). */
export function MarkAt({ kind, x, y, size, attempt, opacity }: { kind: MarkKind; x: number; y: number; size: number; attempt?: number; opacity?: number }) {
  return (
    <g transform={`translate(${round(x)} ${round(y)}) scale(${round(size / (2 * MARK_HALF))})`} {...(opacity === undefined ? {} : { opacity: round(opacity) })}>
      <MarkShapes kind={kind} />
      {kind === 'retry' && attempt !== undefined && <AttemptNumber attempt={attempt} />}
    </g>
  )
}

export function MarkShapes({ kind }: { kind: MarkKind }) {
  const { tone, parts } = markShapes[kind]
  return parts.map((part, number) => (
    <path
      key={number}
      d={pathData(part)}
      className={part.paint === 'solid' ? fills[tone] : `${part.paint === 'hollow' ? 'fill-sheet' : 'fill-none'} ${strokes[tone]}`}
      strokeWidth={part.stroke}
      strokeLinecap="round"
    />
  ))
}

function AttemptNumber({ attempt }: { attempt: number }) {
  return (
    <text x={8.4} y={4} fontSize={11} fontWeight={700} className="fill-req">
      {attempt}
    </text>
  )
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
