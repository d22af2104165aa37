import { expect, test, type Locator, type Page } from '@playwright/test'

interface Asked {
  readonly step: Locator
  readonly prediction: Locator
  readonly simulator: Locator
}

/** A question of a lesson on limits, with its simulator alive beside it. */
async function open(page: Page, address: string, id: string): Promise<Asked> {
  await page.goto(`${address}#${id}`)
  const step = page.locator(`[id="${id}"]`)
  const simulator = page.locator('[data-sim]').filter({ has: step }).locator('[data-lesson-simulator]')
  await expect(simulator.locator('canvas').first()).toBeVisible({ timeout: 20_000 })
  return { step, prediction: step.locator('[data-prediction]'), simulator }
}

async function commit({ prediction }: Asked, value: string, button: RegExp): Promise<Locator> {
  await prediction.getByRole('slider').focus()
  await prediction.page().keyboard.type(value)
  await prediction.getByRole('button', { name: button }).press('Enter')
  await expect(prediction).toHaveAttribute('data-state', 'done', { timeout: 10_000 })
  return prediction.locator('[data-verdict]')
}

test('ten a second are allowed and twenty pass: the run is rewound to the edge of the window', async ({ page }) => {
  const asked = await open(page, '/en/learn/rate-limiting', 'around-the-edge')
  await expect(asked.simulator).toHaveAttribute('data-armed', '')
  const verdict = await commit(asked, '10', /^Lock in 10.* and run$/)
  await expect(verdict).toHaveAttribute('aria-label', /^You said 10\b.*\b20\b/)
  await expect(asked.simulator.locator('[data-now]').first()).toHaveText(/^5\.01\d\ss$/)
  await expect(asked.step.locator('.lesson-after')).toBeVisible()
})

test('네 게이트웨이가 한도를 지키는데 네 배가 통과한다', async ({ page }) => {
  const asked = await open(page, '/ko/learn/shared-limits', 'each-for-itself')
  const verdict = await commit(asked, '40', /^40.* 확정하고 실행$/)
  await expect(verdict).toHaveAttribute('aria-label', /160/)
  await expect(asked.step.locator('.lesson-after')).toBeVisible()
})
