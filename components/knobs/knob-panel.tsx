'use client'

import { useId, useState } from 'react'
import { policyName } from '@/components/narration/describe.ts'
import { useSimulation } from '@/components/simulation/context.tsx'
import { readWritten, writeKnob, type Scalar } from '@/components/simulation/knob-values.ts'
import type { KnobField } from '@/components/simulation/store.ts'
import { field as fieldShape } from '@/components/ui/control.ts'
import { describeProblem, useProblemWords } from '@/components/workbench/problem-words.ts'
import { useWords, type Words } from '@/components/workbench/words.tsx'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import { labelKey, serverOf } from './labels.ts'
import { fromStep, readTyped, scaleOf, STEPS, toStep, toText, type NumberKnob, type Scale } from './scale.ts'

/** The knobs the scenario's author chose to show. A turn runs the whole run again, from the same seed. */
export function KnobPanel() {
  const { simulation: words } = useWords()
  const fields = useSimulation((state) => state.scenario.knobs)
  const isChanged = useSimulation((state) => Object.keys(state.overrides).length > 0)
  const resetKnobs = useSimulation((state) => state.resetKnobs)
  const scenario = useSimulation((state) => state.scenario.id)
  return (
    <section aria-label={words.knobs.title}>
      <div className="flex items-baseline justify-between">
        <h3 className="text-15 font-semibold">{words.knobs.title}</h3>
        {isChanged ? <button type="button" className="link cursor-pointer text-14 text-ink-2" onClick={resetKnobs}>{words.knobs.resetAll}</button> : null}
      </div>
      <div className="mt-2.5 space-y-3.5">
        {fields.map((field) => <KnobControl key={`${scenario} ${field.path}`} field={field} />)}
      </div>
    </section>
  )
}

function KnobControl({ field }: { field: KnobField }) {
  const { simulation: words, locale } = useWords()
  const id = useId()
  const turned = useSimulation((state) => state.overrides[field.path])
  const problem = useSimulation((state) =>
    state.problem?.kind === 'impossible' ? state.problem.problems.find((one) => one.path.join('.') === field.path) : undefined,
  )
  const problemWords = useProblemWords(locale, problem !== undefined)
  const setKnob = useSimulation((state) => state.setKnob)
  const written = turned ?? field.value
  const label = formatWith('en', (words.knobs.labels as Record<string, string>)[labelKey(field.path)] ?? field.path, { server: serverOf(field.path) })
  const { knob } = field
  return (
    <div data-knob={field.path}>
      <div className="flex items-baseline justify-between gap-2 text-14 leading-snug">
        <label htmlFor={id} className={turned === undefined ? 'text-ink-2' : 'font-semibold text-ink'}>{label}</label>
        {turned === undefined ? null : (
          <button type="button" className="link shrink-0 cursor-pointer text-13 text-ink-2" aria-label={`${words.knobs.reset}: ${label}`} onClick={() => setKnob(field.path, field.value)}>
            {words.knobs.reset}
          </button>
        )}
      </div>
      {knob.kind === 'choice' ? (
        <ChoiceKnob id={id} field={field} options={knob.options} written={String(written)} />
      ) : knob.kind === 'switch' ? (
        <input id={id} type="checkbox" className="mt-1 size-5 accent-ink" checked={written === true} onChange={(event) => setKnob(field.path, event.target.checked)} />
      ) : (
        <NumberKnobControl key={String(written)} id={id} field={field} knob={knob} written={written} />
      )}
      {turned === undefined ? null : (
        <p className="mt-0.5 text-13 text-ink-3">{formatWith('en', words.knobs.changed, { was: written === field.value ? '' : said(words, field, field.value) })}</p>
      )}
      {problem === undefined || problemWords === null ? null : <p role="alert" className="mt-0.5 text-13 text-fail-text">{describeProblem(problemWords, words, locale, problem)}</p>}
    </div>
  )
}

/** A value as it is read aloud beside its knob. */
function said(words: Words['simulation'], { knob }: KnobField, written: Scalar): string {
  if (knob.kind === 'choice') return optionName(words, String(written))
  return typeof written === 'boolean' ? (written ? words.knobs.on : words.knobs.off) : String(written)
}

function optionName(words: Words['simulation'], option: string): string {
  return (words.knobs.options as Record<string, string>)[option] ?? policyName(words, option)
}

