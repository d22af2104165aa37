import type { ReactNode } from 'react'
import { knobLabel, knobValue } from '@/components/knobs/knob-words.ts'
import { openingSpan, windowAround } from '@/components/simulation/opening.ts'
import { readerOf } from '@/components/families/still.tsx'
import { SpaceTimeStill } from '@/components/timeline/still.tsx'
import type { Facts } from '@/lib/content/facts.ts'
import { parseOperand } from '@/lib/content/expressions.ts'
import { ranOf } from '@/lib/content/runs.ts'
import type { LoadedScenario } from '@/simulations/scenario/loaded-scenario.ts'
import { formatWith } from '@/lib/i18n.ts'
import { CompareTogether } from './compare-together.tsx'
import { compareRuns, type Differences } from './differences.ts'
import { Reveal } from './reveal.tsx'
import { writeQuantity } from './quantity-words.ts'
import type { Setting } from './vocabulary.tsx'

type Compared = Extract<Facts, { kind: 'compare' }>

/** The same seed under two values of one knob: two pictures on one scale, their numbers, a question, and then the principle. */
export function drawComparison({ setting, n, fact, children }: { setting: Setting; n: number; fact: Compared; children: ReactNode }) {
  const { locale, words, simulation } = setting
  const scenario = scenarioAround(setting, n)
  const nameOf = (value: string | number | boolean) => (typeof value === 'string' ? knobValue(simulation.simulation, value) : `${knobLabel(simulation.simulation, fact.knob)} ${knobValue(simulation.simulation, value)}`)
  const runs = fact.runs.map((run, at) => ({ ...run, label: formatWith(locale, words.compare.run, { number: at + 1, value: nameOf(run.value) }) }))
  const ran = runs.map(({ sight }) => ranOf(scenario, sight.overrides, sight.seed))
  const differences = compareRuns(ran.map(({ trace }) => trace))
  const said = (one: Differences) => formatWith(locale, words.compare.differ, { elsewhere: one.elsewhere, alike: one.alike, end: one.otherEnd })
  const labelOf = (name: string): string => {
    const operand = parseOperand(name)
    const metric = operand.kind === 'metric' ? (words.metrics as Readonly<Record<string, string>>)[operand.name] : undefined
    return metric === undefined ? name : operand.kind === 'metric' && operand.args.length > 0 ? `${metric}, ${operand.args.join(', ')}` : metric
  }
  return (
    <section id={fact.id} className="lesson-section" data-compare="">
      <h2>{fact.ask}</h2>
      <CompareTogether
        runs={runs.map(({ label, sight }) => ({ label, sight }))} scenario={scenario} simulation={simulation}
        pictures={runs.map(({ label, sight }, at) => {
          const { trace, index } = ran[at]!
          const window = windowAround(sight.atUs, sight.windowUs ?? openingSpan(trace), trace.endUs)
          return (
            <figure key={label} className="mt-3 border border-line bg-sheet">
              <figcaption className="border-b border-line px-3 py-1.5 text-14 font-semibold">{label}</figcaption>
              {SpaceTimeStill({ trace, index, reader: readerOf(ran[at]!, simulation), ringed: differences[at]?.ringed, window, nowUs: sight.atUs, words: simulation.timeline, locale, width: 640, height: 240 })}
            </figure>
          )
        })}
      />
      {runs.map(({ label }, at) => {
        const one = differences[at]
        // The first run differs from the second as the second does from it.
        return at === 0 || one === null || one === undefined ? null : (
          <p key={label} className="mt-3 text-15 leading-snug text-ink-2" data-differences="">
            <RingGlyph /> {runs.length > 2 ? `${label}. ` : ''}{said(one)}
          </p>
        )
      })}
      <div className="lesson-table">
        <table>
          <thead>
            <tr>
              <th scope="col">{words.compare.metric}</th>
              {runs.map(({ label }) => <th key={label} scope="col">{label}</th>)}
            </tr>
          </thead>
          <tbody>
            {fact.metrics.map(({ name, unit }, row) => (
              <tr key={name}>
                <th scope="row">{labelOf(name)}</th>
                {runs.map(({ label, values }) => <td key={label}>{writeQuantity(locale, values[row]!.value, unit)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Reveal id={fact.id} label={words.compare.reveal}><div className="lesson-principle">{children}</div></Reveal>
    </section>
  )
}

function RingGlyph() {
  return <svg viewBox="0 0 16 16" className="inline size-4 align-[-0.15em]" aria-hidden="true" focusable="false"><circle cx={8} cy={8} r={6.5} className="fill-none stroke-ink" strokeWidth={1.5} /></svg>
}

function scenarioAround({ lesson }: Setting, n: number): LoadedScenario {
  for (let at = n; at >= 0; at = lesson.nodes[at]!.parent) {
    const fact = lesson.facts[at]
    if (fact?.kind === 'sim') return fact.scenario
  }
  throw new Error(`${lesson.file}: word ${n} stands beside no simulator.`)
}
