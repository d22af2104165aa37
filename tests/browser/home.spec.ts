import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'

const question = 'How many of the next twelve requests fail?'

test('the first page asks, runs, and rewinds to the evidence, by keyboard alone', async ({ page }) => {
  await page.goto('/en')
  const slider = page.getByRole('slider', { name: question })
  await slider.focus()
  await page.keyboard.press('ArrowLeft')
  await expect(slider).toHaveAttribute('aria-valuenow', '3')
  await page.keyboard.type('12')
  await expect(slider).toHaveAttribute('aria-valuenow', '12')
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await page.getByRole('button', { name: 'Lock in 1 and stop s2' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('You said 1.')).toBeVisible({ timeout: 10_000 })
  await expect(page.getByText(/s2 holds none/)).toBeVisible()
  await expect(page.getByText(/the balancer notices after/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Again, new seed' })).toBeFocused()
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Lock in 1 and stop s2' })).toBeVisible()
  await expect(slider).toBeVisible()
})

test('nothing moves before somebody commits, and what moves then ends by itself', async ({ page }) => {
  await page.goto('/en')
  await expect(page.getByRole('button', { name: 'Stop s2', exact: true })).toBeVisible()
  const now = () => page.getByRole('slider', { name: 'Time of the run' }).getAttribute('aria-valuetext')
  const before = await now()
  await page.waitForTimeout(1_500)
  expect(await now()).toBe(before)
  await page.getByRole('button', { name: 'Stop s2', exact: true }).click()
  await page.getByRole('button', { name: 'Play it slowly' }).click()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Play it slowly' })).toBeVisible({ timeout: 20_000 })
})

test.describe('reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } })

  test('the answer comes without a sweep', async ({ page }) => {
    await page.goto('/ko')
    await page.getByRole('button', { name: /개로 정하고 s2 멈추기/ }).click()
    await expect(page.getByText(/예측은 4개였습니다/)).toBeVisible()
  })
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('the finished run stands there with its numbers', async ({ page }) => {
    await page.goto('/en')
    await expect(page.getByText(/\d+ of the next 12 requests failed/)).toBeVisible()
    await expect(page.getByRole('slider')).toHaveCount(0)
  })
})

test('a word of the glossary opens its card on focus, Escape closes it, and nothing moves', async ({ page }) => {
  await page.goto('/en/about')
  const word = page.getByRole('link', { name: 'scenario', exact: true })
  const height = () => page.evaluate(() => document.body.scrollHeight)
  const before = await height()
  await page.keyboard.press('Tab')
  await word.focus()
  await expect(page.getByRole('tooltip')).toContainText('A file that describes a system')
  await expect(word).toHaveAccessibleDescription(/A file that describes a system/)
  expect(await height()).toBe(before)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('tooltip')).toHaveCount(0)
  await word.hover()
  await expect(page.getByRole('tooltip')).toBeVisible()
  await page.getByRole('tooltip').hover()
  await page.waitForTimeout(500)
  await expect(page.getByRole('tooltip')).toBeVisible()
  await word.click()
  await expect(page).toHaveURL('/en/glossary#scenario')
})

test('the card of a page is the picture of a run', async ({ page, request }) => {
  await page.goto('/ko/learn/load-balancing')
  const address = await page.locator('meta[property="og:image"]').getAttribute('content')
  const answer = await request.get(new URL(address!).pathname)
  expect(answer.headers()['content-type']).toBe('image/png')
  expect((await answer.body()).length).toBeGreaterThan(20_000)
  for (const path of ['/sitemap.xml', '/robots.txt', '/manifest.webmanifest', '/icons/512.png']) expect((await request.get(path)).status(), path).toBe(200)
})
