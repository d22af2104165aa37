/** What a simulator of a lesson is to show: it follows from where its reader is, and comes with the simulator. */

import type { Sight } from '@/lib/content/facts.ts'
import type { Plan, ReaderState } from './reader.ts'

/** What a simulator is to show. */
export interface Wanted {
  readonly sight: Sight
  /** From here on nothing is shown; null: everything is known. */
  readonly armedFromUs: number | null
  /** The run is to be played to its end before `sight` is shown. */
  readonly sweep: boolean
}

/** What the simulator of a plan shows now; null before any step was reached. */
export function wantedBy(plan: Plan, state: ReaderState): Wanted | null {
  const called = state.called[plan.n]
  if (called !== undefined) return { sight: called, armedFromUs: null, sweep: false }
  const place = Math.max(0, plan.steps.findIndex(({ id }) => id === state.current[plan.n]))
  const step = plan.steps[place]
  if (step === undefined) return null
  const { sight, question } = step
  if (question !== null && state.answers[question.id] !== undefined) {
    return { sight: { ...question.sight, windowUs: sight.windowUs, view: sight.view }, armedFromUs: null, sweep: state.running === question.id }
  }
  if (question !== null) {
    const { focus, windowUs, view } = sight
    return { sight: { ...question.sight, atUs: sight.atUs, row: -1, focus, windowUs, view }, armedFromUs: sight.atUs, sweep: false }
  }
  // The rest of a run that is still to be predicted stays blank before its question, too.
  const isAsked = plan.steps.slice(place + 1).some((later) => later.question !== null && state.answers[later.question.id] === undefined && isSameRun(later.question.sight, sight))
  return { sight, armedFromUs: isAsked ? sight.atUs : null, sweep: false }
}

function isSameRun(one: Sight, other: Sight): boolean {
  const knobs = ({ overrides }: Sight) => JSON.stringify(Object.entries(overrides).sort(([a], [b]) => (a < b ? -1 : 1)))
  return one.scenario === other.scenario && one.seed === other.seed && knobs(one) === knobs(other)
}
