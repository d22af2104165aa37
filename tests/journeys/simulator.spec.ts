import { expect, metric, openSimulator, test } from './simulator-page.ts'

test('the first run is on screen soon after the last script it needs', async ({ page }) => {
  await page.addInitScript(() => {
    const seen = { asked: 0, shown: 0 }
    Object.assign(window, { seen })
    new MutationObserver(() => {
      if (seen.shown === 0 && document.querySelector('[data-outline=now]')?.textContent) seen.shown = performance.now()
    }).observe(document, { subtree: true, childList: true, characterData: true })
  })
  await openSimulator(page)
  const { shown, hydrated } = await page.evaluate(() => {
    const scripts = performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith('.js')) as PerformanceResourceTiming[]
    const last = Math.max(...scripts.filter((entry) => entry.startTime < (window as unknown as { seen: { shown: number } }).seen.shown).map((entry) => entry.responseEnd))
    return { shown: (window as unknown as { seen: { shown: number } }).seen.shown, hydrated: last }
  })
  console.log(`first run on screen ${Math.round(shown - hydrated)} ms after the last script it needs had arrived`)
  expect(shown).toBeGreaterThan(0)
  // The goal is 300 ms on an idle machine; the figure printed above is the measure, this is the alarm for a busy one.
  expect(shown - hydrated).toBeLessThan(4_000)
})

test('playing moves time, pausing stops it, and nothing moves while paused', async ({ page }) => {
  const simulator = await openSimulator(page)
  const before = await simulator.now()
  await simulator.play.click()
  await expect.poll(simulator.now).toBeGreaterThan(before)
  await simulator.play.click()
  const stopped = await simulator.now()
  await page.waitForTimeout(300)
  expect(await simulator.now()).toBe(stopped)
})

test('stepping goes from event to event and back', async ({ page }) => {
  const simulator = await openSimulator(page)
  const sentence = page.locator('[data-outline=now]')
  const before = await simulator.clock.textContent()
  await page.getByRole('button', { name: 'Step forward' }).click()
  await page.getByRole('button', { name: 'Step forward' }).click()
  await page.getByRole('button', { name: 'Step back' }).click()
  await page.getByRole('button', { name: 'Step back' }).click()
  await expect(simulator.clock).toHaveText(before!)
  await page.getByRole('button', { name: 'To the start' }).click()
  await expect(simulator.clock).toHaveText(/0\.000/)
  await expect(sentence).toHaveText(/0 sent, 0 answered, 0 failed/)
})

test('the diagram is scrubbed with the pointer, and the run strip jumps', async ({ page }) => {
  const simulator = await openSimulator(page)
  const before = await simulator.now()
  const diagram = page.getByRole('slider', { name: 'Time of the run' })
  const box = (await diagram.boundingBox())!
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2, { steps: 4 })
  await page.mouse.up()
  const scrubbed = await simulator.now()
  expect(scrubbed).toBeLessThan(before)
  const strip = (await page.getByRole('img', { name: 'The whole run' }).boundingBox())!
  await page.mouse.click(strip.x + strip.width * 0.75, strip.y + 12)
  expect(await simulator.now()).toBeGreaterThan(15)
})

test('a stopped server makes failures that were not there; undo gives the old run back', async ({ page }) => {
  const simulator = await openSimulator(page)
  await page.getByLabel('Scenario').selectOption({ label: 'A burst every five seconds' })
  await expect(page.getByText('On average the servers are half idle')).toBeVisible()
  await page.getByRole('button', { name: 'To the start' }).click()
  await page.locator('[data-transport=play]').focus()
  await page.keyboard.press('End')
  const failed = metric(page, 'Failed')
  await expect(failed).toHaveText(/%/)
  const before = await failed.textContent()
  const strip = (await page.getByRole('img', { name: 'The whole run' }).boundingBox())!
  await page.mouse.click(strip.x + strip.width * 0.3, strip.y + 12)
  const now = await simulator.now()
  await page.getByRole('button', { name: /^Stop s\d$/ }).click()
  await expect(page.getByRole('list').filter({ hasText: 'Stop s' }).getByText(/^Stop s\d$/)).toBeVisible()
  expect(await simulator.now()).toBe(now)
  await expect(page.getByRole('listitem').filter({ hasText: /server, stopped/ })).toHaveCount(1)
  await simulator.play.focus()
  await page.keyboard.press('End')
  await expect(failed).not.toHaveText(before!)
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(failed).toHaveText(before!)
})

test('another policy on the same seed: the same requests, fewer of them fail', async ({ page }) => {
  const simulator = await openSimulator(page)
  await simulator.play.focus()
  await page.keyboard.press('End')
  const failed = metric(page, 'Failed')
  await expect(failed).toHaveText(/^Failed so far2[12](\.\d)?%/)
  await page.getByLabel('Policy', { exact: true }).selectOption('least-connections')
  await expect(failed).toHaveText(/^Failed so far0%/)
  await expect(metric(page, 'Answered')).toHaveText(/of 2,155 sent/)
  await page.getByRole('button', { name: 'Reset: Policy' }).click()
  await expect(failed).toHaveText(/^Failed so far2[12](\.\d)?%/)
})

