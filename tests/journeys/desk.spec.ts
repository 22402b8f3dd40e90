import type { Phone } from '../support/journeys/phone.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { expect, test } from '../support/journeys/journey.ts'
import { widths } from '../support/journeys/layout.ts'
import { wear } from '../support/journeys/pages.ts'
import { appointed } from '../support/journeys/people.ts'

const CALLER = '13800000955'

/** Presses a button of the desk, which waits behind 更多 on a phone, and the one of its sheet after `fill`. */
async function act({ page }: Phone, name: string, fill?: () => Promise<void>) {
  const button = page.locator('.acts').getByRole('button', { name, exact: true })
  await expect(button.or(page.getByRole('button', { name: '更多' })).first()).toBeVisible()
  if (!await button.isVisible()) await page.getByRole('button', { name: '更多' }).click()
  await button.click()
  if (!fill) return
  await fill()
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
}

test('on a phone staff correct a report, take it on and name a day; its reporter reads both', async ({
  phone,
  newPhone,
}) => {
  const id = await phone.report('路灯不亮了')
  const staff = await newPhone('staff')
  const { page } = staff
  await staff.goto('/desk')
  await page.getByRole('searchbox', { name: '找上报' }).fill('路灯不亮')
  await page.getByRole('button', { name: '搜索' }).click()
  await page.getByText('路灯不亮了').click()
  await act(staff, '更正信息', async () => {
    await page.getByText('安全隐患', { exact: true }).click()
    await expect(page.getByRole('status').filter({ hasText: '时限按新类别计算' })).toBeVisible()
    await page.getByLabel('在哪儿').fill('花楼街口')
  })
  await act(staff, '受理')
  await expect(page.getByRole('heading', { name: /安全隐患 · 已受理/ })).toBeVisible()
  await act(staff, '我来办')
  await expect(page.getByText('社区小赵经办')).toBeVisible()
  await act(staff, '排期', async () => {
    await page.getByLabel('哪一天办').fill(dayOf(Date.now() + 3 * DAY_MS))
    await page.getByLabel('为什么排到这一天').fill('等灯泡到货')
  })
  await expect(page.getByRole('heading', { name: /安全隐患 · 已排期/ })).toBeVisible()

  await phone.goto(`/reports/${id}`)
  await expect(phone.page.getByRole('heading', { name: /已排期/ })).toBeVisible()
  const head = phone.page.getByRole('region', { name: '状态' })
  for (const words of ['安全隐患', '等灯泡到货', '办结']) await expect(head).toContainText(words)
  await expect(phone.page.getByText('类别由“其他”改为“安全隐患”')).toBeVisible()
  await expect(phone.page.getByText('花楼街口').first()).toBeVisible()
})

test('at a desk staff file for a caller, who finds it, and decide about several at once', async ({
  newPhone,
  apiFor,
}) => {
  const staff = await newPhone('staff')
  const { page } = staff
  await page.setViewportSize({ width: 1280, height: 800 })
  await staff.goto('/desk')
  await page.getByRole('link', { name: '代人上报' }).click()
  await page.getByText('安全隐患', { exact: true }).click()
  await page.getByLabel('什么情况').fill('菜场门口积水')
  await page.getByLabel('手机号').fill(CALLER)
  await page.getByRole('button', { name: '提交' }).click()
  await expect(page.getByRole('heading', { name: '已代为上报' })).toBeVisible()
  await page.getByRole('button', { name: '去办理' }).click()
  await expect(page.getByText('由工作人员代为上报')).toBeVisible()

  const caller = await newPhone()
  await caller.signIn(CALLER)
  await caller.goto('/reports')
  await expect(caller.page.getByText('菜场门口积水')).toBeVisible()

  const file = async (text: string) => {
    const reportId = crypto.randomUUID()
    const filed = { reportId, kind: 'patrol' as const, text, areaId: appointed.staff.scope, photos: [] }
    await (await apiFor('admin')).send('reports.fileFor', filed)
    return reportId
  }
  const [first, second] = [await file('店外堆物一'), await file('店外堆物二')]
  await staff.goto('/desk')
  await page.getByRole('button', { name: '批量' }).click()
  for (const words of ['店外堆物一', '店外堆物二'])
    await page.getByRole('listitem').filter({ hasText: words }).getByRole('checkbox').check()
  // A colleague is faster with one of them.
  await (await apiFor('admin')).send('reports.move', { reportId: first, to: 'declined', words: '已处理过' })
  await page.getByRole('button', { name: '受理', exact: true }).click()
  const summary = page.getByRole('status', { name: '批量处理结果' })
  await expect(summary).toContainText('已提交 1 条')
  const accepted = await (await apiFor('staff')).ask('reports.one', { reportId: second })
  expect(accepted.state).toBe('accepted')
})

test('what the search of the desk looks for is read in full on the narrowest phone', async ({ newPhone }) => {
  const staff = await newPhone('staff')
  await staff.goto('/desk')
  const field = staff.page.getByRole('searchbox', { name: '找上报' })
  for (const look of ['light', 'care'] as const) {
    await wear(staff, look)
    for (const width of widths) {
      await staff.page.setViewportSize({ width, height: 800 })
      const left = await field.evaluate((input: HTMLInputElement) => {
        const { font, paddingLeft, paddingRight } = getComputedStyle(input)
        const brush = document.createElement('canvas').getContext('2d')!
        brush.font = font
        const room = input.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
        return room - brush.measureText(input.placeholder).width
      })
      expect.soft(left, `${look}, ${width} px`).toBeGreaterThanOrEqual(0)
    }
  }
})
