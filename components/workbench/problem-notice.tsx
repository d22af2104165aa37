'use client'

import { formatTime } from '@/components/narration/describe.ts'
import { useSimulation } from '@/components/simulation/context.tsx'
import type { RunProblem } from '@/components/simulation/store.ts'
import { DEFAULT_EVENTS } from '@/components/simulation/limits.ts'
import { control } from '@/components/ui/control.ts'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import { useWords, type Words } from './words.tsx'

/** What went wrong, in a sentence with its instant and its reason, and the way back. */
export function ProblemNotice({ link }: { link: string }) {
  const { simulation: words, locale } = useWords()
  const problem = useSimulation((state) => state.problem)
  const canUndo = useSimulation((state) => state.canUndo)
  const undo = useSimulation((state) => state.undo)
  const thread = useSimulation((state) => state.thread)
  const said = problem === null ? '' : problemSentence(words, locale, problem)
  return (
    <div aria-live="assertive" className="empty:hidden">
      {link === '' ? null : <p className="border-b border-line bg-wait-wash px-4 py-2 text-15 text-ink">{link}</p>}
      {thread === 'page' ? <p className="border-b border-line bg-wait-wash px-4 py-2 text-15 text-ink">{words.problems.page}</p> : null}
      {said === '' ? null : (
        <div className="flex flex-wrap items-center gap-3 border-b border-line bg-fail-wash px-4 py-2 text-15 text-ink" data-problem={problem!.kind}>
          <p>{said}</p>
          {canUndo ? <button type="button" className={`${control} px-3 text-14`} onClick={undo}>{words.problems.undo}</button> : null}
        </div>
      )}
    </div>
  )
}

function problemSentence(words: Words['simulation'], locale: Words['locale'], problem: RunProblem): string {
  const { problems } = words
  switch (problem.kind) {
    case 'stopped':
      return formatWith(locale, problems.stopped, { time: formatTime(problem.atUs), reason: formatWith(locale, problems[problem.reason], { events: formatNumber(locale, DEFAULT_EVENTS) }) })
    case 'impossible':
      return problem.problems
        .slice(0, 3)
        .map(({ path, message }) => formatWith(locale, problems.impossible, { reason: path.length === 0 ? message : formatWith(locale, problems.at, { path: path.join('.'), message }) }))
        .join(' ')
    case 'too-slow':
      return formatWith(locale, problems.tooSlow, { seconds: problem.limitMs / 1_000 })
    case 'crashed':
      return formatWith(locale, problems.crashed, { message: problem.message })
  }
}
