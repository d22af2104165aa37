import { describe, expect, test } from 'vitest'
import { stateAt } from '@/components/projection/traffic-state.ts'
import { loadScenarios } from '@/lib/scenarios.ts'
import { hashTrace } from '@/simulations/kernel/trace-hash.ts'
import type { Driver } from './driver.ts'
import { runScenario } from './run.ts'
import { followed } from './player.ts'
import { createSimulation } from './store.ts'

const scenarios = loadScenarios('load-balancing')
const main = scenarios[0]!

/** Runs at once, on this thread. */
const driver: Driver = { warm: () => undefined, run: (request) => Promise.resolve({ ...runScenario(request), thread: 'worker' }), dispose: () => undefined }

async function opened(scenario = main) {
  const simulation = createSimulation(scenario, {}, driver)
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0))
  simulation.store.getState().run()
  await settle()
  return { ...simulation, state: () => simulation.store.getState(), settle }
}

describe('a simulator', () => {
  test('is armed, and opens its first run at the first thing worth seeing', async () => {
    const { store } = createSimulation(main, {}, driver)
    expect(store.getState()).toMatchObject({ status: 'armed', trace: null })
    const { state, clock } = await opened()
    expect(state().status).toBe('ready')
    expect(clock.get()).toBeGreaterThan(0)
    expect(state().window.fromUs).toBeLessThan(clock.get())
    expect(state().window.toUs).toBeGreaterThan(clock.get())
  })

  test('an intervention leaves the past as it was and keeps now', async () => {
    const { state, clock, settle } = await opened()
    state().seek(6_000_000)
    const before = state().trace!
    const row = clock.row()
    state().intervene({ kind: 'stop-server', server: 's1' })
    await settle()
    const after = state().trace!
    expect(clock.get()).toBe(6_000_000)
    expect(after).not.toBe(before)
    for (const column of ['at', 'kind', 'lane', 'ref'] as const) {
      const until = before.log.at.findLastIndex((at, i) => i <= row && at < 6_000_000)
      expect(after.log[column].slice(0, until)).toEqual(before.log[column].slice(0, until))
    }
    expect(stateAt(after, state().index!, 6_000_000).lanes[2]!.running).toBe(false)
  })

  test('undo leaves the last change out and gives the very same run again', async () => {
    const { state, settle } = await opened()
    const hash = hashTrace(state().trace!)
    state().seek(4_000_000)
    state().intervene({ kind: 'stop-server', server: 's2' })
    await settle()
    state().setKnob('balancer.policy', 'least-connections')
    await settle()
    expect(hashTrace(state().trace!)).not.toBe(hash)
    state().undo()
    await settle()
    expect(state().interventions.length).toBe(1)
    state().undo()
    await settle()
    expect(state()).toMatchObject({ interventions: [], overrides: {}, canUndo: false })
    expect(hashTrace(state().trace!)).toBe(hash)
  })

  test('one drag of a knob over many values is one step back', async () => {
    const { state, settle } = await opened()
    for (const rate of [95, 100, 110, 120]) state().setKnob('clients.load.open.rate', `${rate}/s`)
    await settle()
    state().undo()
    expect(state().overrides).toEqual({})
  })

  test('a knob turned back to what is written is no change', async () => {
    const { state, settle } = await opened()
    state().setKnob('servers.s3.queue', 10)
    state().setKnob('servers.s3.queue', 48)
    await settle()
    expect(state().overrides).toEqual({})
  })

  test('an impossible change says why, keeps the run on screen, and can be taken back', async () => {
    const { state, settle } = await opened()
    const shown = state().trace
    state().setKnob('clients.load.open.rate', '100000/s')
    await settle()
    expect(state()).toMatchObject({ status: 'failed', problem: { kind: 'impossible' } })
    expect(state().trace).toBe(shown)
    state().undo()
    await settle()
    expect(state()).toMatchObject({ status: 'ready', problem: null })
  })

  test('the script of a scenario can be edited like what was done by hand', async () => {
    const { state, settle } = await opened(scenarios.find((one) => one.id.endsWith('fails-and-returns'))!)
    expect(state().interventions.map((entry) => entry.do.kind)).toEqual(['stop-server', 'start-server'])
    const end = state().trace!.endUs
    state().removeIntervention(1)
    await settle()
    expect(stateAt(state().trace!, state().index!, end).lanes[3]!.running).toBe(false)
  })

  test('steps are events: every one is met, in both directions', async () => {
    const { state, clock } = await opened()
    state().seekRow(100)
    for (let row = 101; row < 160; row++) {
      state().step(1)
      expect(clock.row()).toBe(row)
    }
    for (let row = 158; row > 100; row--) {
      state().step(-1)
      expect(clock.row()).toBe(row)
    }
    state().seek(0)
    state().step(-1)
    expect(clock.get()).toBe(0)
    state().seek(Infinity)
    expect(clock.get()).toBe(state().trace!.endUs)
  })

  test('a run keeps its numbers whatever is looked at', async () => {
    const { state, settle } = await opened()
    const hash = hashTrace(state().trace!)
    state().setSpeed(10)
    state().setReducedMotion(true)
    state().seek(2_000_000)
    state().run()
    await settle()
    expect(hashTrace(state().trace!)).toBe(hash)
  })
})

describe('what was checked when the site was built', () => {
  test.each(scenarios)('$id runs as it does from its document', ({ document, seed, script, ready }) => {
    const read = runScenario({ document, overrides: {}, seed, interventions: script })
    const checked = runScenario({ document, overrides: {}, seed, interventions: script, ready: JSON.parse(JSON.stringify(ready)) as typeof ready })
    if (read.kind !== 'ran' || checked.kind !== 'ran') throw new Error('both run')
    expect(hashTrace(checked.trace)).toBe(hashTrace(read.trace))
  })
})

describe('the window while time runs', () => {
  const window = { fromUs: 1_000_000, toUs: 2_000_000 }
  test('stays while now crosses it, and is turned like a page', () => {
    expect(followed(window, 1_500_000, 0.25)).toBe(window)
    const next = followed(window, 1_900_000, 0.25)
    expect(next.toUs - next.fromUs).toBe(1_000_000)
    expect(next.fromUs).toBeLessThan(1_900_000)
    expect(next.fromUs).toBeGreaterThan(1_000_000)
  })
  test('scrolls instead where pages would flicker', () => {
    const next = followed(window, 1_600_000, 10)
    expect((next.fromUs + next.toUs) / 2).toBeCloseTo(1_600_000)
  })
})
