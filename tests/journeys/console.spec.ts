import type { Api, Phone } from '../support/journeys/phone.ts'
import { expect, test } from '../support/journeys/journey.ts'
import { axe } from '../support/journeys/pages.ts'
import { appointed } from '../support/journeys/people.ts'

/** An area of staff's street that no other journey files in. */
const AREA = `${appointed.staff.scope}007`
const MANY = 50

async function fileIn(api: Api, text: string) {
  const reportId = crypto.randomUUID()
  await api.send('reports.fileFor', { reportId, kind: 'patrol', text, areaId: AREA, photos: [] })
  return reportId
}

const rows = ({ page }: Phone) => page.locator('.queue-row')
const here = ({ page }: Phone) => page.locator('.queue-row[aria-current]')
/** The report that is shown, once its row has the focus. */
async function focused(phone: Phone): Promise<string> {
  await expect(here(phone)).toBeFocused()
  await expect(phone.page.locator('.triage__report .acts')).toBeVisible()
  return (await here(phone).getAttribute('data-report'))!
}

test('fifty reports are decided by keys alone, and the focus is never lost', async ({ newPhone, apiFor }) => {
  const [admin, second, checks] = [await apiFor('admin'), await apiFor('admin2'), await apiFor('staff')]
  for (let at = 0; at < MANY; at++) await fileIn(at % 2 ? admin : second, `占道 ${at}`)
  const staff = await newPhone('staff')
  const { page } = staff
  await page.setViewportSize({ width: 1280, height: 800 })
  await staff.goto(`/console/reports?area=${AREA}`)
  await expect(rows(staff)).toHaveCount(MANY)
  await expect(page).toHaveTitle(/^\(\d+\) 上报办理/)
  await expect(here(staff)).toHaveCount(1)
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  const decided: string[] = []
  for (let left = MANY; left > 0; left--) {
    const id = await focused(staff)
    decided.push(id)
    if (left % 10 === 0) {
      await page.keyboard.press('d')
      await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused()
      await page.keyboard.type('jjj 不属于受理范围')
      await page.keyboard.press('Control+Enter')
    }
    else {
      await page.keyboard.press('a')
    }
    await expect(page.locator(`.queue-row[data-report="${id}"]`)).toHaveCount(0)
  }
  expect(new Set(decided).size).toBe(MANY)
  await expect(page.getByText('都办完了')).toBeVisible()
  await expect(page.getByRole('region', { name: '刚才的决定' })).toBeHidden()
  const left = await checks.ask('console.queue', { view: 'todo', areaId: AREA })
  expect(left.reports).toEqual([])
})

test('an act is taken back before it leaves; another leaves by itself, and what is new appears', async ({
  newPhone,
  apiFor,
}) => {
  const [admin, checks] = [await apiFor('admin'), await apiFor('staff')]
  const reportId = await fileIn(admin, '撤回试试')
  const staff = await newPhone('staff')
  const { page } = staff
  await page.setViewportSize({ width: 1280, height: 800 })
  await staff.goto(`/console/reports/${reportId}?area=${AREA}&kind=patrol`)
  const row = page.locator(`.queue-row[data-report="${reportId}"]`)
  await expect(row).toBeVisible()
  await expect(page.locator('.triage__report .acts')).toBeVisible()
  await staff.clockStops()
  await page.keyboard.press('a')
  await expect(row).toHaveCount(0)
  await expect(page.getByText(/秒后发出/)).toBeVisible()
  await page.keyboard.press('z')
  await expect(row).toBeFocused()
  await expect(page.getByText(/秒后发出/)).toHaveCount(0)
  expect((await checks.ask('reports.one', { reportId })).state).toBe('filed')

  const later = await fileIn(admin, '刚刚上报')
  await expect(page.locator(`.queue-row[data-report="${later}"]`)).toBeVisible()

  await page.keyboard.press('a')
  await expect(row).toHaveCount(0)
  await staff.clockPasses(11)
  await expect.poll(async () => (await checks.ask('reports.one', { reportId })).state)
    .toBe('accepted')
})

test('of a tab closed in that time the desk says at once that nothing was sent, and offers it again', async ({
  newPhone,
  apiFor,
}) => {
  const [admin, checks] = [await apiFor('admin'), await apiFor('staff')]
  const reportId = await fileIn(admin, '关早了')
  const staff = await newPhone('staff')
  await staff.page.setViewportSize({ width: 1280, height: 800 })
  await staff.goto(`/console/reports/${reportId}?area=${AREA}`)
  await expect(staff.page.locator('.triage__report .acts')).toBeVisible()
  const address = staff.page.url()
  await staff.clockStops()
  await staff.page.keyboard.press('a')
  await expect(staff.page.getByText(/秒后发出/)).toBeVisible()
  const another = await staff.page.context().newPage()
  await another.goto(address)
  const told = another.getByRole('region', { name: '刚才的决定' }).getByRole('alert')
  await expect(another.locator('.triage__report .acts')).toBeVisible()
  // The first tab still has it.
  await expect(told).toHaveCount(0)
  await staff.page.close()
  await expect(told).toContainText('受理没有办成：页面关早了，还没有发出。')
  expect((await checks.ask('reports.one', { reportId })).state).toBe('filed')
  await told.getByRole('button', { name: '再发' }).click()
  await expect(told).toHaveCount(0)
  await expect.poll(async () => (await checks.ask('reports.one', { reportId })).state).toBe('accepted')
})

