import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'

const path = '/en/sims/rate-limiting/arrivals'

async function open(page: Page, address = path): Promise<void> {
  await page.goto(address)
  await expect(reader(page)).toBeVisible()
}

const reader = (page: Page) => page.getByRole('slider', { name: 'Arrivals one by one' })
const pen = (page: Page) => page.getByRole('slider', { name: 'Draw arrivals' })
const field = (page: Page) => page.getByRole('textbox', { name: 'Arrivals, one a line' })
const picture = (page: Page) => page.getByRole('img', { name: 'Arrivals on a time axis' })

for (const colorScheme of ['light', 'dark'] as const) {
  for (const { locale, width } of [{ locale: 'en', width: 1440 }, { locale: 'ko', width: 390 }]) {
    test(`axe has nothing to say about the bench: ${locale}, ${colorScheme}, ${width} px`, async ({ browser, baseURL }) => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, hasTouch: width < 500, ...(baseURL ? { baseURL } : {}) })
      const page = await context.newPage()
      const said: string[] = []
      page.on('console', (message) => { if (message.type() === 'error') said.push(message.text()) })
      page.on('pageerror', (error) => said.push(error.message))
      await page.goto(`/${locale}/sims/rate-limiting/arrivals`)
      const read = page.getByRole('slider').last()
      await expect(read).toBeVisible()
      await page.getByRole('textbox').first().fill('900 ms\nsoon\n920 ms ann 3\n910 ms\n')
      await expect(page.getByRole('listitem').filter({ hasText: '"soon"' })).toBeVisible()
      await page.getByRole('textbox').nth(1).fill('0')
      await read.focus()
      await page.keyboard.press('End')
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      expect(said).toEqual([])
      await context.close()
    })
  }
}

test('the keyboard alone: from arrival to arrival, to where the two differ, and why', async ({ page }) => {
  await open(page)
  await reader(page).focus()
  await page.keyboard.press('Home')
  await expect(reader(page)).toHaveAttribute('aria-valuetext', /^Arrival 1 at 0\.900\ss, line 1\. 1: Admitted\. 0 of 5 were counted in this window; with this one 1\. 2: Admitted\. 5 tokens were there, one was taken, 4 left\.$/)
  await page.keyboard.press('PageDown')
  await expect(reader(page)).toHaveAttribute('aria-valuenow', '6')
  await expect(page.getByRole('heading', { name: 'Arrival 6 at 1.000 s, line 6' })).toBeVisible()
  await expect(page.getByText('0.5 tokens were there, one was needed. There will be enough in 100 ms.').first()).toBeVisible()
  await expect(page.getByText('Retry-After: 1')).toBeVisible()
  await page.keyboard.press('PageUp')
  await expect(reader(page)).toHaveAttribute('aria-valuenow', '6')
  await page.keyboard.press('End')
  await expect(reader(page)).toHaveAttribute('aria-valuenow', '16')
})

test('a burst at the edge of a window gets ten through where the limit says five', async ({ page }) => {
  await open(page)
  await expect(picture(page)).toHaveAttribute('aria-label', /16 arrivals\. Fixed window: 14 admitted, 0 delayed, 2 refused\. Token bucket: 10 admitted/)
  await expect(page.getByText('10 within 1 s, the limit says 5')).toBeVisible()
  await expect(page.getByText('5 within 1 s, the limit says 5', { exact: true })).toBeVisible()
})

test('drawn with keys: Enter places, arrows move, Delete removes; the text says the same', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: 'Empty' }).click()
  await expect(page.getByText('no arrivals').first()).toBeVisible()
  await pen(page).focus()
  await page.keyboard.press('Home')
  for (let step = 0; step < 3; step++) await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Enter')
  await expect(field(page)).toHaveValue(/^\d+ ms$/)
  const placed = await field(page).inputValue()
  await expect(pen(page)).toHaveAttribute('aria-valuetext', /1 arrival here/)
  await page.keyboard.press('Alt+ArrowRight')
  await expect(field(page)).not.toHaveValue(placed)
  await expect(field(page)).toHaveValue(/^[\d.]+ ms$/)
  await page.keyboard.press('Delete')
  await expect(field(page)).toHaveValue('')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(field(page)).toHaveValue(/ms$/)
})

test('drawn with the mouse: a click places, a drag moves', async ({ page }) => {
  await open(page)
  const before = (await field(page).inputValue()).split('\n')
  const band = (await pen(page).boundingBox())!
  await page.mouse.click(band.x + band.width * 0.25, band.y + band.height - 14)
  await expect(field(page)).not.toHaveValue(before.join('\n'))
  const added = (await field(page).inputValue()).split('\n').find((line) => !before.includes(line))!
  await expect(picture(page)).toHaveAttribute('aria-label', /17 arrivals/)
  await page.mouse.move(band.x + band.width * 0.25, band.y + band.height - 14)
  await page.mouse.down()
  await page.mouse.move(band.x + band.width * 0.35, band.y + band.height - 14, { steps: 5 })
  await page.mouse.up()
  await expect(field(page)).not.toHaveValue(new RegExp(`^${added}$`, 'm'))
  expect((await field(page).inputValue()).split('\n')).toHaveLength(before.length + 1)
})

