'use client'

import { formatTime } from '@/components/narration/describe.ts'
import { useSimulation } from '@/components/simulation/context.tsx'
import type { RunProblem } from '@/components/simulation/store.ts'
import { DEFAULT_EVENTS } from '@/components/simulation/limits.ts'
import { control } from '@/components/ui/control.ts'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import { describePlaced, useProblemWords, type ProblemWords } from './problem-words.ts'
import { useWords, type Words } from './words.tsx'

/** Problems said in one notice; more would push the picture off the screen. */
const MOST_SAID = 3

/** What went wrong, in a sentence with its instant and its reason, and the way back. */
export function ProblemNotice({ link }: { link: string }) {
  const { simulation: words, locale } = useWords()
  const problem = useSimulation((state) => state.problem)
  const canUndo = useSimulation((state) => state.canUndo)
  const undo = useSimulation((state) => state.undo)
  const thread = useSimulation((state) => state.thread)
  const problemWords = useProblemWords(locale, problem?.kind === 'impossible')
  const said = problem === null ? '' : problemSentence(words, problemWords, locale, problem)
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

function problemSentence(words: Words['simulation'], problemWords: ProblemWords | null, locale: Words['locale'], problem: RunProblem): string {
  const { problems } = words
  switch (problem.kind) {
    case 'stopped':
      return formatWith(locale, problems.stopped, { time: formatTime(problem.atUs), reason: formatWith(locale, problems[problem.reason], { events: formatNumber(locale, DEFAULT_EVENTS) }) })
    case 'impossible': {
      if (problemWords === null) return ''
      const sentences = problem.problems.slice(0, MOST_SAID).map((one) => describePlaced(problemWords, words, locale, one))
      const left = problem.problems.length - sentences.length
      const reason = [...sentences, ...(left > 0 ? [formatWith(locale, problemWords.more, { count: left })] : [])].join(' ')
      return formatWith(locale, problems.impossible, { reason })
    }
    case 'too-slow':
      return formatWith(locale, problems.tooSlow, { seconds: problem.limitMs / 1_000 })
    case 'crashed':
      return formatWith(locale, problems.crashed, { message: problem.message })
  }
}
