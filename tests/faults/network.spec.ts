import type { Phone } from '../support/journeys/phone.ts'
import { expect, somePhoto } from '../support/journeys/journey.ts'
import { filed, gate, isCommands, ours, test, written } from '../support/journeys/trouble.ts'

/**
 * The phone notices that there is a network again. It may go by itself in the same moment, so there may be no
 * button left to tap.
 */
const comesBack = ({ page }: Phone) => page.evaluate(() => void window.dispatchEvent(new Event('online')))
const retry = async ({ page }: Phone) => await page.getByRole('button', { name: '重试' }).first().click()

const portals = {
  'a page of 200': { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>欢迎使用免费 WiFi</h1>' },
  'a firewall’s 403': { status: 403, headers: { 'content-type': 'text/html' }, body: 'Forbidden' },
  'a stranger’s 401': { status: 401, body: '{"code":"session.over"}' },
}
test('13: behind a captive portal that answers with a 200, a 403 or a stranger’s 401, work waits', async ({
  rider,
  trouble,
}) => {
  for (const [at, [what, instead]] of Object.entries(portals).entries()) {
    await test.step(what, async () => {
      let asked = 0
      trouble.meddle((passing) => {
        asked += isCommands(passing) ? 1 : 0
        return { ...instead }
      })
      await rider.goto('/complaints')
      await rider.complain(`门户后面 ${instead.status}`)
      await rider.goto('/outbox')
      await expect.poll(() => asked).toBeGreaterThan(0)
      await expect(rider.page.getByText('没连上，会自动再试')).toBeVisible()
      await expect(rider.page.getByText('需登录')).toHaveCount(0)
      trouble.meddle(undefined)
      await comesBack(rider)
      await expect.poll(() => written(rider)).toContain(`门户后面 ${instead.status}`)
      await expect(rider.page.getByRole('region', { name: '已送达' }).getByRole('link')).toHaveCount(at + 1)
    })
  }
  expect(await written(rider)).toHaveLength(Object.keys(portals).length)
})

test('14: a 429 and then a 503 are waited out as asked, however often one taps, and then it goes', async ({
  rider,
  trouble,
}) => {
  const WAIT_S = 6
  const times: number[] = []
  const tapped = gate() // What has gone can't be tapped any more.
  trouble.meddle(async (passing) => {
    if (!isCommands(passing)) return undefined
    times.push(Date.now())
    if (times.length > 2) return void await tapped.opened
    return ours(times.length === 1 ? 429 : 503, { 'retry-after': String(WAIT_S) })
  })
  await rider.goto('/complaints')
  await rider.complain('慢慢来')
  await expect.poll(() => times.length).toBe(1)
  await rider.page.getByRole('link', { name: /件待发送/ }).click()
  await retry(rider)
  await retry(rider)
  tapped.open()
  await expect.poll(() => written(rider)).toEqual(['慢慢来'])
  const [first, second, third] = times
  expect(second! - first!).toBeGreaterThanOrEqual(WAIT_S * 1000 - 100)
  expect(third! - second!).toBeGreaterThanOrEqual(WAIT_S * 1000 - 100)
  expect(times).toHaveLength(3)
})

test('15: a command over which the server fails for ever holds up its own lane only', async ({
  rider,
  trouble,
}) => {
  trouble.meddle(passing =>
    isCommands(passing) && passing.body.includes('坏掉的一件') ? ours(500) : undefined,
  )
  await rider.installed()
  await rider.offline()
  await rider.goto('/complaints')
  await rider.complain('坏掉的一件')
  await rider.complain('排在后面的')
  await rider.file(await somePhoto(), { words: '另一条路' })
  await rider.online()
  await expect.poll(() => filed(rider)).toEqual(['另一条路'])
  await rider.goto('/outbox')
  await expect(rider.page.getByText('坏掉的一件')).toBeVisible()
  await expect(rider.page.getByText('排在后面的')).toBeVisible()
  expect(await written(rider)).toEqual([])
  trouble.meddle(undefined)
  await comesBack(rider)
  await expect.poll(() => written(rider)).toEqual(['坏掉的一件', '排在后面的'].sort())
})

test('16: what is refused comes back with its reason, and what was done after it arrives', async ({
  rider,
  apiFor,
}) => {
  const staff = await apiFor('staff')
  const reportId = await rider.report('围挡倒了')
  await staff.send('reports.ask', { reportId, question: '哪一侧？' })
  await rider.goto(`/reports/${reportId}`)
  await expect(rider.page.getByText('工作人员问：哪一侧？')).toBeVisible()
  await rider.offline()
  await rider.page.getByLabel('你的回答').fill('西侧')
  await rider.page.getByRole('button', { name: '回答' }).click()
  await expect(rider.page.getByText('回答 待发送')).toBeVisible()
  await rider.file(await somePhoto(), { words: '后来拍的' })
  await rider.goto('/complaints')
  await rider.complain('后来写的')
  await staff.send('reports.move', { reportId, to: 'declined', words: '不在本街道' })

  await rider.online()
  await expect.poll(() => filed(rider)).toEqual(['围挡倒了', '后来拍的'].sort())
  await expect.poll(() => written(rider)).toEqual(['后来写的'])
  await rider.goto('/outbox')
  const back = rider.page.getByRole('region', { name: '未通过' }).getByRole('listitem')
  await expect(back).toHaveCount(1)
  await expect(back).toContainText('西侧')
  await expect(back.locator('.item__reason')).toHaveText(/\S/)
  await back.getByRole('button', { name: '撤回' }).click()
  await back.getByRole('button', { name: '确定撤回' }).click()
  await expect(back).toHaveCount(0)
})
