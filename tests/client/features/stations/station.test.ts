// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { nudge } from '#client/sync/http/nudges.ts'
import { expect, it, vi } from 'vitest'
import { choose, freshPhone, me, openPage, settled, tap, text, type } from '../../../support/client/page.ts'
import { all, closed, doubtful, fault, near, shut, view } from './some-stations.ts'

vi.mock('#client/photos/prepare-photo.ts', () => ({
  preparePhotos: async () => ({ prepared: [{ hash: PICTURE, bytes: new ArrayBuffer(3) }], troubles: [] }),
}))
const PICTURE = 'ab'.repeat(32)
/** A picture is picked from the album. */
async function pick() {
  const input = document.querySelector<HTMLInputElement>('.photo-cell input')!
  Object.defineProperty(input, 'files', { value: [new Blob(['x'])] })
  input.dispatchEvent(new Event('change'))
  await settled()
}
const rider = me('courier')
let server: PhoneServer
freshPhone(
  () => ({
    'identity.me': rider,
    'stations.all': all,
    'stations.heads': {},
    'stations.one': ({ stationId }: { stationId: string }) =>
      all.stations.filter(({ id }) => id === stationId).map(row => view(row))[0],
  }),
  given => (server = given),
)

const open = (id: string) => openPage(`/stations/${id}`, { holder: rider })
const holdCommands = () => (server.decide = () => ({ status: 'retry', afterMs: 60_000 }))
const linkTo = (words: string) =>
  [...document.querySelectorAll('a')].find(each => each.textContent?.includes(words))?.getAttribute('href')

it('says if it is open and why, what it has and lacks, as of when, and where to redeem', async () => {
  server.answers['stations.one'] = view(near, {
    notice: '热水 20:00 后停',
    heads: { count: 4, countedAt: Date.now() - 300_000 },
    faults: [
      fault({ answer: '明天来修' }),
      fault({ id: crypto.randomUUID(), kind: 'dirty', isMended: true }),
    ],
  })
  await open(near.id)
  await expect.poll(text).toContain('开着 · 有人值守，全天开放')
  expect(text()).toContain('站内约 4 人 · 5 分钟前')
  expect(text()).toContain('10 分钟前有人扫码进过门')
  expect(text()).toContain('站长说 热水 20:00 后停')
  expect(text()).toMatch(/物资 · 5 分钟前更新 ?饮用水没有了纸巾充足/)
  expect(text()).toContain('充电故障 1 小时前报的站长：明天来修在处理')
  expect(text()).toMatch(/不干净 1 小时前报的 ?已修好/)
  expect(text()).toContain('今天全天每天全天')
  expect(linkTo('这里能换的商品')).toContain(`station=${near.id}`)
})

it.each([
  [closed, '现在关着 · 近期不开门'],
  [doubtful, '可能没开门 · 刚有两位没进去，已通知站长'],
  [shut, '现在关着 · 站长临时关站：水管坏了'],
])('%o offers the nearest that is open', async (station, why) => {
  await open(station.id)
  await expect.poll(text).toContain(why)
  await expect.poll(text).toMatch(/去(?:花楼|后湖)驿站 开着，离这里/)
})

it('a station that was only seen in the list is there without a network', async () => {
  const list = await openPage('/stations', { holder: rider })
  await expect.poll(text).toContain('花楼驿站')
  list.close()
  server.isDown = true
  await open(near.id)
  await expect.poll(text).toContain('有人值守')
  expect(text()).toContain('刚刚的内容')
  expect(text()).not.toContain('站内约')
})

it('a broken thing is chosen and then reported, waits offline, and is shown once it is there', async () => {
  holdCommands()
  const page = await open(near.id)
  await expect.poll(text).toContain('有人值守')
  await tap('报修')
  choose('门打不开')
  await settled()
  expect(page.outbox.items).toEqual([])
  await tap('提交')
  await expect.poll(text).toContain('已保存，正在发给站长')
  await expect.poll(text).toMatch(/门打不开 ?已保存 · (?:待发送|发送中)/)
  const [item] = page.outbox.items
  expect(item?.envelope).toMatchObject({
    name: 'stations.reportFault',
    input: { stationId: near.id, kind: 'door', words: '' },
  })
  expect(item?.envelope.input).not.toHaveProperty('supply')
  const { faultId } = item!.envelope.input as { faultId: string }
  page.close()
  server.answers['stations.one'] = view(near, { faults: [fault({ id: faultId, kind: 'door' })] })
  await open(near.id)
  await expect.poll(text).toContain('已报给站长')
  expect(text().split('门打不开')).toHaveLength(2)
})

