import { narratorOf, readerOf, RunStageStill } from '@/components/families/still.tsx'
import { rowAt } from '@/components/projection/lookup.ts'
import { openingSpan, windowAround } from '@/components/simulation/opening.ts'
import { SpaceTimeStill } from '@/components/timeline/still.tsx'
import { ranOf } from '@/lib/content/runs.ts'
import type { Setting } from './vocabulary.tsx'

interface SightStillProps {
  readonly setting: Setting
  readonly step: string
  /** The stage alone: what stands for a moment until the simulator is there. */
  readonly isBrief?: boolean
  /** The instant that explains the answer to the step's question, where it has one: the text below speaks of it. */
  readonly isAnswered?: boolean
}

/**
 * A step's state as pictures and a sentence: the first paint, pages without scripts, paper. Called and not mounted, as whatever holds
 * runs: while somebody writes, React would send the properties of each component, here megabytes, to the browser.
 */
export function drawSight({ setting, step, isBrief = false, isAnswered = false }: SightStillProps) {
  const { locale, simulation } = setting
  const { title, sight, run } = isAnswered ? answeredSight(setting, step) : stepOf(setting, step).fact
  const { trace, index } = run
  const span = sight.windowUs ?? openingSpan(trace)
  return (
    <figure className="bg-sheet">
      {RunStageStill({ run, atUs: sight.atUs, words: simulation })}
      {isBrief ? null : (
        <div className="border-t border-line">
          {SpaceTimeStill({ trace, index, reader: readerOf(run, simulation), window: windowAround(sight.atUs, span, trace.endUs), nowUs: sight.atUs, words: simulation.timeline, locale, width: 640, height: 260 })}
        </div>
      )}
      <figcaption className="border-t border-line px-4 py-2 text-14 leading-snug text-ink-2">
        {title}. {narratorOf(run, simulation).summary(sight.atUs, rowAt(trace, sight.atUs))}
      </figcaption>
    </figure>
  )
}

function stepOf({ lesson }: Setting, step: string) {
  const n = lesson.facts.findIndex((one) => one.kind === 'step' && one.id === step)
  const fact = lesson.facts[n]
  if (fact?.kind !== 'step') throw new Error(`${lesson.file} has no step ${step}.`)
  return { n, fact }
}

function answeredSight(setting: Setting, step: string) {
  const { n, fact } = stepOf(setting, step)
  const asked = setting.lesson.facts.find((one, at) => one.kind === 'question' && setting.lesson.nodes[at]?.parent === n)
  if (asked?.kind !== 'question') return fact
  const { scenario, question } = asked
  return { title: fact.title, sight: { ...question.sight, windowUs: question.sight.windowUs ?? fact.sight.windowUs }, run: ranOf(scenario, question.sight.overrides, question.sight.seed) }
}