test('what cannot be read is named by its line, the rest runs, and nothing is lost over a reload', async ({ page }) => {
  await open(page)
  await field(page).fill('0 ms\nsoon\n10 ms\n5h\n20 ms ann 0\n30 ms')
  await expect(page.getByText('3 lines could not be read. The others run.').first()).toBeVisible()
  for (const line of ['Line 2: "soon" does not begin with a time', 'Line 4: "5h" has a unit that is not known', 'Line 5: "20 ms ann 0": a cost is a whole number']) await expect(page.getByText(line)).toBeVisible()
  await expect(picture(page)).toHaveAttribute('aria-label', /3 arrivals/)
  await page.getByLabel('Limit', { exact: true }).first().fill('7')
  await page.waitForTimeout(900) // It is kept half a second after the last change.
  await page.reload()
  await expect(field(page)).toHaveValue('0 ms\nsoon\n10 ms\n5h\n20 ms ann 0\n30 ms')
  await expect(page.getByLabel('Limit', { exact: true }).first()).toHaveValue('7')
})

test('a value that makes no sense is refused in words, and the last good picture stays', async ({ page }) => {
  await open(page)
  const good = await picture(page).getAttribute('aria-label')
  await page.getByLabel('Limit', { exact: true }).first().fill('0')
  await expect(page.getByText('Limit: from 1 to 1,000,000.')).toBeVisible()
  await expect(page.getByText('The picture shows the last values that made sense.')).toBeVisible()
  await page.getByLabel('Algorithm').nth(1).selectOption('nginx-limit-req')
  await page.getByLabel('in', { exact: true }).nth(1).fill('2000')
  await expect(page.getByText('nginx knows rates by the second and by the minute')).toBeVisible()
  await expect(picture(page)).toHaveAttribute('aria-label', /Fixed window: 14 admitted/)
  await page.getByLabel('Limit', { exact: true }).first().fill('5')
  await page.getByLabel('Algorithm').nth(1).selectOption('token-bucket')
  await page.getByLabel('in', { exact: true }).nth(1).fill('1000')
  await expect(picture(page)).toHaveAttribute('aria-label', good!)
})

test('a link brings text, unit and limiters back; a broken one says so and keeps one\'s own', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open(page)
  await field(page).fill('0\n10\n20 ann')
  await page.getByLabel('Algorithm').nth(1).selectOption('leaky-bucket-queue')
  await expect(picture(page)).toHaveAttribute('aria-label', /Leaky bucket, as a queue/)
  await page.getByRole('button', { name: 'Copy a link to this' }).click()
  await expect(page.getByText('The link is copied.')).toBeVisible()
  const link = page.url()
  const other = await context.newPage()
  await open(other, link)
  await expect(field(other)).toHaveValue('0\n10\n20 ann')
  await expect(other.getByLabel('Algorithm').nth(1)).toHaveValue('leaky-bucket-queue')
  await other.goto('about:blank')
  await open(other, `${path}#a=bm9wZQ`)
  await expect(other.getByText('This link holds no arrivals that can be read.')).toBeVisible()
  await expect(field(other)).toHaveValue('0\n10\n20 ann')
})

test('a million pasted lines are run; one more is refused, and the text is kept', async ({ page }) => {
  test.slow()
  await open(page)
  const paste = (lines: number) => page.evaluate((count) => {
    const given = new DataTransfer()
    given.setData('text/plain', Array.from({ length: count }, (_, at) => at * 7).join('\n'))
    const area = document.querySelector('textarea')!
    area.select()
    area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: given, bubbles: true, cancelable: true }))
  }, lines)
  await paste(1_000_000)
  await expect(picture(page)).toHaveAttribute('aria-label', /1,000,000 arrivals/, { timeout: 60_000 })
  await expect(page.getByText('with 1,000,000 lines')).toBeVisible()
  await paste(1_000_001)
  await expect(page.getByText('Line 1,000,001 is one arrival too many')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('with 1,000,001 lines')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('with 1,000,000 lines')).toBeVisible()
})

test('the table is saved as CSV with every decision', async ({ page }) => {
  await open(page)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as CSV' }).click()])
  const stream = await download.createReadStream()
  let text = ''
  for await (const part of stream) text += String(part)
  const rows = text.trim().split('\r\n')
  expect(rows).toHaveLength(17)
  expect(rows[6]).toContain('"rejected","bucket-empty","0.5","0.5"')
})

test('without scripts the first picture stands there with its figures', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL ? { baseURL } : {}) })
  const page = await context.newPage()
  await page.goto(path)
  await expect(page.getByText('10 within 1 s, the limit says 5').first()).toBeVisible()
  await expect(page.getByText('They differ on 8 arrivals; they are ringed.').first()).toBeVisible()
  await context.close()
})

test('a recording of nginx stands below the two, and ours decides as it did', async ({ page }) => {
  await open(page)
  await page.getByLabel('Begin with').selectOption('recorded-nginx')
  await expect(page.getByText('Recorded: nginx 1.22.1')).toBeVisible()
  await expect(page.getByText('ours decides as recorded, 23 of 23')).toBeVisible()
  await page.getByRole('textbox', { name: 'Burst' }).nth(1).fill('2')
  await expect(page.getByText(/with these knobs ours differs on \d+/)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Recorded: nginx 1.22.1')).toBeHidden()
})
