// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { expect, it } from 'vitest'
import {
  choose,
  freshPhone,
  openPage,
  savedTexts,
  settled,
  submit,
  tap,
  text,
  type,
} from '../../../support/client/page.ts'
import { all, near } from '../stations/some-stations.ts'
import { admin, areas, found } from './someone.ts'

const UNIT = '0194f000-0000-7000-8000-00000000d001'
let server: PhoneServer
freshPhone(() => ({
  'identity.me': admin,
  'areas.tree': areas,
  'stations.all': all,
  'people.units': [{ id: UNIT, name: '市政维修队', areaName: '江汉区' }],
  'people.find': ({ words }: { words: string }) =>
    words === '13800000301' ? found() : { people: [], hasMore: false },
}), given => (server = given))

const open = async () => {
  const page = await openPage('/console/people/give', { holder: admin })
  await expect.poll(text).toContain('手机号')
  return page
}
const FORM = 'form[aria-label=任命岗位]'
const pick = async (words: string) => {
  document.querySelector<HTMLButtonElement>(`${FORM} .pick-cell`)!.click()
  await settled()
  ;[...document.querySelectorAll<HTMLButtonElement>('.pick-list button')]
    .find(each => each.textContent?.includes(words))!
    .click()
  await settled()
}
const given = () => server.commands.at(-1)?.input

it('says in the order of the form what is missing', async () => {
  await open()
  const sentences: string[] = []
  const problem = () => document.querySelector('[role=alert]')?.textContent?.trim() ?? ''
  for (const fill of [
    () => type('input[type=tel]', '138 0000 0301'),
    () => choose('驿站管理员'),
    () => pick(near.name),
    () => type(`${FORM} textarea`, '接替'),
  ]) {
    await submit(FORM)
    sentences.push(problem())
    await fill()
    await settled()
  }
  expect(sentences).toEqual(['请填 11 位手机号', '请选择岗位', '请选择在哪儿任职', '请写明原因（本人可见）'])
  await submit(FORM)
  const post = { phone: '13800000301', kind: 'keeper', scope: near.id, reason: '接替' }
  await expect.poll(given).toMatchObject(post)
})

it('the number that was searched for stands there, once, whatever was typed before', async () => {
  const before = await open()
  await type('input[type=tel]', '13800000301')
  before.close()
  history.replaceState({ phone: '13800000999' }, '')
  const typed = () => document.querySelector<HTMLInputElement>('input[type=tel]')!.value
  const page = await open()
  expect(typed()).toBe('13800000999')
  await type('input[type=tel]', '13800000777')
  page.close()
  await open()
  expect(typed()).toBe('13800000777')
})

it('says whose number it is; a new one is invited by name, then told what happens next', async () => {
  await open()
  await type('input[type=tel]', '13800000301')
  await expect.poll(text).toContain('王巷 · 骑手小哥')
  expect(text()).not.toContain('姓名')
  await type('input[type=tel]', '13800000999')
  await expect.poll(text).toContain('没有找到这个号码，对方用它登录后生效')
  choose('处置单位')
  await settled()
  await pick('市政维修队')
  await type(`${FORM} textarea`, '新来的')
  server.decide = () => ({ status: 'refused', refusal: { code: 'people.nameMissing' } })
  await submit(FORM)
  await expect.poll(text).toContain('这个手机号还没有账号，请填姓名')
  await type(`${FORM} input[placeholder^=新用户]`, '李四')
  server.acceptTo({ 'people.find': found({ name: '李四' }) })
  await submit(FORM)
  await expect.poll(given).toMatchObject({ phone: '13800000999', name: '李四', kind: 'unit', scope: UNIT })
  await expect.poll(text).toContain('已任命处置单位')
  await expect.poll(text).toContain('查看李四')
  expect(savedTexts()).toBe(0)
})

it('an admin is for the whole city, and waits for another one', async () => {
  await open()
  await type('input[type=tel]', '13800000301')
  choose('市级管理员')
  await settled()
  await type(`${FORM} textarea`, '加强力量')
  await submit(FORM)
  await expect.poll(given).toMatchObject({ kind: 'admin', scope: '4201' })
  await expect.poll(text).toMatch(/已提交确认另一位市级管理员确认后生效/)
})

it('a term lasts to the end of its last day; one that is over is refused before it is sent', async () => {
  await open()
  await type('input[type=tel]', '13800000301')
  choose('市级管理员')
  await type(`${FORM} textarea`, '代班')
  const today = dayOf(Date.now())
  const [from, until] = ['input[type=date]', '.day-cell + .day-cell input']
  await type(until!, dayOf(Date.now() - DAY_MS))
  await submit(FORM)
  await expect.poll(text).toContain('截止日期已过')
  await type(from!, today)
  await type(until!, today)
  await submit(FORM)
  await expect.poll(given).toMatchObject({ from: startOfDay(today), until: startOfDay(today) + DAY_MS })
})

it('without a network nothing waits: it is said, and what was typed is there after a reload', async () => {
  const page = await open()
  await type('input[type=tel]', '13800000301')
  choose('市级管理员')
  await type(`${FORM} textarea`, '代班')
  server.isDown = true
  await submit(FORM)
  await expect.poll(text).toMatch(/没有收到回应，可能没有发出去。写好的内容还在，请再点一次/)
  expect(page.outbox.items).toEqual([])
  page.close()
  server.isDown = false
  await open()
  expect(document.querySelector<HTMLTextAreaElement>(`${FORM} textarea`)!.value).toBe('代班')
  await submit(FORM)
  await expect.poll(() => server.commands).toHaveLength(1)
  await tap('再任命一位')
  expect(document.querySelector<HTMLTextAreaElement>(`${FORM} textarea`)!.value).toBe('')
})
