/**
 * The state of one simulator: what runs, what is shown, and everything a person can do. A run depends on `inputs` alone; all
 * else is where somebody looks. Now itself is in the clock, because it changes sixty times a second.
 */

import { createStore, type StoreApi } from 'zustand/vanilla'
import { nextNotable, rowAt } from '@/components/projection/lookup.ts'
import type { TrafficIndex } from '@/components/projection/traffic-index.ts'
import type { TrafficConfig } from '@/simulations/components/traffic/config.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import type { LoadedScenario } from '@/simulations/scenario/loaded-scenario.ts'
import { createClock, type Clock } from './clock.ts'
import { createDriver, type Driver, type DriverReply } from './driver.ts'
import { openingInstant, openingSpan, windowAround, type TimeWindow } from './opening.ts'
import { installPlayer } from './player.ts'
import { VIEWS, type View } from './views.ts'
import type { FinishedRun, Problem, RunInputs, Scalar, WrittenCommand } from './run.ts'

export type { KnobField, LoadedScenario } from '@/simulations/scenario/loaded-scenario.ts'

export { VIEWS, type View }
export const SPEEDS = [0.1, 0.25, 1, 10] as const
export const VERBOSITIES = ['off', 'notable', 'every'] as const
export type Verbosity = (typeof VERBOSITIES)[number]

/** Why there is no run, or only part of one. */
export type RunProblem =
  | { readonly kind: 'stopped'; readonly atUs: number; readonly reason: 'event-budget' | 'memory-budget' }
  | { readonly kind: 'impossible'; readonly problems: readonly Problem[] }
  | { readonly kind: 'too-slow'; readonly limitMs: number }
  | { readonly kind: 'crashed'; readonly message: string }

export interface SimulationState extends RunInputs {
  readonly scenario: LoadedScenario
  /** The run on screen; it stays while another one is computed. */
  readonly trace: Trace | null
  /** The same with its family, its index and its configuration. */
  readonly finished: FinishedRun | null
  /** Of a run of the traffic family; null for any other. */
  readonly index: TrafficIndex | null
  readonly config: TrafficConfig | null
  /** What the run on screen was made of. */
  readonly shown: RunInputs | null
  readonly status: 'armed' | 'running' | 'ready' | 'stopped' | 'failed'
  readonly problem: RunProblem | null
  /** Where the run on screen was computed. */
  readonly thread: 'worker' | 'page'
  readonly canUndo: boolean
  readonly playing: boolean
  readonly speed: number
  /** What the diagram shows, µs. */
  readonly window: TimeWindow
  readonly selectedLane: number
  readonly hoveredLane: number
  readonly view: View
  readonly verbosity: Verbosity
  readonly reducedMotion: boolean

  run(): void
  setKnob(path: string, value: Scalar): void
  resetKnobs(): void
  setSeed(seed: number): void
  /** Does something to the system now; everything before now stays as it was. */
  intervene(command: WrittenCommand): void
  removeIntervention(index: number): void
  undo(): void
  load(scenario: LoadedScenario, inputs?: Partial<RunInputs>, atUs?: number): void
  seek(us: number): void
  seekRow(row: number): void
  step(direction: 1 | -1): void
  play(): void
  pause(): void
  setSpeed(speed: number): void
  nextNotable(direction: 1 | -1): void
  select(lane: number): void
  hover(lane: number): void
  setWindow(window: TimeWindow): void
  setView(view: View): void
  setVerbosity(verbosity: Verbosity): void
  setReducedMotion(reducedMotion: boolean): void
}

export interface Simulation {
  readonly store: StoreApi<SimulationState>
  readonly clock: Clock
  dispose(): void
}

/** Where to begin: from a link, or from the scenario alone. */
export interface Beginning {
  readonly inputs?: Partial<RunInputs>
  readonly atUs?: number | undefined
  readonly speed?: number | undefined
  readonly view?: View | undefined
  readonly reducedMotion?: boolean
}

/** What a person can take back. */
const MAX_HISTORY = 100
const DEFAULT_SPEED = 0.25

