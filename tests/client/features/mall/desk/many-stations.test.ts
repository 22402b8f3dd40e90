// @vitest-environment dom
import type { PhoneServer } from '../../../../support/client/page.ts'
import { saveFormPhotos } from '#client/sync/store/form-photos.ts'
import { store } from '#client/sync/store/store.ts'
import { expect, it } from 'vitest'
import {
  button,
  freshPhone,
  me,
  openPage,
  settled,
  submit,
  tap,
  text,
  type,
} from '../../../../support/client/page.ts'

const admin = me('admin', { areaId: '4201' })
const idOf = (at: number) => `01900000-0000-7000-8000-000000${String(at).padStart(6, '0')}`
const stations = Array.from({ length: 620 }, (_, at) => ({
  id: idOf(at),
  name: `驿站${String(at).padStart(3, '0')}`,
  address: at < 3 ? '花楼街' : '汉阳大道',
  latitude: 30.58,
  longitude: 114.27,
}))
const item = {
  itemId: idOf(900_000),
  kind: 'goods',
  category: 'riding',
  name: '折叠伞',
  words: '',
  photo: null,
  price: 35,
  stations: [idOf(600)],
  isListed: true,
  stock: [],
}
let server: PhoneServer
freshPhone(
  () => ({ 'identity.me': admin, 'mall.book': { items: [item], stations, losses: [] } }),
  given => (server = given),
)

const open = async (id = item.itemId) => {
  await openPage(`/organiser/mall/${id}/edit`, { holder: admin })
  await expect.poll(text).toContain('供应驿站')
}
const names = () =>
  [...document.querySelectorAll('.pick-list label')].map(
    each => each.querySelector('span')!.firstChild!.textContent,
  )
const openList = async () => {
  document.querySelector<HTMLButtonElement>('.pick-cell')!.click()
  await settled()
}

it('of 620 stations twenty are drawn, those chosen before first, and more by hand', async () => {
  await open()
  await openList()
  expect(names()).toHaveLength(20)
  expect(names().slice(0, 2)).toEqual(['驿站600', '驿站000'])
  await tap('查看更多')
  expect(names()).toHaveLength(40)
})

it('a name or an address finds stations, one tap ticks all found, and nothing found says so', async () => {
  await open()
  await openList()
  await type('input[type=search]', '花楼')
  await settled()
  expect(names()).toEqual(['驿站000', '驿站001', '驿站002'])
  await tap('全选 3 个')
  expect(text()).toContain('4 个驿站')
  await type('input[type=search]', '没有这个')
  await settled()
  expect(text()).toContain('没有叫“没有这个”的')
  expect(button('全不选').disabled).toBe(true)
  await tap('选好了')
  await submit()
  await expect
    .poll(() => server.commands.map(({ input }) => (input as { stations: string[] }).stations))
    .toEqual([[idOf(600), idOf(0), idOf(1), idOf(2)]])
})

it('a picture picked before a reload is shown and sent, and is kept no longer', async () => {
  const bytes = new Uint8Array([1, 2, 3]).buffer
  const hash = 'a'.repeat(64)
  await saveFormPhotos(`${admin.accountId}/item-${item.itemId}`, [{ hash, bytes }])
  await open()
  await expect.poll(() => document.querySelector('img[alt=新图片]')).not.toBeNull()
  await submit()
  await expect.poll(() => server.commands).toMatchObject([{ name: 'mall.list', input: { photo: hash } }])
  await expect.poll(async () => (await store()).count('picked')).toBe(0)
})
