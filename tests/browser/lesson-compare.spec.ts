import { expect, test, type Locator, type Page } from '@playwright/test'

/** Both runs, alive under each other. */
async function together(page: Page): Promise<Locator> {
  await page.goto('/en/learn/load-balancing')
  const compare = page.locator('[data-compare]').first()
  await compare.scrollIntoViewIfNeeded()
  await compare.getByRole('button', { name: 'Both on one clock' }).click()
  await expect(compare.locator('[data-compared] canvas')).toHaveCount(2, { timeout: 20_000 })
  return compare
}

test('what differs between two runs is ringed, and counted in words', async ({ page }) => {
  await page.goto('/en/learn/load-balancing')
  const compare = page.locator('[data-compare]').first()
  await expect(compare.locator('[data-rings]')).toHaveCount(2)
  const said = await compare.locator('[data-differences]').textContent()
  const [, elsewhere, alike] = /([\d,]+) of ([\d,]+) requests went elsewhere/.exec(said!)!.map((part) => Number(part.replace(',', '')))
  expect(elsewhere).toBeGreaterThan(0)
  expect(elsewhere).toBeLessThan(alike!)
})

test('a hand on one run moves both: the same instant, by pointer, by key and by button', async ({ page }) => {
  const compare = await together(page)
  const [first, second] = [compare.getByRole('slider').nth(0), compare.getByRole('slider').nth(1)]
  const instants = async () => [await first.getAttribute('aria-valuenow'), await second.getAttribute('aria-valuenow')]
  const [before] = await instants()
  await expect(second).toHaveAttribute('aria-valuenow', before!)
  const moved = async () => {
    const [one] = await instants()
    await expect(second).toHaveAttribute('aria-valuenow', one!)
    return one!
  }
  const box = (await compare.locator('canvas').nth(1).boundingBox())!
  await page.mouse.move(box.x + box.width * 0.6, box.y + 20)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.9, box.y + 20, { steps: 4 })
  await page.mouse.up()
  await expect(first).not.toHaveAttribute('aria-valuenow', before!)
  const scrubbed = await moved()
  await second.focus()
  await page.keyboard.press('Shift+ArrowLeft')
  await expect(first).not.toHaveAttribute('aria-valuenow', scrubbed)
  const nudged = await moved()
  await compare.getByRole('button', { name: 'To the start' }).click()
  await expect(first).toHaveAttribute('aria-valuenow', '0')
  await expect(second).toHaveAttribute('aria-valuenow', '0')
  expect(nudged).not.toBe('0')
})
