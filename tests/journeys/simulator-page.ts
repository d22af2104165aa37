import AxeBuilder from '@axe-core/playwright'
import { expect, test as base, type Locator, type Page } from '@playwright/test'

/** Everything a page said that it should not have said: errors, warnings, breaches of the security policy. */
export const test = base.extend<{ complaints: string[] }>({
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      await use(complaints)
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }

/** The parts of the simulator as a person finds them. */
export interface SimulatorPage {
  readonly page: Page
  readonly root: Locator
  readonly clock: Locator
  readonly play: Locator
  now(): Promise<number>
}

export async function openSimulator(page: Page, path = '/en/sims/load-balancing'): Promise<SimulatorPage> {
  await page.goto(path)
  const clock = page.locator('[data-now]')
  await expect(clock).toHaveText(/\d/)
  // The first run is there when its instant is.
  await expect(page.locator('[data-outline=now]')).toHaveText(/\d/)
  return {
    page,
    root: page.locator('section[aria-labelledby]').filter({ has: clock }),
    clock,
    play: page.locator('[data-transport=play]'),
    now: async () => Number.parseFloat((await clock.textContent()) ?? 'NaN'),
  }
}

/** A metric of the strip, by its English name. */
export function metric(page: Page, name: string): Locator {
  return page.getByRole('group', { name: 'So far, at now' }).getByRole('button', { name: new RegExp(`^${name}`) })
}

export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`)).toEqual([])
}
