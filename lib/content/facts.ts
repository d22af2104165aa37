/** What a page needs to know of each word of a lesson: everything that its attributes mean, worked out against the run. */

import type { LoadedScenario } from '@/simulations/scenario/loaded-scenario.ts'
import type { Overrides, Scalar } from './expressions.ts'
import type { Measure } from './metrics.ts'
import type { Found } from './moments.ts'
import type { Axis, Unit } from './quantities.ts'
import type { IndexedRun } from './runs.ts'
import type { LimiterSpec } from '@/simulations/components/arrival-bench/limiter-spec.ts'
import type { Scaling } from './scaling.ts'

/** A state of a simulator: what runs, and where one looks. */
export interface Sight {
  readonly scenario: string
  readonly overrides: Overrides
  readonly seed: number
  readonly atUs: number
  readonly row: number
  /** Lanes in focus. */
  readonly focus: readonly number[]
  /** How much time is shown; null: as much as is readable. */
  readonly windowUs: number | null
  readonly view: 'stage' | 'table'
}

export interface SimFacts {
  readonly kind: 'sim'
  readonly scenario: LoadedScenario
  readonly seed: number
}

export interface StepFacts {
  readonly kind: 'step'
  readonly id: string
  readonly title: string
  readonly sight: Sight
  readonly run: IndexedRun
}

export type QuestionKind = 'axis' | 'interval' | 'choice' | 'pick' | 'order'

/** A question about a run, with its answer. */
export interface Question {
  readonly id: string
  readonly kind: QuestionKind
  readonly axis: Axis | null
  /** How far from the result is close: absolute, in the axis' unit. */
  readonly closeBy: number
  readonly unit: Unit
  /** axis, interval: the result. */
  readonly result: Measure | null
  /** pick, order: the value of each option, in the order of the text. */
  readonly values: readonly number[]
  /** pick: the names of the servers. */
  readonly names: readonly string[]
  /** choice, pick: the right one. order: the right order. */
  readonly answer: readonly number[]
  /** Where the run is rewound to. */
  readonly sight: Sight
}

export interface QuestionFacts {
  readonly kind: 'question'
  readonly question: Question
  /** Numbers of the `<Option>`s, in order. */
  readonly options: readonly number[]
  readonly scenario: LoadedScenario
}

export interface ComparedRun {
  readonly value: Scalar
  readonly sight: Sight
  readonly values: readonly Measure[]
}

export type Facts =
  | SimFacts
  | StepFacts
  | QuestionFacts
  | { readonly kind: 'value'; readonly unit: Unit; readonly measure: Measure }
  | { readonly kind: 'time'; readonly atUs: number }
  | { readonly kind: 'gap'; readonly us: number; readonly from: Found; readonly to: Found }
  | { readonly kind: 'claim' }
  | { readonly kind: 'after'; readonly question: string }
  | { readonly kind: 'compare'; readonly id: string; readonly knob: string; readonly ask: string; readonly metrics: readonly { readonly name: string; readonly unit: Unit }[]; readonly runs: readonly ComparedRun[] }
  | { readonly kind: 'break'; readonly id: string; readonly goal: string; readonly without: readonly string[]; readonly sight: Sight }
  | { readonly kind: 'scaling'; readonly scaling: Scaling }
  /** The text of the sequence, and the limiters in words. */
  | { readonly kind: 'arrival-bench'; readonly text: string; readonly left: LimiterSpec; readonly right: LimiterSpec }
  | { readonly kind: 'source'; readonly number: number; readonly id: string }
  | { readonly kind: 'plain' }

