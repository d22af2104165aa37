/** What a frame costs the main thread while a run plays and the worker computes the same run again with other seeds. */

import { createFlights, collectFlights } from '../../components/stage/flights.ts'
import { layoutStage } from '../../components/stage/layout.ts'
import { runScenario } from '../../components/simulation/run.ts'
import { readScenario } from '../../lib/scenarios.ts'
import { readFileSync } from 'node:fs'
import { evaluate, linkTo, meter, openedAt, SCENARIO, SEED, type Browser, type Overrides } from './page.ts'

export interface Frames {
  /** Messages between two machines at the middle of the measurement, counted in the trace of the same run. */
  readonly underWay: number
  readonly cpuMs: number
  readonly scriptMs: number
  readonly wallMs: number
  readonly perSecond: number
}

const BEGIN_US = 4_000_000
const PLAY_MS = 2_500

/** A run whose links are long and full: about `marks` messages are under way at any instant. */
function crowd(marks: number): Overrides {
  return {
    'links.clients': '120 ms', 'links.servers': '120 ms', 'clients.load.open.rate': `${Math.round(marks * 2.1)}/s`, duration: '8 s',
    'servers.s1.workers': 256, 'servers.s2.workers': 256, 'servers.s3.workers': 256, 'servers.s4.workers': 256, 'clients.timeout': '0 ms',
    'servers.s3.speed': 1, 'servers.s1.queue': 10000, 'servers.s2.queue': 10000, 'servers.s3.queue': 10000, 'servers.s4.queue': 10000,
  }
}

const PLAY_AND_COUNT = `new Promise((resolve) => {
  let began = 0
  let count = -1
  requestAnimationFrame(function frame(now) {
    if (count++ < 0) began = now
    if (now - began < ${PLAY_MS}) requestAnimationFrame(frame)
    else resolve({ count, ms: now - began })
  })
})`

export async function framesWhilePlaying(browser: Browser, origin: string, marks: number, drawsAll: boolean): Promise<Frames> {
  const overrides = crowd(marks)
  const page = await openedAt(browser, linkTo(origin, overrides, BEGIN_US))
  const session = await page.context().newCDPSession(page)
  const [cpu, wall] = [await meter(page, 'threadTicks'), await meter(page, 'timeTicks')]
  // A site from before there was such a button draws its sample: its figure is then that of less work.
  const all = page.getByRole('button', { name: 'Draw all', exact: true })
  if (drawsAll && await all.count() > 0) await all.click()
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await evaluate(session, 'void (window.stopWorker = window.keepWorkerBusy())')
  await page.waitForTimeout(700)
  const [cpuBefore, wallBefore] = [await cpu(), await wall()]
  const { count, ms } = await evaluate<{ count: number; ms: number }>(session, PLAY_AND_COUNT)
  const [cpuAfter, wallAfter] = [await cpu(), await wall()]
  const runs = await evaluate<number>(session, 'window.stopWorker()')
  if (runs < 1) throw new Error('The worker had nothing to do.')
  await page.context().close()
  return {
    underWay: underWay(overrides, BEGIN_US + 500_000),
    cpuMs: (cpuAfter.taskMs - cpuBefore.taskMs) / count,
    scriptMs: (cpuAfter.scriptMs - cpuBefore.scriptMs) / count,
    wallMs: (wallAfter.taskMs - wallBefore.taskMs) / count,
    perSecond: (count * 1_000) / ms,
  }
}

const counted = new Map<string, number>()

function underWay(overrides: Overrides, atUs: number): number {
  const key = JSON.stringify(overrides)
  if (!counted.has(key)) counted.set(key, countUnderWay(overrides, atUs))
  return counted.get(key)!
}

function countUnderWay(overrides: Overrides, atUs: number): number {
  const reading = readScenario(readFileSync(`content/scenarios/${SCENARIO}.yaml`, 'utf8'), `${SCENARIO}.yaml`)
  if (!reading.ok) throw new Error('The scenario of the benchmark cannot be read.')
  const reply = runScenario({ document: reading.scenario.document, overrides, seed: SEED, interventions: [] })
  if (reply.kind !== 'ran') throw new Error('The run of the benchmark is impossible.')
  const flights = createFlights()
  const servers = reply.trace.lanes.filter((lane) => lane.role === 'service').length
  collectFlights(reply.trace, reply.index, layoutStage({ width: 900, height: 300, servers }), atUs, flights, Infinity)
  return Object.values(flights.columns).reduce((sum, { count }) => sum + count, 0)
}
