import { expect, test } from '@playwright/test'

const encode = (state: object) => `#s=${Buffer.from(JSON.stringify(state)).toString('base64url')}`

test('a run of a lesson opens in its simulator, also where the page does not offer the scenario', async ({ page }) => {
  await page.goto('/en/learn/load-balancing#a-count-is-not-work')
  const grid = page.locator('[data-sim]').filter({ has: page.locator('[id="a-count-is-not-work"]') })
  const simulator = grid.locator('[data-lesson-simulator]')
  await expect(simulator.locator('canvas').first()).toBeVisible({ timeout: 20_000 })
  await simulator.getByRole('link', { name: 'Open this run' }).click()
  await expect(page).toHaveURL(/\/en\/sims\/load-balancing#s=/)
  await expect(page.getByRole('combobox', { name: 'Scenario' })).toHaveValue('load-balancing/few-heavy-requests')
  await expect(page.getByRole('heading', { level: 2, name: 'A few heavy requests' })).toBeAttached()
})

test('a link names a scenario: of another folder, unknown, or broken', async ({ page }) => {
  await page.goto(`/en/sims/load-balancing${encode({ n: 'scaling/sessions', e: 1, r: 3, t: 1_000_000 })}`)
  await expect(page.getByRole('combobox', { name: 'Scenario' })).toHaveValue('scaling/sessions')
  await page.goto('about:blank')
  await page.goto(`/en/sims/load-balancing${encode({ n: 'load-balancing/no-such-thing', e: 1, r: 3, t: 0 })}`)
  await expect(page.getByText(/scenario/).filter({ hasText: 'link' }).first()).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Scenario' })).toHaveValue('load-balancing/one-slow-server')
})

test('a question of the recall opens its run with its seed', async ({ page }) => {
  await page.goto('/en/learn/scaling')
  const item = page.locator('.lesson-item').first()
  await item.scrollIntoViewIfNeeded()
  await item.getByRole('button', { name: 'Skip and show me' }).click()
  const link = item.getByRole('link', { name: 'Open this run' })
  await expect(link).toHaveAttribute('href', /^\/en\/sims\/load-balancing#s=/)
  const wanted = JSON.parse(Buffer.from((await link.getAttribute('href'))!.split('#s=')[1]!, 'base64url').toString()) as { n: string; r: number }
  expect(wanted.n).toMatch(/^scaling\//)
  await link.click()
  await expect(page.getByRole('combobox', { name: 'Scenario' })).toHaveValue(wanted.n)
  await expect(page.getByRole('button', { name: new RegExp(`seed ${wanted.r}`) })).toBeVisible()
})
