/**
 * The figures that only a browser can give: what a frame costs while marks move, what a scrub costs, when the first run is on
 * screen, and what the simulator weighs. Against the exported site (`npm run build` first), headless and without a GPU.
 *
 * Costs are CPU time of the page's main thread as the browser counts it (DevTools `Performance.getMetrics`, thread ticks), so
 * a busy machine disturbs them little; rates of frames are shown and not judged by more than their goal.
 */

import { existsSync } from 'node:fs'
import { brotliCompressSync } from 'node:zlib'
import { chromium, type CDPSession, type Page } from '@playwright/test'
import { encodeShared, ENGINE_VERSION } from '../components/simulation/share.ts'
import { serve } from '../scripts/serve.mjs'

export interface Figure {
  readonly title: string
  readonly text: string
  readonly ok: boolean
}

const PORT = 3261
const SCENARIO = 'load-balancing/one-slow-server'
const READY_MS = 30_000

/** A run whose links are long and full: about `marks` messages are under way at any instant. */
function crowd(marks: number): string {
  const perSecond = marks * 2
  return link({
    'links.clients': '120 ms', 'links.servers': '120 ms', 'clients.load.open.rate': `${perSecond}/s`, duration: '12 s',
    'servers.s1.workers': 256, 'servers.s2.workers': 256, 'servers.s3.workers': 256, 'servers.s4.workers': 256, 'clients.timeout': '0 ms',
    'servers.s3.speed': 1, 'servers.s1.queue': 10000, 'servers.s2.queue': 10000, 'servers.s3.queue': 10000, 'servers.s4.queue': 10000,
  }, 4_000_000)
}

function link(overrides: Record<string, string | number>, atUs: number): string {
  return `http://localhost:${PORT}/en/sims/load-balancing#${encodeShared({ scenario: SCENARIO, engine: ENGINE_VERSION, seed: 4217, overrides, interventions: [], atUs, speed: 1, view: 'stage' })}`
}

export async function browserFigures(rounds: number): Promise<readonly Figure[]> {
  if (!existsSync('out/en/sims/load-balancing.html')) throw new Error('There is no site to measure. Run: npm run build')
  const server = await serve({ folder: 'out', port: PORT, host: '127.0.0.1', strict: true })
  const executablePath = ['/usr/bin/chromium', process.env.CHROMIUM_PATH ?? ''].find((path) => existsSync(path))
  const browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
  try {
    const figures: Figure[] = []
    for (const marks of [2_000, 5_000]) {
      const page = await opened(browser, crowd(marks))
      figures.push(...await framesWhilePlaying(page, marks, rounds))
      await page.context().close()
    }
    const long = await opened(browser, link({ 'clients.load.open.rate': '1000/s', duration: '100 s', 'servers.s1.workers': 64, 'servers.s2.workers': 64, 'servers.s3.workers': 64, 'servers.s4.workers': 64 }, 50_000_000))
    figures.push(await scrubs(long))
    await long.context().close()
    figures.push(await firstRun(browser, rounds))
    figures.push(await weight(browser))
    return figures
  } finally {
    await browser.close()
    server.close()
  }
}

/** As text, because what runs a benchmark rewrites functions in a way that a page does not know. */
const COUNT_FRAMES = `new Promise((resolve) => {
  const began = performance.now()
  let count = 0
  function frame() {
    count++
    const ms = performance.now() - began
    if (ms < 2000) requestAnimationFrame(frame)
    else resolve({ count, ms })
  }
  requestAnimationFrame(frame)
})`

type Browser = Awaited<ReturnType<typeof chromium.launch>>

async function opened(browser: Browser, address: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 860 } })).newPage()
  await page.goto(address)
  await page.locator('canvas').first().waitFor({ timeout: READY_MS })
  await page.waitForTimeout(1_500)
  return page
}

async function metricsOf(page: Page): Promise<{ readonly session: CDPSession; readonly read: () => Promise<number> }> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1_000
  }
  return { session, read }
}

/**
 * Plays for two seconds and divides the main thread's work by the frames. `marks` messages are under way; the stage draws at
 * most 120 marks of them, a sample, as for a learner. The worker has nothing to do meanwhile.
 */
