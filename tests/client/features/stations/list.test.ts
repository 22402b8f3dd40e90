// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { beforeEach, expect, it } from 'vitest'
import { freshPhone, me, openPage, tap, text, type } from '../../../support/client/page.ts'
import { all, closed, here, many, near, shut } from './some-stations.ts'

const rider = me('courier')
let server: PhoneServer
freshPhone(
  () => ({ 'identity.me': rider, 'stations.all': all, 'stations.heads': { 1: 3 } }),
  given => (server = given),
)

/** The phone says where it is, or that it may not. */
function standAt(place: typeof here | null) {
  Object.defineProperties(navigator, {
    permissions: {
      configurable: true,
      value: { query: async () => ({ state: place ? 'granted' : 'prompt' }) },
    },
    geolocation: {
      configurable: true,
      value: {
        getCurrentPosition: (found: PositionCallback, failed: () => void) =>
          place ? found({ coords: place, timestamp: Date.now() } as GeolocationPosition) : failed(),
      },
    },
  })
}
beforeEach(() => standAt(here))

const open = (at = '/stations') => openPage(at, { holder: rider })
const names = () => [...document.querySelectorAll('.station__name')].map(each => each.textContent)
const facilities = () =>
  [...document.querySelectorAll('.facilities')].map(each => each.getAttribute('aria-label'))

it('without a place the open ones come first; a tap asks where the phone is', async () => {
  standAt(null)
  await open()
  await expect.poll(names).toEqual(['后湖驿站', '花楼驿站', '水塔驿站', '满春驿站', '民意驿站'])
  await tap('离我近的在前')
  expect(text()).toContain('拿不到位置，请在手机设置里允许定位')
  standAt(here)
  await tap('离我近的在前')
  await expect.poll(names).toEqual(['花楼驿站', '民意驿站', '水塔驿站', '满春驿站', '后湖驿站'])
})

it('each says how far it is, whether it opens, what it has and how many are about inside', async () => {
  await open()
  await expect.poll(text).toContain('花楼驿站开放全天开放330 米 · 步行 6 分钟 · 站内约 3 人')
  expect(facilities()[0]).toBe('饮水、厕所、积分兑换')
  expect(text()).toContain('民意驿站关闭近期不开门670 米 · 步行 12 分钟')
  expect(text()).toContain('水塔驿站可能未开放24 小时扫码进站1.0 公里 · 骑行 5 分钟')
  expect(text()).toContain('满春驿站关闭水管坏了1.3 公里 · 骑行 7 分钟')
})

it('a phone whose clock is three days off says what is open by the server’s', async () => {
  const today = dayOf(Date.now() + 3 * DAY_MS)
  const week = Array.from({ length: 7 }, () => null)
  const exceptions = [{ day: today, span: [0, 1440] as [number, number], words: '' }]
  const openToday = { ...closed, exceptions }
  server.answers['stations.all'] = { ...all, weeks: [all.weeks[0]!, week], stations: [openToday] }
  server.aheadMs = 3 * DAY_MS
  await open()
  await expect.poll(text).toContain('民意驿站开放')
})

it('is filtered by needs, name and street; the filter is there again on the way back', async () => {
  const page = await open()
  await expect.poll(names).toHaveLength(5)
  await tap('厕所')
  await expect.poll(names).toEqual([near.name])
  expect(page.router.currentRoute.value.query).toEqual({ need: 'toilet' })
  await tap('厕所')
  await tap('只看开着的')
  await expect.poll(names).toEqual(['花楼驿站', '后湖驿站'])
  await type('input[type=search]', '后湖 大道')
  await expect.poll(names).toEqual(['后湖驿站'])
  const { fullPath } = page.router.currentRoute.value
  page.close()
  await open(fullPath)
  await expect.poll(names).toEqual(['后湖驿站'])
})

it('where none fits it says what to do, and one tap shows all again', async () => {
  await open('/stations?need=microwave')
  await expect.poll(text).toContain('没有符合的驿站，去掉一个条件或换个词再找')
  await tap('看全部驿站')
  await expect.poll(names).toHaveLength(5)
})

it('shows twenty of 620 at a time, the nearest first', async () => {
  server.answers['stations.all'] = many(620)
  await open()
  await expect.poll(names).toHaveLength(20)
  expect(names()[0]).toBe('第1驿站')
  await tap('查看更多')
  expect(names()).toHaveLength(40)
})

it('once seen, the list is there without a network, with its age, and knows what is open', async () => {
  (await open()).close()
  server.isDown = true
  await open()
  await expect.poll(text).toContain('刚刚的内容')
  expect(names()).toEqual(['花楼驿站', '民意驿站', '水塔驿站', '满春驿站', '后湖驿站'])
  await tap('只看开着的')
  expect(names()).not.toContain(closed.name)
  expect(names()).not.toContain(shut.name)
})

it('never seen and without a network it says so, and tries again', async () => {
  server.isDown = true
  await open()
  await expect.poll(text).toContain('连不上网络')
  server.isDown = false
  await tap('再试一次')
  await expect.poll(names).toHaveLength(5)
})

it('a city without stations says so', async () => {
  server.answers['stations.all'] = { stations: [], weeks: [] }
  await open()
  await expect.poll(text).toContain('城里还没有开驿站')
})

it('a station with a heart is found among one’s own, on this phone, also after a reload', async () => {
  const page = await open()
  await expect.poll(names).toHaveLength(5)
  ;[...document.querySelectorAll<HTMLButtonElement>('button[aria-label=收藏]')][1]!.click()
  page.close()
  await open('/stations?mine=1')
  await expect.poll(names).toEqual(['民意驿站'])
  expect(document.querySelector('button[aria-label=收藏]')!.getAttribute('aria-pressed')).toBe('true')
  await tap('收藏')
  await expect.poll(names).toHaveLength(5) // Without any there is nothing to narrow the list to.
})
