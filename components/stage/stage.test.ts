import { describe, expect, it } from 'vitest'
import { stateAt } from '@/components/projection/traffic-state.ts'
import { countHopsBetween } from '@/components/projection/lookup.ts'
import { dictionaries } from '@/lib/dictionary.ts'
import type { WrittenCommand } from '@/components/simulation/run.ts'
import { commandSchema } from '@/simulations/scenario/traffic-commands.ts'
import { LOST } from '@/simulations/kernel/trace.ts'
import { armedState } from './armed-state.ts'
import { describeLane, detailsAt, fitFacts, serverFacts, stageWords } from './describe-lane.ts'
import { collectFlights, createFlights, flightKinds, flightPlan } from './flights.ts'
import { runScene, sceneNames, type SceneName } from './gallery/gallery-scenes.ts'
import { layoutStage } from './layout.ts'
import { actionsFor } from './machine-actions.ts'
import { createStageFeed } from './stage-feed.ts'
import { createClock } from '@/components/simulation/clock.ts'
import { textWidth } from './text-fit.ts'

const words = stageWords(dictionaries.en)

function open(name: SceneName) {
  const { run, atUs } = runScene(name)
  const { trace, index } = run
  const layout = layoutStage({ width: 812, height: 268, servers: trace.lanes.length - 2 })
  const flightsAt = (us: number, most?: number) => {
    const flights = createFlights()
    collectFlights(trace, index, layout, us, flights, most)
    return flights
  }
  return { run, trace, index, layout, atUs, flightsAt, system: stateAt(trace, index, atUs) }
}

const drawn = (flights: ReturnType<typeof createFlights>) => flightKinds.reduce((sum, kind) => sum + flights.columns[kind].count, 0)

describe('what is under way', () => {
  it('is every hop whose delay contains the instant, each drawn once', () => {
    const { trace, index, flightsAt } = open('running')
    for (let us = 0; us < trace.endUs; us += 97_003) {
      const flights = flightsAt(us)
      expect(flights.total).toBe(countHopsBetween(trace, index, us, us))
      expect(drawn(flights)).toBe(flights.total)
    }
  })

  it('stands at its sender when it is sent and at its receiver when it arrives', () => {
    const { trace, layout, flightsAt } = open('running')
    const link = layout.links[0]!
    const sentAt = trace.hops.sentAt[0]!
    const near = (us: number) => [...flightsAt(us).columns.request.places.slice(0, 2)]
    expect(near(sentAt)).toEqual([Math.fround(link.x1), Math.fround(link.y1)])
    const half = near(sentAt + trace.hops.delayUs[0]! / 2)
    expect(half[0]).toBeCloseTo((link.x1 + link.x2) / 2, 3)
    expect(near(sentAt + trace.hops.delayUs[0]!)[0]).toBeCloseTo(link.x2, 3)
  })

  it('ends in a cross halfway when it is lost, and the cross fades', () => {
    const { trace, layout, flightsAt } = open('cut')
    const row = trace.hops.fate.indexOf(LOST)
    expect(row).toBeGreaterThan(0)
    const lostAt = trace.hops.sentAt[row]! + trace.hops.delayUs[row]!
    const link = layout.links[2]!
    const { lost } = flightsAt(lostAt).columns
    expect(lost.places[0]).toBeCloseTo((link.x1 + link.x2) / 2, 3)
    expect(lost.opacity[0]).toBe(1)
    expect(flightsAt(lostAt + 10_000).columns.lost.opacity[0]).toBeLessThan(1)
  })

  it('shows a second try as a retry', () => {
    const { trace, flightsAt } = open('stopped')
    const row = flightPlan(trace).attempts.findIndex((attempt) => attempt === 2)
    expect(row).toBeGreaterThan(0)
    expect(flightsAt(trace.hops.sentAt[row]!).columns.retry.count).toBeGreaterThan(0)
  })

  it('is a sample of whole requests when there is too much of it, and says so', () => {
    const { atUs, flightsAt } = open('crowd')
    const flights = flightsAt(atUs, 120)
    expect(flights.total).toBeGreaterThan(120)
    expect(flights.sampleOf).toBeGreaterThan(1)
    expect(drawn(flights)).toBeLessThanOrEqual(160)
    expect(drawn(flights)).toBeGreaterThan(40)
  })
})

