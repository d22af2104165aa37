'use client'

import { useId, useState } from 'react'
import { ALGORITHMS, fieldsOf, problemsOf, SCRIPTS } from '@/components/simulation/arrival-tools.ts'
import { field } from '@/components/ui/control.ts'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import type { AlgorithmName } from '@/simulations/algorithms/rate-limiting/limiter.ts'
import type { LimiterSpec, SpecField, SpecProblem } from '@/simulations/components/arrival-bench/limiter-spec.ts'
import { writeSpan, type Words } from './arrival-words.ts'
import type { Bench } from './use-bench.ts'

type NumberField = Exclude<SpecField, 'script'>

/** Fields of time are written in milliseconds. */
const MS_FIELDS: readonly NumberField[] = ['windowUs', 'holdUs']
const INTERVAL: readonly AlgorithmName[] = ['generic-cell-rate', 'leaky-bucket-meter', 'leaky-bucket-queue']

/** One limiter's settings. What makes no sense is said under its field, and the picture keeps the last that did. */
export function LimiterKnobs({ words, bench, side }: { words: Words; bench: Bench; side: 0 | 1 }) {
  const { locale, text: { limiter, algorithms } } = words
  const id = useId()
  const spec = bench.specs[side]
  const problems = problemsOf(spec)
  const change = (part: Partial<LimiterSpec>): void => bench.setSpec(side, { ...spec, ...part })
  return (
    <fieldset className="min-w-0 border-t-[1.5px] border-ink pt-2.5">
      <legend className="sr-only">{formatWith(locale, limiter.title, { n: side + 1 })}</legend>
      <div className="grid grid-cols-2 gap-x-3 gap-y-2 text-14">
        <label className="col-span-2 flex items-center gap-2">
          <span className="figure text-16" aria-hidden="true">{side + 1}</span>
          <span className="sr-only">{limiter.algorithm}</span>
          <select className={`${field} min-w-0 flex-1 px-1.5 !font-semibold`} value={spec.algorithm} onChange={(event) => change({ algorithm: event.target.value as AlgorithmName })}>
            {ALGORITHMS.map((name) => <option key={name} value={name}>{algorithms[name]}</option>)}
          </select>
        </label>
        {fieldsOf(spec).map((name) => {
          if (name === 'script') {
            return (
              <label key={name} className="col-span-2 flex items-center justify-between gap-2">
                <span className="text-ink-2">{limiter.fields.script}</span>
                <select className={`${field} min-w-0 px-1.5`} value={spec.script} onChange={(event) => change({ script: event.target.value as LimiterSpec['script'] })}>
                  {SCRIPTS.map((script) => <option key={script} value={script}>{algorithms[script]}</option>)}
                </select>
              </label>
            )
          }
          const problem = problems.find((one) => one.field === name)
          return <NumberKnob key={`${name} ${bench.filled}`} id={`${id}-${name}`} words={words} name={name} spec={spec} problem={problem} change={change} />
        })}
      </div>
      {INTERVAL.includes(spec.algorithm) && problems.length === 0 ? <p className="mt-1.5 text-14 text-ink-2">{formatWith(locale, limiter.interval, { interval: writeSpan(Math.floor(spec.windowUs / spec.limit)) })}</p> : null}
      <div role="status" className="text-14">{problems.length > 0 ? <p className="mt-1.5 text-ink-2">{limiter.kept}</p> : null}</div>
    </fieldset>
  )
}

interface NumberKnobProps {
  readonly id: string
  readonly words: Words
  readonly name: NumberField
  readonly spec: LimiterSpec
  readonly problem: SpecProblem | undefined
  readonly change: (part: Partial<LimiterSpec>) => void
}

function NumberKnob({ id, words: { locale, text: { limiter } }, name, spec, problem, change }: NumberKnobProps) {
  const isMs = MS_FIELDS.includes(name)
  const value = spec[name]
  const [written, write] = useState(value === 'nodelay' ? '0' : String(isMs ? Number(value) / 1_000 : value))
  const set = (text: string): void => {
    write(text)
    change({ [name]: text.trim() === '' ? NaN : isMs ? Math.round(Number(text) * 1_000_000) / 1_000 : Number(text) })
  }
  const scale = isMs ? 1_000 : 1
  const values = problem === undefined ? null : { field: limiter.fields[name], least: formatNumber(locale, problem.least / scale), most: formatNumber(locale, problem.most / scale) }
  return (
    <div className="min-w-0">
      <div className="flex items-center justify-between gap-2">
        <label htmlFor={id} className="text-ink-2">{limiter.fields[name]}</label>
        <span className="flex min-w-0 flex-1 items-center justify-end gap-1">
          <input id={id} inputMode="decimal" autoComplete="off" className={`${field} w-full max-w-20 px-1.5 text-right tabular-nums aria-invalid:border-fail`} value={value === 'nodelay' ? '–' : written} disabled={value === 'nodelay'} aria-invalid={problem !== undefined} aria-describedby={problem === undefined ? undefined : `${id}-problem`} onChange={(event) => set(event.target.value)} />
          {isMs ? <span className="text-ink-2">{limiter.ms}</span> : null}
        </span>
      </div>
      {name === 'wait' ? (
        <label className="mt-1 flex items-center gap-2">
          <input type="checkbox" checked={value === 'nodelay'} onChange={(event) => {
            write('0')
            change({ wait: event.target.checked ? 'nodelay' : 0 })
          }} />
          {limiter.nodelay}
        </label>
      ) : null}
      {problem === undefined ? null : <p id={`${id}-problem`} className="mt-1 leading-snug text-fail-text">{formatWith(locale, limiter.problems[problem.code], values!)}</p>}
    </div>
  )
}
