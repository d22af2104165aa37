import { expect, test } from '@playwright/test'

test('the first stop of the Tab key leads past the header', async ({ page }) => {
  await page.goto('/en')
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to the content' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.locator('main')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('slider', { name: 'How many of the next twelve requests fail?' })).toBeFocused()
})

test('the keyboard alone leads from the first page to a simulator', async ({ page }) => {
  await page.goto('/en')
  await page.getByRole('link', { name: 'Simulators', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/en/sims')
  await expect(page.getByRole('link', { name: 'Simulators', exact: true })).toHaveAttribute('aria-current', 'page')
  await page.getByRole('link', { name: 'Load balancing', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/en/sims/load-balancing')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})

test('the language switch keeps the page and what follows its address, and / remembers the choice', async ({ page }) => {
  await page.goto('/en/sims?seed=7#t=12')
  await page.getByRole('link', { name: '한국어' }).click()
  await expect(page).toHaveURL('/ko/sims?seed=7#t=12')
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko')
  await page.goto('/')
  await expect(page).toHaveURL('/ko')
})

test.describe('theme', () => {
  test.use({ colorScheme: 'light' })

  test('a choice holds over a reload, without a flash, and can be taken back', async ({ page }) => {
    await page.goto('/en')
    const html = page.locator('html')
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    const light = await paper()
    await page.getByRole('combobox', { name: 'Colours' }).selectOption('Dark')
    await expect(html).toHaveAttribute('data-theme', 'dark')
    expect(await paper()).not.toBe(light)

    // The theme stands before the first script of the page runs: the parser has seen only the head by then.
    await page.addInitScript(() => {
      document.addEventListener('readystatechange', () => sessionStorage.setItem('early', document.documentElement.dataset.theme ?? ''), { once: true })
    })
    await page.reload()
    expect(await page.evaluate(() => sessionStorage.getItem('early'))).toBe('dark')
    await expect(page.getByRole('combobox', { name: 'Colours' })).toHaveValue('dark')

    await page.getByRole('combobox', { name: 'Colours' }).selectOption('System')
    await expect(html).toHaveAttribute('data-theme', 'light')
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect(html).toHaveAttribute('data-theme', 'dark')
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
  })
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false, colorScheme: 'dark' })

  test('pages can be read, and follow the system in their colours', async ({ page }) => {
    await page.goto('/en')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.getByRole('link', { name: 'Simulators', exact: true }).click()
    await expect(page.getByRole('cell', { name: /who waits/ })).toBeVisible()
    const answer = await page.goto('/ko')
    expect(answer?.status()).toBe(200)
  })
})

test('what the policy forbids does not run', async ({ page }) => {
  const refused: string[] = []
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text())
  })
  await page.goto('/en')
  const ran = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.planted = true'
    document.head.append(script)
    // What the debugger runs is excused from the policy; a timer of the page is not.
    return new Promise<boolean[]>((done) => {
      setTimeout(() => {
        let evaluated = false
        try {
          evaluated = Boolean(new Function('return true')())
        } catch {
          // Refused, as it should be.
        }
        done([Reflect.get(window, 'planted') === true, evaluated])
      }, 0)
    })
  })
  expect(ran).toEqual([false, false])
  expect(refused.length).toBeGreaterThanOrEqual(1)
})
