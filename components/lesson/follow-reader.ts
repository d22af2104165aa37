/**
 * What: moves a simulator to what the reader's place in the lesson asks for.
 * Why: a step is a state: knobs, seed, instant, focus, window. Scrolling goes there at once; only where the next state is a moment
 * later in the same run does time run there, so that one sees how the one becomes the other. A state that a hand has
 * changed is left alone until the reader moves on or asks for it back.
 *
 * Invariants:
 *   I1 while a prediction is open, now stays at or before the instant where the known part ends.
 *   I2 the run shown in a sweep is the run of the prediction; when it is over the reader is told once.
 */

import { endOf, type LoadedScenario, type Simulation } from '@/components/simulation/store.ts'
import { openingSpan, windowAround } from '@/components/simulation/opening.ts'
import type { Sight } from '@/lib/content/facts.ts'
import type { Plan, Reader } from './reader.ts'
import { wantedBy, type Wanted } from './wanted.ts'

/** A run is shown to its end in this long. */
const SWEEP_MS = 1_200
/** States of one run that are this near follow each other by running. */
export const NEAR_US = 400_000
/** The longest that this takes. */
const WALK_MS = 1_000
/** Part of the window that is known before a prediction. */
const ARMED_PAST = 0.2

export function followReader(simulation: Simulation, scenario: LoadedScenario, plan: Plan, reader: Reader): () => void {
  const { store, clock } = simulation
  let shown = ''
  let armedFromUs: number | null = null
  /** Waits for the run that was asked for. */
  let pending: Wanted | null = null
  /** Time runs to this state; `speed` is what it was before. */
  let walking: { readonly sight: Sight; readonly speed: number } | null = null
  let sweeping: { readonly wanted: Wanted; readonly speed: number; readonly question: string } | null = null

  function follow(): void {
    const state = reader.store.getState()
    const wanted = wantedBy(plan, state)
    if (wanted === null) return
    armedFromUs = wanted.armedFromUs
    if (state.touched[plan.n] === true) {
      shown = '' // Whatever is asked for next is new.
      endWalk()
      return
    }
    const key = JSON.stringify(wanted)
    if (key === shown) return
    shown = key
    endSweep()
    endWalk()
    goTo(wanted, state.running)
  }

  function goTo(wanted: Wanted, question: string): void {
    const { sight } = wanted
    const state = store.getState()
    state.pause()
    if (isRunning(state, scenario, sight) && state.trace !== null && state.status !== 'running') return arrive(wanted, question, true)
    pending = wanted
    if (!isRunning(state, scenario, sight)) {
      state.load(scenario, { overrides: sight.overrides, seed: sight.seed }, wanted.sweep ? 0 : sight.atUs)
    }
  }

  function arrive(wanted: Wanted, question: string, isSameRun = false): void {
    const state = store.getState()
    const { trace } = state
    if (trace === null) return
    if (wanted.sweep && !state.reducedMotion) {
      sweeping = { wanted, speed: state.speed, question }
      const from = Math.min(clock.get(), endOf(trace))
      state.setSpeed(Math.max(0.1, (endOf(trace) - from) / 1_000 / SWEEP_MS))
      state.play()
      return
    }
    const gapUs = wanted.sight.atUs - clock.get()
    if (isSameRun && !wanted.sweep && !state.reducedMotion && gapUs > 0 && gapUs <= NEAR_US) return walk(wanted.sight, gapUs)
    look(wanted.sight)
    if (wanted.sweep) reader.finish(question)
  }

  function walk(sight: Sight, gapUs: number): void {
    const state = store.getState()
    walking = { sight, speed: state.speed }
    state.select(sight.focus[0] ?? -1)
    state.setSpeed(Math.max(state.speed, gapUs / 1_000 / WALK_MS))
    state.play()
  }

  function endWalk(): void {
    if (walking === null) return
    const { speed } = walking
    walking = null
    store.getState().pause()
    store.getState().setSpeed(speed)
  }

  function look(sight: Sight): void {
    const state = store.getState()
    const { trace } = state
    if (trace === null) return
    const span = sight.windowUs ?? openingSpan(trace)
    // Before a prediction most of the window is blank: that is where the answer will be.
    if (armedFromUs !== null) state.setWindow({ fromUs: Math.max(0, armedFromUs - ARMED_PAST * span), toUs: Math.max(0, armedFromUs - ARMED_PAST * span) + span })
    else if (sight.windowUs !== null) state.setWindow(windowAround(sight.atUs, span, endOf(trace)))
    if (sight.row >= 0 && trace.log.at[sight.row] === sight.atUs) state.seekRow(sight.row)
    else state.seek(sight.atUs)
    state.select(sight.focus[0] ?? -1)
    if (state.view !== sight.view && state.view !== 'code') state.setView(sight.view)
  }

  function endSweep(): void {
    if (sweeping === null) return
    const { speed } = sweeping
    sweeping = null
    store.getState().pause()
    store.getState().setSpeed(speed)
  }

  const stopReader = reader.store.subscribe(follow)
  const stopStore = store.subscribe((state, before) => {
    if (pending !== null && state.trace !== null && state.trace !== before.trace && state.status !== 'running') {
      const wanted = pending
      pending = null
      // The store finishes showing its run before the lesson moves in it.
      queueMicrotask(() => arrive(wanted, reader.store.getState().running))
    }
    if (sweeping !== null && before.playing && !state.playing) {
      const { wanted, question } = sweeping
      endSweep()
      look(wanted.sight)
      reader.finish(question)
    }
  })
  const stopTrials = store.subscribe((state, before) => {
    const task = reader.store.getState().tasks[plan.n]
    if (task === undefined || state.trace === null || state.trace === before.trace || state.status !== 'ready') return
    // The language of goals is needed by those who try one, and by nobody else.
    void import('./try-task.ts').then(({ tryTask }) => reader.judge(task.id, tryTask(task, state)))
  })
  const stopClock = clock.subscribe(() => {
    if (walking !== null && clock.get() >= walking.sight.atUs) {
      const { sight } = walking
      endWalk()
      look(sight)
    }
    if (armedFromUs === null || clock.get() <= armedFromUs) return
    store.getState().pause()
    store.getState().seek(armedFromUs)
  })

  // The simulator was created with the first state; it only has to look there when its run is made.
  const first = wantedBy(plan, reader.store.getState())
  if (first !== null) {
    shown = JSON.stringify(first)
    armedFromUs = first.armedFromUs
    pending = first
  }
  return () => {
    stopReader()
    stopStore()
    stopTrials()
    stopClock()
  }
}

/** Whether the simulator runs, or is about to run, what a sight asks for. */
function isRunning(state: ReturnType<Simulation['store']['getState']>, scenario: LoadedScenario, { overrides, seed }: Sight): boolean {
  const entries = (record: Readonly<Record<string, unknown>>) => JSON.stringify(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
  return state.scenario.id === scenario.id && state.seed === seed && entries(state.overrides) === entries(overrides) && state.interventions === scenario.script
}
