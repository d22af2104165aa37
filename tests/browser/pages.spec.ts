import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'

const pages = ['', '/learn', '/sims', '/glossary', '/about', '/about/fidelity', '/offline']
const paths = pages.flatMap((page) => [`/en${page}`, `/ko${page}`])
const widths = [
  { name: 'desk', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
]

/** Everything a page complains about: errors on the console (a refused script is one), exceptions, answers that failed, requests to strangers. */
function complaints(page: Page): string[] {
  const found: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') found.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => found.push(`exception: ${error.message}`))
  page.on('response', (response) => {
    if (response.status() >= 400) found.push(`${response.status()}: ${response.url()}`)
  })
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && hostname !== 'localhost') found.push(`a request to ${hostname}`)
  })
  return found
}

for (const path of paths) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const { name, width, height } of widths) {
      test(`${path}, ${colorScheme}, ${name}: nothing to complain about`, async ({ browser, baseURL }) => {
        const context = await browser.newContext({ colorScheme, viewport: { width, height }, hasTouch: width < 500, ...(baseURL ? { baseURL } : {}) })
        const page = await context.newPage()
        const found = complaints(page)
        await page.goto(path)
        await expect(page.locator('html')).toHaveAttribute('lang', path.slice(1, 3))
        await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
        expect(found).toEqual([])
        await context.close()
      })
    }
  }
}

test('a page of each language names the other', async ({ page }) => {
  await page.goto('/ko/sims')
  const links = await page.locator('link[rel=alternate]').evaluateAll((all) => all.map((link) => [link.getAttribute('hreflang'), link.getAttribute('href')]))
  expect(links).toEqual([
    ['en', '/en/sims'],
    ['ko', '/ko/sims'],
    ['x-default', '/en/sims'],
  ])
})

test('a page nobody wrote is a lost message, in both languages', async ({ page }) => {
  const answer = await page.goto('/en/nowhere')
  expect(answer?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This message was lost.')
  await expect(page.getByRole('img')).toBeVisible()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await page.getByRole('link', { name: '첫 화면으로 가기' }).click()
  await expect(page).toHaveURL('/ko')
})

test('an English page never asks for the Korean font, a Korean page does', async ({ page }) => {
  const fonts: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('.woff2')) fonts.push(new URL(request.url()).pathname.split('/').pop() ?? '')
  })
  const isKorean = (name: string) => name.startsWith('pretendard.')
  await page.goto('/en')
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  expect(fonts.length).toBeGreaterThanOrEqual(2)
  expect(fonts.filter(isKorean)).toEqual([])
  await page.goto('/ko')
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  expect(fonts.filter(isKorean)).toHaveLength(1)
})
