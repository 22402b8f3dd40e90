import type { Phone } from '../support/journeys/phone.ts'
import { expect, somePhoto, test } from '../support/journeys/journey.ts'
import { newNumber } from '../support/journeys/phone.ts'

const mine = async (phone: Phone) =>
  (await phone.ask('reports.mine', {})).reports.map(({ text }) => text).sort()
const complaints = async (phone: Phone) => (await phone.ask('voices.mine', {})).map(({ text }) => text).sort()

test.use({ serviceWorkers: 'allow' })

test('without a network everything waits in sight, can be changed and taken back, and arrives once', async ({
  phone,
}) => {
  const { page } = phone
  await phone.installed()
  await phone.offline()
  await phone.file(await somePhoto(), { words: '路灯不亮' })
  await phone.file(await somePhoto(), { words: '水管冒水' })
  await phone.goto('/complaints')
  await phone.complain('雨天按钮不灵')
  await phone.goto('/')
  await expect(page.getByRole('link', { name: '离线 · 3 件待发送' })).toBeVisible()

  await page.getByRole('link', { name: '离线 · 3 件待发送' }).click()
  // Three items and the heading of their list.
  await expect(page.getByRole('main').getByText('待发送', { exact: true })).toHaveCount(4)
  const lamp = page.getByRole('listitem').filter({ hasText: '路灯不亮' })
  await lamp.getByRole('button', { name: '编辑' }).click()
  await page.getByLabel('说明').fill('三盏路灯不亮')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByText('三盏路灯不亮')).toBeVisible()
  const pipe = page.getByRole('listitem').filter({ hasText: '水管冒水' })
  await pipe.getByRole('button', { name: '撤回' }).click()
  await pipe.getByRole('button', { name: '确定撤回' }).click()
  await expect(pipe).toHaveCount(0)
  expect(await mine(phone)).toEqual([])

  await phone.online()
  await expect.poll(() => mine(phone)).toEqual(['三盏路灯不亮'])
  await expect.poll(() => complaints(phone)).toEqual(['雨天按钮不灵'])
  // Two items and the heading.
  await expect(page.getByRole('region', { name: '已送达' }).getByText('已送达')).toHaveCount(3)
  await page.reload()
  expect([await mine(phone), await complaints(phone)]).toEqual([['三盏路灯不亮'], ['雨天按钮不灵']])
})

test('every page opens without a network, once the app has been opened with one', async ({ phone }) => {
  await phone.installed()
  await phone.offline()
  for (const [path, title] of [
    ['/', '小蜜蜂'],
    ['/report', '随手拍'],
    ['/reports', '我的上报'],
    ['/outbox', '待发送'],
    ['/mall', '积分商城'],
    ['/orders', '我的兑换'],
    ['/points', '积分'],
    ['/notices', '消息'],
    ['/me', '我的'],
    ['/me/settings', '设置'],
    ['/me/privacy', '隐私说明'],
    ['/complaints', '投诉建议'],
    ['/register', '报到'],
  ] as const) {
    await phone.goto(path)
    await expect(phone.page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  }
})

test('a question from the desk is answered without a network, and the answer arrives', async ({
  phone,
  apiFor,
}) => {
  const { page } = phone
  await phone.installed()
  const reportId = await phone.report('围挡倒了')
  const staff = await apiFor('staff')
  await staff.send('reports.ask', { reportId, question: '在路的哪一侧？' })

  await phone.goto(`/reports/${reportId}`)
  await expect(page.getByText('工作人员问：在路的哪一侧？')).toBeVisible()
  await phone.offline()
  await page.getByLabel('你的回答').fill('朝西那一侧，药店门口')
  await page.getByRole('button', { name: '回答' }).click()
  await expect(page.getByText('回答 待发送')).toBeVisible()
  await phone.online()
  const answers = async () => {
    const { timeline } = await staff.ask('reports.one', { reportId })
    return timeline.filter(({ step }) => step === 'answered').map(({ words }) => words)
  }
  await expect.poll(answers).toEqual(['朝西那一侧，药店门口'])
  await expect(page.getByRole('region', { name: '办理进度' })).toContainText('已回答')
})

test('signing out with work waiting asks first; the next person never sends it; the first one does', async ({
  newPhone,
}) => {
  const phone = await newPhone()
  const { page, context } = phone
  const [first, second] = [newNumber(), newNumber()]
  await phone.signInByHand(first)
  // The city answers at its other doors; what waits can't leave.
  await context.route('**/api/commands', route => route.abort())
  await phone.goto('/complaints')
  await phone.complain('等我回来再发')
  await phone.signOutByHand()
  await expect(page.getByText('还有 1 件没送达，退出后会留在本机')).toBeVisible()
  await page.getByRole('button', { name: '仍要退出' }).click()
  await expect(page.getByRole('link', { name: '用手机号登录' })).toBeVisible()
  await context.unroute('**/api/commands')

  await phone.signInByHand(second)
  await phone.goto('/outbox')
  await expect(page.getByText('没有待发送的')).toBeVisible()
  await phone.goto('/complaints')
  await phone.complain('我是第二个人')
  await expect.poll(() => complaints(phone)).toEqual(['我是第二个人'])
  await expect(page.getByText('等我回来再发')).toHaveCount(0)
  await phone.signOutByHand()
  await expect(page.getByRole('link', { name: '用手机号登录' })).toBeVisible()

  await phone.signInByHand(first)
  await expect.poll(() => complaints(phone)).toEqual(['等我回来再发'])
})
