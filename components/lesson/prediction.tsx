'use client'

import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from 'react'
import { CONFIDENCES, type Confidence } from '@/components/progress/log.ts'
import { formatWith } from '@/lib/i18n.ts'
import { AxisInput, AxisPicture } from './axis-input.tsx'
import { OptionContext } from './option-context.ts'
import { OrderList, OrderOption } from './order-list.tsx'
import type { AskedQuestion } from './question.ts'
import { describeVerdict } from './question.ts'
import { writeQuantity } from './quantity-words.ts'
import { useLesson, usePlan, useReader } from './reader-context.tsx'

interface Choosing {
  readonly question: AskedQuestion
  readonly chosen: readonly number[]
  readonly isOpen: boolean
  readonly name: string
  choose(chosen: readonly number[]): void
}

const ChoosingContext = createContext<Choosing | null>(null)

interface PredictionProps {
  readonly question: AskedQuestion
  /** A question of the recall has no simulator beside it. */
  readonly isItem?: boolean
  /** Where its run can be opened, for a question of the recall. */
  readonly runLink?: string
  readonly children: ReactNode
}

/** Armed, committed, running, rewound: a question that has to be answered, or skipped, before its run is shown. */
export function Prediction({ question, isItem = false, runLink, children }: PredictionProps) {
  const { reader, words, locale } = useLesson()
  const plan = usePlan()
  const answer = useReader((state) => state.answers[question.id])
  const isRunning = useReader((state) => state.running === question.id)
  const [written, write] = useState<readonly number[]>([])
  const picked = useReader((state) => state.picks[question.id])
  // A machine can be picked on the stage too, so that choice lies with the reader.
  const isPick = question.kind === 'pick'
  const chosen = isPick ? (picked === undefined ? [] : [picked]) : written
  const choose = isPick ? ([at]: readonly number[]) => reader.pick(question.id, at!) : write
  const [confidence, setConfidence] = useState<Confidence>('fairly')
  const isOpen = answer === undefined
  const [isAgain, setAgain] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  // Who predicts again stands before the question, not at the top of the page.
  useEffect(() => {
    if (isAgain && isOpen) root.current?.focus({ preventScroll: true })
  }, [isAgain, isOpen])
  const commit = (value: number | readonly number[] | null) => reader.answer(isItem ? null : plan?.n ?? null, question.id, value, value === null ? null : confidence)
  return (
    <div ref={root} tabIndex={-1} role="group" aria-label={words.predict.label} data-prediction={question.id} data-state={isOpen ? 'armed' : isRunning ? 'running' : 'done'} className="lesson-live outline-none">
      <ChoosingContext value={{ question, chosen: isOpen ? chosen : chosenIn(answer.value), isOpen, name: question.id, choose }}>
        <OptionContext value={drawOption}>
          {question.kind === 'order' ? <OrderList question={question} chosen={isOpen ? chosen : chosenIn(answer.value)} isOpen={isOpen} onOrder={choose}>{children}</OrderList> : children}
        </OptionContext>
        {isOpen && question.axis !== null ? <AxisQuestion confidence={words.predict.confidence[confidence]} /> : null}
        {isOpen && question.kind === 'pick' ? <Names /> : null}
      </ChoosingContext>
      {isOpen ? (
        <Commit question={question} chosen={chosen} confidence={confidence} isItem={isItem} onConfidence={setConfidence} onCommit={commit} />
      ) : isRunning ? (
        <p className="mt-4 text-16 text-ink-2">{words.predict.running}</p>
      ) : (
        <Verdict question={question} value={answer.value} isFresh={answer.isFresh} locale={locale} {...(runLink === undefined ? {} : { runLink })} onAgain={() => {
          write([])
          setAgain(true)
          reader.forget(question.id)
        }} />
      )}
    </div>
  )
}

function chosenIn(value: number | readonly number[] | null): readonly number[] {
  return value === null ? [] : typeof value === 'number' ? [value] : value
}

function useChoosing(): Choosing {
  const choosing = useContext(ChoosingContext)
  if (choosing === null) throw new Error('An option stands outside of its question.')
  return choosing
}

