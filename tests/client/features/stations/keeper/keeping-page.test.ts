// @vitest-environment dom
import type { PhoneServer } from '../../../../support/client/page.ts'
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
import { far, near } from '../some-stations.ts'
import { desk, kept } from './some-desk.ts'

const keeper = me('keeper')
let server: PhoneServer
freshPhone(() => ({ 'identity.me': keeper, 'stations.desk': desk(kept()) }), given => server = given)

const open = async () => {
  const page = await openPage('/keeping', { holder: keeper })
  await expect.poll(text).toContain('花楼驿站')
  return page
}
/** From now on the server accepts, and its desk tells of a station like this. */
const becomes = (...next: Parameters<typeof kept>) =>
  server.acceptTo({ 'stations.desk': desk(kept(...next)) })
const said = () => server.commands.map(({ name, input }) => [name, input])
const shelf = (name: string) => [
  ...document.querySelector(`[role=group][aria-label=${name}]`)!.querySelectorAll('button'),
]
const pressed = (name: string) =>
  shelf(name)
    .filter(each => each.getAttribute('aria-pressed') === 'true')
    .map(each => each.textContent!.trim())

it('a station is closed with words that everybody reads, and opened again by one tap', async () => {
  await open()
  expect(text()).toContain('有人值守，全天开放')
  await tap('临时关闭')
  await submit('form[aria-label=临时关闭]')
  expect(text()).toContain('请写几个字说明，大家会看到')
  expect(server.commands).toEqual([])
  await type('form[aria-label=临时关闭] textarea', ' 停水，三点开 ')
  becomes({ shut: '停水，三点开' })
  await submit('form[aria-label=临时关闭]')
  await expect.poll(text).toContain('站长临时关站：停水，三点开')
  becomes()
  await tap('重新开门')
  await expect.poll(text).toContain('有人值守，全天开放')
  expect(said()).toEqual([
    ['stations.keep', { stationId: near.id, shut: { words: '停水，三点开' } }],
    ['stations.keep', { stationId: near.id, shut: null }],
  ])
  expect(savedTexts()).toBe(0)
})

it('without a network closing says so, and its words are there after a reload', async () => {
  const before = await open()
  await tap('临时关闭')
  await type('form[aria-label=临时关闭] textarea', '停电')
  server.isDown = true
  await submit('form[aria-label=临时关闭]')
  await expect.poll(text).toContain('没有收到回应，可能没有发出去')
  before.close()
  server.isDown = false
  await open()
  expect(document.querySelector<HTMLTextAreaElement>('form[aria-label=临时关闭] textarea')?.value).toBe('停电')
  await tap('先不关')
  expect(document.querySelector('form[aria-label=临时关闭]')).toBeNull()
  expect(savedTexts()).toBe(0)
})

it('whoever has tried the door says that it is fine, and the doubt is gone', async () => {
  server.answers['stations.desk'] = desk(kept({ isDoubtful: true }))
  await open()
  expect(text()).toContain('先后有两个人没能进门')
  becomes()
  await tap('我试过了，门没问题')
  await expect.poll(text).toContain('有人值守，全天开放')
  expect(text()).not.toContain('门没问题')
  expect(said()).toEqual([['stations.keep', { stationId: near.id, isDoorFine: true }]])
})

it('a doubt about a station that is closed is told too', async () => {
  server.answers['stations.desk'] = desk(kept({ isDoubtful: true, shut: '停电' }))
  await open()
  expect(text()).toContain('站长临时关站：停电')
  expect(text()).toContain('先后有两个人没能进门')
  expect(text()).toContain('我试过了，门没问题')
})

it('heads are counted by steps or typed, an impossible count is refused, the estimate returns', async () => {
  server.answers['stations.desk'] = desk(kept({ heads: { count: 12, countedAt: null } }))
  await open()
  expect(text()).toContain('站内 12 人按进站记录估计')
  await tap('多一人')
  await tap('多一人')
  await tap('少一人')
  const field = () => document.querySelector<HTMLInputElement>('[aria-label=数到几人]')!
  expect(field().value).toBe('13')
  await type('[aria-label=数到几人]', '')
  await settled()
  expect(field().value).toBe('') // Whoever rubs out the number is about to type another.
  await submit('form[aria-label=站内人数]')
  expect(text()).toContain('请填 0 到 500 的整数')
  await type('[aria-label=数到几人]', '501')
  await submit('form[aria-label=站内人数]')
  expect(text()).toContain('请填 0 到 500 的整数')
  expect(server.commands).toEqual([])
  await type('[aria-label=数到几人]', '7')
  becomes({ heads: { count: 7, countedAt: Date.now() } })
  await submit('form[aria-label=站内人数]')
  await expect.poll(text).toContain('站内 7 人刚刚数过')
  expect(said()).toEqual([['stations.keep', { stationId: near.id, heads: 7 }]])
})

