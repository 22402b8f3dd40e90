// @vitest-environment dom
import type { Me } from '#shared/identity/schemas.ts'
import type { PhoneServer } from '../../../support/client/page.ts'
import { STAY_MS } from '#shared/stations/rules.ts'
import { beforeEach, expect, it } from 'vitest'
import { freshPhone, me, openPage, tap, text } from '../../../support/client/page.ts'
import { order, points } from '../mall/mall-stock.ts'
import { all, fault, near, view } from '../stations/some-stations.ts'

const HOUR_MS = 3_600_000
const rider = me('courier')
const photo = (letter: string) => ({ hash: letter.repeat(64), thumbhash: null })
const mended = {
  areaName: '江汉区',
  today: 3,
  week: 9,
  pairs: [{
    kind: 'hazard',
    areaName: '江汉区 · 民意街街道 · 永丰社区居委会',
    filedAt: 1_000,
    mendedAt: 1_000 + 5 * HOUR_MS,
    before: photo('a'),
    after: photo('b'),
  }],
}
const report = (more: object = {}) => ({
  id: crypto.randomUUID(),
  number: 58,
  kind: 'hazard',
  state: 'working',
  text: '护栏倒了',
  place: null,
  areaName: '江汉区 · 花楼街道 · 花楼社区居委会',
  photo: null,
  seenAt: 1_000,
  filedAt: Date.now() - 2 * HOUR_MS,
  dueAt: Date.now() + HOUR_MS,
  supporters: 0,
  asked: false,
  mine: true,
  rateUntil: null,
  ...more,
})
let server: PhoneServer
freshPhone(() => ({
  'identity.me': rider,
  'reports.mended': mended,
  'reports.mine': { reports: [], hasMore: false },
  'mall.myOrders': { orders: [], hasMore: false },
  'stations.myVisits': { visits: [], hasMore: false },
  'stations.all': all,
  'notices.mine': { notices: [], unread: 2, hasMore: false },
  'points.mine': points({ available: 918 }),
}), given => server = given)

async function home(holder: Me | null = rider) {
  if (holder) server.answers['identity.me'] = holder
  return await openPage('/', { holder })
}
const link = (words: string | RegExp) =>
  [...document.querySelectorAll('a')].find(each => each.textContent?.replace(/\s+/g, ' ').match(words))
const hrefOf = (words: string | RegExp) => link(words)?.getAttribute('href')

beforeEach(() => Object.defineProperty(navigator, 'geolocation', {
  configurable: true,
  value: {
    getCurrentPosition: (found: PositionCallback) => found({
      coords: { latitude: near.latitude, longitude: near.longitude, accuracy: 8 },
      timestamp: Date.now(),
    } as unknown as GeolocationPosition),
  },
}))

it('greets a rider by name, with what the city did today and the points as honey', async () => {
  await home()
  await expect.poll(text).toMatch(/陈小蜂，(?:早上好|中午好|下午好|晚上好|夜里辛苦了)/)
  await expect.poll(text).toContain('今天江汉区 3 处已修好')
  await expect.poll(() => hrefOf(/918 ?积分/)).toBe('/points')
  expect(hrefOf(/随手拍 ?10 秒 · 最高 \+100/)).toBe('/report')
  expect(hrefOf('扫码进站')).toBe('/scan')
})

it('shows the nearest open station with its distance where the phone may say where it is', async () => {
  Object.defineProperty(navigator, 'permissions', {
    configurable: true,
    value: { query: async () => ({ state: 'granted' }) },
  })
  await home()
  await expect.poll(() => link('附近驿站')?.textContent).toContain('花楼驿站')
  expect(link('附近驿站')?.textContent).toMatch(/米 · 开着/)
})

it('the one thing that waits comes first: a question, then what was mended, then goods', async () => {
  const asked = report({ asked: true, text: '井盖响' })
  const fixed = report({ state: 'resolved', rateUntil: Date.now() + HOUR_MS, text: '路灯不亮' })
  const orders = [order()]
  server.answers['mall.myOrders'] = { orders, hasMore: false }
  server.answers['reports.mine'] = { reports: [fixed, asked], hasMore: false }
  const first = await home()
  await expect.poll(() => hrefOf('回答工作人员')).toBe(`/reports/${asked.id}`)
  expect(text()).toContain('还有 2 件等你')
  expect(text()).not.toContain('去看看修好没有')
  first.close()
  server.answers['reports.mine'] = { reports: [fixed], hasMore: false }
  const second = await home()
  await expect.poll(() => hrefOf('去看看修好没有')).toBe(`/reports/${fixed.id}`)
  second.close()
  server.answers['reports.mine'] = { reports: [], hasMore: false }
  await home()
  await expect.poll(() => hrefOf(/领取码$/)).toBe(`/orders/${orders[0]!.id}`)
})

it('the last report shows how far it has come, and not twice what waits', async () => {
  server.answers['reports.mine'] = { reports: [report()], hasMore: false }
  const page = await home()
  await expect.poll(text).toContain('护栏倒了')
  expect(document.querySelector('[role=img][aria-label^="进度"]')).not.toBeNull()
  expect(text()).toContain('最近上报')
  page.close()
  server.answers['reports.mine'] = { reports: [report({ asked: true })], hasMore: false }
  await home()
  await expect.poll(text).toContain('回答工作人员')
  expect(text().match(/护栏倒了/g)).toHaveLength(1)
  expect(text()).not.toContain('最近上报')
})

