'use client'

import Link from 'next/link'
import { useState } from 'react'
import { control } from '@/components/ui/control.ts'
import { formatWith } from '@/lib/i18n.ts'
import { ArrivalInput } from './arrival-input.tsx'
import { nameOf, type Words } from './arrival-words.ts'
import { DecisionTable } from './decision-table.tsx'
import { describeRun } from './describe-decision.ts'
import { Explanation, Findings } from './explanation.tsx'
import { LimiterKnobs } from './limiter-knobs.tsx'
import { LivePicture } from './live-picture.tsx'
import { encodeArrivals, LONGEST_LINK, type BenchState } from './share-arrivals.ts'
import { useBench, type Bench } from './use-bench.ts'

export interface ArrivalBenchProps {
  readonly words: Words
  readonly opening: BenchState
  /** Part of a lesson: narrow, without a table; nothing is kept. */
  readonly isPart: boolean
}

/** One sequence of arrivals, any two limiters. */
export function ArrivalBench({ words, opening, isPart }: ArrivalBenchProps) {
  const bench = useBench(opening, !isPart)
  const { locale, text } = words
  const { run } = bench
  const picture = run === null ? <p className="py-10 text-ink-2">{text.loading}</p> : (
    <>
      <LivePicture words={words} bench={bench} run={run} />
      <Explanation words={words} bench={bench} run={run} />
      <Findings words={words} run={run} isPart={isPart} />
    </>
  )
  const knobs = (
    <section aria-label={`${formatWith(locale, text.limiter.title, { n: 1 })}, ${formatWith(locale, text.limiter.title, { n: 2 })}`} className={`grid gap-x-8 gap-y-5 ${isPart ? 'wide:grid-cols-2' : 'wide:max-desk:grid-cols-2'}`}>
      <LimiterKnobs words={words} bench={bench} side={0} />
      <LimiterKnobs words={words} bench={bench} side={1} />
    </section>
  )
  const spoken = (
    <p role="status" className="sr-only">{run === null || bench.working !== null ? '' : describeRun(words, run, [nameOf(words, run.specs[0]), nameOf(words, run.specs[1])])}</p>
  )
  if (isPart) {
    return (
      <section aria-label={text.bench} className="flex flex-col gap-4">
        {knobs}
        <div className="bg-sheet">{picture}</div>
        <details className="lesson-aside">
          <summary>{text.input.title}</summary>
          <ArrivalInput words={words} bench={bench} isShort />
        </details>
        <p className="text-15"><Link className="link" prefetch={false} href={`/${locale}/sims/rate-limiting/arrivals#${encodeArrivals(bench.state) ?? ''}`}>{text.openInBench}</Link></p>
        <Working words={words} bench={bench} />
        {spoken}
      </section>
    )
  }
  return (
    <div className="gutter pb-16">
      <div className="grid gap-x-10 gap-y-8 desk:grid-cols-[22rem_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-6">
          <ArrivalInput words={words} bench={bench} isShort={false} />
          {knobs}
          <div className="flex flex-wrap gap-2 text-14">
            <button type="button" className={`${control} px-2.5`} onClick={bench.swap}>{text.limiter.swap}</button>
            <CopyLink words={words} state={bench.state} />
          </div>
        </div>
        <div className="min-w-0 bg-sheet px-4 pb-4 pt-3 wide:px-5">{picture}</div>
      </div>
      {run === null ? null : <DecisionTable words={words} bench={bench} run={run} />}
      <Working words={words} bench={bench} />
      {spoken}
    </div>
  )
}

/** Only of what takes long enough to be noticed. */
function Working({ words: { locale, text }, bench: { working } }: { words: Words; bench: Bench }) {
  if (working === null || working === 0) return null
  return (
    <p className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-sheet px-4 py-2 text-center text-15 tabular-nums">
      {formatWith(locale, text.working, { done: working })} <progress max={1} value={working} className="ml-2 align-middle" />
    </p>
  )
}

function CopyLink({ words: { locale, text: { share } }, state }: { words: Words; state: BenchState }) {
  const [said, setSaid] = useState('')
  const copy = async (): Promise<void> => {
    const fragment = encodeArrivals(state)
    if (fragment === null) return setSaid(formatWith(locale, share.tooLong, { most: Math.round((LONGEST_LINK * 3) / 4 / 1024) }))
    history.replaceState(history.state, '', `#${fragment}`)
    try {
      await navigator.clipboard.writeText(location.href)
      setSaid(share.copied)
    } catch {
      setSaid(share.failed)
    }
  }
  return (
    <>
      <button type="button" className={`${control} px-2.5`} onClick={() => void copy()}>{share.copy}</button>
      <p role="status" className="basis-full leading-snug text-ink-2 empty:hidden">{said}</p>
    </>
  )
}