it('supplies have three levels, one tap each; offline the level stays, and that is said', async () => {
  await open()
  expect(text()).toContain('物资 · 5 分钟前更新')
  expect(shelf('纸巾').map(each => each.textContent!.trim())).toEqual(['充足', '不多了', '没有了'])
  expect([pressed('饮用水'), pressed('纸巾'), pressed('药品')]).toEqual([['没有了'], ['充足'], []])
  becomes({ supplies: { water: 'out', tissues: 'low' }, suppliesAt: Date.now() })
  shelf('纸巾')[1]!.click()
  await expect.poll(text).toContain('物资 · 刚刚更新')
  expect(pressed('纸巾')).toEqual(['不多了'])
  expect(said()).toEqual([['stations.keep', { stationId: near.id, supplies: { tissues: 'low' } }]])
  server.isDown = true
  shelf('纸巾')[2]!.click()
  await expect
    .poll(() => document.querySelector('[role=group][aria-label=纸巾]')!.textContent)
    .toContain('没有收到回应，可能没有发出去')
  expect(pressed('纸巾')).toEqual(['不多了'])
})

it('the notice is saved when it was changed, kept over a reload, and taken off by emptying it', async () => {
  server.answers['stations.desk'] = desk(kept({ notice: '热水在左手边' }))
  const field = () => document.querySelector<HTMLTextAreaElement>('form[aria-label=公告与照片] textarea')!
  const before = await open()
  expect(field().value).toBe('热水在左手边')
  expect(text()).not.toContain('保存公告与照片')
  await type('form[aria-label=公告与照片] textarea', '下午理发')
  server.isDown = true
  await submit('form[aria-label=公告与照片]')
  await expect.poll(text).toContain('没有收到回应，可能没有发出去')
  before.close()
  server.isDown = false
  await open()
  expect(field().value).toBe('下午理发')
  await type('form[aria-label=公告与照片] textarea', '')
  becomes()
  await submit('form[aria-label=公告与照片]')
  await expect.poll(text).not.toContain('保存公告与照片')
  expect(said()).toEqual([['stations.keep', { stationId: near.id, notice: '' }]])
  expect(savedTexts()).toBe(0)
})

it('shows today by the hour, what to look at twice, and whether the tablets are heard of', async () => {
  server.answers['stations.desk'] = desk(
    kept(
      {},
      {
        today: {
          visits: 3,
          failures: 1,
          byHour: Array.from({ length: 24 }, (_, hour) => (hour === 9 ? 2 : hour === 20 ? 1 : 0)),
        },
        flagged: [{ visitId: crypto.randomUUID(), at: Date.now(), flag: 'twoPlaces' }],
        kiosks: [
          { id: crypto.randomUUID(), label: '前门平板', seenAt: Date.now() },
          { id: crypto.randomUUID(), label: '后门平板', seenAt: Date.now() - 5 * 3_600_000 },
        ],
      },
    ),
  )
  await open()
  expect(text()).toContain('今天进站 3 次，没开成 1 次')
  expect(document.querySelector('svg[role=img][aria-label*=点]')?.getAttribute('aria-label')).toBe(
    '9 点 2 次，20 点 1 次',
  )
  expect(text()).toContain('同一个人几分钟内也进了另一个驿站')
  expect(text()).toMatch(/前门平板连接正常.*后门平板5 小时前之后没有连上/)
})

it('a keeper of two says which one they mean, and it is the same on every page of theirs', async () => {
  server.answers['stations.desk'] = desk(kept(), kept({ id: far.id, name: far.name }))
  await open()
  await tap('当前驿站花楼驿站')
  document.querySelectorAll<HTMLButtonElement>('.pick-list button')[1]!.click()
  await expect.poll(text).toContain('当前驿站后湖驿站')
  await tap('多一人')
  await submit('form[aria-label=站内人数]')
  expect(said()).toMatchObject([['stations.keep', { stationId: far.id }]])
})

it('the keeper says whom people call, on the number that was shown', async () => {
  server.answers['stations.desk'] = desk(kept({ phone: '13800008001' }, { changed: { phone: 7 } }))
  await open()
  await type('form[aria-label=联系电话] input', '')
  await submit('form[aria-label=联系电话]')
  expect(said()).toEqual([['stations.keep', { stationId: near.id, phone: null, seen: { phone: 7 } }]])
})

it('who keeps nothing, and who is no keeper, are told so', async () => {
  server.answers['stations.desk'] = desk()
  const page = await openPage('/keeping', { holder: keeper })
  await expect.poll(text).toContain('还没有归你管的驿站，请联系市级管理员')
  page.close()
  server.answers['identity.me'] = me('courier')
  await openPage('/keeping', { holder: me('courier') })
  expect(text()).toContain('这里是驿站管理员的页面')
})