it('an empty shelf is told by one tap, and the station’s page alone says what became of it', async () => {
  const page = await open(near.id)
  await expect.poll(text).toContain('有人值守')
  server.decide = ({ input }) => {
    const { faultId } = input as { faultId: string }
    const faults = [fault({ id: faultId, kind: 'supply', supply: 'water' })]
    server.answers['stations.one'] = view(near, { faults })
    return { status: 'accepted', result: {} }
  }
  await tap('缺货')
  await tap('饮用水')
  await expect.poll(text).toMatch(/缺货：饮用水 ?1 小时前报的 ?已报给站长/)
  expect(server.commands.at(-1)).toMatchObject({
    name: 'stations.reportFault',
    input: { kind: 'supply', supply: 'water', words: '' },
  })
  expect(page.outbox.items).toEqual([])
  // Mended for a week it is listed no more.
  server.answers['stations.one'] = view(near)
  nudge(['stations.one'])
  await expect.poll(text).not.toContain('缺货：饮用水')
})

it('another problem needs words', async () => {
  await open(near.id)
  await expect.poll(text).toContain('有人值守')
  await tap('报修')
  await tap('提交')
  expect(text()).toContain('先选一样')
  choose('其他')
  await tap('提交')
  expect(text()).toContain('写一句是什么问题')
  expect(server.commands).toEqual([])
  await type('.fault__words input', '灯太暗')
  await tap('提交')
  await expect.poll(() => server.commands.at(-1)?.input).toMatchObject({ kind: 'other', words: '灯太暗' })
})

it('a report that was not taken says why', async () => {
  server.decide = () => ({ status: 'refused', refusal: { code: 'stations.unknown' } })
  await open(near.id)
  await expect.poll(text).toContain('有人值守')
  await tap('报修')
  choose('停电')
  await tap('提交')
  await expect.poll(text).toMatch(/停电 ?没有找到这个驿站，请重新选择。未通过/)
})

it('leads there by four maps', async () => {
  await open(near.id)
  await expect.poll(text).toContain('有人值守')
  await tap('导航')
  await expect.poll(() => ['高德地图', '腾讯地图', '百度地图', '苹果地图'].map(linkTo).every(Boolean)).toBe(true)
})

it('a poster’s number opens the station; a number that nobody has says so', async () => {
  const page = await openPage('/s/3', { holder: rider })
  await expect
    .poll(() => page.router.currentRoute.value)
    .toMatchObject({ name: 'station', params: { id: doubtful.id } })
  page.close()
  await openPage('/s/77', { holder: rider })
  await expect.poll(text).toContain('没有 77 号驿站，海报可能旧了')
  await settled()
})

it('its keeper is called by one tap, where there is a number', async () => {
  server.answers['stations.one'] = view(near, { phone: '02785880000' })
  await open(near.id)
  await expect.poll(text).toContain('打电话给站长 027-85880000')
  expect(linkTo('打电话给站长')).toBe('tel:02785880000')
})

it('a picture goes along with a fault, or with what is missing', async () => {
  holdCommands()
  const page = await open(near.id)
  await expect.poll(text).toContain('有人值守')
  for (const what of ['报修', '缺货']) {
    await tap(what)
    await pick()
    await expect.poll(() => document.querySelector('.photo-cell img')).not.toBeNull()
    if (what === '报修') {
      choose('停电')
      await tap('提交')
    }
    else {
      await tap('纸巾')
    }
    await settled()
  }
  expect(page.outbox.items.map(({ envelope }) => envelope.input)).toMatchObject([
    { kind: 'power', photo: PICTURE },
    { kind: 'supply', supply: 'tissues', photo: PICTURE },
  ])
  expect(await page.outbox.photoBytes(PICTURE)).toBeDefined()
  await tap('报修')
  await pick()
  await expect.poll(() => document.querySelector('.photo-cell img')).not.toBeNull()
  await tap('不要照片')
  choose('不干净')
  await tap('提交')
  await expect.poll(() => page.outbox.items).toHaveLength(3)
  expect(page.outbox.items.at(-1)?.envelope.input).not.toHaveProperty('photo')
})
