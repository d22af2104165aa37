/** Opening a simulator for measurement, and reading what its main thread has done. */

import type { chromium, CDPSession, Page } from '@playwright/test'
import { encodeShared, ENGINE_VERSION } from '../../components/simulation/share.ts'

export type Browser = Awaited<ReturnType<typeof chromium.launch>>
export type Overrides = Readonly<Record<string, string | number>>

export const SCENARIO = 'load-balancing/one-slow-server'
export const SEED = 4217
export const READY_MS = 30_000

export function linkTo(origin: string, overrides: Overrides, atUs: number): string {
  return `${origin}/en/sims/load-balancing#${encodeShared({ scenario: SCENARIO, engine: ENGINE_VERSION, seed: SEED, overrides, interventions: [], atUs, speed: 0.25, view: 'stage' })}`
}

/** Without the offline copy: it is filled in the background and would be measured along. */
export async function blankPage(browser: Browser): Promise<Page> {
  return (await browser.newContext({ viewport: { width: 1280, height: 860 }, serviceWorkers: 'block' })).newPage()
}

/**
 * Keeps what the page says to its worker, so that a second one can be given the same work for as long as somebody measures.
 * As text, because what runs a benchmark rewrites functions in a way that a page does not know.
 */
const KEEP_WORKER = `
  const Own = window.Worker
  window.Worker = class extends Own {
    constructor(...given) { super(...given); window.benchmark = { given, message: null } }
    postMessage(message, ...rest) { window.benchmark.message = message; super.postMessage(message, ...rest) }
  }
  window.keepWorkerBusy = () => {
    const { given, message } = window.benchmark
    const worker = new Own(...given)
    let runs = 0
    const ask = () => worker.postMessage({ id: runs, request: { ...message.request, seed: message.request.seed + ++runs } })
    worker.onmessage = ask
    ask()
    return () => { worker.terminate(); return runs }
  }
`

export async function openedAt(browser: Browser, address: string): Promise<Page> {
  const page = await blankPage(browser)
  await page.addInitScript(KEEP_WORKER)
  await page.goto(address)
  await page.waitForFunction(() => performance.getEntriesByName('simulation:shown').length > 0, undefined, { timeout: READY_MS })
  await page.waitForTimeout(2_000)
  return page
}

export interface Spent {
  readonly taskMs: number
  readonly scriptMs: number
}

/** What the main thread has done so far, by its own clock or by the one on the wall. */
export async function meter(page: Page, timeDomain: 'threadTicks' | 'timeTicks'): Promise<() => Promise<Spent>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain })
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    const read = (name: string): number => metrics.find((one) => one.name === name)!.value * 1_000
    return { taskMs: read('TaskDuration'), scriptMs: read('ScriptDuration') }
  }
}

/** Runs something in the page without a test library's own scripts around it. */
export async function evaluate<T>(session: CDPSession, expression: string): Promise<T> {
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
  if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
  return result.value as T
}
