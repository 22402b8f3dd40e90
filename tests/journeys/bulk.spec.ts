import type { Api, Phone } from '../support/journeys/phone.ts'
import { expect, test } from '../support/journeys/journey.ts'
import { axe } from '../support/journeys/pages.ts'
import { appointed } from '../support/journeys/people.ts'

/** An area of staff's street that no other journey files in. */
const AREA = `${appointed.staff.scope}006`

async function fileIn(api: Api, text: string) {
  const reportId = crypto.randomUUID()
  await api.send('reports.fileFor', { reportId, kind: 'patrol', text, areaId: AREA, photos: [] })
  return reportId
}
const rowOf = ({ page }: Phone, id: string) => page.locator(`.queue-row[data-report="${id}"]`)
const boxOf = ({ page }: Phone, id: string) =>
  page.locator('.queue-list li').filter({ has: page.locator(`[data-report="${id}"]`) }).getByRole('checkbox')
/** The desk with these reports and no others. */
async function openDesk(phone: Phone, ids: readonly string[]) {
  await phone.page.setViewportSize({ width: 1280, height: 800 })
  await phone.goto(`/console/reports?area=${AREA}`)
  for (const id of ids) await expect(rowOf(phone, id)).toBeVisible()
  await expect(phone.page.locator('.queue-row[aria-current]')).toHaveCount(1)
}

test('several reports are picked by keys and by mouse, accepted together, and taken back together', async ({
  newPhone,
  apiFor,
}) => {
  const [admin, checks] = [await apiFor('admin'), await apiFor('staff')]
  const filed: string[] = []
  for (let at = 0; at < 5; at++) filed.push(await fileIn(admin, `一起办 ${at}`))
  const staff = await newPhone('staff')
  const { page } = staff
  await openDesk(staff, filed)
  const shown = await page.locator('.queue-row').evaluateAll(rows =>
    rows.map(row => row.getAttribute('data-report')!))
  const [first, second, third, fourth, fifth] = shown.filter(id => filed.includes(id)) as
    [string, string, string, string, string]

  // By keys: the first and the third.
  await rowOf(staff, first).focus()
  await rowOf(staff, first).press('Enter')
  await expect(rowOf(staff, first)).toHaveAttribute('aria-current', 'true')
  await rowOf(staff, first).focus()
  await page.keyboard.press('Space')
  await expect(boxOf(staff, first)).toBeChecked()
  await page.keyboard.press('j')
  await expect(rowOf(staff, second)).toBeFocused()
  await page.keyboard.press('j')
  await expect(rowOf(staff, third)).toBeFocused()
  await page.keyboard.press('Space')
  const bar = page.getByText(/^已选 \d 条$/)
  await expect(bar).toHaveText('已选 2 条')
  expect((await axe(staff)).violations.map(({ id }) => id)).toEqual([])
  // By mouse: one off, and a range.
  await boxOf(staff, first).click()
  await expect(bar).toHaveText('已选 1 条')
  await boxOf(staff, first).click()
  await rowOf(staff, fourth).click({ modifiers: ['Shift'] })
  await expect(bar).toHaveText('已选 4 条')
  await expect(boxOf(staff, fifth)).not.toBeChecked()
  await expect(page).toHaveURL(new RegExp(third)) // A range opens no report.

  await staff.clockStops()
  await page.keyboard.press('a')
  for (const id of [first, second, third, fourth]) await expect(rowOf(staff, id)).toHaveCount(0)
  await expect(rowOf(staff, fifth)).toBeFocused()
  const acts = page.getByRole('region', { name: '刚才的决定' })
  await expect(acts.getByText(/受理 4 条：#\d+ #\d+ #\d+ #\d+/)).toBeVisible()
  await expect(acts.getByRole('button', { name: '撤回' })).toHaveCount(1)
  await page.keyboard.press('z')
  for (const id of [first, second, third, fourth]) await expect(rowOf(staff, id)).toBeVisible()
  await expect(page.locator('.queue-row:focus')).toHaveCount(1)
  for (const reportId of filed) expect((await checks.ask('reports.one', { reportId })).state).toBe('filed')

  await boxOf(staff, first).click()
  await boxOf(staff, second).click()
  await page.keyboard.press('a')
  await expect(rowOf(staff, first)).toHaveCount(0)
  await staff.clockPasses(11)
  for (const reportId of [first, second]) {
    await expect.poll(async () => (await checks.ask('reports.one', { reportId })).state)
      .toBe('accepted')
  }
  expect((await checks.ask('reports.one', { reportId: third })).state).toBe('filed')
})

test('of several declined at once, the one that another was faster with is named, with who it was', async ({
  newPhone,
  apiFor,
}) => {
  const [admin, checks] = [await apiFor('admin'), await apiFor('staff')]
  const [mine, theirs] = [await fileIn(admin, '都不受理'), await fileIn(admin, '被别人受理了')]
  const staff = await newPhone('staff')
  const { page } = staff
  await openDesk(staff, [mine, theirs])
  await boxOf(staff, mine).click()
  await boxOf(staff, theirs).click()
  await page.keyboard.press('d')
  await expect(page.getByRole('dialog', { name: '不受理 2 条' }).getByRole('textbox')).toBeVisible()
  expect((await axe(staff)).violations.map(({ id }) => id)).toEqual([])
  await page.getByRole('dialog').getByRole('textbox').fill('不属于本街道')
  await staff.clockStops()
  await page.getByRole('dialog').getByRole('button', { name: '不受理' }).click()
  const acts = page.getByRole('region', { name: '刚才的决定' })
  await expect(acts.getByText(/不受理 2 条/)).toBeVisible()
  expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
  await admin.send('reports.move', { reportId: theirs, to: 'accepted' })
  await staff.clockPasses(11)

  const { number } = await checks.ask('reports.one', { reportId: theirs })
  const told = acts.getByRole('alert')
  await expect(told).toHaveCount(1)
  await expect(told).toContainText(`#${number} 不受理没有办成`)
  await expect(told).toContainText('市级小周')
  await expect(told).toContainText('你写的：不属于本街道')
  await expect.poll(async () => (await checks.ask('reports.one', { reportId: mine })).state).toBe('declined')
  expect((await checks.ask('reports.one', { reportId: theirs })).state).toBe('accepted')
})

test('from the queue one gets to filing for somebody by a link or a key', async ({ newPhone, apiFor }) => {
  const reportId = await fileIn(await apiFor('admin'), '先有一条')
  const staff = await newPhone('staff')
  const { page } = staff
  await openDesk(staff, [reportId])
  await expect(page.getByRole('link', { name: '代人上报' })).toBeVisible()
  await rowOf(staff, reportId).focus()
  await page.keyboard.press('c')
  await expect(page).toHaveURL(/\/desk\/new$/)
  await expect(page.getByRole('heading', { name: '代人上报' })).toBeVisible()
})
