// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { expect, it } from 'vitest'
import {
  choose,
  freshPhone,
  openPage,
  settled,
  submit,
  tap,
  text,
  type,
} from '../../../support/client/page.ts'
import { admin, areas, held, ID, person, staff } from './someone.ts'

let server: PhoneServer
freshPhone(
  () => ({ 'identity.me': admin, 'people.one': person(), 'areas.tree': areas }),
  given => (server = given),
)
const open = async (holder = admin) => {
  server.answers['identity.me'] = holder
  const page = await openPage(`/people/${ID}`, { holder })
  await expect.poll(text).toContain('王巷')
  return page
}

it('shows name, posts with their days, who gave them and why, and what was done lately', async () => {
  const at = Date.now() - 60_000
  server.answers['people.one'] = person({
    posts: [held, { ...held, id: ID, kind: 'guard', until: null, endedAt: at, mayEnd: false }],
    acts: [
      { at, act: 'people.give', kind: 'account', reason: '接替' },
      { at, act: 'a.newer', kind: null, reason: null },
    ],
  })
  await open()
  expect(text()).toMatch(/王巷138\*\*\*\*0301骑手小哥 · 花楼街道 花楼社区/)
  expect(text()).toMatch(/小巷顾问 · 花楼社区2025年11月3日 到 2099年1月31日社区小赵任命 · 居民推荐/)
  expect(text()).toMatch(/以前的岗位 应急防范员 · 花楼社区2025年11月3日 到 今天/)
  expect(text()).toMatch(/任命岗位[\d:昨天 ]+接替其他操作/)
})

it('a post is ended with a reason, asked in its place', async () => {
  await open()
  await tap('结束岗位')
  await submit('form[aria-label=结束岗位]')
  expect([text(), server.commands]).toEqual([expect.stringContaining('请写明原因'), []])
  await type('form[aria-label=结束岗位] textarea', '搬走了')
  server.acceptTo({ 'people.one': person({ posts: [] }) })
  await submit('form[aria-label=结束岗位]')
  await expect.poll(text).toContain('现在没有岗位')
  expect(server.commands).toMatchObject([
    { name: 'people.end', input: { postId: held.id, reason: '搬走了' } },
  ])
})

it('why it was not ended is said there, and what was typed stays', async () => {
  await open()
  await tap('结束岗位')
  await type('form[aria-label=结束岗位] textarea', '搬走了')
  server.decide = () => ({ status: 'refused', refusal: { code: 'people.lastAdmin' } })
  await submit('form[aria-label=结束岗位]')
  await expect.poll(text).toContain('这是最后一位市级管理员')
  server.isDown = true
  await submit('form[aria-label=结束岗位]')
  await expect.poll(text).toContain('写好的内容还在')
  expect(document.querySelector('textarea')!.value).toBe('搬走了')
})

it('an account is suspended with a reason, says so, and is restored', async () => {
  await open()
  await tap('停用账号')
  await type('form[aria-label=停用账号] textarea', '冒用通行码')
  const suspended = { at: Date.now(), reason: '冒用通行码' }
  server.acceptTo({ 'people.one': person({ isSuspended: true, suspended }) })
  await submit('form[aria-label=停用账号]')
  await expect.poll(text).toMatch(/起停用：冒用通行码/)
  expect(text()).not.toContain('任命岗位')
  await tap('恢复账号')
  await type('form[aria-label=恢复账号] textarea', '核实无误')
  server.acceptTo({ 'people.one': person() })
  await submit('form[aria-label=恢复账号]')
  expect(server.commands).toMatchObject([
    { name: 'people.suspend', input: { accountId: ID, reason: '冒用通行码' } },
    { name: 'people.restore', input: { accountId: ID, reason: '核实无误' } },
  ])
  await expect.poll(text).not.toContain('起停用')
})

it('another post is given to them without their number', async () => {
  server.answers['people.one'] = person({ posts: [], maySuspend: false })
  await open(staff)
  await tap('任命岗位')
  expect(text()).not.toContain('市级管理员')
  choose('居民楼栋长')
  await settled()
  document.querySelector<HTMLButtonElement>('.area-picker')!.click()
  await settled()
  const offered = document.querySelector('.areas__list')!.closest('dialog')!.textContent
  expect([offered.includes('花楼社区'), offered.includes('江汉区')]).toEqual([true, false])
  ;[...document.querySelectorAll<HTMLButtonElement>('.areas__list button')]
    .find(each => each.textContent?.trim() === '整个花楼街道')!
    .click()
  await settled()
  await type('form[aria-label=任命岗位] textarea', '楼里推选')
  await submit('form[aria-label=任命岗位]')
  await expect.poll(() => server.commands).toMatchObject([{
    name: 'people.give',
    input: { accountId: ID, kind: 'stairHead', scope: '420103006', reason: '楼里推选' },
  }])
  expect(server.commands[0]!.input).not.toHaveProperty('phone')
})

it('nobody decides about their own posts', async () => {
  const own = person({ accountId: admin.accountId, maySuspend: false, posts: [{ ...held, mayEnd: false }] })
  server.answers['people.one'] = own
  await openPage(`/people/${admin.accountId}`, { holder: admin })
  await expect.poll(text).toContain('自己的岗位要由别人来定')
  expect([...document.querySelectorAll('.table-desk__detail button')]).toEqual([])
})
