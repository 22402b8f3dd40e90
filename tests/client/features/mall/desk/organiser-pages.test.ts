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
  text,
  type,
} from '../../../../support/client/page.ts'

const admin = me('admin', { areaId: '4201' })
const station = {
  id: '01900000-0000-7000-8000-000000000a01',
  name: '桥头驿站',
  address: '测试路 1 号',
  latitude: 30.58,
  longitude: 114.27,
}
const item = {
  itemId: '01900000-0000-7000-8000-000000000b01',
  kind: 'goods',
  category: 'riding',
  name: '折叠伞',
  words: '',
  photo: null,
  price: 35,
  stations: [station.id],
  isListed: true,
  stock: [{ stationId: station.id, onHand: 5, reserved: 2, handedOver: 7 }],
}
const book = {
  items: [item],
  stations: [station],
  losses: [
    { id: 'l1', orderNumber: 31, itemName: '雨衣', stationName: '桥头驿站', count: 1, at: Date.now() },
  ],
  lossesInAll: 231,
}

let server: PhoneServer
let page: Awaited<ReturnType<typeof openPage>> | undefined
freshPhone(
  () => ({
    'identity.me': admin,
    'mall.book': book,
    'notices.mine': { notices: [], unread: 0, hasMore: false },
  }),
  given => (server = given),
)

it('the book shows stock, what waits and what is gone, and the losses first', async () => {
  page = await openPage('/organiser/mall', { holder: admin })
  await expect.poll(text).toContain('231 次重复交付，请核实')
  expect(text()).toContain('兑换 #31')
  const cells = [...document.querySelectorAll('tbody tr > *')].map(({ textContent }) => textContent.trim())
  expect(cells).toEqual(['折叠伞', '骑行', '35', '5', '2', '7', '1', '库存低'])
})

it('a refused or unreachable listing keeps every field, over a reload too, and is sent whole', async () => {
  page = await openPage(`/console/goods/${item.itemId}/edit`, { holder: admin })
  await expect.poll(() => document.querySelector<HTMLInputElement>('.van-field input')?.value).toBe('折叠伞')
  await type('.van-field input', '自动伞')
  server.isDown = true
  await submit()
  await expect.poll(text).toContain('没有收到回应，可能没有发出去')
  server.isDown = false
  server.decide = () => ({ status: 'refused', refusal: { code: 'stations.unknown' } })
  await submit()
  await expect.poll(text).toContain('没有找到这个驿站')
  page.close()
  page = await openPage(`/console/goods/${item.itemId}/edit`, { holder: admin })
  await expect.poll(() => document.querySelector<HTMLInputElement>('.van-field input')?.value).toBe('自动伞')
  server.decide = () => ({ status: 'accepted', result: {} })
  await submit()
  await expect.poll(() => page!.router.currentRoute.value.path).toBe(`/console/goods/${item.itemId}`)
  expect(server.commands.at(-1)).toMatchObject({
    name: 'mall.list',
    input: { itemId: item.itemId, name: '自动伞', price: 35, stations: [station.id] },
  })
  expect(savedTexts()).toBe(0)
})

it('a meal for a kindness keeps its words when the phone number is nobody\'s', async () => {
  server.answers['mall.book'] = {
    ...book,
    items: [{ ...item, kind: 'meal', category: 'meal', name: '爱心午餐' }],
  }
  server.decide = () => ({ status: 'refused', refusal: { code: 'points.accountUnknown' } })
  page = await openPage('/organiser/meal', { holder: admin })
  await expect.poll(text).toContain('爱心午餐') // The only meal is chosen already.
  await type('input[type=tel]', '13800000001')
  await type('textarea', '给王奶奶送药')
  await submit()
  expect(text()).toContain('请选择用餐驿站')
  document.querySelectorAll<HTMLButtonElement>('.pick-cell')[1]!.click()
  await settled()
  document.querySelector<HTMLButtonElement>('.pick-list button')!.click()
  await submit()
  await expect.poll(text).toContain('没有这个手机号的账号')
  expect(document.querySelector('textarea')?.value).toBe('给王奶奶送药')
  expect(server.commands).toMatchObject([
    { name: 'mall.giveMeal', input: { phone: '13800000001', stationId: station.id, words: '给王奶奶送药' } },
  ])
})

