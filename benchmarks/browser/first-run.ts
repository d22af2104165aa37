/** From the simulator's code being there to its first run being drawn, in ms of the clock on the wall. */

import { blankPage, READY_MS, type Browser } from './page.ts'

export async function firstRun(browser: Browser, origin: string): Promise<number> {
  const page = await blankPage(browser)
  await page.goto(`${origin}/en/sims/load-balancing`)
  await page.waitForFunction(() => performance.getEntriesByName('simulation:shown').length > 0, undefined, { timeout: READY_MS })
  const ms = await page.evaluate(() => performance.getEntriesByName('simulation:shown')[0]!.startTime - performance.getEntriesByName('simulation:opened')[0]!.startTime)
  await page.context().close()
  return ms
}
