/**
 * Where somebody is in a lesson: the step under the trigger line of each simulator, what was predicted, and whether a hand has
 * touched the simulator since the step began. What a simulator shows follows from this alone.
 */

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Confidence, Done } from '@/components/progress/log.ts'
import type { Overrides } from '@/lib/content/expressions.ts'
import type { Sight } from '@/lib/content/facts.ts'

export interface PlannedStep {
  readonly id: string
  readonly title: string
  readonly sight: Sight
  /** Its prediction, or null. */
  readonly question: { readonly id: string; readonly sight: Sight; /** The machines that are its answers, or none. */ readonly names: readonly string[] } | null
}

/** One simulator of a lesson, with the steps beside it. */
export interface Plan {
  readonly n: number
  readonly steps: readonly PlannedStep[]
}

export interface Answer {
  /** null: skipped. One number, or several for an interval and an order. */
  readonly value: number | readonly number[] | null
  readonly confidence: Confidence | null
  /** Made on this visit: then its verdict is announced. */
  readonly isFresh: boolean
}

/** A goal for the learner's own run. */
export interface Task {
  readonly id: string
  readonly goal: string
  readonly without: readonly string[]
  readonly keep: Overrides
}

/** What came of the last run that was tried for a task. */
export type Trial =
  | { readonly outcome: 'not-yet'; readonly value: string }
  | { readonly outcome: 'reached'; readonly value: string; readonly seed: number }
  | { readonly outcome: 'changed'; readonly knob: string; readonly wanted: string }
  | { readonly outcome: 'forbidden'; readonly commands: readonly string[] }

export interface ReaderState {
  readonly answers: Readonly<Record<string, Answer>>
  /** Machines chosen for questions that are not answered yet, by number among the answers. */
  readonly picks: Readonly<Record<string, number>>
  /** The prediction whose run is being shown, or ''. */
  readonly running: string
  /** Step under the trigger line, by number of the simulator. */
  readonly current: Readonly<Record<number, string>>
  readonly touched: Readonly<Record<number, boolean>>
  /** A state that was asked for beside the steps, such as the beginning of a task. */
  readonly called: Readonly<Record<number, Sight>>
  /** The task that each simulator is tried for. */
  readonly tasks: Readonly<Record<number, Task>>
  readonly trials: Readonly<Record<string, Trial>>
  /** Simulators that are there to show a run. */
  readonly present: Readonly<Record<number, boolean>>
}

export interface Reader {
  readonly lesson: string
  readonly store: StoreApi<ReaderState>
  enter(sim: number, step: string): void
  touch(sim: number): void
  /** Back to what the step shows. */
  giveBack(sim: number): void
  call(sim: number, sight: Sight): void
  appear(sim: number): void
  leave(sim: number): void
  attempt(sim: number, task: Task): void
  judge(task: string, trial: Trial): void
  pick(question: string, at: number): void
  answer(plan: number | null, question: string, value: Answer['value'], confidence: Confidence | null): void
  finish(question: string): void
  forget(question: string): void
  restore(): Promise<void>
}

/** If no simulator says that the run is over, it is over after this long. */
const LONGEST_SWEEP_MS = 4_000

/** What is remembered of a lesson comes after the page: nobody waits for it. */
function keep(done: Done): void {
  import('@/components/progress/log.ts').then(({ appendProgress }) => appendProgress(done)).catch(() => {})
}

export function createReader(lesson: string): Reader {
  const store = createStore<ReaderState>()(() => ({ answers: {}, picks: {}, running: '', current: {}, touched: {}, called: {}, tasks: {}, trials: {}, present: {} }))
  const { getState: get, setState: set } = store
  const without = <T>(record: Readonly<Record<number, T>>, key: number): Readonly<Record<number, T>> =>
    Object.fromEntries(Object.entries(record).filter(([one]) => one !== String(key))) as Readonly<Record<number, T>>

  const finish = (question: string): void => {
    if (get().running === question) set({ running: '' })
  }

  return {
    lesson,
    store,
    enter(sim, step) {
      const { current, touched, called } = get()
      if (current[sim] === step) return
      set({ current: { ...current, [sim]: step }, touched: { ...touched, [sim]: false }, called: without(called, sim) })
    },
    touch(sim) {
      if (get().touched[sim] !== true) set({ touched: { ...get().touched, [sim]: true } })
    },
    giveBack: (sim) => set({ touched: { ...get().touched, [sim]: false }, called: without(get().called, sim) }),
    call: (sim, sight) => set({ called: { ...get().called, [sim]: sight }, touched: { ...get().touched, [sim]: false } }),
    attempt: (sim, task) => set({ tasks: { ...get().tasks, [sim]: task } }),
    judge(task, trial) {
      if (trial.outcome === 'reached' && get().trials[task]?.outcome !== 'reached') keep({ kind: 'broke', lesson, task })
      set({ trials: { ...get().trials, [task]: trial } })
    },
    appear: (sim) => set({ present: { ...get().present, [sim]: true } }),
    leave: (sim) => set({ present: without(get().present, sim), touched: without(get().touched, sim) }),
    pick: (question, at) => set({ picks: { ...get().picks, [question]: at } }),
    answer(plan, question, value, confidence) {
      const { answers, present, touched, called } = get()
      const hasSimulator = plan !== null && present[plan] === true
      set({
        answers: { ...answers, [question]: { value, confidence, isFresh: true } },
        running: hasSimulator ? question : '',
        ...(plan === null ? {} : { touched: { ...touched, [plan]: false }, called: without(called, plan) }),
      })
      if (hasSimulator) setTimeout(() => finish(question), LONGEST_SWEEP_MS)
      keep({ kind: 'predicted', lesson, question, value, confidence })
    },
    finish,
    forget(question) {
      const left = <T>(record: Readonly<Record<string, T>>) => Object.fromEntries(Object.entries(record).filter(([id]) => id !== question))
      set({ answers: left(get().answers), picks: left(get().picks) })
    },
    async restore() {
      const { readProgress } = await import('@/components/progress/log.ts')
      const entries = await readProgress(lesson)
      const restored: Record<string, Answer> = {}
      for (const entry of entries) {
        if (entry.kind === 'predicted') restored[entry.question] = { value: entry.value, confidence: entry.confidence, isFresh: false }
      }
      set({ answers: { ...restored, ...get().answers } })
    },
  }
}
