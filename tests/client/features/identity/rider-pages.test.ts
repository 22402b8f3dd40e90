// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { store } from '#client/sync/store/store.ts'
import { PRIVACY_NOTICE } from '#shared/identity/schemas.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, settled, tap, text, type } from '../../../support/client/page.ts'
import { all } from '../stations/some-stations.ts'

const rider = me('courier')
const areas = [['4201', '武汉市'], ['420103', '江汉区'], ['420103006', '花楼街道'], ['420103006003', '花楼社区']]
let server: PhoneServer
let page: Awaited<ReturnType<typeof openPage>> | undefined
freshPhone(
  () => ({
    'identity.me': rider,
    'areas.tree': areas,
    'voices.mine': [],
    'reports.mine': { reports: [], hasMore: false },
  }),
  given => (server = given),
)

it('a newcomer registers without a signal: it is saved, and waits', async () => {
  const newcomer = me('resident', { name: null, areaId: null, areaName: null, registeredAt: null })
  server.answers['identity.me'] = newcomer
  server.answers['stations.all'] = all
  page = await openPage('/register?next=/mall', { holder: newcomer })
  expect(text()).toContain('1 / 3 · 我是谁')
  expect(text()).toContain('先逛逛')
  await tap('下一步')
  expect(text()).toContain('请填姓名')
  expect(text()).toContain('请选择你是小哥还是居民')
  await type('input[name=name]', '王小蜂')
  for (const value of ['rider', 'meituan', 'delivery']) {
    document.querySelector<HTMLInputElement>(`input[value=${value}]`)!.click()
    await settled()
  }
  await tap('下一步')
  expect(text()).toContain('2 / 3 · 常跑哪里')
  await tap('下一步')
  expect(text()).toContain('请选择你常跑（或住）的社区')
  await tap('常跑的社区请选择街道和社区')
  await tap('江汉区')
  await tap('花楼街道')
  await tap('花楼社区')
  expect(text()).toContain('江汉区 · 花楼街道 · 花楼社区')
  await tap('下一步')

  expect(text()).toContain('王小蜂 · 小哥')
  expect(text()).toContain('花楼街道 花楼社区')
  await tap('报到')
  expect(text()).toContain('请先阅读并同意隐私说明')
  server.isDown = true
  document.querySelector<HTMLInputElement>('input[type=checkbox]')!.click()
  await settled()
  await tap('报到')
  await expect.poll(text).toContain('已保存在手机里')
  expect(text()).not.toContain('报到好了')
  await tap('接着刚才的事')
  await expect.poll(() => page!.router.currentRoute.value.path).toBe('/mall')
  expect(page.outbox.items.map(({ envelope }) => envelope.input)).toEqual([
    {
      name: '王小蜂',
      areaId: '420103006003',
      company: 'meituan',
      work: 'delivery',
      privacyNotice: PRIVACY_NOTICE,
    },
  ])
})

it('signing out with work waiting asks first, and keeps it', async () => {
  server.isDown = true
  page = await openPage('/me', { holder: rider })
  await page.outbox.enqueue('voices.complain', { complaintId: crypto.randomUUID(), text: '灯不亮', page: 'me' })
  await tap('退出登录')
  expect(text()).toContain('还有 1 件没送达，退出后会留在本机，等你下次登录再发')
  expect(page.session.isSignedIn).toBe(true)
  await tap('先不退出')
  expect(text()).not.toContain('还有 1 件没送达')
})

it('a complaint is saved before it is sent, and shows that it waits', async () => {
  server.isDown = true
  page = await openPage('/complaints?from=points', { holder: rider })
  await tap('提交')
  expect(text()).toContain('请写几个字')
  await type('textarea[name=voice]', '字太小了')
  await tap('提交')
  await expect.poll(text).toContain('15 个工作日内答复，回复会出现在这里')
  expect(text()).toContain('字太小了')
  expect(text()).toContain('待发送')
  expect(page.outbox.items[0]?.envelope.input).toMatchObject({ text: '字太小了', page: 'points' })
})

