'use client'

import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { appendProgress } from '@/components/progress/log.ts'
import { useLesson } from './reader-context.tsx'

const RATES = ['no', 'partly', 'yes'] as const

/** The learner writes the lesson in one sentence, sees ours beside it, and judges. Ours is always there without scripts. */
export function OneSentenceTask({ children }: { children: ReactNode }) {
  const { reader, words } = useLesson()
  const { oneSentence } = words
  const [text, setText] = useState('')
  const [isShown, setShown] = useState(false)
  const [rate, setRate] = useState<number | null>(null)
  const [isKept, setKept] = useState(false)
  const id = useId()
  const compared = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isShown) compared.current?.focus({ preventScroll: true })
  }, [isShown])
  const keep = (chosen: number) => {
    setRate(chosen)
    void appendProgress({ kind: 'wrote', lesson: reader.lesson, text: text.slice(0, 400), rate: chosen }).then(setKept)
  }
  return (
    <div>
      <div className="lesson-live">
        <label htmlFor={id}>{oneSentence.ask}</label>
        <textarea id={id} rows={3} maxLength={400} value={text} onChange={(event) => setText(event.target.value)} className="mt-3 block w-full rounded-control border border-edge bg-sheet p-3" />
        {isShown ? null : <button type="button" className="button mt-3" onClick={() => setShown(true)}>{oneSentence.compare}</button>}
      </div>
      <div ref={compared} tabIndex={-1} className="lesson-after outline-none" data-open={isShown ? '' : undefined}>
        <div className="mt-4 grid gap-x-8 gap-y-3 sm:grid-cols-2">
          {text === '' ? null : <div><p className="text-14 text-ink-2">{oneSentence.yours}</p><p>{text}</p></div>}
          <div><p className="text-14 text-ink-2">{oneSentence.ours}</p><div className="lesson-ours">{children}</div></div>
        </div>
        {text === '' ? null : (
          <div role="group" aria-label={oneSentence.rate} className="lesson-live mt-4 flex flex-wrap items-center gap-2 text-15">
            <span className="mr-1 text-ink-2">{oneSentence.rate}</span>
            {RATES.map((one, at) => (
              <button key={one} type="button" aria-pressed={rate === at} className={`button min-h-8 px-3 text-15 ${rate === at ? 'button-primary' : ''}`} onClick={() => keep(at)}>{oneSentence.rates[one]}</button>
            ))}
            <span role="status" className="text-14 text-ink-3">{isKept ? oneSentence.kept : ''}</span>
          </div>
        )}
      </div>
    </div>
  )
}
