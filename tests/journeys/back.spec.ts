import { expect, test } from '../support/journeys/journey.ts'

test('who goes back to a list finds it where they left it', async ({ phone }) => {
  const { page } = phone
  await page.setViewportSize({ width: 390, height: 420 })
  for (const [address, row] of [['/mall', '/mall/'], ['/stations', '/stations/']] as const) {
    await phone.goto(address)
    const last = page.locator(`main a[href^="${row}"]`).last()
    await last.scrollIntoViewIfNeeded()
    const top = await page.evaluate(() => window.scrollY)
    expect(top).toBeGreaterThan(0)
    await last.click()
    await expect(page).toHaveURL(new RegExp(`${row}.+`))
    await page.getByRole('button', { name: '返回' }).click()
    await expect(page).toHaveURL(new RegExp(`${address}$`))
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(top)
  }
})