describe('the words of a machine', () => {
  const factsOf = (name: SceneName) => {
    const { index, trace, system, atUs } = open(name)
    return serverFacts(system.lanes[3]!, detailsAt(index.config, trace, 3, atUs), words, 'en').map((fact) => fact.text)
  }

  it('say what is wrong with it, from a run in which it is', () => {
    expect(factsOf('stopped')).toContain('stopped')
    expect(factsOf('slow')).toContain('4× slower')
    expect(factsOf('draining')).toContain('draining')
    expect(factsOf('leftAlone')).toContain('left alone after 1 failure')
    expect(factsOf('markedDown')).toContain('marked down')
    expect(factsOf('cut')).toContain('link cut')
    expect(factsOf('slowLink')).toContain('link 10× slower')
    expect(factsOf('running')).toEqual([])
  })

  it('show the gallery what its titles promise', () => {
    expect(open('full').system.lanes.some((lane) => lane.queueCapacity > 0 && lane.queued === lane.queueCapacity)).toBe(true)
    expect(open('held').system.lanes[1]!.held).toBeGreaterThan(0)
    expect(open('dozen').system.lanes.filter((lane) => lane.role === 'service')).toHaveLength(12)
    expect(open('added').system.lanes).toHaveLength(6)
  })

  it('leave out what does not fit, and never the gravest', () => {
    const facts = [{ tone: 'broken', text: 'stopped', short: 'stopped' }, { tone: 'held', text: 'left alone after 1 failure', short: 'left alone' }] as const
    expect(fitFacts(facts, 12.5, 400).map((fact) => fact.text)).toEqual(['stopped', 'left alone after 1 failure'])
    expect(fitFacts(facts, 12.5, textWidth('stopped, left alone', 12.5)).map((fact) => fact.text)).toEqual(['stopped', 'left alone'])
    expect(fitFacts(facts, 12.5, textWidth('stopped', 12.5) + 2).map((fact) => fact.text)).toEqual(['stopped'])
  })

  it('are said in full to a screen reader, in both languages', () => {
    const { index, trace, system, atUs } = open('slow')
    const details = detailsAt(index.config, trace, 3, atUs)
    expect(describeLane(system.lanes[3]!, system, details, words, 'en')).toMatch(/^s2, server: \d of 4 workers busy, \d+ queued, 4× slower$/)
    expect(describeLane(system.lanes[3]!, system, details, stageWords(dictionaries.ko), 'ko')).toMatch(/^s2, 서버: 워커 4개 중 \d개가 처리 중, 대기 \d+건, 4배 느림$/)
  })
})

describe('what may be done', () => {
  const kinds = (name: SceneName, lane: number) => actionsFor(open(name).system, lane, words, 'en').map((action) => action.command.kind)

  it('depends on the state: what is stopped can be started, what is cut can be healed, what drains can come back', () => {
    expect(kinds('running', 3)).toEqual(['stop-server', 'slow-server', 'cut-link', 'slow-link', 'drain-server', 'set-weight', 'set-weight'])
    expect(kinds('stopped', 3)).toContain('start-server')
    expect(kinds('stopped', 3)).not.toContain('stop-server')
    expect(kinds('cut', 3)).toContain('heal-link')
    expect(kinds('draining', 3)).toContain('ready-server')
    expect(kinds('dozen', 1)).toEqual([])
    expect(kinds('running', 1)).toEqual(['add-server'])
  })

  it('is always a command that the boundary takes', () => {
    const commands = sceneNames.flatMap((name) => {
      const { system } = open(name)
      return system.lanes.flatMap((lane): WrittenCommand[] => actionsFor(system, lane.lane, words, 'en').map((action) => action.command))
    })
    expect(commands.length).toBeGreaterThan(100)
    for (const command of commands) expect(commandSchema.safeParse(command).success, JSON.stringify(command)).toBe(true)
  })
})

describe('the feed of the stage', () => {
  it('keeps a lane the same object while nothing about it changes', () => {
    const { trace, index } = open('running')
    const clock = createClock()
    const feed = createStageFeed(trace, index, clock)
    const stop = feed.subscribe(() => {})
    clock.set(trace.log.at[0]!, 0)
    const before = feed.system()
    clock.set(trace.log.at[1]!, 1)
    const after = feed.system()
    expect(after).not.toBe(before)
    expect(after.lanes.filter((lane, number) => lane === before.lanes[number]).length).toBeGreaterThan(2)
    stop()
  })

  it('begins as the configuration says', () => {
    const { index, trace } = open('running')
    const atZero = stateAt(trace, index, -1)
    expect(armedState(index.config).lanes).toEqual(atZero.lanes.map((lane) => ({ ...lane, joined: true })))
  })
})
