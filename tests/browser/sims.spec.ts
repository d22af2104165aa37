import { expect, test, type Page } from '@playwright/test'

const row = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name }) })
const nowOf = (page: Page, name: string) => row(page, name).locator('svg[data-thumbnail] [data-now]')

test('a row of the list plays its run once, under the pointer or with the focus, and goes back to its instant', async ({ page }) => {
  await page.goto('/en/sims')
  const name = 'One slow server'
  const picture = row(page, name).locator('svg[data-thumbnail]')
  const own = await nowOf(page, name).getAttribute('x')
  await row(page, name).getByRole('cell').last().hover()
  await expect(picture).toHaveAttribute('data-thumbnail', 'playing')
  await expect.poll(() => nowOf(page, name).getAttribute('x')).not.toBe(own)
  await expect(picture).toHaveAttribute('data-thumbnail', 'played', { timeout: 20_000 })
  await expect(nowOf(page, name)).toHaveAttribute('x', own!)

  await page.getByRole('link', { name: 'Weights 5, 1, 1' }).focus()
  await expect(row(page, 'Weights 5, 1, 1').locator('svg[data-thumbnail]')).toHaveAttribute('data-thumbnail', 'playing')
  await page.getByRole('link', { name: 'Sticky or even' }).focus()
  await expect(row(page, 'Weights 5, 1, 1').locator('svg[data-thumbnail]')).toHaveAttribute('data-thumbnail', '')
})

test('who wants less motion gets none in the list', async ({ browser }) => {
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto('/en/sims')
  const own = await nowOf(page, 'One slow server').getAttribute('x')
  await row(page, 'One slow server').hover()
  await page.getByRole('link', { name: 'One slow server' }).focus()
  await page.waitForTimeout(800)
  expect(await nowOf(page, 'One slow server').getAttribute('x')).toBe(own)
  await expect(row(page, 'One slow server').locator('svg[data-thumbnail]')).toHaveAttribute('data-thumbnail', '')
  await context.close()
})
