'use client'

import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { control } from '@/components/ui/control.ts'
import { format } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { Dictionary } from '@/lib/dictionary.ts'
import { TOKEN_KINDS, type Token } from './code-twin.ts'
import type { Explanation } from './explain.ts'

export interface CodeViewProps {
  readonly locale: Locale
  readonly words: Dictionary['code']
  /** Which decision this is, as a sentence. */
  readonly caption: string
  readonly explanation: Explanation
  readonly lines: readonly (readonly Token[])[]
}

const TOKEN_CLASS: Readonly<Record<(typeof TOKEN_KINDS)[number], string>> = {
  plain: '', comment: 'text-ink-3', keyword: 'font-semibold', string: 'text-ok-text', number: 'text-stale-text',
}

/** The policy's file, with the line that runs and the values it left behind; arrow keys go from line to line. */
export function CodeView({ locale, words, caption, explanation, lines }: CodeViewProps) {
  const { steps } = explanation
  const [at, setAt] = useState(0)
  const [shown, setShown] = useState(explanation)
  if (shown !== explanation) {
    setShown(explanation)
    setAt(0)
  }
  const box = useRef<HTMLDivElement>(null)
  const captionId = useId()
  const current = steps[Math.min(at, steps.length - 1)]

  useEffect(() => {
    const element = box.current?.querySelector<HTMLElement>('[aria-current]')
    if (!element || !box.current) return
    box.current.scrollTo({ top: Math.max(0, element.offsetTop - box.current.clientHeight / 2) })
  }, [current])

  function go(to: number): void {
    setAt(Math.max(0, Math.min(steps.length - 1, to)))
  }

  function onKeyDown(event: KeyboardEvent): void {
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: steps.length - 1 }[event.key]
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    go(to)
  }

  const seen = current?.values.map(({ name, text }) => (name === '' ? text : `${name} = ${text}`)).join(', ') ?? ''

  return (
    <section aria-labelledby={captionId} className="flex min-h-0 flex-1 flex-col bg-sunk">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-b border-line px-5 py-2 text-13">
        <p id={captionId} className="min-w-0 flex-1 font-semibold">{caption}</p>
        <p className="font-mono text-note text-ink-3">{explanation.file}</p>
      </div>
      <div
        ref={box} tabIndex={0} role="group" aria-label={words.label} onKeyDown={onKeyDown}
        className="relative min-h-0 flex-1 overflow-auto py-2 font-mono text-13 leading-[1.55]"
      >
       <ol>
        {lines.map((tokens, index) => {
          const number = index + 1
          const isCurrent = current?.line === number
          return (
            <li
              key={number} aria-current={isCurrent ? 'step' : undefined}
              className={`flex min-w-max gap-4 border-l-3 pr-5 ${isCurrent ? 'border-now bg-now-wash' : 'border-transparent'}`}
            >
              <span aria-hidden="true" className={`w-9 shrink-0 select-none text-right ${isCurrent ? 'text-ink' : 'text-ink-3'}`}>{number}</span>
              <code className="whitespace-pre">
                {tokens.map(([kind, text], i) => <span key={i} className={isCurrent ? '' : TOKEN_CLASS[TOKEN_KINDS[kind]!]}>{text}</span>)}
                {isCurrent && seen !== '' && <span className="pl-4 font-semibold text-now">{seen}</span>}
              </code>
            </li>
          )
        })}
       </ol>
      </div>
      <div className="flex flex-wrap items-center gap-2 border-t border-line px-5 py-2 text-13">
        <button type="button" className={`${control} px-3`} onClick={() => go(at - 1)} disabled={at === 0}>{words.back}</button>
        <button type="button" className={`${control} px-3`} onClick={() => go(at + 1)} disabled={at >= steps.length - 1}>{words.forward}</button>
        <p className="tabular-nums text-ink-2">{format(locale, words.place, { step: at + 1, steps: steps.length })}</p>
        <p className="ml-auto text-note text-ink-3">{words.same}</p>
      </div>
      <p aria-live="polite" className="sr-only">{current === undefined ? '' : format(locale, words.line, { line: current.line, values: seen })}</p>
    </section>
  )
}
