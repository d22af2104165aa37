import { narratorOf, readerOf, RunStageStill } from '@/components/families/still.tsx'
import { hasLimiter, withLimiter } from '@/components/families/limiter-words.ts'
import { wordsOf } from '@/components/families/words-of.ts'
import { formatDuration } from '@/components/narration/durations.ts'
import { formatBytes, formatShare } from '@/components/placement/describe.ts'
import { leastShare, movedShare, placementAt } from '@/components/projection/placement-state.ts'
import { rowAt } from '@/components/projection/lookup.ts'
import { stateAt } from '@/components/projection/traffic-state.ts'
import { openingInstant, openingSpan, windowAround } from '@/components/simulation/opening.ts'
import { runAny } from '@/components/simulation/run-any.ts'
import type { FinishedRun } from '@/components/simulation/run.ts'
import type { LoadedScenario } from '@/components/simulation/store.ts'
import { SpaceTimeStill } from '@/components/timeline/still.tsx'
import { dictionary } from '@/lib/dictionary.ts'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { Words } from './words.tsx'

/** The run as pictures and numbers, made when the site is built: the first paint, and all there is without scripts. */
export function SimulatorStill({ locale, scenario }: { locale: Locale; scenario: LoadedScenario }) {
  const words = wordsOf(scenario.family, locale, hasLimiter([scenario]) ? withLimiter(dictionary(locale)) : dictionary(locale))
  const run = runAny({ document: scenario.document, overrides: {}, seed: scenario.seed, interventions: scenario.script })
  if (run.kind !== 'ran') throw new Error(`${scenario.id} does not run: ${run.problems.map((problem) => problem.code).join(' ')}`)
  const { trace, index } = run
  const at = openingInstant(trace)
  const narrator = narratorOf(run, words)
  const figures = figuresOf(run, words)
  return (
    <section className="min-h-[calc(100dvh-3rem)] border-b border-line bg-sheet" data-still="">
      <noscript><p className="gutter border-b border-line bg-wait-wash py-2 text-15">{words.simulation.stillNote}</p></noscript>
      <div className="border-b border-line px-4 py-2.5 text-15 font-bold leading-tight desk:pl-[19.75rem]">{scenario.title[locale]}</div>
      <div className="desk:grid desk:grid-cols-[18.75rem_minmax(0,1fr)]">
        <p className="p-5 text-16 leading-snug desk:border-r desk:border-line">{scenario.question[locale]}</p>
        <div className="min-w-0">
          <RunStageStill run={run} atUs={at} words={words} />
          <div className="border-t border-line">
            <SpaceTimeStill trace={trace} index={index} reader={readerOf(run, words)} window={windowAround(at, openingSpan(trace), trace.endUs)} nowUs={at} words={words.timeline} locale={locale} />
          </div>
          <p className="border-t border-line px-4 py-3 text-15">{narrator.summary(at, rowAt(trace, at))}</p>
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

/** Three figures of the whole run. */
function figuresOf(run: FinishedRun, { locale, simulation: { metrics: words }, placement }: Words): readonly (readonly [string, string])[] {
  if (run.family === 'placement') {
    const { figures } = placement!
    const { mapNumber, totals, change, spread } = placementAt(run.trace, run.index, run.trace.endUs)
    const least = formatWith(locale, figures.movedNote, { least: formatShare(locale, leastShare(run.trace, run.index, mapNumber)), bytes: formatBytes(locale, Number(change?.note.facts.bytes ?? 0)) })
    return [
      [figures.moved, `${formatShare(locale, movedShare(run.index, mapNumber))} (${least})`],
      [figures.missed, totals.sent === 0 ? figures.none : formatShare(locale, totals.missed / totals.sent)],
      [figures.spread, formatShare(locale, spread)],
    ]
  }
  const { metrics } = stateAt(run.trace, run.index, run.trace.endUs)
  const failed = metrics.refused + metrics.timedOut
  return [
    [words.failed, formatNumber(locale, failed / (metrics.answered + failed), 'percent')],
    [words.p99, formatDuration(metrics.p99Us)],
    [words.answered, `${formatNumber(locale, metrics.answered)} ${formatWith(locale, words.ofSent, { sent: metrics.sent })}`],
  ]
}
