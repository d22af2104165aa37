// What a simulator adds to the weight of its page: scripts that the page's document did not name, as a browser asks for them.
import { existsSync } from 'node:fs'
import { brotliCompressSync } from 'node:zlib'

/** Long enough for whatever the page fetches by itself once its first run is on screen. */
const REST_MS = 2_500
const READY_MS = 60_000

/** A browser to measure with, or null. */
export async function openBrowser() {
  const { chromium } = await import('@playwright/test')
  const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path !== undefined && existsSync(path))
  if (executablePath === undefined && !existsSync(chromium.executablePath())) return null
  return chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
}

/**
 * Bytes (brotli) until the first run is shown and the page has come to rest, worker included; and what comes later, when a mouse is on
 * the stage and a machine's menu has been opened.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} address
 */
export async function weighSimulator(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, serviceWorkers: 'block' })
  const page = await context.newPage()
  /** @type {Map<string, Promise<number>>} */
  const loaded = new Map()
  page.on('response', (response) => {
    if (/\.js$/.test(new URL(response.url()).pathname)) loaded.set(response.url(), response.body().then((body) => brotliCompressSync(body).length, () => 0))
  })
  const document = await (await fetch(address)).text()
  const own = async () => {
    let bytes = 0
    for (const [script, size] of loaded) if (!document.includes(`src="${new URL(script).pathname}"`)) bytes += await size
    return bytes
  }
  await page.goto(address)
  await page.waitForFunction(() => performance.getEntriesByName('simulation:shown').length > 0, undefined, { timeout: READY_MS })
  await page.waitForTimeout(REST_MS)
  const first = await own()
  const machine = page.locator('[data-lane="1"]')
  if (await machine.count() > 0) {
    await machine.hover()
    await page.waitForTimeout(REST_MS)
    await machine.click()
    await page.waitForTimeout(REST_MS)
  }
  const later = await own() - first
  await context.close()
  return { first, later }
}