export function createSimulation(scenario: LoadedScenario, beginning: Beginning = {}, driver: Driver = createDriver()): Simulation {
  const clock = createClock()
  let history: RunInputs[] = []
  /** The knob that is being turned: one drag over many values is one step back. */
  let turning = ''
  /** Where the first run of a scenario opens; then -1: a later run keeps now. */
  let openAt = beginning.atUs ?? NaN

  const store = createStore<SimulationState>()((set, get) => {
    function change(inputs: Partial<RunInputs>, knob = ''): void {
      if (knob === '' || knob !== turning) history = [...history.slice(1 - MAX_HISTORY), inputsOf(get())]
      turning = knob
      set({ ...inputs, canUndo: true })
      get().run()
    }

    function show(reply: DriverReply, inputs: RunInputs): void {
      if (reply.kind === 'superseded') return
      if (reply.kind !== 'ran') return set({ status: 'failed', problem: reply, playing: false })
      const { thread, ...finished } = reply
      const { trace } = finished
      const stopped = trace.outcome.kind === 'stopped' ? trace.outcome : null
      const end = stopped === null ? trace.endUs : stopped.atUs
      const isFirst = openAt !== -1
      const now = Math.min(end, isFirst ? (Number.isNaN(openAt) ? openingInstant(trace) : openAt) : clock.get())
      openAt = -1
      const { window } = get()
      set({
        trace, finished, ...(finished.family === 'traffic' ? { index: finished.index, config: finished.config } : { index: null, config: null }), thread, shown: inputs,
        status: stopped === null ? 'ready' : 'stopped',
        problem: stopped === null ? null : { kind: 'stopped', atUs: stopped.atUs, reason: stopped.reason },
        ...(isFirst ? { window: windowAround(now, openingSpan(trace), end) } : now < window.fromUs || now > window.toUs ? { window: windowAround(now, window.toUs - window.fromUs, end) } : {}),
      })
      clock.set(now, rowAt(trace, now))
    }

    return {
      scenario,
      overrides: beginning.inputs?.overrides ?? {},
      seed: beginning.inputs?.seed ?? scenario.seed,
      interventions: beginning.inputs?.interventions ?? scenario.script,
      trace: null, finished: null, index: null, config: null, shown: null,
      status: 'armed', problem: null, thread: 'worker', canUndo: false,
      playing: false,
      speed: beginning.speed ?? DEFAULT_SPEED,
      window: { fromUs: 0, toUs: 500_000 },
      selectedLane: -1, hoveredLane: -1,
      view: beginning.view ?? 'stage',
      verbosity: 'notable',
      reducedMotion: beginning.reducedMotion ?? false,

      run() {
        const state = get()
        const inputs = inputsOf(state)
        set({ status: 'running' })
        const isAsWritten = Object.keys(inputs.overrides).length === 0 && inputs.interventions === state.scenario.script
        void driver.run({ ...inputs, document: state.scenario.document, ready: isAsWritten ? state.scenario.ready : undefined }).then((reply) => show(reply, inputs))
      },
      setKnob(path, value) {
        const { overrides, scenario: current } = get()
        if (overrides[path] === value) return
        const { [path]: _before, ...others } = overrides
        const field = current.knobs.find((one) => one.path === path)
        change({ overrides: field?.value === value ? others : { ...others, [path]: value } }, path)
      },
      resetKnobs: () => change({ overrides: {} }),
      setSeed: (seed) => change({ seed }),
      intervene: (command) => change({ interventions: [...get().interventions, { at: Math.round(clock.get()), do: command }] }),
      removeIntervention: (index) => change({ interventions: get().interventions.filter((_, at) => at !== index) }),
      undo() {
        const before = history.pop()
        turning = ''
        if (before === undefined) return
        set({ ...before, canUndo: history.length > 0 })
        get().run()
      },
      load(next, inputs = {}, atUs = NaN) {
        history = []
        turning = ''
        openAt = atUs
        set({
          scenario: next, overrides: inputs.overrides ?? {}, seed: inputs.seed ?? next.seed, interventions: inputs.interventions ?? next.script,
          canUndo: false, playing: false, selectedLane: -1, hoveredLane: -1,
        })
        get().run()
      },
      seek(us) {
        const { trace } = get()
        if (trace === null) return
        const at = Math.round(Math.min(endOf(trace), Math.max(0, us)))
        moveTo(at, rowAt(trace, at))
      },
      seekRow(row) {
        const { trace } = get()
        if (trace === null) return
        const at = Math.min(trace.log.count - 1, Math.max(-1, row))
        moveTo(at < 0 ? 0 : trace.log.at[at]!, at)
      },
      step: (direction) => get().seekRow(clock.row() + direction),
      play() {
        const { trace } = get()
        if (trace === null) return
        if (clock.get() >= endOf(trace)) get().seek(0)
        set({ playing: true })
      },
      pause: () => set({ playing: false }),
      setSpeed: (speed) => set({ speed }),
      nextNotable(direction) {
        const { finished } = get()
        if (finished === null) return
        const row = nextNotable(finished.trace, finished.index, clock.row(), direction)
        if (row >= 0) get().seekRow(row)
      },
      select: (lane) => set({ selectedLane: lane }),
      hover: (lane) => set({ hoveredLane: lane }),
      setWindow: (window) => set({ window }),
      setView: (view) => set({ view }),
      setVerbosity: (verbosity) => set({ verbosity }),
      setReducedMotion: (reducedMotion) => set({ reducedMotion }),
    }

    /** Moves now, and turns the diagram's page when now has left it. */
    function moveTo(us: number, row: number): void {
      const { window, trace } = get()
      clock.set(us, row)
      if (us < window.fromUs || us > window.toUs) set({ window: windowAround(us, window.toUs - window.fromUs, endOf(trace!)) })
    }
  })

  const stopPlayer = installPlayer(store, clock)
  return {
    store,
    clock,
    dispose() {
      stopPlayer()
      driver.dispose()
    },
  }
}

export function inputsOf({ overrides, seed, interventions }: RunInputs): RunInputs {
  return { overrides, seed, interventions }
}

/** The last instant of a run: its end, or where its budget stopped it. */
export function endOf(trace: Trace): number {
  return trace.outcome.kind === 'stopped' ? trace.outcome.atUs : trace.endUs
}
