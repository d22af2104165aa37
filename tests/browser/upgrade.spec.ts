import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { applyPolicies } from '../../scripts/csp.mjs'
import { writeServiceWorker } from '../../scripts/service-worker.mjs'

const simulator = '/en/sims/load-balancing'

async function startServer(folder: string, port: number) {
  const server = spawn(process.execPath, ['scripts/serve.mjs', folder, String(port)], { stdio: 'ignore' })
  await expect(async () => expect((await fetch(`http://localhost:${port}/en`)).status).toBe(200)).toPass({ timeout: 10_000 })
  return async () => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill()
    await ended
  }
}

/** The same site built anew: every chunk has another name and the old names are gone, as after a change that reaches everything. */
function makeNextBuild(from: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'slantwise-next-build-'))
  cpSync(from, folder, { recursive: true })
  const filesIn = (place: string) => readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const chunks = filesIn(join(folder, '_next', 'static', 'chunks'))
  const names = new RegExp(chunks.map(({ name }) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g')
  for (const { parentPath, name } of filesIn(folder).filter((entry) => /\.(html|js|css|txt|json)$/.test(entry.name))) {
    const file = join(parentPath, name)
    const text = readFileSync(file, 'utf8').replace(names, 'next-$&')
    writeFileSync(file, text.replace('</head>', '<meta name="build" content="2"></head>'))
  }
  for (const { parentPath, name } of chunks) renameSync(join(parentPath, name), join(parentPath, `next-${name}`))
  const { policies, problems } = applyPolicies(folder) as { policies: Record<string, string>; problems: string[] }
  expect(problems).toEqual([])
  writeFileSync(join(folder, '_csp.json'), JSON.stringify(policies))
  writeServiceWorker(folder)
  return folder
}

/** A run that can be moved through means: the page, its code and its worker fit together. */
async function expectRun(page: Page) {
  const time = page.getByRole('slider', { name: 'Time of the run' })
  await expect(time).toBeVisible({ timeout: 30_000 })
  await expect(time).toHaveAttribute('aria-valuetext', /sent/)
}

const isNext = (page: Page) => page.locator('meta[name=build][content="2"]').count()
const caches = (page: Page) => page.evaluate(async () => (await window.caches.keys()).filter((name) => name.startsWith('slantwise-')))

test('a new build reaches who has the old one: an open tab goes on, the next page is new and whole, and the old files go', async ({ browser }) => {
  test.setTimeout(180_000)
  const port = 3800 + test.info().workerIndex
  const site = `http://localhost:${port}`
  const next = makeNextBuild('out')
  let stop = await startServer('out', port)
  const context = await browser.newContext()
  const broken: string[] = []
  const watch = (page: Page) => {
    page.on('pageerror', (error) => broken.push(`${page.url()}: ${error.message}`))
    page.on('response', (answer) => answer.status() >= 400 && broken.push(`${answer.status()} ${answer.url()}`))
  }
  try {
    const page = await context.newPage()
    watch(page)
    await page.goto(`${site}${simulator}`)
    await expectRun(page)
    await expect.poll(() => page.evaluate(async (path) => (await navigator.serviceWorker.ready, (await window.caches.match(path)) !== undefined), simulator), { timeout: 40_000 }).toBe(true)
    const [oldCache] = await caches(page)

    // The site changes under an open tab. What the tab has not loaded yet is gone from the server, and still works.
    await stop()
    stop = await startServer(next, port)
    expect(await isNext(page)).toBe(0)
    await page.getByRole('tab', { name: 'Table' }).click()
    await expect(page.getByRole('table')).toBeVisible()
    await page.getByRole('tab', { name: 'Code' }).click()
    await expect(page.getByText(/, request [\d,]+: .* (chose|found)/).first()).toBeVisible({ timeout: 30_000 })
    expect(broken).toEqual([])

    // The next page is of the new build, whole: its code is the new code.
    await page.goto(`${site}${simulator}`)
    expect(await isNext(page)).toBe(1)
    await expectRun(page)
    const sources = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.includes('/chunks/')))
    expect(sources.length).toBeGreaterThan(3)
    expect(sources.filter((name) => !name.includes('/next-'))).toEqual([])

    // The new worker is there, and waits until the last tab of the old one is closed.
    await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting !== null), { timeout: 60_000 }).toBe(true)
    expect(await caches(page)).toContain(oldCache)
    await page.close()
    const later = await context.newPage()
    watch(later)
    await later.goto(`${site}/en/about`)
    await expect.poll(() => caches(later), { timeout: 30_000 }).not.toContain(oldCache)
    expect(await caches(later)).toHaveLength(1)

    // Pages that were visited under the old build open without a network, in the new one.
    await stop()
    await context.setOffline(true)
    await later.goto(`${site}${simulator}`)
    expect(await isNext(later)).toBe(1)
    await expectRun(later)
    expect(broken).toEqual([])
  } finally {
    await context.close()
    await stop()
    rmSync(next, { recursive: true })
  }
})
