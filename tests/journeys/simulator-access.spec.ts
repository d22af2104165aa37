import { expect, expectAccessible, metric, openSimulator, test } from './simulator-page.ts'

test('everything is done with the keyboard alone', async ({ page }) => {
  const simulator = await openSimulator(page)
  await simulator.play.focus()
  const at = simulator.now
  const start = await at()
  await page.keyboard.press('Shift+ArrowRight')
  expect((await at()) - start).toBeCloseTo(0.01, 3)
  await page.keyboard.press('Home')
  expect(await at()).toBe(0)
  await page.keyboard.press('n')
  expect(await at()).toBe(start)
  await page.keyboard.press('Shift+N')
  await page.keyboard.press('n')
  await page.keyboard.press('.')
  await expect(page.getByRole('radio', { name: '1×', exact: true })).toBeChecked()
  await page.keyboard.press(',')
  await expect(page.getByRole('radio', { name: '0.25×' })).toBeChecked()
  await page.keyboard.press('4')
  await expect(page.getByRole('table')).toBeVisible()
  await page.keyboard.press('1')
  await expect(page.getByRole('slider', { name: 'Time of the run' })).toBeVisible()
  await page.keyboard.press('b')
  await expect(page.getByRole('button', { name: /^Stop s\d$/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^Stop s\d$/).first()).toBeVisible()
  await page.getByRole('slider', { name: 'Time of the run' }).focus()
  await page.keyboard.press(' ')
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.keyboard.press(' ')
  await page.keyboard.press('Control+z')
  await expect(page.getByText('Nothing yet.')).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys in the simulator' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(page.getByText('End of the simulator')).toBeFocused()
  await page.keyboard.press('Home')
  expect(await at()).toBeGreaterThan(0) // Outside, keys are the page's.
})

test('the live region says each step, in one sentence', async ({ page }) => {
  const simulator = await openSimulator(page)
  await page.getByLabel('Spoken').selectOption('every')
  await simulator.play.focus()
  const region = page.locator('[data-live-region]')
  const said = new Set<string>()
  for (let i = 0; i < 4; i++) {
    await page.keyboard.press('ArrowRight')
    said.add((await region.textContent())!)
  }
  expect(said.size).toBe(4)
  for (const sentence of said) expect(sentence).toMatch(/^3\.34\d.s\. .+\.$/)
})

for (const theme of ['light', 'dark'] as const) {
  test(`no barrier that a machine can find, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme })
    await openSimulator(page)
    await expectAccessible(page)
    await page.getByRole('button', { name: /^Stop s\d$/ }).click()
    await expectAccessible(page)
    await page.getByRole('tab', { name: 'Table' }).click()
    await expectAccessible(page)
    await page.getByRole('button', { name: /^seed/ }).click()
    await page.getByRole('tab', { name: 'Stage and time' }).focus()
    await page.keyboard.press('?')
    await expectAccessible(page)
  })
}

test('reduced motion: playing is one event after the other, and it can be chosen in the page', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const simulator = await openSimulator(page)
  await expect(page.getByLabel('Less motion')).toBeChecked()
  const times: number[] = []
  await simulator.play.click()
  for (let i = 0; i < 20; i++) {
    await page.waitForTimeout(100)
    times.push(await simulator.now())
  }
  expect(new Set(times).size).toBeLessThanOrEqual(4)
  await page.getByLabel('Less motion').uncheck()
  const before = await simulator.now()
  await expect.poll(simulator.now).toBeGreaterThan(before + 0.02)
})

test('Korean speaks Korean, with the same numbers', async ({ page }) => {
  await openSimulator(page, '/en/sims/load-balancing')
  const figure = await metric(page, 'Answered').locator('.figure').textContent()
  await openSimulator(page, '/ko/sims/load-balancing')
  await expect(page.getByText('세 대는 빠르고 한 대는 느립니다.', { exact: false })).toBeVisible()
  await expect(page.getByRole('group', { name: '현재까지의 수치' }).getByRole('button', { name: /^지금까지 응답:/ }).locator('.figure')).toHaveText(figure!)
  await page.getByRole('tab', { name: '표' }).click()
  await expect(page.getByRole('cell', { name: /클라이언트 27번이 2\.00.s 만에 요청 128번을 포기합니다\./ })).toBeVisible()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  for (const locale of ['en', 'ko'] as const) {
    test(`${locale}: the diagram comes first, the transport is at the thumb, nothing sticks out`, async ({ page }) => {
      const simulator = await openSimulator(page, `/${locale}/sims/load-balancing`)
      await expect(page.getByRole('slider').first()).toBeVisible()
      const play = (await simulator.play.boundingBox())!
      expect(play.height).toBeGreaterThanOrEqual(44)
      expect(play.y + play.height).toBeGreaterThan(700)
      for (const control of await page.locator('[role=group]:has(> [data-transport]) > *').all()) {
        const box = await control.boundingBox()
        if (box !== null) expect.soft(box.x + box.width, await control.evaluate((node) => node.outerHTML.slice(0, 120))).toBeLessThanOrEqual(390)
      }
      for (let tab = 0; tab < 4; tab++) {
        await page.getByRole('tablist').getByRole('tab').nth(tab).click()
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
        for (const control of await page.locator('section[aria-labelledby] :is(button, select, input:not([type=checkbox], [type=range]))').all()) {
          if (!(await control.isVisible())) continue
          const box = (await control.boundingBox())!
          expect.soft(box.x, await control.evaluate((node) => node.outerHTML.slice(0, 160))).toBeGreaterThanOrEqual(0)
          expect.soft(box.height, await control.evaluate((node) => node.outerHTML.slice(0, 160))).toBeGreaterThanOrEqual(24)
        }
        await expectAccessible(page)
      }
    })
  }
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })
  test('the run is there as pictures and numbers', async ({ page }) => {
    await page.goto('/en/sims/load-balancing')
    await expect(page.locator('noscript p')).toHaveText('The pictures below are stills. Turn on JavaScript to run them.')
    await expect(page.getByRole('img').first()).toBeVisible()
    await expect(page.getByText(/^2[12](\.\d)?%$/)).toBeVisible()
  })
})
