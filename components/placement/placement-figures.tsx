'use client'

import { Metric, Strip } from '@/components/charts/metrics-strip.tsx'
import type { PlacementWords } from '@/components/families/placement-words.ts'
import { leastShare, movedShare, placementNow } from '@/components/projection/placement-state.ts'
import { useInstant, useSimulation, useSimulationParts } from '@/components/simulation/context.tsx'
import type { PlacementRun } from '@/components/simulation/run.ts'
import { useWords } from '@/components/workbench/words.tsx'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import { formatBytes, formatShare } from './describe.ts'

const EVERY_MS = 200

/** Four numbers at now; a click goes to the instant that made it. */
export function PlacementFigures() {
  const { placement: words } = useWords()
  const run = useSimulation((state) => state.finished)
  return run?.family !== 'placement' || words === undefined ? null : <Filled run={run} words={words} />
}

function Filled({ run, words }: { run: PlacementRun; words: PlacementWords }) {
  const { locale } = useWords()
  const { store } = useSimulationParts()
  const { us, row } = useInstant(EVERY_MS)
  const { trace, index } = run
  const state = placementNow(trace, index, us, row)
  const { nodes, totals, mapNumber, change, spread, expectedSpread } = state
  const text = words.figures
  const { seekRow, select } = store.getState()
  const members = nodes.filter((node) => node.isThere && !node.isDown)
  const asked = members.reduce((sum, node) => sum + node.asked, 0)
  const busiest = [...members].sort((a, b) => b.asked - a.asked)[0]
  const fullest = [...members].sort((a, b) => b.keys - a.keys)[0]
  const ended = totals.answered + totals.failed
  const { missed } = totals
  return (
    <Strip>
      <Metric
        name={text.moved} value={change === null ? text.none : formatShare(locale, movedShare(index, mapNumber))}
        note={change === null ? words.change.none : formatWith(locale, text.movedNote, { least: formatShare(locale, leastShare(trace, index, mapNumber)), bytes: formatBytes(locale, Number(change.note.facts.bytes)) })}
        curve={null} share={0} onJump={() => change !== null && seekRow(change.row)}
      />
      <Metric
        name={text.missed} value={ended === 0 ? text.none : formatShare(locale, missed / totals.sent)} note={formatWith(locale, text.missedNote, { missed, all: totals.sent })}
        tone={missed > 0 ? 'text-wait-text' : ''} curve={null} share={0} onJump={() => store.getState().nextNotable(1)}
      />
      <Metric
        name={text.busiest} value={asked === 0 || busiest === undefined ? text.none : `${formatNumber(locale, Math.round((busiest.asked * members.length * 100) / asked) / 100)}×`}
        note={asked === 0 || busiest === undefined ? '' : formatWith(locale, text.busiestNote, { node: busiest.id, share: formatShare(locale, busiest.asked / asked) })}
        curve={null} share={0} onJump={() => busiest !== undefined && select(busiest.lane)}
      />
      <Metric
        name={text.spread} value={formatShare(locale, spread)} note={Number.isNaN(expectedSpread) ? text.spreadAlone : formatWith(locale, text.spreadNote, { expected: formatShare(locale, expectedSpread) })}
        curve={null} share={0} onJump={() => fullest !== undefined && select(fullest.lane)}
      />
    </Strip>
  )
}
