import { expect, expectAccessible, metric, openSimulator, test } from './simulator-page.ts'

const PAGE = '/en/sims/rate-limiting'

test('a refused request shows the answer it got, and why', async ({ page }) => {
  await openSimulator(page, PAGE)
  await expect(metric(page, 'Refused with 429').locator('.figure')).toHaveText(/%/)
  await page.getByRole('tab', { name: 'Table' }).click()
  await page.getByLabel('Kind').selectOption('requests')
  await expect(page.getByText(/of 20 used in this window: limiter 1 refuses request \d+ with 429\. It may come back in/).first()).toBeVisible()
  await page.getByRole('tab', { name: 'Stage and time' }).click()
  const diagram = page.getByRole('slider', { name: 'Time of the run' })
  const box = (await diagram.boundingBox())!
  // The stroke of the refusal ends at now, between the lanes of the clients and the limiter.
  const answer = page.getByRole('region', { name: /^What client \d+ was told$/ })
  const [top, bottom] = [40 + 16, 40 + 16 + (box.height - 40 - 16 - 34) / 4]
  const now = (await page.locator('.bg-now').first().boundingBox())!
  await expect(async () => {
    for (let back = 2; back < 60 && !(await answer.isVisible()); back += 3) await page.mouse.click(now.x + now.width / 2 - back, box.y + (top + bottom) / 2)
    await expect(answer).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await expect(answer).toContainText('HTTP/1.1 429 Too Many Requests')
  await expect(answer).toContainText(/Retry-After: 1\s*RateLimit-Policy: "everybody";q=20;w=1\s*RateLimit: "everybody";r=0;t=1/)
  await answer.getByRole('button', { name: 'Close' }).click()
  await expect(answer).toBeHidden()
})

test('another rule on the same arrivals lets another number in', async ({ page }) => {
  await openSimulator(page, PAGE)
  await page.keyboard.press('Tab')
  const figure = metric(page, 'Let in so far').locator('.figure')
  await page.locator('[data-transport=play]').focus()
  await page.keyboard.press('End')
  const windows = Number(await figure.textContent())
  await page.getByLabel('Rule').selectOption('token-bucket')
  await page.getByLabel('Burst', { exact: true }).last().fill('10')
  await page.keyboard.press('Enter')
  await page.locator('[data-transport=play]').focus()
  await page.keyboard.press('End')
  await expect.poll(async () => Number(await figure.textContent())).toBeLessThan(windows)
})

test('a number that makes no limit is refused beside its knob, and the run stays', async ({ page }) => {
  await openSimulator(page, PAGE)
  const burst = page.locator('[data-knob="limiter.burst"] input').last()
  await burst.fill('0')
  await burst.press('Enter')
  await expect(page.getByText('0 is out of range: 1 to 100,000.', { exact: false })).toBeVisible()
  await expect(page.locator('[data-outline=now]')).toHaveText(/\d/)
})

test('the store is stopped by hand: whoever asks it is let in unchecked, and the limiter says so', async ({ page }) => {
  await openSimulator(page, PAGE)
  await page.getByLabel('Scenario').selectOption({ label: 'The store slows down, then dies' })
  await expect(page.getByRole('button', { name: 'Stop the store', exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Stop the store', exact: true }).click()
  await expect(page.getByText('Stop the store').first()).toBeVisible()
  await page.locator('[data-transport=play]').focus()
  for (let step = 0; step < 20; step++) await page.keyboard.press('Shift+ArrowRight')
  await page.getByRole('tab', { name: 'Table' }).click()
  await expect(page.getByText(/has no word of the store about request \d+\. It fails open\./).first()).toBeVisible()
})

for (const [theme, locale] of [['light', 'en'], ['dark', 'ko']] as const) {
  test(`no barrier that a machine can find, ${theme}, ${locale}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme })
    await openSimulator(page, `/${locale}/sims/rate-limiting`)
    await expectAccessible(page)
    await page.locator('section select').first().selectOption('rate-limiting/store-dies')
    await expect(page.locator('[data-lane]')).toHaveCount(8)
    await expectAccessible(page)
  })
}

test('on a phone every node and the store are in sight, and can be touched', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const page = await context.newPage()
  await openSimulator(page, PAGE)
  await page.locator('section select').first().selectOption('rate-limiting/store-dies')
  await page.getByRole('tab', { name: 'Stage', exact: true }).click()
  for (const name of [/^limiter 1, limiter/, /^limiter 3, limiter/, /^store/, /^Balancer/]) {
    const box = (await page.getByRole('button', { name }).boundingBox())!
    expect(box.x).toBeGreaterThanOrEqual(0)
    expect(box.x + box.width).toBeLessThanOrEqual(390)
    expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(24)
  }
  await context.close()
})
