import { expect, metric, openSimulator, test } from './simulator-page.ts'

test.use({ permissions: ['clipboard-write'] })

const code = (value: unknown) => `#s=${Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')}`

test('a link to this instant opens as the very same picture on another page', async ({ page, context }) => {
  const simulator = await openSimulator(page)
  await page.getByLabel('Policy', { exact: true }).selectOption('power-of-two-choices')
  const strip = (await page.getByRole('img', { name: 'The whole run' }).boundingBox())!
  await page.mouse.click(strip.x + strip.width * 0.5, strip.y + 12)
  await page.getByRole('button', { name: /^Stop s\d$/ }).click()
  await expect(page.getByText(/^Stop s\d$/).first()).toBeVisible()
  await page.getByRole('button', { name: 'Step forward' }).focus()
  await page.keyboard.press('s')
  await expect(page.getByText('Link copied')).toBeVisible()
  const address = page.url() // The copied link also stands in the address bar; the site forbids itself to read the clipboard.
  expect(address).toContain('#s=')
  await expect(page.locator('[data-outline=now]')).toContainText((await simulator.clock.textContent())!)
  const told = await page.locator('[data-outline=now]').textContent()
  const answered = await metric(page, 'Answered').textContent()
  const other = await context.newPage()
  await other.goto(address)
  await expect(other.locator('[data-now]')).toHaveText((await simulator.clock.textContent())!)
  await expect(other.locator('[data-outline=now]')).toHaveText(told!)
  await expect(metric(other, 'Answered')).toHaveText(answered!)
  await expect(other.getByLabel('Policy', { exact: true })).toHaveValue('power-of-two-choices')
})

test('bad links say so in a sentence, and the page works', async ({ page }) => {
  const good = { n: 'load-balancing/burst', e: 1, r: 1, t: 0 }
  const bad = [
    ['#s=%3Cscript%3E', /contains signs that no link of ours has/],
    [`#s=${'A'.repeat(20_000)}`, /longer than 16 kB/],
    [code('{"n":'), /cut off or damaged/],
    [code('['.repeat(4_000)), /nested too deeply/],
    [code({ ...good, extra: '<img src=x onerror=alert(1)>' }), /does not know/],
    [code({ ...good, n: 'load-balancing/no-such' }), /names a scenario that is not here/],
    [code({ ...good, i: [{ at: 0, do: { kind: 'set-policy', policy: '__proto__' } }] }), /does not know/],
  ] as const
  for (const [fragment, sentence] of bad) {
    await page.goto('about:blank')
    await openSimulator(page, `/en/sims/load-balancing${fragment}`)
    await expect(page.getByText(/This link could not be read/)).toHaveText(sentence)
    await page.getByRole('button', { name: 'Step forward' }).click()
    await expect(page.getByLabel('Scenario')).toHaveValue('load-balancing/one-slow-server')
    expect(await page.evaluate(() => ({ polluted: ({} as Record<string, unknown>).polluted, stored: localStorage.length }))).toEqual({ polluted: undefined, stored: 0 })
  }
})

test('a bad link in an open page leaves what was there alone', async ({ page }) => {
  await openSimulator(page)
  await page.getByLabel('Policy', { exact: true }).selectOption('least-connections')
  await page.evaluate(() => { location.hash = '#s=!!!' })
  await expect(page.getByText(/This link could not be read/)).toBeVisible()
  await expect(page.getByLabel('Policy', { exact: true })).toHaveValue('least-connections')
})

test('a link that asks for what cannot run says why', async ({ page }) => {
  await page.goto(`/en/sims/load-balancing${code({ n: 'load-balancing/burst', e: 1, r: 1, t: 0, i: [{ at: 5, do: { kind: 'stop-server', server: 's77' } }] })}`)
  await expect(page.getByText(/This cannot run: .*no server called s77/)).toBeVisible()
})

test('a link of another engine says that numbers may differ', async ({ page }) => {
  await openSimulator(page, `/en/sims/load-balancing${code({ n: 'load-balancing/burst', e: 7, r: 1, t: 6_000_000 })}`)
  await expect(page.getByText(/another version of the engine \(7, here 1\)/)).toBeVisible()
  await expect(page.locator('[data-now]')).toHaveText(/6\.000/)
})