it('who is in a station sees where and for how long, and leaves by one tap, also offline', async () => {
  const visit = {
    id: crypto.randomUUID(),
    stationId: near.id,
    stationName: near.name,
    enteredAt: Date.now() - 12 * 60_000,
    leftAt: null,
    byDoor: true,
    byPhone: true,
  }
  server.answers['stations.myVisits'] = { visits: [visit], hasMore: false }
  server.decide = () => ({ status: 'retry', afterMs: 60_000 })
  const page = await home()
  await expect.poll(text).toMatch(/正在花楼驿站 ?12 分钟/)
  await tap('我走了')
  await expect.poll(() => page.outbox.of('stations.leave').waiting[0]?.envelope.input)
    .toEqual({ visitId: visit.id })
  expect(text()).not.toContain('正在花楼驿站')
})

it('a visit that is long over is not shown', async () => {
  const enteredAt = Date.now() - STAY_MS
  const visit = { id: 'v', stationId: near.id, stationName: near.name, enteredAt, leftAt: null }
  const visits = [{ ...visit, byDoor: true, byPhone: true }]
  server.answers['stations.myVisits'] = { visits, hasMore: false }
  await home()
  await expect.poll(text).toContain('918')
  expect(text()).not.toContain('正在')
})

it('what was there last time is there at once, before anything is asked', async () => {
  server.answers['reports.mine'] = { reports: [report({ asked: true })], hasMore: false }
  const first = await home()
  await expect.poll(text).toContain('回答工作人员')
  first.close()
  server.isDown = true
  await openPage('/', { holder: rider })
  expect(text()).toContain('回答工作人员')
  expect(text()).toContain('今天江汉区 3 处已修好')
})

it('a visitor reads in three steps what this is, and sees what was mended', async () => {
  const page = await home(null)
  expect(text()).toContain('路上的坑、堵、脏，拍一张，街道来修')
  expect(text()).toMatch(/拍 ?随手拍一张.*修 ?街道去修好.*换 ?攒积分换礼/)
  await expect.poll(text).toContain('安全隐患 · 5 小时修好')
  expect(text()).toContain('民意街街道 永丰社区')
  expect([...document.querySelectorAll('.mended img')].map(img => img.getAttribute('alt')))
    .toEqual(['修前', '修后'])
  expect([hrefOf('附近驿站'), hrefOf('积分商城')]).toEqual(['/stations', '/mall'])
  expect(hrefOf('用手机号登录')).toBe('/sign-in')
  await page.router.push('/report')
  expect(page.router.currentRoute.value.name).toBe('capture')
})

it('a tap on what was mended shows before and after as one large picture, and back closes it', async () => {
  await home(null)
  await expect.poll(text).toContain('安全隐患 · 5 小时修好')
  document.querySelector<HTMLButtonElement>('.mended__pair')!.click()
  const shown = () => document.querySelector('dialog[open]')
  await expect.poll(() => shown()?.querySelector('input[type=range]') ?? null).not.toBeNull()
  expect(shown()!.textContent).toMatch(/安全隐患 · 5 小时修好.*民意街街道 永丰社区/)
  expect(history.state).toMatchObject({ over: true })
  window.dispatchEvent(new PopStateEvent('popstate'))
  await expect.poll(shown).toBeNull()
})

it('where nothing was mended yet the strip says so', async () => {
  server.answers['reports.mended'] = { ...mended, today: 0, week: 0, pairs: [] }
  await home(null)
  await expect.poll(text).toContain('还没有，第一处等你来拍')
})

it('where nobody answers the strip says why, and shows what was there before', async () => {
  server.isDown = true
  const first = await home(null)
  await expect.poll(text).toContain('连不上网络')
  first.close()
  server.isDown = false
  const second = await home(null)
  await expect.poll(text).toContain('5 小时修好')
  second.close()
  server.isDown = true
  await home(null)
  await expect.poll(text).toContain('5 小时修好')
})

it('a keeper sees first what the station needs', async () => {
  const supply = fault({ id: crypto.randomUUID(), kind: 'supply', supply: 'tissues' })
  server.answers['mall.desk'] = {
    stations: [{
      station: near,
      orders: [{ state: 'open' }, { state: 'open' }, { state: 'handedOver' }],
      shelf: [],
    }],
    keys: [],
  }
  server.answers['stations.desk'] = {
    stations: [{
      station: view(near, {
        supplies: { water: 'out', tissues: 'enough' },
        heads: { count: 8, countedAt: null },
        faults: [fault(), supply, fault({ id: crypto.randomUUID(), isMended: true })],
      }),
      today: { visits: 0, failures: 0, byHour: [] },
      flagged: [],
    }],
  }
  await home(me('keeper'))
  await expect.poll(text).toMatch(/2 ?待交付.*1 ?报修.*2 ?缺货.*8 ?站内/)
  expect(hrefOf('待交付')).toBe('/counter')
  expect(text().indexOf('待交付')).toBeLessThan(text().indexOf('随手拍'))
})

it.each(['staff', 'unit', 'admin'] as const)('%s sees the work first, in the set terms', async (role) => {
  server.answers['desk.reports'] = {
    reports: [],
    counts: { todo: 10, running: 4, done: 3, overdue: 20 },
    hasMore: false,
    asOf: 1,
  }
  await home(me(role))
  await expect.poll(text).toMatch(/10 ?待办 ?20 ?超时 ?4 ?办理中/)
  expect(hrefOf('去处理')).toBe('/desk')
  expect(text()).not.toContain('扫码进站')
})

it('every module has a tile, with what is new in red', async () => {
  await home()
  await expect.poll(() => link(/^消息 ?2$/)).toBeTruthy()
  for (const name of ['我的上报', '我的兑换', '进站记录']) expect(hrefOf(name)).toBeTruthy()
})
