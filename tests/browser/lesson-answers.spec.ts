import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Locator, type Page } from '@playwright/test'

async function violations(page: Page, inside: string): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).include(inside).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** The question whose answer is a machine, and the stage beside it. */
async function openPick(page: Page): Promise<{ prediction: Locator; simulator: Locator; machine: (name: string) => Locator }> {
  await page.goto('/en/learn/load-balancing#fast-is-not-well')
  const step = page.locator('[id="fast-is-not-well"]')
  const simulator = page.locator('[data-sim]').filter({ has: step }).locator('[data-lesson-simulator]')
  await expect(simulator.locator('.stage [data-lane]').first()).toBeVisible({ timeout: 20_000 })
  return { prediction: step.locator('[data-prediction]'), simulator, machine: (name) => simulator.locator('.stage').getByRole('button', { name: new RegExp(`^${name}\\b`) }) }
}

test('a machine is picked on the stage by pointer, and the list says the same', async ({ page }) => {
  const { prediction, simulator, machine } = await openPick(page)
  await expect(machine('s2')).toHaveAttribute('aria-pressed', 'false')
  await machine('s2').click()
  await expect(prediction.getByRole('radio', { name: 's2' })).toBeChecked()
  await expect(machine('s2')).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('menu')).toHaveCount(0)
  await prediction.getByText('s4', { exact: true }).click()
  await expect(machine('s4')).toHaveAttribute('aria-pressed', 'true')
  await expect(machine('s2')).toHaveAttribute('aria-pressed', 'false')
  // Answering is no change of the run: there is nothing to return to.
  await expect(simulator.getByRole('button', { name: 'Return to this step' })).toHaveCount(0)
  expect(await violations(page, '[data-lesson-simulator]')).toEqual([])
})

test('a machine is picked on the stage by keys, and committed', async ({ page }) => {
  const { prediction, simulator, machine } = await openPick(page)
  await machine('s2').focus()
  await page.keyboard.press('ArrowDown')
  await expect(machine('s3')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(prediction.getByRole('radio', { name: 's3' })).toBeChecked()
  await prediction.getByRole('button', { name: 'Lock in my answer and run' }).press('Enter')
  await expect(prediction).toHaveAttribute('data-state', 'done', { timeout: 10_000 })
  // What came of it is read out once: with the focus that goes to it.
  await expect(prediction.locator('[data-verdict]')).toBeFocused()
  await expect(prediction.getByRole('group', { name: /^You said s3/ })).toBeFocused()
  await expect(prediction.getByRole('alert')).toHaveCount(0)
  await expect(machine('s3')).not.toHaveAttribute('aria-pressed', /./)
  await expect(simulator.getByRole('button', { name: /^Stop s/ }).first()).toBeVisible()
})

async function openOrder(page: Page, language = 'en'): Promise<{ item: Locator; rows: () => Promise<string[]> }> {
  await page.goto(`/${language}/learn/load-balancing#recall-how-even`)
  const item = page.locator('[id="recall-how-even"]')
  await expect(item.locator('[data-order] [data-slot]').first()).toHaveText(/\S/, { timeout: 20_000 })
  return { item, rows: async () => (await item.locator('[data-order] li').locator('[data-slot]').allTextContents()).map((text) => text.trim()) }
}

test('an order is made by dragging', async ({ page }) => {
  const { item, rows } = await openOrder(page)
  const [first, second, third] = await rows()
  await expect(item.getByRole('button', { name: 'Choose first.' })).toBeVisible()
  const drag = async (from: number, to: number) => {
    const start = (await item.locator('[data-grip]').nth(from).boundingBox())!
    const end = (await item.locator('[data-order] li').nth(to).boundingBox())!
    await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2)
    await page.mouse.down()
    await page.mouse.move(start.x + start.width / 2, to < from ? end.y + 2 : end.y + end.height - 2, { steps: 8 })
    await page.mouse.up()
  }
  await drag(2, 0)
  expect(await rows()).toEqual([third, first, second])
  await drag(1, 2)
  expect(await rows()).toEqual([third, second, first])
  await item.getByRole('button', { name: 'Lock in my answer' }).click()
  await expect(item.locator('[data-verdict]')).toContainText(`In the run, from first to last: ${third}`)
  await expect(item.locator('[data-order]')).toContainText('you, 1')
})

test('an order is made by keys: the rows stand in the page as they are read, and the focus stays', async ({ page }) => {
  const { item, rows } = await openOrder(page)
  const [first, second, third] = await rows()
  const place = item.getByRole('combobox', { name: `Place of: ${third}` })
  await place.focus()
  await place.selectOption('1')
  await expect(place).toBeFocused()
  expect(await rows()).toEqual([third, first, second])
  await expect(item.getByRole('combobox', { name: `Place of: ${first}` })).toHaveValue('1')
  expect(await violations(page, '[id="recall-how-even"]')).toEqual([])
})

test.describe('by finger', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('the handle and the place are large enough, and a drag does not scroll', async ({ page }) => {
    const { item } = await openOrder(page, 'ko')
    for (const control of await item.locator('[data-grip], [data-order] select').all()) {
      const box = (await control.boundingBox())!
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(43)
    }
    expect(await item.locator('[data-grip]').first().evaluate((grip) => getComputedStyle(grip).touchAction)).toBe('none')
  })
})
