// @vitest-environment dom
import type { StationBook } from '#shared/doors/schemas.ts'
import type { Answer } from '#shared/queries.ts'
import type { PhoneServer } from '../../../../support/client/page.ts'
import { nudge } from '#client/sync/http/nudges.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { expect, it } from 'vitest'
import {
  freshPhone,
  me,
  openPage,
  savedTexts,
  settled,
  submit,
  tap,
  text,
  type,
} from '../../../../support/client/page.ts'
import { all, far, near, view } from '../some-stations.ts'

const admin = me('admin', { areaId: '4201' })
const MINUTE_MS = 60_000
const row = ({ id, number, name }: typeof near): StationBook['stations'][number] => ({
  id,
  number,
  name,
  kind: 'community',
  address: '测试路 1 号',
  areaName: '江汉区 · 花楼街道',
  state: 'open',
  keepers: ['何站长'],
  kiosks: 1,
  visitsToday: 2,
  visitsWeek: 9,
})
const book = (changes: Partial<StationBook> = {}): StationBook => ({
  totals: { stations: 620, open: 239, doubtful: 1, visitsToday: 12, visitsWeek: 1397, visitsAll: 3294 },
  districts: [{ areaId: '420103', name: '江汉区', stations: 62, visitsWeek: 1883 }],
  stations: [{ ...row(near), areaId: '420103006' }, { ...row(far), areaId: '420106001' }],
  kiosks: [],
  invites: [],
  suspended: [],
  ...changes,
})
const kiosk = (at: number, more: Partial<StationBook['kiosks'][number]> = {}) => ({
  id: `01900000-0000-7000-8000-000000000a${String(at).padStart(2, '0')}`,
  stationId: near.id,
  stationName: near.name,
  label: `平板${at}`,
  pairedAt: Date.now() - 86_400_000,
  seenAt: Date.now(),
  ...more,
})
const invite = (leftMs: number) => ({
  id: crypto.randomUUID(),
  stationId: near.id,
  stationName: near.name,
  label: '前门平板',
  code: '43308150',
  until: Date.now() + leftMs,
})
const sleeper = {
  accountId: '01900000-0000-7000-8000-0000000bb001',
  name: '周阿婆',
  until: Date.parse('2027-01-01T00:00:00+08:00'),
  words: '在站内抽烟',
}

let server: PhoneServer
freshPhone(
  () => ({ 'identity.me': admin, 'stations.book': book(), 'stations.all': all }),
  given => (server = given),
)

const open = async () => {
  const page = await openPage('/console/stations/doors', { holder: admin })
  await expect.poll(text).toContain('全市驿站')
  return page
}
const becomes = (changes: Partial<StationBook>) => server.acceptTo({ 'stations.book': book(changes) })
const choose = async (name: string) => {
  document.querySelector<HTMLButtonElement>('form[aria-label=配对平板] .pick-cell')!.click()
  await settled()
  ;[...document.querySelectorAll<HTMLButtonElement>('.pick-list button')]
    .find(each => each.textContent?.includes(name))!
    .click()
  await settled()
}

it('totals of the city and of each district, thousands apart', async () => {
  await open()
  expect(text()).toMatch(/现在开放239可能未开放1今天进站12七天进站1,397/)
  expect(text()).toMatch(/江汉区621,883/)
})

it('a one-time code is made for a station, shown in two groups, and counts down', async () => {
  await open()
  await submit('form[aria-label=配对平板]')
  expect(text()).toContain('请选择驿站')
  await choose('花楼驿站')
  becomes({ invites: [invite(10 * MINUTE_MS)] })
  await submit('form[aria-label=配对平板]')
  await expect.poll(text).toContain('花楼驿站 · 前门平板43308150')
  expect([...document.querySelectorAll('.invite__code span')].map(each => each.textContent)).toEqual([
    '4330',
    '8150',
  ])
  const left = () => document.querySelector('.invite__left')!.textContent!
  expect(left()).toMatch(/^(?:10:00|9:5\d)$/)
  const before = left()
  await expect.poll(left).not.toBe(before)
  expect(server.commands).toMatchObject([
    { name: 'stations.inviteKiosk', input: { stationId: near.id, label: '门口平板' } },
  ])
  expect(savedTexts()).toBe(0)
})

it('a code whose ten minutes are over is not shown', async () => {
  // The phone knows the server's clock to three seconds only, if its answers take long.
  server.answers['stations.book'] = book({ invites: [invite(-5_000)] })
  await open()
  expect(text()).not.toContain('4330')
})

it('a new code never seems to hold longer than its ten minutes', async () => {
  server.answers['stations.book'] = book({ invites: [invite(11 * MINUTE_MS)] })
  await open()
  expect(document.querySelector('.invite__left')?.textContent).toBe('10:00')
})

