'use client'

import { useMemo } from 'react'
import { useNarrator } from '@/components/narration/use-narrator.tsx'
import type { Narrator } from '@/components/narration/describe.ts'
import { forEachHopBetween } from '@/components/projection/lookup.ts'
import type { TrafficIndex } from '@/components/projection/traffic-index.ts'
import { stateNow } from '@/components/projection/traffic-state.ts'
import { useInstant, useSimulation } from '@/components/simulation/context.tsx'
import { formatWith } from '@/lib/i18n.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import { useWords } from './words.tsx'

/** Messages named one by one; the rest is a count. */
const MOST_HOPS = 12

/** The simulator as text, beside the picture and always there: name, now, nodes, what is under way. */
export function Outline({ name }: { name: string }) {
  const trace = useSimulation((state) => state.trace)
  const index = useSimulation((state) => state.index)
  const narrator = useNarrator()
  return (
    <div className="sr-only">
      <h3>{name}</h3>
      {trace === null || index === null || narrator === null ? null : <OutlineNow trace={trace} index={index} narrator={narrator} />}
    </div>
  )
}

function OutlineNow({ trace, index, narrator }: { trace: Trace; index: TrafficIndex; narrator: Narrator }) {
  const { simulation: words, locale } = useWords()
  const { us, row } = useInstant(1_000)
  const { state, hops, count } = useMemo(() => {
    const found: string[] = []
    let underWay = 0
    forEachHopBetween(trace, index, us, us, (hop) => {
      underWay++
      if (found.length < MOST_HOPS) found.push(narrator.hop(hop))
    })
    return { state: stateNow(trace, index, us, row), hops: found, count: underWay }
  }, [trace, index, narrator, us, row])
  const { outline } = words
  return (
    <>
      <h4>{outline.now}</h4>
      <p data-outline="now">{narrator.state(state)}</p>
      <h4>{outline.nodes}</h4>
      <ul>{state.lanes.map((lane) => <li key={lane.lane}>{narrator.lane(lane, state)}</li>)}</ul>
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