test('of two clerks the slower is told what the other did, in plain words', async ({ newPhone, apiFor }) => {
  const admin = await apiFor('admin')
  const reportId = await fileIn(admin, '两个人办')
  const staff = await newPhone('staff')
  const { page } = staff
  await page.setViewportSize({ width: 1280, height: 800 })
  await staff.goto(`/console/reports/${reportId}?area=${AREA}`)
  await expect(page.locator('.triage__report .acts')).toBeVisible()
  await page.keyboard.press('d')
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused()
  await page.keyboard.type('不属于本街道')
  await staff.clockStops()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/秒后发出/)).toBeVisible()
  await admin.send('reports.move', { reportId, to: 'accepted' })
  await staff.clockPasses(11)
  const told = page.getByRole('region', { name: '刚才的决定' }).getByRole('alert')
  await expect(told).toContainText('没有办成')
  await expect(told).toContainText('市级小周')
  await expect(told).toContainText('你写的：不属于本街道')
  await told.getByRole('button', { name: '不发了' }).click()
  await expect(told).toHaveCount(0)
})

test('a report is sent to a unit by keys alone, also while the units are loaded after the form', async ({
  newPhone,
  apiFor,
}) => {
  const admin = await apiFor('admin')
  const reportId = await fileIn(admin, '按键派单')
  await admin.send('reports.move', { reportId, to: 'accepted' })
  const { page, goto } = await newPhone('staff')
  await page.setViewportSize({ width: 1280, height: 800 })
  await goto(`/console/reports/${reportId}?view=running&area=${AREA}`)
  await expect(page.locator('.triage__report .acts')).toBeVisible()
  await page.keyboard.press('u')
  await expect(page.getByRole('dialog').getByRole('radio').first()).toBeFocused()
  await page.keyboard.press('Space')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/秒后发出/)).toBeVisible()
  await expect.poll(async () => (await admin.ask('reports.one', { reportId })).state)
    .toBe('assigned')
})

test('keys are dead while one types, ? lists them all, and the desk is readable wide and narrow', async ({
  newPhone,
  apiFor,
}) => {
  const reportId = await fileIn(await apiFor('admin'), '只是看看')
  const staff = await newPhone('staff')
  const { page } = staff
  await page.setViewportSize({ width: 1280, height: 800 })
  await staff.goto(`/console/reports/${reportId}?area=${AREA}`)
  await expect(page.locator('.triage__report .acts')).toBeVisible()
  expect((await axe(staff)).violations.map(({ id }) => id)).toEqual([])
  await page.keyboard.press('/')
  await page.keyboard.type('adz')
  await expect(page.getByRole('searchbox', { name: '找上报' })).toHaveValue('adz')
  await expect(page.getByText(/秒后发出/)).toHaveCount(0)
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: '快捷键' })).toContainText('撤回刚才的决定')
  expect((await axe(staff)).violations.map(({ id }) => id)).toEqual([])
  await page.keyboard.press('Escape')

  await page.setViewportSize({ width: 390, height: 844 })
  await expect(page.getByRole('link', { name: '上报列表' })).toBeVisible()
  expect((await axe(staff)).violations.map(({ id }) => id)).toEqual([])
  await page.getByRole('link', { name: '上报列表' }).click()
  await expect(page.locator(`.queue-row[data-report="${reportId}"]`)).toBeVisible()
  expect((await axe(staff)).violations.map(({ id }) => id)).toEqual([])
  // On a phone too it can be taken back, however far down the list one is.
  await page.locator(`.queue-row[data-report="${reportId}"]`).click()
  await staff.clockStops()
  await page.getByRole('button', { name: '受理', exact: true }).click()
  const takeBack = page.getByRole('region', { name: '刚才的决定' }).getByRole('button', { name: '撤回' })
  await page.mouse.wheel(0, 2000)
  await expect(takeBack).toBeInViewport()
  await takeBack.click()
  await page.getByRole('link', { name: '上报列表' }).click()
  await page.getByRole('button', { name: '工作台菜单' }).click()
  await expect(page.getByRole('dialog').getByRole('link', { name: /上报办理/ })).toBeVisible()
})
