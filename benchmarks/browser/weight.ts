/** What the simulator adds to its page: scripts that the page's document did not name, before its first run is shown and later. */

import { brotliCompressSync } from 'node:zlib'
import { blankPage, READY_MS, type Browser } from './page.ts'

export interface Weight {
  /** Bytes until the first run is shown and the page has come to rest. */
  readonly first: number
  /** Bytes more once a pointer is on the stage and a machine's menu has been opened. */
  readonly later: number
}

const REST_MS = 2_500

export async function weigh(browser: Browser, origin: string): Promise<Weight> {
  const page = await blankPage(browser)
  const loaded = new Map<string, Promise<number>>()
  page.on('response', (response) => {
    if (/\.js$/.test(new URL(response.url()).pathname)) loaded.set(response.url(), response.body().then((body) => brotliCompressSync(body).length, () => 0))
  })
  const address = `${origin}/en/sims/load-balancing`
  await page.goto(address)
  const document = await (await fetch(address)).text()
  const own = async (): Promise<number> => {
    let bytes = 0
    for (const [script, size] of loaded) if (!document.includes(`src="${new URL(script).pathname}"`)) bytes += await size
    return bytes
  }
  await page.waitForFunction(() => performance.getEntriesByName('simulation:shown').length > 0, undefined, { timeout: READY_MS })
  await page.waitForTimeout(REST_MS)
  const first = await own()
  await page.locator('[data-lane="1"]').hover()
  await page.waitForTimeout(REST_MS)
  await page.locator('[data-lane="1"]').click()
  await page.waitForTimeout(REST_MS)
  const later = await own() - first
  await page.context().close()
  return { first, later }
}
