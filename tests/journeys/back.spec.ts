import { expect, test } from '../support/journeys/journey.ts'
import { stock } from '../support/journeys/mall.ts'

test('who goes back to a list finds it where they left it', async ({ phone, apiFor }) => {
  const admin = await apiFor('admin')
  for (const name of ['雨衣', '头盔', '手套', '水杯', '毛巾', '雨伞'])
    await stock(admin, { name, price: 10, at: { near: 1 } })
  const { page } = phone
  await page.setViewportSize({ width: 390, height: 300 })
  for (const [address, row] of [['/mall', '/mall/'], ['/stations', '/stations/']] as const) {
    await phone.goto(address)
    const rows = page.locator(`main li a[href^="${row}"]`)
    await expect(rows.first()).toBeVisible() // Other links begin so too, and are there before the rows.
    const last = rows.last()
    await last.click({ trial: true }) // Scrolls to it, once the page around it has stopped moving.
    // At once, as rows may still come and push it down.
    const top = await last.evaluate((link: HTMLElement) => {
      const { scrollY } = window
      link.click()
      return scrollY
    })
    expect(top).toBeGreaterThan(0)
    await expect(page).toHaveURL(new RegExp(`${row}.+`))
    await page.getByRole('button', { name: '返回' }).click()
    await expect(page).toHaveURL(new RegExp(`${address}$`))
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(top)
  }
})