test('a knob refuses what cannot be, beside itself; an impossible system says why and is taken back', async ({ page }) => {
  await openSimulator(page)
  const workers = page.getByLabel('Workers of s3')
  await workers.fill('2.5')
  await workers.press('Enter')
  await expect(page.getByText('Type a whole number.')).toBeVisible()
  await workers.fill('1000')
  await workers.press('Enter')
  await expect(page.getByText('1000 is out of range: 1 to 256.')).toBeVisible()
  await workers.fill('4')
  await workers.press('Enter')
  await expect(page.getByText('is out of range')).toBeHidden()
  const requests = page.getByLabel('Requests', { exact: true })
  await requests.fill('100000')
  await requests.press('Enter')
  await expect(page.getByText(/This cannot run: .*at most 2,000,000 fit in one run/)).toBeVisible()
  await page.getByRole('button', { name: 'Undo the change' }).click()
  await expect(page.getByText(/This cannot run/)).toBeHidden()
  await expect(requests).toHaveValue('90')
})

test('every metric leads to the instant that made it', async ({ page }) => {
  const simulator = await openSimulator(page)
  await simulator.play.focus()
  await page.keyboard.press('End')
  const seen = new Set<number>()
  for (const name of ['Failed', 'Answer time p99', 'Longest queue', 'Answered']) {
    await simulator.play.focus()
    await page.keyboard.press('End')
    await metric(page, name).click()
    const at = await simulator.now()
    expect(at).toBeGreaterThan(0)
    seen.add(at)
  }
  expect(seen.size).toBeGreaterThanOrEqual(3)
})

test('the table filters, goes to a row, and saves what it shows as CSV', async ({ page }) => {
  const simulator = await openSimulator(page)
  await page.getByRole('tab', { name: 'Table' }).click()
  const table = page.getByRole('table')
  const rows = Number(await table.getAttribute('aria-rowcount'))
  expect(rows).toBeGreaterThan(10_000)
  await page.getByLabel('Kind').selectOption('failures')
  await expect.poll(async () => Number(await table.getAttribute('aria-rowcount'))).toBeLessThan(2_000)
  await page.getByLabel('Request number').fill('128')
  await expect(table.getByRole('row')).toHaveCount(2)
  await table.getByRole('button').first().click()
  await expect(simulator.clock).toHaveText(/3\.347/)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as CSV' }).click()
  const stream = await (await download).createReadStream()
  let text = ''
  for await (const part of stream) text += String(part)
  expect(text).toMatch(/^\ufeff"Time","Where","What happened","Request","Value"\r\n"3\.347\d+","clients","Client 27 gives up on request 128 after 2\.00.s\.","128","2\.00.s"\r\n$/)
})

test('a picture of this instant can be kept', async ({ page }) => {
  await openSimulator(page)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as PNG' }).click()
  const picture = await download
  expect(picture.suggestedFilename()).toBe('slantwise-one-slow-server-4217.png')
  const stream = await picture.createReadStream()
  const first = await new Promise<Buffer>((resolve) => stream.once('data', (part: Buffer) => resolve(part)))
  expect(first.subarray(1, 4).toString()).toBe('PNG')
})

test('another seed is another run, a typed one is checked', async ({ page }) => {
  await openSimulator(page)
  const before = await metric(page, 'Answered').textContent()
  await page.getByRole('button', { name: 'seed 4217' }).click()
  await page.getByLabel('Type a seed').fill('12,5')
  await page.getByRole('button', { name: 'Use it' }).click()
  await expect(page.getByText('A seed is a whole number')).toBeVisible()
  await page.getByLabel('Type a seed').fill('99')
  await page.getByRole('button', { name: 'Use it' }).click()
  await expect(page.getByRole('button', { name: 'seed 99' })).toBeVisible()
  await expect(metric(page, 'Answered')).not.toHaveText(before!)
})

test('no component renders while time runs, except text a few times a second', async ({ page }) => {
  const simulator = await openSimulator(page)
  await page.evaluate(() => {
    const counts = { mutations: 0 }
    Object.assign(window, { counts })
    const clock = document.querySelector('[data-now]')!
    new MutationObserver((records) => {
      if (records.some((record) => !clock.contains(record.target))) counts.mutations++
    }).observe(document.querySelector('[role=group][aria-label="So far, at now"]')!, { subtree: true, characterData: true, childList: true })
  })
  await simulator.play.click()
  await page.waitForTimeout(2_000)
  await simulator.play.click()
  const { mutations } = await page.evaluate(() => (window as unknown as { counts: { mutations: number } }).counts)
  expect(mutations).toBeGreaterThan(0)
  expect(mutations).toBeLessThan(30)
})
