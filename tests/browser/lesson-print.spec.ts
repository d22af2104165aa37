import { expect, test } from '@playwright/test'

test.use({ viewport: { width: 718, height: 1016 } }) // A4 at 96 dots an inch, without margins.

for (const language of ['en', 'ko'] as const) {
  test(`on paper (${language}) a lesson is an article: answer areas, pictures, no controls, addresses written out`, async ({ page }) => {
    await page.goto(`/${language}/learn/load-balancing`)
    await expect(page.locator('[data-lesson-simulator]').first()).toBeVisible({ timeout: 20_000 })
    await page.emulateMedia({ media: 'print' })
    const lesson = page.locator('[data-lesson]')
    for (const control of await lesson.locator('button:not([popovertarget]), select, input[type=text], [role=slider], canvas').all()) await expect(control).toBeHidden()
    await expect(lesson.locator('.lesson-panel').first()).toBeHidden()
    const questions = await lesson.locator('[data-part=prediction]').count()
    expect(questions).toBeGreaterThan(5)
    await expect(lesson.locator('[data-part=prediction] + .lesson-paper')).toHaveCount(questions)
    await expect(lesson.locator('.lesson-paper').first()).toBeVisible()
    await expect(lesson.locator('.lesson-plain').first()).toBeVisible()
    await expect(lesson.locator('.lesson-ours')).toBeVisible()
    expect(await lesson.locator('.lesson-step .lesson-still figure').evaluateAll((figures) => figures.map((figure) => getComputedStyle(figure).breakInside))).toContain('avoid')
    // Every picture fits a page, so that none has to be cut.
    for (const figure of await lesson.locator('figure:visible').all()) expect((await figure.boundingBox())!.height).toBeLessThan(1016)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(718)
    await expect(lesson.locator('.lesson-after').first()).toBeVisible()
  })
}