it('the points page shows what there is, what is still being verified, and why each point came', async () => {
  const ref = crypto.randomUUID()
  server.answers['points.mine'] = {
    available: 170,
    held: 0,
    today: [{ cap: 'reports.lead', used: 50, max: 300 }],
    lapses: null,
    transfers: [
      {
        id: 't1',
        kind: 'post',
        amount: 50,
        reason: 'reports.accepted',
        ref,
        note: '#12',
        occurredOn: '2026-11-23',
        postedAt: Date.now(),
      },
    ],
    hasMore: false,
  }
  server.answers['reports.mine'] = {
    reports: [{ id: crypto.randomUUID(), kind: 'security', state: 'filed', mine: true }],
    hasMore: false,
  }
  page = await openPage('/points', { holder: rider })
  await expect.poll(text).toContain('170')
  await expect.poll(text).toContain('1 件上报待受理，预计最多 +100')
  expect(text()).toContain('50 / 300')
  expect(text()).toContain('+50')
  expect(document.querySelector(`a[href*="${ref}"]`)).not.toBeNull()
})

it('the points page shows what was frozen, spent and given back, each order, and what lapses', async () => {
  const transfer = (id: string, kind: string, amount: number, reason: string) => ({
    id,
    kind,
    amount,
    reason,
    ref: `order-${id}`,
    note: '雨衣',
    occurredOn: '2026-11-23',
    postedAt: Date.now(),
  })
  const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
  server.answers['mall.myOrders'] = { orders: [], hasMore: false }
  server.answers['points.mine'] = {
    available: 10,
    held: 40,
    today: [{ cap: 'reports.lead', used: 0, max: 120 }],
    lapses: { points: 10, on: inAWeek },
    transfers: [
      transfer('1', 'hold', -40, 'mall.redeemed'),
      transfer('2', 'settle', 0, 'mall.handedOver'),
      transfer('3', 'void', 30, 'mall.released'),
      transfer('4', 'post', -5, 'points.corrected'),
    ],
    hasMore: false,
  }
  page = await openPage('/points', { holder: rider })
  await expect.poll(text).toContain('40 分已预留给待领取的兑换')
  for (const words of [
    '兑换雨衣',
    '−40',
    '领取雨衣',
    '已扣',
    '退回：雨衣',
    '+30',
    '积分更正：雨衣',
    '−5',
  ])
    expect(text()).toContain(words)
  expect([...document.querySelectorAll('a.points__row')].map(row => row.getAttribute('href'))).toEqual([
    '/orders/order-1',
    '/orders/order-2',
    '/orders/order-3',
  ])
  expect(text()).toMatch(/10 分，.*到期，先用掉/)
  expect(text()).toContain('每天最多得 120 分') // The city's own cap, not the one the app was built with.
})

it('a notice leads to its order, its report or the points', async () => {
  const notice = (kind: string, ref: string | null, at: number) => ({
    id: crypto.randomUUID(),
    kind,
    ref,
    number: 7,
    words: '雨衣',
    points: 20,
    at,
    isRead: true,
  })
  server.answers['notices.mine'] = {
    notices: [
      notice('mall.ordered', 'o1', 5_000),
      notice('points.lapsing', null, 4_000),
      notice('points.corrected', 'c1', 3_000),
      notice('points.awarded', 'r1', 2_000),
      notice('mall.loss', 'o2', 1_000),
    ],
    unread: 0,
    hasMore: false,
  }
  page = await openPage('/notices', { holder: rider })
  await expect.poll(text).toContain('兑换 #7 换到了，凭领取码去拿：雨衣')
  expect([...document.querySelectorAll('.notice')].map(row => row.getAttribute('href'))).toEqual([
    '/orders/o1',
    '/points',
    '/points',
    '/reports/r1',
    null,
  ])
})

it('deleting the account says what goes and what stays, takes two steps, and clears the phone', async () => {
  server.doors['DELETE /api/session'] = () => ({ status: 200, body: {} })
  server.decide = ({ name }) =>
    name === 'identity.deleteMe' ? { status: 'accepted', result: {} } : { status: 'retry', afterMs: 60_000 }
  page = await openPage('/me/settings', { holder: rider })
  await page.outbox.enqueue('voices.complain', { complaintId: crypto.randomUUID(), text: '灯不亮', page: 'me' })
  await tap('注销账号…')
  expect(text()).toContain('会删除，找不回来')
  expect(text()).toContain('会留下，但没有你的姓名和手机号')
  await tap('永久注销')
  expect(text()).toContain('请先勾选')
  expect(server.commands.map(({ name }) => name)).not.toContain('identity.deleteMe')
  document.querySelector<HTMLInputElement>('.delete-me__check input')!.click()
  await settled()
  await tap('永久注销')
  await expect.poll(() => page!.router.currentRoute.value.name).toBe('home')
  expect(server.commands.map(({ name }) => name)).toContain('identity.deleteMe')
  await expect.poll(() => page!.session.me).toBeNull()
  expect(await (await store()).count('outbox')).toBe(0)
})
