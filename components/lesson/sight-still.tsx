import { createNarrator, formatTime } from '@/components/narration/describe.ts'
import { stateAt } from '@/components/projection/traffic-state.ts'
import { openingSpan, windowAround } from '@/components/simulation/opening.ts'
import { StageStill } from '@/components/stage/stage-still.tsx'
import { SpaceTimeStill } from '@/components/timeline/still.tsx'
import { formatWith } from '@/lib/i18n.ts'
import type { Setting } from './vocabulary.tsx'

/** A step's state as pictures and a sentence: the first paint, pages without scripts, paper. */
export function SightStill({ setting: { lesson, locale, simulation, words }, step, isBrief = false }: { setting: Setting; step: string; /** The stage alone: what stands for a moment until the simulator is there. */ isBrief?: boolean }) {
  const fact = lesson.facts.find((one) => one.kind === 'step' && one.id === step)
  if (fact?.kind !== 'step') throw new Error(`${lesson.file} has no step ${step}.`)
  const { sight, run, title } = fact
  const { trace, index, config } = run
  const span = sight.windowUs ?? openingSpan(trace)
  const narrator = createNarrator(locale, simulation.simulation, trace, config)
  return (
    <figure className="bg-sheet">
      <StageStill subject={{ kind: 'run', trace, index, atUs: sight.atUs }} words={simulation.stage} locale={locale} />
      {isBrief ? null : (
        <div className="border-t border-line">
          <SpaceTimeStill trace={trace} index={index} window={windowAround(sight.atUs, span, trace.endUs)} nowUs={sight.atUs} words={simulation.timeline} locale={locale} width={640} height={260} />
        </div>
      )}
      <figcaption className="border-t border-line px-4 py-2 text-14 leading-snug text-ink-2">
        {formatWith(locale, words.still, { title, time: formatTime(sight.atUs) })}. {narrator.state(stateAt(trace, index, sight.atUs))}
      </figcaption>
    </figure>
  )
}
