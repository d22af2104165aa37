import { runScenario } from '@/components/simulation/run.ts'
import type { Locale } from '@/lib/locales.ts'
import { SpaceTimeStill } from '../still.tsx'
import type { TimelineWords } from '../words.ts'
import { LiveDiagram } from './live-diagram.tsx'
import { timelineScene, timelineSceneNames } from './timeline-scenes.ts'

/** The diagram in each of its conditions: a still made while the page is built, and the living one over it. */
export function TimelineGallery({ locale, words }: { locale: Locale; words: TimelineWords }) {
  return (
    <section aria-labelledby="space-time" className="mt-16 border-t-[1.5px] border-ink pt-4">
      <h2 id="space-time" className="heading text-28">{words.gallery.title}</h2>
      <p className="mt-4 max-w-measure text-ink-2">{words.about}</p>
      {timelineSceneNames.map((name) => {
        const { request, window, nowUs, armedFromUs } = timelineScene(name)
        const run = runScenario(request)
        if (run.kind !== 'ran') throw new Error(`The gallery's run "${name}" is impossible: ${JSON.stringify(run.problems)}`)
        const shown = { trace: run.trace, index: run.index, window, nowUs, armedFromUs, words, locale }
        return (
          <div key={name} className="mt-10">
            <h3 className="text-15 font-semibold">{words.gallery.conditions[name]}</h3>
            <div className="mt-2 border border-line bg-sheet">
              <LiveDiagram scene={name} words={words} locale={locale}>
                <SpaceTimeStill {...shown} width={1100} height={name === 'twelve' ? 620 : 360} className="max-wide:hidden" />
                <SpaceTimeStill {...shown} width={358} height={400} className="wide:hidden" />
              </LiveDiagram>
            </div>
            <div className="mt-3 w-80 max-w-full border border-line bg-sheet">
              <SpaceTimeStill {...shown} thumbnail />
            </div>
          </div>
        )
      })}
    </section>
  )
}
