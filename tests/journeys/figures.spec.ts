import { expect, test } from '../support/journeys/journey.ts'
import { axe } from '../support/journeys/pages.ts'
import { appointed } from '../support/journeys/people.ts'

/** An area of staff's street that no other journey files in. */
const AREA = `${appointed.staff.scope}008`

for (const [width, height] of [[1280, 800], [390, 844]] as const) {
  const title = `staff see what became of their street's reports, ${width} px wide`
  test(title, async ({ newPhone, newRider, apiFor }) => {
    await newRider()
    const api = await apiFor('staff')
    const filed = { kind: 'patrol' as const, text: `护栏松动 ${width}`, areaId: AREA, photos: [] }
    await api.send('reports.fileFor', { reportId: crypto.randomUUID(), ...filed })
    const staff = await newPhone('staff')
    const { page } = staff
    await page.setViewportSize({ width, height })
    await staff.goto('/console/figures?beside=year')
    await expect(page.getByRole('heading', { name: '城市数据' })).toBeVisible()
    const clock = page.getByRole('table', { name: '诚实钟' })
    await expect(clock.getByRole('rowheader', { name: '心声（承诺的答复）' })).toBeVisible()
    await expect(page.getByRole('table', { name: '各状态' }).getByRole('row')).toHaveCount(11)
    await expect(page.locator('.chart svg').first()).toBeVisible()
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    expect((await axe(staff)).violations).toEqual([])
    // Nobody's figures: neither a clerk nor a rider is named.
    await expect(page.locator('.figures')).not.toContainText(/经办人|排名第/)
    await page.getByText('每一天的数').click()
    await expect(page.getByRole('table', { name: '每一天的上报' }).getByRole('row').first()).toBeVisible()
    expect((await axe(staff)).violations).toEqual([])
    // The rider of this test is one of those who have registered; their name stands nowhere.
    await page.getByRole('link', { name: /^已报到 [\d,]+，看明细$/ }).click()
    await expect(page.getByRole('heading', { name: /^已报到：[\d,]+ 人$/ })).toBeVisible()
    await expect(page.getByRole('table', { name: '已报到' })).toContainText('美团')
    await expect(page.getByRole('table', { name: '已报到' })).not.toContainText('测试骑手')
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    expect((await axe(staff)).violations).toEqual([])
    await page.getByRole('link', { name: '回到城市数据' }).click()
    await page.getByRole('link', { name: '打印月报' }).click()
    await expect(page.getByRole('heading', { name: /月报$/ })).toBeVisible()
    await expect(page.getByRole('button', { name: '打印' })).toBeEnabled()
    expect((await axe(staff)).violations).toEqual([])
  })
}

test('everybody can read the honest clock, signed in or not', async ({ newPhone }) => {
  const phone = await newPhone()
  await phone.goto('/data')
  await phone.page.getByRole('link', { name: /诚实钟/ }).click()
  await expect(phone.page.getByRole('heading', { name: '答应的事，按时办了多少' })).toBeVisible()
  await expect(phone.page.getByText('少于 5 件的不写')).toBeVisible()
  expect((await axe(phone)).violations).toEqual([])
})
