'use client'

import { limiterOf } from '@/components/families/limiter-words.ts'
import { whyOf } from '@/components/narration/limiter-values.ts'
import { limiterLevels, ruleAt } from '@/components/projection/limiter-levels.ts'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import type { TrafficConfig } from '@/simulations/components/traffic/config.ts'
import { answerLines } from '@/simulations/components/traffic/limit-answer.ts'
import { VERDICT } from '@/simulations/components/traffic/limit-columns.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import { useWords } from './words.tsx'

interface LimitAnswerProps {
  readonly trace: Trace
  readonly config: TrafficConfig
  readonly request: number
  readonly onClose: () => void
}

/** What a client was told whose request a limiter refused: the status and the fields of the answer, and why. */
export function LimitAnswer({ trace, config, request, onClose }: LimitAnswerProps) {
  const { simulation, locale } = useWords()
  const words = limiterOf(simulation)
  const levels = limiterLevels(trace, config)
  if (words === null || levels === null) return null
  const columns = trace.subjects.columns
  const node = trace.lanes.findIndex((lane) => lane.role === 'limiter' && lane.index === columns.limiter![request])
  const lines = node < 0 ? null : answerLines(trace, ruleAt(levels, node, columns.decidedAt![request]!), levels.spec.key, request)
  if (lines === null) return null
  const values = {
    n: formatNumber(locale, request + 1), client: columns.client![request]! + 1, attempt: columns.attempt![request]! + 1,
    node: (simulation.lanes as Readonly<Record<string, string>>)[trace.lanes[node]!.id] ?? '',
  }
  return (
    <section aria-label={formatWith(locale, words.answer.title, values)} className="absolute right-3 bottom-3 z-10 max-w-[min(30rem,calc(100%-1.5rem))] border border-edge bg-sheet px-3 py-2 text-14">
      <div className="flex items-start gap-3">
        <h3 className="min-w-0 flex-1 font-semibold">{formatWith(locale, words.answer.title, values)}</h3>
        <button type="button" aria-label={words.answer.close} className="size-6 shrink-0 cursor-pointer text-ink-2 hover:text-ink pointer-coarse:size-11" onClick={onClose}>
          <svg viewBox="0 0 12 12" className="mx-auto size-3" aria-hidden="true"><path d="M2 2l8 8M10 2L2 10" stroke="currentColor" strokeWidth="1.5" /></svg>
        </button>
      </div>
      <pre tabIndex={0} className="mt-1 overflow-x-auto font-mono text-13 leading-snug">{lines.join('\n')}</pre>
      <p className="mt-1 text-13 text-ink-2">{formatWith(locale, words.answer.took, values)}. {words.answer.why}: {whyOf(locale, words, trace, levels, request)}.{lines.some((line) => line.startsWith('Retry-After')) || columns.verdict![request] !== VERDICT.throttled ? '' : ` ${words.answer.none}.`}</p>
    </section>
  )
}