async function framesWhilePlaying(page: Page, marks: number, rounds: number): Promise<readonly Figure[]> {
  const { read } = await metricsOf(page)
  const costs: number[] = []
  const rates: number[] = []
  const play = page.getByRole('button', { name: 'Play', exact: true })
  for (let round = 0; round < rounds; round++) {
    await play.click()
    await page.waitForTimeout(300)
    const before = await read()
    const frames = await page.evaluate<{ count: number; ms: number }>(COUNT_FRAMES)
    costs.push((await read() - before) / frames.count)
    rates.push((frames.count * 1_000) / frames.ms)
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await page.getByRole('button', { name: 'To the start', exact: true }).click()
    await page.keyboard.press('Escape')
  }
  const cost = median(costs)
  const rate = median(rates)
  const figures = [{ title: `${marks} messages under way, as sampled on the stage: frames a second`, text: `${rate.toFixed(1)} [${Math.min(...rates).toFixed(1)}..${Math.max(...rates).toFixed(1)}]; goal 60 (58 counts)`, ok: rate >= 58 }]
  if (marks === 2_000) figures.unshift({ title: '2000 messages under way, as sampled on the stage: main thread a frame', text: `${cost.toFixed(2)} ms [${Math.min(...costs).toFixed(2)}..${Math.max(...costs).toFixed(2)}]; goal at most 2 ms`, ok: cost <= 2 })
  return figures
}

/** Jumps to 200 instants of a run of 100,000 requests by clicks on the run strip; the cost of each, to the next painted frame. */
async function scrubs(page: Page): Promise<Figure> {
  const { read } = await metricsOf(page)
  const strip = await page.locator('canvas.cursor-pointer').last().boundingBox()
  if (strip === null) throw new Error('The run strip is not on the page.')
  const costs: number[] = []
  for (let jump = 0; jump < 200; jump++) {
    const x = strip.x + 4 + ((jump * 7919) % 1000) / 1000 * (strip.width - 8)
    const before = await read()
    await page.mouse.click(x, strip.y + strip.height / 2)
    await page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))))
    costs.push(await read() - before)
  }
  costs.sort((a, b) => a - b)
  const p95 = costs[Math.floor(costs.length * 0.95)]!
  return { title: 'scrub to any instant of a run of 100,000 requests, p95', text: `${p95.toFixed(1)} ms, median ${median(costs).toFixed(1)} ms; goal under 8 ms`, ok: p95 < 8 }
}

/** From the simulator's code being there to its first run being drawn. */
async function firstRun(browser: Browser, rounds: number): Promise<Figure> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 860 } })).newPage()
    await page.goto(`http://localhost:${PORT}/en/sims/load-balancing`)
    await page.waitForFunction(() => performance.getEntriesByName('simulation:shown').length > 0, undefined, { timeout: READY_MS })
    times.push(await page.evaluate(() => performance.getEntriesByName('simulation:shown')[0]!.startTime - performance.getEntriesByName('simulation:opened')[0]!.startTime))
    await page.context().close()
  }
  const ms = median(times)
  return { title: 'first run on screen, from the simulator’s code running', text: `${ms.toFixed(0)} ms [${Math.min(...times).toFixed(0)}..${Math.max(...times).toFixed(0)}]; goal within 300 ms`, ok: ms <= 300 }
}

/** What the simulator adds to the page: scripts that the page did not name itself. */
async function weight(browser: Browser): Promise<Figure> {
  const page = await (await browser.newContext()).newPage()
  const named = new Set<string>()
  const loaded = new Map<string, Promise<number>>()
  page.on('response', (response) => {
    if (/\.js$/.test(new URL(response.url()).pathname)) loaded.set(response.url(), response.body().then((body) => brotliCompressSync(body).length, () => 0))
  })
  await page.goto(`http://localhost:${PORT}/en/sims/load-balancing`)
  for (const address of await page.evaluate(async () => [...new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), 'text/html').querySelectorAll('script[src]')].map((one) => (one as HTMLScriptElement).src))) named.add(address)
  await page.locator('canvas').first().waitFor({ timeout: READY_MS })
  await page.waitForTimeout(2_000)
  let bytes = 0
  for (const [address, size] of loaded) if (!named.has(address)) bytes += await size
  await page.context().close()
  return { title: 'the simulator’s own scripts, worker included (brotli)', text: `${(bytes / 1_000).toFixed(1)} kB; goal at most 85 kB`, ok: bytes <= 85_000 }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
}