it('pages of organisers are closed to others', async () => {
  server.answers['identity.me'] = me('courier')
  page = await openPage(`/console/goods/${item.itemId}/edit`, { holder: me('courier') })
  await expect.poll(text).toContain('这里是社区工作人员、处置单位和市级管理员的页面')
  page.close()
  page = await openPage(`/organiser/mall/${item.itemId}/edit`, { holder: me('staff') })
  await expect.poll(text).toContain('这里是市级管理员的页面')
  expect(page.router.currentRoute.value.path).toBe(`/console/goods/${item.itemId}/edit`)
  page.close()
  page = await openPage('/organiser/mall', { holder: me('courier') })
  await expect.poll(text).toContain('这里是社区工作人员、处置单位和市级管理员的页面')
})

const nameField = () => document.querySelector<HTMLInputElement>('.van-field input')
const editing = async (shown: object) => {
  server.answers['mall.book'] = { ...book, items: [shown] }
  page = await openPage(`/console/goods/${item.itemId}/edit`, { holder: admin })
  await expect.poll(() => nameField()?.value).toBeTruthy()
}

it('a form that was kept takes over what others changed meanwhile, and says so', async () => {
  await editing({ ...item, seen: 100 })
  await type('.van-field input', '自动伞')
  page!.close()
  await editing({ ...item, price: 500, isListed: false, seen: 200 })
  await expect.poll(text).toContain('这期间有人改过：价格改成了“500”；上下架。你写的都还在，请核对后再提交。')
  expect(nameField()?.value).toBe('自动伞')
  await submit()
  await expect.poll(() => server.commands.length).toBe(1)
  expect(server.commands[0]).toMatchObject({
    name: 'mall.list',
    input: { name: '自动伞', price: 500, isListed: false, seen: 200 },
  })
})

it('who is slower is told who changed what, keeps what was typed, and may then save', async () => {
  await editing({ ...item, seen: 100 })
  await type('.van-field input', '自动伞')
  server.decide = ({ input }) => {
    if ((input as { seen: number }).seen === 200) return { status: 'accepted', result: {} }
    server.answers['mall.book'] = { ...book, items: [{ ...item, name: '长柄伞', price: 500, seen: 200 }] }
    return { status: 'refused', refusal: { code: 'command.changedMeanwhile', by: '市级小周', at: Date.now() } }
  }
  await submit()
  await expect.poll(text).toMatch(/市级小周在 .*改过.*名称现在是“长柄伞”，你写的是“自动伞”；价格改成了“500”/)
  expect(nameField()?.value).toBe('自动伞')
  await submit()
  await expect.poll(() => page!.router.currentRoute.value.path).toBe(`/console/goods/${item.itemId}`)
  expect(server.commands.at(-1)).toMatchObject({ input: { name: '自动伞', price: 500, seen: 200 } })
})

it('a form that an older app kept names what differs from what stands now', async () => {
  const shown = { ...item, price: 500, seen: 200 }
  await editing(shown)
  await type('.van-field input', '自动伞')
  const key = Object.keys(localStorage).find(each => each.includes('item-'))!
  const saved = JSON.parse(localStorage.getItem(key)!) as { words: string }
  const { '#begun': _, seen: __, ...fields } = JSON.parse(saved.words) as Record<string, unknown>
  page!.close()
  localStorage.setItem(key, JSON.stringify({ ...saved, words: JSON.stringify({ ...fields, price: '35' }) }))
  await editing(shown)
  await expect.poll(text).toContain('名称现在是“折叠伞”，你写的是“自动伞”；价格现在是“500”，你写的是“35”')
})
