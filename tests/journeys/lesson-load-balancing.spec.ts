import { expect, test } from './simulator-page.ts'
import type { Page } from '@playwright/test'

const phone = { hasTouch: true, isMobile: true } as const

async function openAt(page: Page, step: string, path = '/en/learn/load-balancing') {
  await page.goto(path)
  const article = page.locator(`#${step}`)
  await article.evaluate((node) => {
    const isOver = innerWidth < innerHeight && innerWidth < 820 // the simulator lies over the upper part
    window.scrollTo({ top: node.getBoundingClientRect().top + scrollY - 60 - (isOver ? innerHeight * 0.42 : 0), behavior: 'instant' })
  })
  const simulator = page.locator('[data-lesson-simulator]').filter({ visible: true }).first()
  await expect(simulator.locator('[data-now]')).toHaveText(/\d/)
  return { article, simulator }
}

test('from the first step to the last and back nothing goes wrong behind the page', async ({ page }) => {
  await page.goto('/en/learn/load-balancing')
  const steps = await page.locator('[data-step]').evaluateAll((found) => found.map((step) => step.id))
  expect(steps.length).toBeGreaterThan(8)
  for (const id of [...steps, ...steps.toReversed()]) {
    await page.locator(`#${id}`).evaluate((step) => step.scrollIntoView({ behavior: 'instant', block: 'start' }))
    await page.waitForTimeout(120)
  }
  await expect(page.locator('[data-lesson-simulator] [data-now]').first()).toHaveText(/\d/)
})

for (const [width, height] of [[360, 640], [390, 844], [844, 390], [740, 360], [1024, 768]] as const) {
  test.describe(`${width} × ${height}`, () => {
    test.use({ viewport: { width, height }, ...(width < 1000 ? phone : {}) })

    test('every machine is seen beside the text, and the transport fits', async ({ page }) => {
      const { article, simulator } = await openAt(page, 'how-many-fail')
      await article.getByRole('button', { name: 'Skip and show me' }).click()
      await expect(article.locator('[data-verdict]')).toBeVisible()
      const diagram = (await simulator.getByRole('slider').boundingBox())!
      const transport = simulator.getByRole('group', { name: 'Transport' })
      const edge = (await transport.boundingBox())!
      for (const server of ['s1', 's2', 's3', 's4']) {
        const name = (await simulator.getByText(server, { exact: true }).last().boundingBox())!
        expect(name.y, server).toBeGreaterThan(diagram.y)
        expect(name.y + name.height, server).toBeLessThanOrEqual(edge.y + 1)
      }
      expect(edge.y + edge.height).toBeLessThanOrEqual(height)
      for (const control of await transport.getByRole('button').all()) {
        const box = (await control.boundingBox())!
        expect(box.x + box.width).toBeLessThanOrEqual(width)
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    })
  })
}

test.describe('with a finger', () => {
  test.use({ viewport: { width: 390, height: 844 }, ...phone })

  test('what is pressed in an answer is 44 px high', async ({ page }) => {
    const { article } = await openAt(page, 'how-many-fail')
    await expect(article.getByText('Tap or drag on the scale')).toBeVisible()
    for (const control of await article.locator('[data-prediction] :is(button, label, [role=slider])').all()) {
      expect((await control.boundingBox())!.height, (await control.textContent()) ?? '').toBeGreaterThanOrEqual(44)
    }
  })
})

test('the goal of a task is said in words, and so is what came of it', async ({ page }) => {
  await page.goto('/en/learn/load-balancing')
  const task = page.locator('#break-fair')
  await task.scrollIntoViewIfNeeded()
  await expect(task).toContainText('Failed > 5%, not allowed: changing the load')
  await task.getByRole('button', { name: 'Set it up' }).click()
  await expect(task.getByRole('status')).toHaveText('Not yet: your run gives 0%.')
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('the picture of a step stands at the instant that its answer speaks of', async ({ page }) => {
    await page.goto('/en/learn/load-balancing')
    const step = page.locator('#how-many-fail')
    await expect(step).toContainText('at 3.347')
    await expect(step.locator('figcaption').last()).toHaveText(/^How many are lost\. 3\.347\ss\. .+ wait at s3\.$/)
  })

  test('Korean particles fit the numbers and names before them', async ({ page }) => {
    await page.goto('/ko/learn/load-balancing')
    const text = await page.locator('main').innerText()
    expect(text).toMatch(/%[가를]/)
    // 퍼센트, 초, 밀리초, s2, s4 end in a vowel; s1, s3 and 건 in a consonant.
    expect(text.match(/(?:%|\d\sm?s|\bs[24])(?:이|은|을|과|으로)(?![가-힣])/g)).toBeNull()
    expect(text.match(/(?:\bs[13]|\d건)(?:가|는|를|와)(?![가-힣])/g)).toBeNull()
    expect(text).not.toMatch(/\d였습니다|\(으\)|\(를\)|\(가\)/)
  })
})
