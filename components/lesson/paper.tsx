/** Where one answers with a pencil. It stands in the page, and is seen on paper alone. */

import type { Question } from '@/lib/content/facts.ts'
import type { Axis } from '@/lib/content/quantities.ts'
import type { Locale } from '@/lib/locales.ts'
import { placeOf, ticksOf } from './axis.ts'
import { writeQuantity } from './quantity-words.ts'

const WIDTH = 480
const EDGE = 24

export function PaperAnswer({ question, label, locale }: { question: Pick<Question, 'kind' | 'axis' | 'names'>; label: string; locale: Locale }) {
  const { axis, kind, names } = question
  return (
    <div className="lesson-paper" aria-hidden="true">
      <p>{label}</p>
      {axis !== null ? <PaperAxis axis={axis} locale={locale} /> : kind === 'pick' ? (
        <p className="lesson-boxes">{names.map((name) => <span key={name}><i />{name}</span>)}</p>
      ) : <PaperLines count={1} />}
    </div>
  )
}

export function PaperLines({ count }: { count: number }) {
  return Array.from({ length: count }, (_, at) => <div key={at} className="lesson-line" />)
}

function PaperAxis({ axis, locale }: { axis: Axis; locale: Locale }) {
  const x = (value: number) => Math.round((EDGE + placeOf(axis, value) * (WIDTH - 2 * EDGE)) * 10) / 10
  return (
    <svg viewBox={`0 0 ${WIDTH} 56`} width={WIDTH} height={56} className="block max-w-full">
      <path d={`M${EDGE} 22H${WIDTH - EDGE}${ticksOf(axis).map(({ value, isMajor }) => `M${x(value)} 22v${isMajor ? 9 : 5}`).join('')}`} className="fill-none stroke-ink" strokeWidth={1.2} />
      {ticksOf(axis).filter(({ isMajor }) => isMajor).map(({ value }) => (
        <text key={value} x={x(value)} y={47} fontSize={12.5} textAnchor="middle" className="fill-ink">{writeQuantity(locale, value, axis.unit)}</text>
      ))}
    </svg>
  )
}
