import { describe, expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { createClock } from '@/components/simulation/clock.ts'
import type { LoadedScenario, Simulation } from '@/components/simulation/store.ts'
import type { Sight } from '@/lib/content/facts.ts'
import { followReader, NEAR_US } from './follow-reader.ts'
import { createReader, type Plan } from './reader.ts'

const scenario = { id: 'a/b', script: [] } as unknown as LoadedScenario
const sight = (atUs: number, seed = 1): Sight => ({ scenario: 'a/b', overrides: {}, seed, atUs, row: -1, focus: [2], windowUs: null, view: 'stage' })
const step = (id: string, atUs: number, seed = 1) => ({ id, title: '', sight: sight(atUs, seed), question: null })
const plan: Plan = { n: 0, steps: [step('first', 1_000_000), step('near', 1_000_000 + NEAR_US), step('far', 3_000_000), step('other', 3_100_000, 2)] }

/** A simulator with a run in it whose time stands still until the test moves it. */
function open(reducedMotion = false) {
  const clock = createClock()
  const trace = { endUs: 10_000_000, outcome: { kind: 'finished' }, log: { count: 0, at: [] }, hops: { sentAt: [] } }
  const seeks: number[] = []
  const store = createStore<Record<string, unknown>>()((set, get) => ({
    scenario, seed: 1, overrides: {}, interventions: scenario.script, trace, status: 'ready', view: 'stage', speed: 0.25, playing: false, reducedMotion,
    play: () => set({ playing: true }),
    pause: () => set({ playing: false }),
    setSpeed: (speed: number) => set({ speed }),
    seek: (us: number) => {
      seeks.push(us)
      clock.set(us, -1)
    },
    seekRow: () => {}, setWindow: () => {}, select: () => {}, setView: () => {},
    load: (_scenario: unknown, { seed }: { seed: number }) => {
      set({ seed, trace: null })
      set({ trace: { ...(get().trace ?? trace) } })
    },
  }))
  const reader = createReader('lesson')
  reader.enter(0, 'first')
  const simulation = { store, clock, dispose() {} } as unknown as Simulation
  const stop = followReader(simulation, scenario, plan, reader)
  store.setState({ trace: { ...trace } })
  return { reader, clock, store, seeks, stop }
}

const settled = () => new Promise<void>((resolve) => queueMicrotask(resolve))

describe('from one step to the next', () => {
  test('a moment later in the same run, time runs there and stops at the instant', async () => {
    const { reader, clock, store, seeks } = open()
    await settled()
    expect(clock.get()).toBe(1_000_000)
    reader.enter(0, 'near')
    expect(store.getState().playing).toBe(true)
    expect(clock.get()).toBe(1_000_000)
    clock.set(1_000_000 + NEAR_US + 4_000, -1) // A frame later than the instant.
    expect(store.getState()).toMatchObject({ playing: false, speed: 0.25 })
    expect(clock.get()).toBe(1_000_000 + NEAR_US)
    expect(seeks.at(-1)).toBe(1_000_000 + NEAR_US)
  })

  test.each([
    ['farther away', 'far', 1_000_000], ['backwards', 'first', 1_000_000 + NEAR_US],
  ])('%s: at once', async (_what, to, from) => {
    const { reader, clock, store } = open()
    await settled()
    reader.enter(0, 'far')
    clock.set(from, -1)
    reader.enter(0, 'near')
    reader.enter(0, to)
    expect(store.getState().playing).toBe(false)
    expect(clock.get()).toBe(plan.steps.find(({ id }) => id === to)!.sight.atUs)
  })

  test('in another run: at once', async () => {
    const { reader, clock, store } = open()
    await settled()
    reader.enter(0, 'far')
    reader.enter(0, 'other')
    await settled()
    expect(store.getState().playing).toBe(false)
    expect(clock.get()).toBe(3_100_000)
  })

  test('with reduced motion: at once', async () => {
    const { reader, clock, store } = open(true)
    await settled()
    reader.enter(0, 'near')
    expect(store.getState().playing).toBe(false)
    expect(clock.get()).toBe(1_000_000 + NEAR_US)
  })

  test('a hand that takes the simulator on the way keeps it', async () => {
    const { reader, clock, store } = open()
    await settled()
    reader.enter(0, 'near')
    clock.set(1_100_000, -1)
    reader.touch(0)
    expect(store.getState()).toMatchObject({ playing: false, speed: 0.25 })
    clock.set(9_000_000, -1)
    expect(clock.get()).toBe(9_000_000)
  })
})