it('a code lives by the server’s clock, whatever the phone’s says', async () => {
  server.aheadMs = -20 * MINUTE_MS
  server.answers['stations.book'] = book({ invites: [invite(-15 * MINUTE_MS)] })
  await open()
  const left = () => document.querySelector('.invite__left')?.textContent
  await expect.poll(left).toMatch(/^(?:5:0[0-3]|4:5\d)$/)
})

it('an unsent pairing code keeps station and name over a reload; retried, it is a new one', async () => {
  const before = await open()
  await choose('后湖驿站')
  await type('form[aria-label=配对平板] input', '大门平板')
  server.isDown = true
  await submit('form[aria-label=配对平板]')
  await expect.poll(text).toContain('没有收到回应，可能没有发出去')
  before.close()
  server.isDown = false
  await open()
  expect(document.querySelector('form[aria-label=配对平板]')!.textContent).toContain('后湖驿站')
  expect(document.querySelector<HTMLInputElement>('form[aria-label=配对平板] input')!.value).toBe('大门平板')
  server.decide = () => ({ status: 'refused', refusal: { code: 'stations.idTaken' } })
  await submit('form[aria-label=配对平板]')
  server.decide = () => ({ status: 'accepted', result: {} })
  await submit('form[aria-label=配对平板]')
  const ids = server.commands.map(({ input }) => (input as { inviteId: string }).inviteId)
  expect(new Set(ids).size).toBe(2)
})

it('unpairing asks twice, and says why when it cannot be done', async () => {
  server.answers['stations.book'] = book({ kiosks: [kiosk(1)] })
  await open()
  expect(text()).not.toContain('解除配对')
  document.querySelector<HTMLButtonElement>('.kiosk')!.click()
  await settled()
  await tap('解除配对')
  expect(text()).toContain('平板立即停用，再次使用须现场重新配对')
  expect(server.commands).toEqual([])
  await tap('先不')
  expect(text()).not.toContain('平板立即停用')
  await tap('解除配对')
  server.isDown = true
  await tap('解除配对')
  await expect.poll(text).toContain('没有收到回应，可能没有发出去')
  server.isDown = false
  becomes({})
  await tap('解除配对')
  await expect.poll(text).toContain('门口平板 0')
  expect(server.commands.map(({ name, input }) => [name, input])).toEqual([
    ['stations.unpair', { kioskId: kiosk(1).id }],
  ])
})

it('the kiosk silent longest stands first, twenty at a time, and is found by its station', async () => {
  const kiosks = Array.from({ length: 25 }, (_, at) => kiosk(at, { seenAt: Date.now() - at * 3 * 3_600_000 }))
  server.answers['stations.book'] = book({
    kiosks: [...kiosks, kiosk(99, { stationName: '后湖驿站', seenAt: null })],
  })
  await open()
  expect(document.querySelectorAll('.kiosk')).toHaveLength(20)
  expect(document.querySelector('.kiosk')!.textContent).toContain('后湖驿站 · 平板99还没有连上过')
  expect(document.querySelectorAll('.kiosk')[1]!.textContent).toContain('可能断电或断网')
  await tap('查看更多')
  expect(document.querySelectorAll('.kiosk')).toHaveLength(26)
  await type('[aria-label=按驿站名字找平板]', '后湖')
  await settled()
  expect(document.querySelectorAll('.kiosk')).toHaveLength(1)
  await type('[aria-label=按驿站名字找平板]', '没有这个')
  await settled()
  expect(text()).toContain('没有叫这个名字的。')
})

it('the search stays while it is in use, though fewer kiosks are left than need one', async () => {
  const kiosks = Array.from({ length: 9 }, (_, at) => kiosk(at))
  server.answers['stations.book'] = book({ kiosks })
  await open()
  await type('[aria-label=按驿站名字找平板]', '没有这个')
  await expect.poll(text).toContain('没有叫这个名字的。')
  server.answers['stations.book'] = book({ kiosks: kiosks.slice(1) })
  nudge(['stations.book'])
  await expect.poll(text).toContain('门口平板 8')
  await type('[aria-label=按驿站名字找平板]', '')
  await expect.poll(() => document.querySelectorAll('.kiosk').length).toBe(8)
})

it('somebody is suspended by phone until a day, told why it failed, and taken back by one tap', async () => {
  const before = await open()
  await type('form[aria-label=暂停进站] input[type=tel]', '13800000002')
  await type('form[aria-label=暂停进站] input[type=date]', dayOf(Date.now()))
  await submit('form[aria-label=暂停进站]')
  expect(text()).toContain('请写明原因（本人可见）')
  await type('form[aria-label=暂停进站] textarea', '在站内抽烟')
  server.isDown = true
  await submit('form[aria-label=暂停进站]')
  await expect.poll(text).toContain('没有收到回应，可能没有发出去')
  before.close()
  server.isDown = false
  await open()
  expect(document.querySelector<HTMLTextAreaElement>('form[aria-label=暂停进站] textarea')!.value).toBe('在站内抽烟')
  becomes({ suspended: [sleeper] })
  await submit('form[aria-label=暂停进站]')
  await expect.poll(text).toContain('周阿婆在站内抽烟到 ')
  expect(text()).toMatch(/到 (?:2026年)?12月31日/)
  expect(server.commands).toMatchObject([
    { name: 'stations.suspend', input: { phone: '13800000002', words: '在站内抽烟' } },
  ])
  expect(savedTexts()).toBe(0)
  becomes({})
  await tap('解除')
  await expect.poll(text).not.toContain('周阿婆')
  expect(server.commands.at(-1)).toMatchObject({
    name: 'stations.unsuspend',
    input: { accountId: sleeper.accountId },
  })
})