function AxisQuestion({ confidence }: { confidence: string }) {
  const { words, locale } = useLesson()
  const { question, chosen, choose } = useChoosing()
  const axis = question.axis!
  const text = (value: number | undefined) => (value === undefined ? words.predict.first : formatWith(locale, words.predict.slider, { value: writeQuantity(locale, value, axis.unit), sure: confidence }))
  const label = (value: number | undefined) => formatWith(locale, words.predict.you, { value: writeQuantity(locale, value ?? NaN, axis.unit) })
  if (question.kind === 'axis') {
    return <AxisInput axis={axis} locale={locale} label={words.predict.axis} value={chosen[0] ?? null} valueText={text(chosen[0])} hint={words.predict.axisHint} markLabel={label(chosen[0])} onChange={(value) => choose([value])} />
  }
  const [low, high] = chosen
  return (
    <>
      <p className="text-15 text-ink-2">{words.predict.intervalHint}</p>
      <AxisInput axis={axis} locale={locale} label={words.predict.low} value={low ?? null} other={high ?? null} valueText={text(low)} hint={words.predict.axisHint} markLabel={label(low)} onChange={(value) => choose([Math.min(value, high ?? value), high ?? value])} />
      <AxisInput axis={axis} locale={locale} label={words.predict.high} value={high ?? null} other={low ?? null} valueText={text(high)} hint={words.predict.axisHint} markLabel={label(high)} onChange={(value) => choose([low ?? value, Math.max(value, low ?? value)])} />
    </>
  )
}

/** pick: the machines by name. On the stage they can be clicked too. */
function Names() {
  const { words } = useLesson()
  const plan = usePlan()
  const { question, chosen, choose, name } = useChoosing()
  return (
    <div role="radiogroup" aria-label={words.predict.axis} className="mt-3 flex flex-wrap gap-2">
      {plan === null ? null : <p className="w-full text-15 text-ink-2 max-wide:hidden">{words.predict.onStage}</p>}
      {question.names.map((server, at) => (
        <label key={server} className={`button cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-now ${chosen[0] === at ? 'button-primary' : ''}`}>
          <input type="radio" name={name} value={at} checked={chosen[0] === at} onChange={() => choose([at])} className="sr-only" />
          {server}
        </label>
      ))}
    </div>
  )
}

function OptionChoice({ at, children }: { at: number; children: ReactNode }) {
  const { question, chosen, choose, isOpen, name } = useChoosing()
  const isRight = !isOpen && question.kind === 'choice' && question.answer[0] === at
  const row = 'flex items-baseline gap-3 border-t border-line py-2.5 text-body font-normal'
  if (question.kind === 'order') return <OrderOption at={at}>{children}</OrderOption>
  return (
    <label className={`${row} ${isOpen ? 'cursor-pointer' : ''}`}>
      <input type="radio" name={name} checked={chosen[0] === at} disabled={!isOpen} onChange={() => choose([at])} className="relative top-px size-4 accent-ink" />
      <span className={`lesson-option min-w-0 ${isRight ? 'font-semibold' : ''}`}>{children}</span>
    </label>
  )
}

const drawOption = (at: number, children: ReactNode) => <OptionChoice at={at}>{children}</OptionChoice>

interface CommitProps {
  readonly question: AskedQuestion
  readonly chosen: readonly number[]
  readonly confidence: Confidence
  readonly isItem: boolean
  readonly onConfidence: (confidence: Confidence) => void
  readonly onCommit: (value: number | readonly number[] | null) => void
}

