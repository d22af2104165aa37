/**
 * The figures that only a browser can give: what a frame costs while marks move and the worker computes another run, what a scrub
 * costs, when the first run is on screen, and what the simulator weighs. Against the exported site (`npm run build` first),
 * headless and without a GPU: painting, too, is then the processor's work, and the picture is put together beside the main thread.
 *
 * The figure that is judged is CPU time of the page's main thread; wall time stands beside it, and the machine's load. Two
 * built sites can be compared, in turns within one run, so that the ratio holds on a busy machine too:
 *
 *   BEFORE=/tmp/site-of-yesterday npm run bench -- browser
 */

import { existsSync } from 'node:fs'
import { loadavg } from 'node:os'
import { chromium } from '@playwright/test'
import { serve } from '../scripts/serve.mjs'
import { weighSimulator } from '../scripts/simulator-weight.mjs'
import { firstRun } from './browser/first-run.ts'
import { framesWhilePlaying, type Frames } from './browser/frames.ts'
import type { Browser } from './browser/page.ts'
import { scrubs, type Scrubs } from './browser/scrub.ts'

export interface Figure {
  readonly title: string
  readonly text: string
  readonly ok: boolean
}

interface Site {
  readonly origin: string
  readonly close: () => void
}

/** How many messages are under way, and whether each of them is drawn as a mark or one request in so many. */
const CROWDS = [
  { marks: 2_000, drawsAll: false },
  { marks: 2_000, drawsAll: true },
  { marks: 5_000, drawsAll: true },
] as const

export async function browserFigures(rounds: number): Promise<readonly Figure[]> {
  const site = await open('out', 3261)
  const before = process.env.BEFORE === undefined ? null : await open(process.env.BEFORE, 3263)
  const executablePath = ['/usr/bin/chromium', process.env.CHROMIUM_PATH ?? ''].find((path) => existsSync(path))
  const browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
  try {
    const figures: Figure[] = []
    for (const crowd of CROWDS) {
      const turns = await inTurns(rounds, site, before, (origin) => framesWhilePlaying(browser, origin, crowd.marks, crowd.drawsAll))
      figures.push(...frameFigures(crowd, turns))
    }
    figures.push(...scrubFigures(await inTurns(Math.ceil(rounds / 2), site, before, (origin) => scrubs(browser, origin))))
    figures.push(firstFigure(await inTurns(rounds, site, before, (origin) => firstRun(browser, origin))))
    figures.push(...await weightFigures(browser, site, before))
    return figures
  } finally {
    await browser.close()
    site.close()
    before?.close()
  }
}

async function open(folder: string, port: number): Promise<Site> {
  if (!existsSync(`${folder}/en/sims/load-balancing.html`)) throw new Error(`There is no site to measure in ${folder}. Run: npm run build`)
  const server = await serve({ folder, port, host: '127.0.0.1', strict: true })
  return { origin: `http://localhost:${port}`, close: () => server.close() }
}

interface Turns<T> {
  readonly now: readonly T[]
  /** Of the site it is compared with; as many as of this one, or none. */
  readonly before: readonly T[]
}

async function inTurns<T>(rounds: number, site: Site, before: Site | null, measure: (origin: string) => Promise<T>): Promise<Turns<T>> {
  const turns = { now: [] as T[], before: [] as T[] }
  for (let round = 0; round < rounds; round++) {
    if (before !== null) turns.before.push(await measure(before.origin))
    turns.now.push(await measure(site.origin))
  }
  return turns
}

function frameFigures({ marks, drawsAll }: (typeof CROWDS)[number], turns: Turns<Frames>): Figure[] {
  const what = `${spread(turns.now, (one) => one.underWay, 0)} messages under way, ${drawsAll ? 'each drawn as a mark that moves' : 'one request in so many drawn, as a page opens'}, worker busy`
  const cost = median(turns.now.map((one) => one.cpuMs))
  const rate = median(turns.now.map((one) => one.perSecond))
  const spent = turns.now.map((one) => `${one.scriptMs.toFixed(2)} script`)[0]!
  return [
    {
      title: `${what}: main thread a frame`,
      text: `${spread(turns.now, (one) => one.cpuMs)} ms CPU, of it ${spent}; wall ${spread(turns.now, (one) => one.wallMs)}${ratio(turns, (one) => one.cpuMs)}; goal at most 2 ms${load()}`,
      ok: marks > 2_000 || cost <= 2,
    },
    { title: `${what}: frames a second`, text: `${spread(turns.now, (one) => one.perSecond, 1)}${ratio(turns, (one) => one.perSecond)}; goal 60 (58 counts)${load()}`, ok: rate >= 58 },
  ]
}

function scrubFigures(turns: Turns<Scrubs>): Figure[] {
  return [{
    title: 'scrub to any instant of a run of 100,000 requests, all its frames until the picture is whole, p95',
    text: `${spread(turns.now, (one) => one.p95Ms)} ms CPU, median ${spread(turns.now, (one) => one.medianMs)}; wall p95 ${spread(turns.now, (one) => one.p95WallMs)}${ratio(turns, (one) => one.p95Ms)}; goal under 8 ms${load()}`,
    ok: median(turns.now.map((one) => one.p95Ms)) < 8,
  }]
}

function firstFigure(turns: Turns<number>): Figure {
  const ms = median(turns.now)
  return { title: 'first run on screen, from the simulator’s code running (wall)', text: `${spread(turns.now, (one) => one, 0)} ms${ratio(turns, (one) => one)}; goal within 300 ms${load()}`, ok: ms <= 300 }
}

async function weightFigures(browser: Browser, site: Site, before: Site | null): Promise<Figure[]> {
  const page = '/en/sims/load-balancing'
  const now = await weighSimulator(browser, site.origin + page)
  const then = before === null ? null : await weighSimulator(browser, before.origin + page)
  const show = (bytes: number): string => (bytes / 1_000).toFixed(1)
  return [{
    title: 'the simulator’s own scripts until its first run is shown, worker included (brotli)',
    text: `${show(now.first)} kB, ${show(now.later)} kB more when a hand is on the stage${then === null ? '' : `; before ${show(then.first)} and ${show(then.later)}`}; goal at most 85 kB`,
    ok: now.first <= 85_000,
  }]
}

function ratio<T>({ now, before }: Turns<T>, read: (one: T) => number): string {
  if (before.length === 0) return ''
  const ratios = now.map((one, round) => read(one) / read(before[round]!))
  return `; before ${spread(before, read)}, now ÷ before ${spread(ratios, (one) => one)}`
}

function spread<T>(values: readonly T[], read: (one: T) => number, digits = 2): string {
  const sorted = values.map(read).sort((a, b) => a - b)
  const middle = median(sorted).toFixed(digits)
  return sorted.length === 1 ? middle : `${middle} [${sorted[0]!.toFixed(digits)}..${sorted.at(-1)!.toFixed(digits)}]`
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
}

function load(): string {
  return ` (load ${loadavg()[0]!.toFixed(1)})`
}
