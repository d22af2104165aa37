'use client'

import { useMemo } from 'react'
import { useNarrator } from '@/components/narration/use-narrator.tsx'
import type { RunNarrator } from '@/components/families/family-view.ts'
import { forEachHopBetween } from '@/components/projection/lookup.ts'
import type { FinishedRun } from '@/components/simulation/run.ts'
import { useInstant, useSimulation } from '@/components/simulation/context.tsx'
import { formatWith } from '@/lib/i18n.ts'
import { useWords } from './words.tsx'

/** Messages named one by one; the rest is a count. */
const MOST_HOPS = 12

/** The simulator as text, beside the picture and always there: name, now, nodes, what is under way. */
export function Outline({ name }: { name: string }) {
  const run = useSimulation((state) => state.finished)
  const narrator = useNarrator()
  return (
    <div className="sr-only">
      <h3>{name}</h3>
      {run === null || narrator === null ? null : <OutlineNow run={run} narrator={narrator} />}
    </div>
  )
}

function OutlineNow({ run, narrator }: { run: FinishedRun; narrator: RunNarrator }) {
  const { simulation: words, locale } = useWords()
  const { us, row } = useInstant(1_000)
  const { summary, nodes, hops, count } = useMemo(() => {
    const found: string[] = []
    let underWay = 0
    forEachHopBetween(run.trace, run.index, us, us, (hop) => {
      underWay++
      if (found.length < MOST_HOPS) found.push(narrator.hop(hop))
    })
    return { summary: narrator.summary(us, row), nodes: narrator.nodes(us, row), hops: found, count: underWay }
  }, [run, narrator, us, row])
  const { outline } = words
  return (
    <>
      <h4>{outline.now}</h4>
      <p data-outline="now">{summary}</p>
      <h4>{outline.nodes}</h4>
      <ul>{nodes.map((node, lane) => <li key={lane}>{node}</li>)}</ul>
      <h4>{outline.inFlight}</h4>
      {count === 0 ? <p>{outline.nothing}</p> : (
        <ul>
          {hops.map((hop, i) => <li key={`${i} ${hop}`}>{hop}</li>)}
          {count > hops.length ? <li>{formatWith(locale, outline.more, { count: count - hops.length })}</li> : null}
        </ul>
      )}
      <h4>{outline.controls}</h4>
      <p>{outline.hint}</p>
    </>
  )
}