function Commit({ question, chosen, confidence, isItem, onConfidence, onCommit }: CommitProps) {
  const { words, locale } = useLesson()
  const { predict } = words
  const isComplete = question.kind === 'interval' ? chosen.length === 2 : question.kind === 'order' ? chosen.length === question.answer.length : chosen.length === 1
  const write = (value: number) => writeQuantity(locale, value, question.axis!.unit)
  const value = question.axis === null || !isComplete ? '' : question.kind === 'axis' ? write(chosen[0]!) : formatWith(locale, predict.interval, { low: write(chosen[0]!), high: write(chosen[1]!) })
  const label = value === '' ? (isItem ? predict.lockItemChoice : predict.lockChoice) : formatWith(locale, isItem ? predict.lockItem : predict.lock, { value })
  return (
    <div className="mt-4 border-t border-line pt-3.5">
      <div role="radiogroup" aria-label={predict.sure} className="flex flex-wrap items-center gap-2 text-16">
        <span className="mr-1 text-15 text-ink-2">{predict.sure}</span>
        {CONFIDENCES.map((one) => (
          <label key={one} className={`button min-h-8 cursor-pointer px-3 text-15 pointer-coarse:min-h-11 has-focus-visible:outline-2 has-focus-visible:outline-now ${one === confidence ? 'button-primary' : ''}`}>
            <input type="radio" name={`${question.id} confidence`} checked={one === confidence} onChange={() => onConfidence(one)} className="sr-only" />
            {predict.confidence[one]}
          </label>
        ))}
      </div>
      <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <button
          type="button" className={`button text-[1.0625rem] ${isComplete ? 'button-primary' : ''}`} aria-disabled={!isComplete}
          onClick={() => isComplete && onCommit(question.kind === 'axis' || question.kind === 'choice' || question.kind === 'pick' ? chosen[0]! : chosen)}
        >
          {isComplete ? label : predict.first}
        </button>
        <button type="button" className="link cursor-pointer py-2 text-15 text-ink-2 pointer-coarse:min-h-11" onClick={() => onCommit(null)}>{predict.skip}</button>
        {isItem ? null : <span className="text-14 text-ink-3">{predict.hidden}</span>}
      </div>
    </div>
  )
}

interface VerdictProps {
  readonly question: AskedQuestion
  readonly value: number | readonly number[] | null
  readonly isFresh: boolean
  readonly locale: ReturnType<typeof useLesson>['locale']
  readonly runLink?: string
  readonly onAgain: () => void
}

/** What was said and what it was, in numbers; announced once. */
function Verdict({ question, value, isFresh, locale, runLink, onAgain }: VerdictProps) {
  const { words } = useLesson()
  const verdict = describeVerdict(words, locale, question, value)
  const place = useRef<HTMLDivElement>(null)
  const [isElsewhere, setElsewhere] = useState(false)
  const { axis, result } = question
  const sentence = `${verdict.lead} ${verdict.more}`.trim()
  // The button that was pressed is gone; focus goes to what came in its place, and the sentence is read with it. Whose focus is
  // elsewhere by now hears it as an alert: once, either way.
  useEffect(() => {
    if (!isFresh) return
    if (document.activeElement === document.body) {
      place.current?.focus({ preventScroll: true })
      // On a phone the simulator lies over what is above its lower edge.
      place.current?.scrollIntoView({ block: 'nearest' })
    } else if (document.activeElement !== place.current) setElsewhere(true)
  }, [isFresh])
  const said = typeof value === 'number' ? value : null
  const band = Array.isArray(value) ? ([value[0] as number, value[1] as number] as const) : said !== null && result !== null ? ([Math.min(said, result.value), Math.max(said, result.value)] as const) : undefined
  return (
    <div ref={place} tabIndex={-1} role="group" aria-label={sentence} className="outline-none" data-verdict="">
      {axis !== null && result !== null ? (
        <AxisPicture
          axis={axis} locale={locale} {...(band === undefined ? {} : { band })}
          marks={[
            ...(said === null ? [] : [{ value: said, label: formatWith(locale, words.predict.you, { value: writeQuantity(locale, said, axis.unit) }), isFilled: false }]),
            { value: result.value, label: formatWith(locale, words.predict.observed, { value: writeQuantity(locale, result.value, axis.unit) }), isFilled: true },
          ]}
        />
      ) : null}
      <p className="heading mt-5 border-t border-line pt-5 text-28 !leading-tight">{verdict.lead}</p>
      {verdict.more === '' ? null : <p className="mt-2">{verdict.more}</p>}
      <p className="mt-2 flex gap-4 text-15 text-ink-2">
        {runLink === undefined ? null : <a href={runLink} className="link">{words.verdict.openRun}</a>}
        <button type="button" className="link cursor-pointer pointer-coarse:min-h-11" onClick={onAgain}>{words.predict.again}</button>
      </p>
      {isElsewhere ? <p role="alert" className="sr-only">{sentence}</p> : null}
    </div>
  )
}
