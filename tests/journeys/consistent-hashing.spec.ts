import { expect, expectAccessible, openSimulator, test } from './simulator-page.ts'

const path = '/en/sims/consistent-hashing'

test('a ring is shown with its points, its keys and what each node holds; the sum is all keys', async ({ page }) => {
  await openSimulator(page, path)
  await expect(page.locator('svg[data-map=ring]')).toHaveAttribute('aria-label', /800 points on the ring\. 500 keys, all drawn/)
  const counts = await page.locator('button[data-lane]').evaluateAll((buttons) => buttons.map((button) => Number(/: ([\d,]+) keys/.exec(button.getAttribute('aria-label') ?? '')?.[1]?.replace(',', '') ?? NaN)))
  expect(counts).toHaveLength(5)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(500)
})

test('a node is added where now stands: its keys come from the others, the past stays, undo takes it back', async ({ page }) => {
  const simulator = await openSimulator(page, path)
  const change = page.locator('[data-change]')
  const before = await change.textContent()
  const now = await simulator.now()
  await page.getByRole('button', { name: 'Add a node' }).click()
  await expect(page.getByRole('button', { name: /^cache-f: \d+ keys/ })).toBeVisible()
  await expect(change).not.toHaveText(before!)
  await expect(change).toHaveText(/an even share would be 16\.7%/)
  expect(await simulator.now()).toBe(now)
  await page.keyboard.press('Control+z')
  await expect(change).toHaveText(before!)
  await expect(page.getByRole('button', { name: /^cache-f/ })).toHaveCount(0)
})

test('by keyboard alone: to the start, to the nodes, the menu, marked down, and heard', async ({ page }) => {
  await openSimulator(page, path)
  await page.locator('[data-transport=play]').focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('n')
  await page.getByRole('button', { name: /^cache-a:/ }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('button', { name: /^cache-b:/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^cache-b:/ })).toHaveAttribute('aria-pressed', 'true')
  await page.getByRole('button', { name: 'Actions for cache-b' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: /^Mark down/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^cache-b: 0 keys.*down/ })).toBeVisible()
  await expect(page.locator('[data-change]')).toHaveText(/Marked down or removed: the same map\./)
  await expect(page.locator('[data-outline=now]')).toHaveText(/500 keys/)
})

test('another scheme is another map: modulo moves nearly all, and is a bar', async ({ page }) => {
  await openSimulator(page, path)
  const moved = async () => Number(/\(([\d.]+)%\)/.exec((await page.locator('[data-change]').textContent()) ?? '')?.[1])
  const onRing = await moved()
  await page.getByLabel('Scheme').selectOption({ label: 'Modulo' })
  await expect(page.locator('svg[data-map=table]')).toBeVisible()
  await expect.poll(moved).toBeGreaterThan(60)
  expect(onRing).toBeLessThan(30)
})

test('a scheme that takes no weights refuses them with a sentence, and undo leads back', async ({ page }) => {
  await openSimulator(page, path)
  await page.getByLabel('Scenario').selectOption({ label: 'Weights are shares' })
  await expect(page.locator('[data-knob="nodes.large.weight"]')).toBeVisible()
  await page.getByLabel('Scheme').selectOption({ label: 'Jump hash' })
  await expect(page.locator('[data-problem=impossible]')).toHaveText(/gives every node the same/)
  await page.locator('[data-problem=impossible]').getByRole('button').click()
  await expect(page.locator('[data-problem]')).toHaveCount(0)
})

test('a link carries nodes, knobs and now', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const simulator = await openSimulator(page, path)
  await page.getByRole('button', { name: 'Add a node' }).click()
  await expect(page.getByRole('button', { name: /^cache-f: \d+ keys/ })).toBeVisible()
  const sentence = await page.locator('[data-change]').textContent()
  const now = await simulator.now()
  await page.locator('[data-transport=play]').focus()
  await page.keyboard.press('s')
  await expect.poll(() => page.url()).toContain('#s=')
  const other = await context.newPage()
  const opened = await openSimulator(other, page.url())
  await expect(other.locator('[data-change]')).toHaveText(sentence!)
  expect(await opened.now()).toBe(now)
})

test('a link with a command of another family is refused with a sentence', async ({ page }) => {
  const state = { n: 'consistent-hashing/add-a-node-ring', e: 1, r: 11, t: 0, i: [{ at: 1_000_000, do: { kind: 'set-rate', factor: 2 } }] }
  await page.goto(`${path}#s=${Buffer.from(JSON.stringify(state)).toString('base64url')}`)
  await expect(page.locator('[data-problem=impossible]')).toHaveText(/knows no command set-rate/)
})

test('the table says what the picture shows', async ({ page }) => {
  await openSimulator(page, path)
  await page.getByRole('tab', { name: 'Table' }).first().click()
  await page.getByLabel('Kind', { exact: true }).selectOption({ index: 2 })
  await expect(page.getByRole('row', { name: /cache-e joins: 105 of 500 keys/ })).toBeVisible()
})

test('a million keys are placed, drawn and changed', async ({ page }) => {
  await openSimulator(page, path)
  await page.getByLabel('Scenario').selectOption({ label: 'A million keys' })
  await expect(page.locator('[data-change]')).toHaveText(/of 1,000,000 keys/, { timeout: 30_000 })
  const took = await page.evaluate(() => new Promise<number>((done) => {
    const change = document.querySelector('[data-change]')!
    const before = change.textContent
    const begin = performance.now()
    new MutationObserver((_records, observer) => {
      if (change.textContent === before) return
      observer.disconnect()
      requestAnimationFrame(() => done(performance.now() - begin))
    }).observe(change, { childList: true, characterData: true, subtree: true })
    document.querySelector<HTMLElement>('[data-add-node]')!.click()
  }))
  console.log(`one more node on a million keys: ${Math.round(took)} ms`)
  expect(took).toBeLessThan(3_000)
})

for (const scheme of ['light', 'dark'] as const) {
  test(`nothing stands in anybody's way, in Korean, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await openSimulator(page, '/ko/sims/consistent-hashing')
    await expect(page.getByRole('button', { name: '노드 추가' })).toBeVisible()
    await expect(page.locator('[data-change]')).toHaveText(/고른 몫이라면 20%입니다/)
    await expectAccessible(page)
  })
}

test('on a phone stage and diagram have a tab each, and nothing is wider than the screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openSimulator(page, path)
  await page.getByRole('tab', { name: 'Stage', exact: true }).click()
  await expect(page.locator('svg[data-map=ring]')).toBeVisible()
  await page.getByRole('button', { name: 'Actions for cache-c' }).click()
  await page.getByRole('menuitem', { name: /^Remove/ }).click()
  await expect(page.getByRole('button', { name: /^cache-c: 0 keys.*off the list/ })).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await expectAccessible(page)
})
