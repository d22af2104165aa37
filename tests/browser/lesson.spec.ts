import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Locator, type Page } from '@playwright/test'

const path = '/en/learn/load-balancing'

function complaints(page: Page): string[] {
  const found: string[] = []
  page.on('console', (message) => message.type() === 'error' && found.push(message.text()))
  page.on('pageerror', (error) => found.push(error.message))
  return found
}

interface Asked {
  readonly prediction: Locator
  readonly step: Locator
  readonly simulator: Locator
  readonly now: Locator
}

/** The first question of the lesson that is answered on an axis, its step, and the simulator beside it, alive. */
async function openQuestion(page: Page, address = path): Promise<Asked> {
  await page.goto(address)
  const step = page.locator('[data-step]').filter({ has: page.locator('[data-prediction] [role=slider]') }).first()
  // A question comes alive when it is near, so one walks there.
  for (let press = 0; press < 12; press++) {
    await page.keyboard.press(']')
    await page.waitForTimeout(250)
    if ((await step.count()) > 0 && (await step.getAttribute('data-current')) !== null) break
  }
  await expect(step).toHaveAttribute('data-current', '', { timeout: 20_000 })
  const id = await step.getAttribute('id')
  const grid = page.locator('[data-sim]').filter({ has: page.locator(`[id="${id}"]`) })
  const simulator = grid.locator('[data-lesson-simulator]')
  await expect(simulator.locator('canvas').first()).toBeVisible({ timeout: 20_000 })
  const fixed = page.locator(`[id="${id}"]`)
  return { step: fixed, prediction: fixed.locator('[data-prediction]'), simulator, now: simulator.locator('[data-now]').first() }
}

async function skip({ prediction }: Asked): Promise<void> {
  await prediction.getByRole('button', { name: 'Skip and show me' }).click()
  await expect(prediction).toHaveAttribute('data-state', 'done', { timeout: 10_000 })
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

test('a prediction by keyboard alone: hidden, committed, run, rewound to the evidence, remembered', async ({ page }) => {
  const found = complaints(page)
  const { prediction, step, simulator, now } = await openQuestion(page)
  await expect(simulator).toHaveAttribute('data-armed', '')
  await expect(simulator.getByRole('button', { name: /Next (failure|change)/ })).toBeHidden()
  const slider = prediction.getByRole('slider')
  await slider.focus()
  await page.keyboard.type('10')
  await expect(slider).toHaveAttribute('aria-valuetext', /^10.*, Fairly sure$/)
  const typed = await slider.getAttribute('aria-valuetext')
  await page.keyboard.press('ArrowRight')
  await expect(slider).not.toHaveAttribute('aria-valuetext', typed!)
  await page.keyboard.press('ArrowLeft')
  await expect(slider).toHaveAttribute('aria-valuetext', typed!)
  const explanation = step.locator('.lesson-after')
  await expect(explanation).toBeHidden()
  // Nothing of the run beyond the known part can be reached before.
  await simulator.getByRole('slider').first().focus()
  const before = await now.textContent()
  await page.keyboard.press('End')
  await expect(now).toHaveText(before!)
  await prediction.getByRole('button', { name: /^Lock in 10.* and run$/ }).press('Enter')
  await expect(prediction).toHaveAttribute('data-state', 'done', { timeout: 10_000 })
  const plain = await step.locator('.lesson-plain').textContent() // what the build says: "It was …"
  // It is read out once: the focus goes to it, so there is no alert beside it.
  const verdict = prediction.locator('[data-verdict]')
  await expect(verdict).toBeFocused()
  await expect(verdict).toHaveAttribute('aria-label', new RegExp(`^You said 10.*${plain!.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`))
  await expect(prediction.getByRole('alert')).toHaveCount(0)
  await expect(explanation).toBeVisible()
  await expect(simulator).not.toHaveAttribute('data-armed', '')
  await expect(now).not.toHaveText(before!)
  expect(await violations(page)).toEqual([])
  const id = await step.getAttribute('id')
  await page.reload()
  const again = page.locator(`[id="${id}"] [data-prediction]`)
  await page.locator(`[id="${id}"]`).scrollIntoViewIfNeeded()
  await expect(again).toHaveAttribute('data-state', 'done')
  await expect(again.getByRole('alert')).toHaveCount(0)
  expect(found).toEqual([])
})

test('a state that a hand has changed is left alone until it is asked back', async ({ page }) => {
  const asked = await openQuestion(page)
  const { simulator, now } = asked
  await skip(asked)
  const evidence = (await now.textContent())!
  await simulator.getByRole('button', { name: 'Step forward' }).click({ clickCount: 3 })
  await expect(now).not.toHaveText(evidence)
  const moved = (await now.textContent())!
  await page.mouse.wheel(0, 30)
  await page.waitForTimeout(300)
  await expect(now).toHaveText(moved)
  await simulator.getByRole('button', { name: 'Return to this step' }).click()
  await expect(now).toHaveText(evidence)
})

test('a link to a step opens at it', async ({ page }) => {
  await page.goto(path)
  const id = await page.locator('[data-step]').nth(2).getAttribute('id')
  await page.goto('about:blank')
  await page.goto(`${path}#${id}`)
  await expect(page.locator(`[id="${id}"]`)).toHaveAttribute('data-current', '')
  await expect(page.locator(`[id="${id}"]`)).toBeInViewport()
})

test('a task is tried on the learner\'s own run', async ({ page }) => {
  await page.goto(path)
  const task = page.locator('[data-part=task]').first()
  await task.scrollIntoViewIfNeeded()
  const grid = page.locator('[data-sim]').filter({ has: task })
  await expect(grid.locator('[data-lesson-simulator] canvas').first()).toBeVisible({ timeout: 20_000 })
  await task.getByRole('button', { name: 'Set it up' }).click()
  await expect(task.getByRole('status')).toHaveText(/^Not yet: your run gives/, { timeout: 10_000 })
  const first = (await task.getByRole('status').textContent())!
  await grid.getByRole('button', { name: /^Stop s/ }).first().click()
  await expect(task.getByRole('status')).not.toHaveText(first, { timeout: 10_000 })
})

test('without scripts the lesson is an article: answers, pictures and numbers stand in it', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL === undefined ? {} : { baseURL }) })
  const page = await context.newPage()
  await page.goto(path)
  await expect(page.locator('.lesson-plain').first()).toHaveText(/^It was .*\d/)
  await expect(page.locator('.lesson-plain').first()).toBeVisible()
  await expect(page.locator('.lesson-after').first()).toBeVisible()
  await expect(page.locator('.lesson-step .lesson-still svg').first()).toBeVisible()
  await context.close()
})

for (const [language, width, height] of [['ko', 1440, 900], ['ko', 390, 844], ['en', 390, 844], ['en', 1000, 800]] as const) {
  test(`${language} at ${width} px: no barrier, nothing beside the page`, async ({ page }) => {
    const found = complaints(page)
    await page.setViewportSize({ width, height })
    await page.goto(`/${language}/learn/load-balancing`)
    await expect(page.locator('[data-lesson-simulator] canvas').first()).toBeVisible({ timeout: 20_000 })
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    expect(found).toEqual([])
  })
}
