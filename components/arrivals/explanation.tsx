'use client'

import type { BenchRun } from '@/components/simulation/arrival-run.ts'
import { control } from '@/components/ui/control.ts'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import { nameOf, writeSpan, type Words } from './arrival-words.ts'
import { describeArrival, explainDecision, type Side } from './describe-decision.ts'
import { nextDiffering } from './live-picture.tsx'
import type { Bench } from './use-bench.ts'

const TONES = { admitted: 'text-req', delayed: 'text-wait-text', rejected: 'text-fail-text' } as const

/** Why: both limiters on the arrival that is looked at. The sliders of the picture speak the same words. */
export function Explanation({ words, bench, run }: { words: Words; bench: Bench; run: BenchRun }) {
  const { text: { read } } = words
  const cursor = bench.cursor < run.text.arrivals.count ? bench.cursor : -1
  const place = cursor < 0 ? -1 : run.order.indexOf(cursor)
  const go = (to: number): void => {
    const i = run.order[to]
    if (i !== undefined) bench.setCursor(i)
  }
  const difference = nextDiffering(run, cursor, 1)
  return (
    <section className="border-y border-line py-3">
      <div className="flex flex-wrap items-center gap-2 text-15">
        <h3 className="!my-0 mr-auto !text-15 font-semibold tabular-nums">{cursor < 0 ? read.none : describeArrival(words, run, cursor)}</h3>
        <span className="flex flex-wrap gap-1 text-14">
          <button type="button" className={`${control} px-2.5`} disabled={place <= 0} onClick={() => go(place - 1)}>{read.previous}</button>
          <button type="button" className={`${control} px-2.5`} disabled={place >= run.order.length - 1} onClick={() => go(place + 1)}>{read.next}</button>
          <button type="button" className={`${control} px-2.5`} disabled={difference < 0} onClick={() => bench.setCursor(difference)}>{read.nextDifference}</button>
        </span>
      </div>
      <div className="mt-2 grid min-h-28 grid-cols-2 gap-x-8 gap-y-4 max-wide:grid-cols-1">
        {cursor < 0 ? null : ([0, 1] as const).map((side) => <Why key={side} words={words} run={run} side={side} i={cursor} />)}
      </div>
    </section>
  )
}

function Why({ words, run, side, i }: { words: Words; run: BenchRun; side: Side; i: number }) {
  const { text: { read } } = words
  const { verdict, sentence, fields } = explainDecision(words, run, side, i)
  const hasRetry = fields.some(([name]) => name === 'Retry-After')
  return (
    <div className="min-w-0">
      <p className="text-14 text-ink-2">{side + 1}{'\u2002'}{nameOf(words, run.specs[side])}</p>
      <p className={`figure text-22 ${TONES[verdict]}`}>{read.verdicts[verdict]}</p>
      <p className="mt-0.5 text-16 leading-snug">{sentence}</p>
      <p className="mt-1.5 font-mono text-13 leading-relaxed text-ink-2">
        {fields.map(([name, value]) => <span key={name} className="mr-4 inline-block">{name}: {value}</span>)}
        {verdict === 'rejected' && !hasRetry ? <span className="inline-block font-text">{read.unknownRetry}</span> : null}
      </p>
    </div>
  )
}

/** What came of it, in numbers; both limiters one under the other, so that they compare. */
export function Findings({ words, run, isPart }: { words: Words; run: BenchRun; isPart: boolean }) {
  const { locale, text: { findings } } = words
  const number = (value: number): string => formatNumber(locale, value)
  const cell = `min-w-0 border-line py-3 pr-4 ${isPart ? '' : 'wide:border-l wide:pl-4 wide:first:border-l-0 wide:first:pl-0'}`
  const figure = (side: Side, value: number, after = '', isLoud = false) => (
    <dd key={side} className="flex items-baseline gap-2 text-14 leading-snug text-ink-2">
      <span aria-hidden="true">{side + 1}</span>
      <span className={`figure text-22 ${isLoud ? 'text-fail-text' : 'text-ink'}`}>{number(value)}</span>
      <span>{after}</span>
    </dd>
  )
  const most = run.compiled.map(({ windowUs, holdUs }) => (holdUs === null ? formatWith(locale, findings.most, { window: writeSpan(windowUs) }) : findings.mostOpen))
  const sides = [0, 1] as const
  return (
    <dl className={`grid border-b border-line ${isPart ? 'grid-cols-3' : 'grid-cols-5'} max-wide:grid-cols-2`} aria-label={findings.title}>
      {(['admitted', 'delayed', 'rejected'] as const).map((verdict, at) => (
        <div key={verdict} className={cell}>
          <dt className="text-14 text-ink-2">{findings[verdict]}</dt>
          {sides.map((side) => figure(side, run.replays[side].totals[at]!))}
        </div>
      ))}
      <div className={cell}>
        <dt className="text-14 text-ink-2">{most[0] === most[1] ? most[0] : `${most[0]}, ${most[1]}`}</dt>
        {sides.map((side) => {
          const units = run.replays[side].busiest?.units ?? 0
          const { quota } = run.compiled[side]
          return figure(side, units, formatWith(locale, findings.of, { quota }), units > quota)
        })}
      </div>
      <div className={cell}>
        <dt className="text-14 text-ink-2">{findings.differing}</dt>
        <dd className="text-14 text-ink-2"><span className="figure text-22 text-ink">{number(run.differing.length)}</span> {formatWith(locale, findings.ofAll, { count: run.text.arrivals.count })}</dd>
      </div>
    </dl>
  )
}
