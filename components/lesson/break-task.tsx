'use client'

import { useState } from 'react'
import type { Sight } from '@/lib/content/facts.ts'
import { formatWith } from '@/lib/i18n.ts'
import { describeGoal } from './quantity-words.ts'
import { useLesson, usePlan, useReader } from './reader-context.tsx'

interface BreakTaskProps {
  readonly id: string
  readonly goal: string
  readonly without: readonly string[]
  readonly sight: Sight
  /** What the knobs that have to stay are called, and their values. */
  readonly kept: Readonly<Record<string, { readonly label: string; readonly value: string }>>
}

/** A goal for the learner's own run. Each run of the simulator is tried at once. */
export function BreakTask({ id, goal, without, sight, kept }: BreakTaskProps) {
  const { reader, words, locale } = useLesson()
  const plan = usePlan()
  const [isBegun, setBegun] = useState(false)
  const trial = useReader((state) => state.trials[id])
  const names: Readonly<Record<string, string>> = { ...words.metrics, ...words.breakIt.commands }
  const list = (commands: readonly string[]) => commands.map((command) => names[command] ?? command).join(', ')
  return (
    <div data-break={isBegun ? 'open' : ''}>
      <p className="text-16">
        <b>{words.breakIt.goal}</b> {describeGoal(names, goal)}
        {without.length === 0 ? null : <>, {formatWith(locale, words.breakIt.without, { commands: list(without) })}</>}
      </p>
      {plan === null ? null : (
        <button
          type="button" className="button lesson-live mt-3"
          onClick={() => {
            setBegun(true)
            reader.attempt(plan.n, { id, goal, without, keep: sight.overrides })
            reader.call(plan.n, sight)
          }}
        >
          {words.breakIt.begin}
        </button>
      )}
      {isBegun ? <p className="mt-3 text-15 text-ink-2">{words.breakIt.hint}</p> : null}
      <p role="status" className="mt-3 font-semibold empty:hidden">
        {trial === undefined || !isBegun ? '' : trial.outcome === 'not-yet' ? formatWith(locale, words.breakIt.notYet, { value: trial.value })
          : trial.outcome === 'changed' ? formatWith(locale, words.breakIt.kept, { knob: kept[trial.knob]?.label ?? trial.knob, value: kept[trial.knob]?.value ?? trial.wanted })
            : trial.outcome === 'forbidden' ? formatWith(locale, words.breakIt.forbidden, { commands: list(trial.commands) })
              : formatWith(locale, words.breakIt.reached, { seed: String(trial.seed), value: trial.value })}
      </p>
    </div>
  )
}
