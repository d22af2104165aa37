import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'

test('Ctrl K finds a term and opens it, without the mouse', async ({ page }) => {
  await page.goto('/en/sims')
  await expect(async () => {
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('dialog')).toBeVisible({ timeout: 1_000 })
  }).toPass()
  const field = page.getByRole('combobox', { name: /Lessons, steps/ })
  await expect(field).toBeFocused()
  await expect(page.getByRole('dialog').getByRole('option')).toHaveCount(6)
  await field.fill('little')
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText('Little')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/en/glossary#littles-law')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('Escape closes it and gives the focus back', async ({ page }) => {
  await page.goto('/en/sims')
  const button = page.getByRole('button', { name: 'Find anything' })
  await button.click()
  await expect(page.getByRole('dialog').getByRole('option')).toHaveCount(6)
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('dialog').getByRole('option').last()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(button).toBeFocused()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing to complain about while it is open, ${colorScheme}`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ colorScheme, ...(baseURL ? { baseURL } : {}) })
    const page = await context.newPage()
    for (const path of ['/en/glossary', '/ko/glossary']) {
      await page.goto(path)
      await page.locator('[data-find]').click()
      await expect(page.getByRole('dialog').getByRole('option')).toHaveCount(6)
      const { violations } = await new AxeBuilder({ page }).include('dialog').analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    }
    await context.close()
  })
}

test('a Korean word is found with its particle, and without its space', async ({ page }) => {
  await page.goto('/ko')
  await page.getByRole('button', { name: '무엇이든 찾기' }).click()
  const field = page.getByRole('dialog').getByRole('combobox')
  await field.fill('대기열에서')
  await expect(page.getByRole('dialog').getByRole('option').filter({ hasText: '대기열' }).first()).toBeVisible()
  await field.fill('로드밸런서')
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText('로드 밸런서')
})

test('what is not there says so, with what is near', async ({ page }) => {
  await page.goto('/en')
  await page.getByRole('button', { name: 'Find anything' }).click()
  await page.getByRole('combobox', { name: /Lessons, steps/ }).fill('raft queue compaction')
  await expect(page.getByText('Nothing called “raft queue compaction”.')).toBeVisible()
  await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible()
})

test('an action is done: dark colours', async ({ page }) => {
  await page.goto('/en')
  await page.getByRole('button', { name: 'Find anything' }).click()
  await page.getByRole('combobox', { name: /Lessons, steps/ }).fill('dark')
  await page.getByRole('dialog').getByRole('option', { name: 'Dark colours' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})