it('the book is the admins’ alone', async () => {
  server.answers['identity.me'] = me('keeper')
  await openPage('/organiser/stations', { holder: me('keeper') })
  expect(text()).toContain('这里是社区工作人员、处置单位和市级管理员的页面')
})

const rows = () => [...document.querySelectorAll('tbody tr')].map(({ textContent }) => textContent.trim())
it('every station is in the table, found by number, name or street, sorted by what one taps', async () => {
  const { router } = await openPage('/console/stations', { holder: admin })
  await expect.poll(rows).toHaveLength(2)
  await type('input[type=search]', '5')
  await expect.poll(rows).toEqual([expect.stringContaining(far.name)])
  await type('input[type=search]', '没有')
  await expect.poll(text).toContain('没有符合的')
  await type('input[type=search]', '')
  await router.push('/console/stations/list?area=420103')
  await expect.poll(rows).toEqual([expect.stringContaining(near.name)])
  await router.push('/console/stations?sort=-number')
  await expect.poll(() => rows()[0]).toContain(far.name)
  expect(document.querySelector('th[aria-sort]')?.textContent).toContain('编号')
})

const detail = (changes: Partial<Answer<'stations.detail'>> = {}): Answer<'stations.detail'> => ({
  station: view(near, { phone: '13800008001' }),
  areaId: '420103006',
  basicsAt: 0,
  changed: {},
  keepers: [],
  ...changes,
})

it('an admin says whom people call at a station, in words when it is no number', async () => {
  server.answers['stations.detail'] = detail()
  await openPage(`/console/stations/list/${near.id}`, { holder: admin })
  await expect.poll(() => document.querySelector<HTMLInputElement>('form[aria-label=联系电话] input')?.value)
    .toBe('13800008001')
  await type('form[aria-label=联系电话] input', '8588 0000')
  await submit('form[aria-label=联系电话]')
  expect(text()).toContain('请填 11 位手机号，或带区号的座机')
  await type('form[aria-label=联系电话] input', '027-8588 0000')
  await submit('form[aria-label=联系电话]')
  const seen = { phone: 0 }
  expect(server.commands.map(({ input }) => input))
    .toEqual([{ stationId: near.id, phone: '02785880000', seen }])
  await type('form[aria-label=联系电话] input', '')
  await submit('form[aria-label=联系电话]')
  await expect.poll(() => server.commands.at(-1)?.input).toEqual({ stationId: near.id, phone: null, seen })
})

it('hours are set from its row, and what an alert adds to them is shown', async () => {
  const soon = Date.now() + 3_600_000
  const longer = [{ areaId: '420103', from: 0, until: soon, opens: 360, closes: 1380 }]
  server.answers['stations.detail'] = detail({ station: view(near, { longer }), changed: { hours: 7 } })
  await openPage(`/console/stations/list/${near.id}`, { holder: admin })
  await expect.poll(text).toMatch(/临时延长到.*每天 06:00–23:00/)
  await tap('修改开放时间')
  await submit('form[aria-label=开放时间]')
  expect(server.commands).toMatchObject([{ name: 'stations.keep', input: { seen: { hours: 7 }, hours: {} } }])
  await expect.poll(() => document.querySelector('form[aria-label=开放时间]')).toBeNull()
})

it('staff see who keeps it and its tablets, and neither give posts nor pair', async () => {
  server.answers['stations.detail'] = detail({ keepers: [{
    id: crypto.randomUUID(),
    accountId: crypto.randomUUID(),
    name: '何站长',
    from: 0,
    until: null,
    reason: '',
    givenBy: null,
    mayEnd: false,
  }] })
  server.answers['stations.book'] = book({ kiosks: [kiosk(1)] })
  server.answers['identity.me'] = me('staff')
  await openPage(`/console/stations/list/${near.id}`, { holder: me('staff') })
  await expect.poll(() => document.querySelector('ul[aria-label=驿站管理员]')?.textContent).toContain('何站长')
  expect(text()).toMatch(/门口平板\s*平板1连接正常/)
  expect(text()).not.toMatch(/任命管理员|结束岗位|配对码|解除配对|平板与进站/)
})
