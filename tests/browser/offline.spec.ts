import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from '@playwright/test'

/** A server of its own, because the test takes it away. */
async function startServer(port: number) {
  const server = spawn(process.execPath, ['scripts/serve.mjs', 'out', String(port)], { stdio: 'ignore' })
  await expect(async () => expect((await fetch(`http://localhost:${port}/en`)).status).toBe(200)).toPass({ timeout: 10_000 })
  return async () => {
    const ended = once(server, 'exit')
    server.kill()
    await ended
  }
}

test('after one visit the site works with no network and no server: the page, the simulator and its worker', async ({ browser }) => {
  test.setTimeout(60_000)
  const port = 3700 + test.info().workerIndex
  const site = `http://localhost:${port}`
  const stop = await startServer(port)
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${site}/en/sims/load-balancing`)
  await expect(page.getByRole('slider', { name: 'Time of the run' })).toBeVisible({ timeout: 20_000 })
  const kept = (path: string) => page.evaluate(async (wanted) => (await navigator.serviceWorker.ready, (await caches.match(wanted)) !== undefined), path)
  await expect.poll(() => kept('/en/sims/load-balancing'), { timeout: 20_000 }).toBe(true)

  await stop()
  await context.setOffline(true)
  await page.reload()
  // The still is part of the page; a slider that can be moved means that the worker ran.
  const time = page.getByRole('slider', { name: 'Time of the run' })
  await expect(time).toBeVisible({ timeout: 20_000 })
  await expect(time).toHaveAttribute('aria-valuetext', /sent/)

  await page.goto(`${site}/en/glossary`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are offline, and this page is not here yet.')
  await page.goto(`${site}/ko/about`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('오프라인이라 이 페이지는 아직 열 수 없습니다.')
  await context.close()
})

test('everything can be fetched in advance', async ({ browser }) => {
  test.setTimeout(60_000)
  const port = 3750 + test.info().workerIndex
  const site = `http://localhost:${port}`
  const stop = await startServer(port)
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${site}/en/about`)
  await page.getByRole('button', { name: 'Download everything' }).click({ timeout: 20_000 })
  await expect(page.getByText('Everything is here.')).toBeVisible({ timeout: 30_000 })
  await stop()
  await context.setOffline(true)
  for (const path of ['/en/glossary', '/ko/learn/load-balancing', '/en']) {
    await page.goto(`${site}${path}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByRole('heading', { level: 1 })).not.toContainText(/offline|오프라인/)
  }
  await context.close()
})