function ChoiceKnob({ id, field, options, written }: { id: string; field: KnobField; options: readonly string[]; written: string }) {
  const { simulation: words } = useWords()
  const setKnob = useSimulation((state) => state.setKnob)
  if (options.length <= 3) {
    return (
      <div id={id} role="radiogroup" className="mt-1 flex rounded-control border border-edge">
        {options.map((option) => (
          <button
            key={option} type="button" role="radio" aria-checked={option === written} onClick={() => setKnob(field.path, option)}
            className={`min-h-7 flex-1 cursor-pointer px-2 text-14 pointer-coarse:min-h-11 ${option === written ? 'bg-ink text-paper' : 'text-ink-2 hover:text-ink'}`}
          >
            {optionName(words, option)}
          </button>
        ))}
      </div>
    )
  }
  return (
    <select id={id} value={written} onChange={(event) => setKnob(field.path, event.target.value)} className={`${fieldShape} mt-1 w-full px-2 text-14`}>
      {options.map((option) => <option key={option} value={option}>{optionName(words, option)}</option>)}
    </select>
  )
}

function NumberKnobControl({ id, field, knob, written }: { id: string; field: KnobField; knob: NumberKnob; written: Scalar }) {
  const { simulation: words, locale } = useWords()
  const setKnob = useSimulation((state) => state.setKnob)
  const base = Number(readWritten(knob, field.value))
  const value = Number(readWritten(knob, written))
  const scale = scaleOf(knob, base)
  const [typed, setTyped] = useState(() => toText(scale, value))
  const [problem, setProblem] = useState('')
  const unit = scale.unit === 'perSecond' ? '/s' : scale.unit

  function commit(): void {
    const reading = readTyped(scale, typed)
    if (reading.ok) {
      setProblem('')
      if (reading.value !== value) setKnob(field.path, writeKnob(knob, reading.value))
      return
    }
    setProblem(problemOf(words, locale, scale, reading.problem, typed))
  }

  return (
    <>
      <div className="mt-1 flex items-center gap-2.5">
        <input
          type="range" min={0} max={STEPS} value={toStep(scale, value)} aria-label={field.path} aria-hidden="true" tabIndex={-1}
          className="h-7 min-w-0 flex-1 cursor-pointer accent-ink pointer-coarse:h-11"
          onChange={(event) => setKnob(field.path, writeKnob(knob, fromStep(scale, Number(event.target.value))))}
        />
        <input
          id={id} inputMode="decimal" value={typed} aria-invalid={problem !== ''} aria-describedby={[unit === '' ? '' : `${id}-unit`, problem === '' ? '' : `${id}-problem`].join(' ').trim() || undefined}
          className={`h-7 ${typed.length > 6 ? 'w-20' : 'w-16'} rounded-control border bg-sheet px-1.5 text-right text-14 tabular-nums pointer-coarse:h-11 ${problem === '' ? 'border-edge' : 'border-fail'}`}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit()
            const steps = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : event.key === 'PageUp' ? 10 : event.key === 'PageDown' ? -10 : 0
            if (steps === 0) return
            event.preventDefault()
            setKnob(field.path, writeKnob(knob, stepped(scale, value, steps)))
          }}
        />
        <span id={`${id}-unit`} className="w-6 shrink-0 text-13 text-ink-3">{unit}</span>
      </div>
      {problem === '' ? null : <p id={`${id}-problem`} className="mt-0.5 text-13 text-fail-text">{problem}</p>}
    </>
  )
}

/** One step with the arrow keys: a hundredth of the slider, and at least one for whole numbers. */
function stepped(scale: Scale, value: number, steps: number): number {
  const { min, max } = scale.allowed
  if (scale.isWhole) return Math.min(max, Math.max(min, value + steps))
  const next = fromStep(scale, Math.min(STEPS, Math.max(0, toStep(scale, value) + steps * 10)))
  return Math.min(max, Math.max(min, next))
}

function problemOf(words: Words['simulation'], locale: Words['locale'], scale: Scale, problem: 'not-number' | 'not-whole' | 'out-of-range', typed: string): string {
  if (problem === 'not-number') return words.knobs.notNumber
  if (problem === 'not-whole') return words.knobs.notWhole
  const show = (value: number) => formatNumber(locale, value / scale.perUnit)
  return formatWith(locale, words.knobs.outOfRange, { value: typed.trim().slice(0, 12), min: show(scale.allowed.min), max: show(scale.allowed.max) })
}

