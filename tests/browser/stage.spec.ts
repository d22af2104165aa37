import { expect, test, type Page } from '@playwright/test'
import { encodeShared, ENGINE_VERSION } from '@/components/simulation/share.ts'

const server = '[data-lane="3"]'

async function shown(page: Page, overrides: Record<string, string | number> = {}) {
  const link = encodeShared({ scenario: 'load-balancing/one-slow-server', engine: ENGINE_VERSION, seed: 4217, overrides, interventions: [], atUs: 3_000_000, speed: 0.25, view: 'stage' })
  await page.goto(`/en/sims/load-balancing#${link}`)
  await expect(page.locator(server)).toBeVisible()
}

test('what moves machines is fetched when a mouse comes; a machine is dragged, and a click still opens its menu', async ({ page }) => {
  await shown(page)
  await expect(page.locator('.react-flow')).toHaveCount(0)
  await page.locator(server).hover()
  await expect(page.locator('.react-flow')).toHaveCount(1)
  const before = (await page.locator(server).boundingBox())!
  const [x, y] = [before.x + before.width / 2, before.y + before.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x - 80, y + 10, { steps: 8 })
  await page.mouse.up()
  // The first pixels decide whether it is a drag.
  await expect.poll(async () => (await page.locator(server).boundingBox())!.x - before.x).toBeLessThan(-60)
  await expect(page.getByRole('menu')).toHaveCount(0)
  await page.locator('[data-lane="4"]').click()
  await expect(page.getByRole('menu')).toBeVisible()
})

test('keys alone walk over the machines and open a menu', async ({ page }) => {
  await shown(page)
  await page.locator('[data-lane="0"]').focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('[data-lane="1"]')).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menu')).toBeVisible()
  await expect(page.locator('.react-flow')).toHaveCount(0)
})

test('more messages than can be followed are a sample, and all of them where somebody wants to see them', async ({ page }) => {
  await shown(page, { 'links.clients': '120 ms', 'links.servers': '120 ms', 'clients.load.open.rate': '4000/s', duration: '5 s' })
  const marks = page.locator('.stage canvas')
  const painted = () => marks.evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
    let count = 0
    for (let at = 3; at < data.length; at += 4) if (data[at]! > 0) count++
    return count
  })
  const sample = await painted()
  expect(sample).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Draw all', exact: true }).click()
  await expect(page.getByText('all drawn')).toBeVisible()
  await expect.poll(painted).not.toBe(sample)
  await page.getByRole('button', { name: 'Draw a sample', exact: true }).click()
  await expect.poll(painted).toBe(sample)
})
