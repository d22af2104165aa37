import { createNarrator, formatDuration } from '@/components/narration/describe.ts'
import { stateAt } from '@/components/projection/traffic-state.ts'
import { openingInstant, openingSpan, windowAround } from '@/components/simulation/opening.ts'
import { runScenario } from '@/components/simulation/run.ts'
import type { LoadedScenario } from '@/components/simulation/store.ts'
import { stageWords } from '@/components/stage/describe-lane.ts'
import { StageStill } from '@/components/stage/stage-still.tsx'
import { SpaceTimeStill } from '@/components/timeline/still.tsx'
import { dictionary } from '@/lib/dictionary.ts'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'

/** The run as pictures and numbers, made when the site is built: the first paint, and all there is without scripts. */
export function SimulatorStill({ locale, scenario }: { locale: Locale; scenario: LoadedScenario }) {
  const all = dictionary(locale)
  const { simulation: words, timeline } = all
  const reply = runScenario({ document: scenario.document, overrides: {}, seed: scenario.seed, interventions: scenario.script })
  if (reply.kind !== 'ran') throw new Error(`${scenario.id} does not run: ${JSON.stringify(reply.problems)}`)
  const { trace, index, config } = reply
  const at = openingInstant(trace)
  const now = stateAt(trace, index, at)
  const { metrics } = stateAt(trace, index, trace.endUs)
  const failed = metrics.refused + metrics.timedOut
  const narrator = createNarrator(locale, words, trace, config)
  const figures = [
    [words.metrics.failed, formatNumber(locale, failed / (metrics.answered + failed), 'percent')],
    [words.metrics.p99, formatDuration(metrics.p99Us)],
    [words.metrics.answered, `${formatNumber(locale, metrics.answered)} ${formatWith(locale, words.metrics.ofSent, { sent: metrics.sent })}`],
  ] as const
  return (
    <section className="min-h-[calc(100dvh-3rem)] border-b border-line bg-sheet" data-still="">
      <noscript><p className="gutter border-b border-line bg-wait-wash py-2 text-15">{words.stillNote}</p></noscript>
      <div className="border-b border-line px-4 py-2.5 text-15 font-bold leading-tight desk:pl-[19.75rem]">{scenario.title[locale]}</div>
      <div className="desk:grid desk:grid-cols-[18.75rem_minmax(0,1fr)]">
        <p className="p-5 text-16 leading-snug desk:border-r desk:border-line">{scenario.question[locale]}</p>
        <div className="min-w-0">
          <StageStill subject={{ kind: 'run', trace, index, atUs: at }} words={stageWords(all)} locale={locale} />
          <div className="border-t border-line">
            <SpaceTimeStill trace={trace} index={index} window={windowAround(at, openingSpan(trace), trace.endUs)} nowUs={at} words={timeline} locale={locale} />
          </div>
          <p className="border-t border-line px-4 py-3 text-15">{narrator.state(now)}</p>
          <dl className="grid grid-cols-3 divide-x divide-line border-t border-line max-wide:grid-cols-1 max-wide:divide-x-0 max-wide:divide-y">
            {figures.map(([name, value]) => (
              <div key={name} className="px-4 py-2.5">
                <dt className="text-14 text-ink-2">{name}</dt>
                <dd className="figure text-28 leading-tight">{value}</dd>
              </div>
            ))}
          </dl>
        </div>
      </div>
    </section>
  )
}
