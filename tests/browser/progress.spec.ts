import AxeBuilder from '@axe-core/playwright'
import { readFileSync } from 'node:fs'
import { expect, test, type Locator, type Page } from '@playwright/test'

const panelOf = (page: Page): Locator => page.locator('[data-progress]')
const entry = (question: string, value: number, atMs: number) => ({ kind: 'predicted', lesson: 'load-balancing', question, value, confidence: 'fairly', atMs })
const fileOf = (entries: readonly object[], version = 1) => ({ name: 'mine.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify({ slantwise: 'progress', version, savedAtMs: Date.UTC(2026, 10, 20), entries })) })

async function choose(page: Page, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await panelOf(page).locator('input[type=file]').setInputFiles(file)
}

test('what was done in one browser is saved as a file, and the file brings it to another', async ({ page, browser, baseURL }) => {
  await page.goto('/en/learn')
  await expect(panelOf(page)).toContainText('Nothing yet.')
  await page.goto('/en/learn/load-balancing#recall-black-hole')
  const item = page.locator('[id="recall-black-hole"]')
  await item.locator('[data-prediction]').getByText('s3', { exact: true }).click()
  await item.getByRole('button', { name: 'Lock in my answer' }).click()
  await expect(item.locator('[data-verdict]')).toContainText('You said s3')
  await page.goto('/en/learn')
  await expect(panelOf(page)).toContainText('1 entry in 1 lesson.')
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as a file' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/^slantwise-progress-\d{4}-\d\d-\d\d\.json$/)
  await expect(panelOf(page).getByRole('status')).toContainText('Saved as slantwise-progress-')
  const saved = { name: 'saved.json', mimeType: 'application/json', buffer: readFileSync(await download.path()) }

  const other = await (await browser.newContext(baseURL === undefined ? {} : { baseURL })).newPage()
  await other.goto('/ko/learn')
  await expect(panelOf(other)).toHaveAttribute('data-progress', '0')
  await choose(other, saved)
  await expect(panelOf(other).getByRole('group')).toBeFocused()
  await panelOf(other).getByRole('button', { name: '1건 더하기' }).click()
  await expect(panelOf(other)).toHaveAttribute('data-progress', '1')
  await other.goto('/en/learn/load-balancing#recall-black-hole')
  await expect(other.locator('[id="recall-black-hole"] [data-verdict]')).toContainText('You said s3')
  // Once more adds nothing.
  await other.goto('/en/learn')
  await choose(other, saved)
  await expect(panelOf(other)).toContainText('Everything in this file is here already.')
  await expect(panelOf(other).getByRole('button', { name: /^Add \d/ })).toHaveCount(0)
  await other.context().close()
})

test('a merge is shown before it is made; nothing is lost, and the later answer counts', async ({ page }) => {
  await page.goto('/en/learn')
  await choose(page, fileOf([entry('recall-black-hole', 1, 2_000), entry('recall-two-choices', 0.3, 2_000)]))
  await panelOf(page).getByRole('button', { name: 'Add 2 entries' }).click()
  await expect(panelOf(page)).toHaveAttribute('data-progress', '2')
  // Older and newer than what is there, and one that is there.
  await choose(page, fileOf([entry('recall-black-hole', 3, 1_000), entry('recall-two-choices', 0.1, 3_000), entry('recall-two-choices', 0.3, 2_000)]))
  const merge = panelOf(page).getByRole('group')
  await expect(merge).toContainText('2 entries are new, one is here already. Nothing that is here is removed.')
  await expect(merge.getByRole('row', { name: 'Load balancing' }).getByRole('cell')).toHaveText(['2', '1', '1'])
  const { violations } = await new AxeBuilder({ page }).include('[data-progress]').analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await merge.getByRole('button', { name: 'Leave it' }).click()
  await expect(panelOf(page)).toHaveAttribute('data-progress', '2')
  await choose(page, fileOf([entry('recall-black-hole', 3, 1_000), entry('recall-two-choices', 0.1, 3_000)]))
  await panelOf(page).getByRole('button', { name: 'Add 2 entries' }).press('Enter')
  await expect(panelOf(page)).toHaveAttribute('data-progress', '4')
  await page.goto('/en/learn/load-balancing#recall-two-choices')
  await expect(page.locator('[id="recall-two-choices"] [data-verdict]')).toContainText('You said 10%')
  await expect(page.locator('[id="recall-black-hole"] [data-verdict]')).toContainText('You said s2')
})

test('a file that is not ours is refused with a sentence, and changes nothing', async ({ page }) => {
  await page.goto('/en/learn')
  const text = (content: string) => ({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(content) })
  for (const [file, sentence] of [
    [text('<html>'), 'damaged or cut off'],
    [text('{"entries":[]}'), 'was not saved here'],
    [text('['.repeat(5_000)), 'nests deeper'],
    [text(' '.repeat(4 * 1024 * 1024 + 1)), 'larger than 4 MB'],
    [fileOf([entry('a-question', 1, 1)], 99), 'version 99, which is newer'],
    [fileOf([entry('a-question', 1, 1), { kind: 'wrote', text: '<img src=x onerror=alert(1)>' }]), 'Entry 2 of this file'],
  ] as const) {
    await choose(page, file)
    await expect(panelOf(page).getByRole('alert')).toContainText(sentence)
    await expect(panelOf(page)).toHaveAttribute('data-progress', '0')
  }
})
