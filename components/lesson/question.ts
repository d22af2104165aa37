/** A question as the browser gets it, and the sentence that says what came of it. */

import type { Question } from '@/lib/content/facts.ts'
import { formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import { writeQuantity } from './quantity-words.ts'
import type { LessonWords } from './reader-context.tsx'

export interface AskedQuestion extends Omit<Question, 'sight'> {
  /** The options' texts, for sentences. */
  readonly labels: readonly string[]
}

export interface VerdictWords {
  readonly lead: string
  readonly more: string
}

export function describeVerdict({ verdict, predict }: Pick<LessonWords, 'verdict' | 'predict'>, locale: Locale, question: AskedQuestion, value: number | readonly number[] | null): VerdictWords {
  const { kind, result, unit, answer, closeBy } = question
  const say = (message: string, values: Record<string, string | number>) => formatWith(locale, message, values)
  if (kind === 'axis' || kind === 'interval') {
    const shown = writeQuantity(locale, result?.value ?? NaN, unit)
    const counts = result?.part === undefined ? null : { part: result.part, of: result.of ?? 0 }
    if (value === null) return { lead: counts === null ? say(verdict.was, { result: shown }) : say(verdict.wasOf, { result: shown, ...counts }), more: '' }
    const [low, high] = typeof value === 'number' ? [value, value] : [value[0] ?? NaN, value[1] ?? NaN]
    const said = typeof value === 'number' ? writeQuantity(locale, value, unit) : say(predict.interval, { low: writeQuantity(locale, low, unit), high: writeQuantity(locale, high, unit) })
    const lead = counts === null ? say(verdict.said, { said, result: shown }) : say(verdict.saidOf, { said, result: shown, ...counts })
    if (kind === 'interval') return { lead, more: result !== null && result.value >= low && result.value <= high ? verdict.inside : verdict.outside }
    return { lead, more: isClose(low, result?.value ?? NaN, closeBy) ? verdict.close : '' }
  }
  const nameOf = (option: number): string => question.labels[option] ?? question.names[option] ?? ''
  const valued = (option: number): string => (question.values[option] === undefined ? nameOf(option) : `${nameOf(option)} (${writeQuantity(locale, question.values[option], unit)})`)
  if (kind === 'order') {
    const isRight = Array.isArray(value) && value.every((option, place) => option === answer[place])
    const lead = say(verdict.order, { result: answer.map(valued).join(', ') })
    return { lead, more: isRight ? verdict.close : '' }
  }
  const right = kind === 'pick' ? valued(answer[0]!) : `“${nameOf(answer[0]!)}”`
  if (typeof value !== 'number') return { lead: say(verdict.was, { result: right }), more: '' }
  const said = kind === 'pick' ? nameOf(value) : `“${nameOf(value)}”`
  return { lead: value === answer[0] ? say(verdict.same, { said: right }) : say(verdict.other, { said, result: right }), more: '' }
}

/** Within the band that somebody who knows the subject would accept. */
export function isClose(said: number, result: number, closeBy: number): boolean {
  return Math.abs(said - result) <= closeBy * (1 + 1e-9)
}
