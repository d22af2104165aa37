import { expect, test } from '@playwright/test'
import { encodeShared, ENGINE_VERSION } from '../../components/simulation/share.ts'

const link = (overrides: Record<string, string | number>) => encodeShared({
  scenario: 'load-balancing/one-slow-server', engine: ENGINE_VERSION, seed: 4217, overrides, interventions: [], atUs: 0, speed: 0.25, view: 'stage',
})

for (const { locale, out, unit, broken } of [
  { locale: 'en', out: /Speed of s3: 999 is out of range\. It can be from 0\.05 to 20\./, unit: /Requests: a unit is missing\. 90\/s\?/, broken: /This link could not be read/ },
  { locale: 'ko', out: /s3 속도: 999: 범위를 벗어났습니다\. 0\.05부터 20까지 가능합니다\./, unit: /요청량: 단위가 없습니다\. 90\/s인가요\?/, broken: /이 링크를 읽을 수 없습니다/ },
]) {
  test(`a link to a system that cannot run says why in the language of the page: ${locale}`, async ({ page }) => {
    await page.goto(`/${locale}/sims/load-balancing#${link({ 'servers.s3.speed': 999, 'clients.load.open.rate': 90 })}`)
    const notice = page.locator('[data-problem=impossible]')
    await expect(notice).toContainText(out)
    await expect(notice).toContainText(unit)
    await expect(notice).not.toContainText(/servers\.|clients\.load/)
  })

  test(`a damaged link says so in the language of the page: ${locale}`, async ({ page }) => {
    await page.goto(`/${locale}/sims/load-balancing#s=eyJuIjo`)
    await expect(page.getByText(broken)).toBeVisible()
    await expect(page.getByRole('slider', { name: /Time of the run|실행 시간/ })).toBeVisible()
  })
}
