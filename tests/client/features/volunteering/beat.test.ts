// @vitest-environment dom
import type { Answer } from '#shared/queries.ts'
import type { PhoneServer } from '../../../support/client/page.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, submit, tap, text, type } from '../../../support/client/page.ts'
import { all } from '../stations/some-stations.ts'

const AREA = '420103006003'
const POST = '0194f000-0000-7000-8000-00000000f001'
const scopeName = '江汉区 · 花楼街道 · 花楼社区居委会'
const adviser = me('courier', {
  posts: [{ id: POST, kind: 'laneAdviser', scope: AREA, scopeName, from: 0, until: null }],
})
const beat: Answer<'beats.mine'>[number] = {
  postId: POST,
  kind: 'laneAdviser',
  areaId: AREA,
  areaName: scopeName,
  since: Date.parse('2026-09-01T00:00:00+08:00'),
  until: Date.parse('2027-09-01T00:00:00+08:00'),
  patrolsThisMonth: 3,
  notes: [{ id: POST, finding: 'watch', words: '巷口堆了纸箱', at: Date.now() - 7_200_000, by: '陈立夏' }],
}
const report: Answer<'reports.inBeats'>[number] = {
  id: '0194f000-0000-7000-8000-00000000f002',
  number: 61,
  kind: 'hazard',
  state: 'accepted',
  text: '井盖松动',
  place: null,
  areaName: scopeName,
  photo: null,
  seenAt: 1,
  filedAt: Date.now() - 3_600_000,
  dueAt: Date.now() + 3_600_000,
  supporters: 0,
  asked: false,
}
let server: PhoneServer
freshPhone(() => ({
  'identity.me': adviser,
  'beats.mine': [beat],
  'reports.inBeats': [report],
  'stations.all': all,
}), given => (server = given))
const open = async () => {
  const page = await openPage('/beat', { holder: adviser })
  await expect.poll(text).toContain('小巷顾问')
  return page
}

it('shows the post, what is open there, and what was noted', async () => {
  await open()
  expect(text()).toContain('任期 2026.09.01 — 2027.08.31')
  expect(text()).toContain('本月巡查 3 次')
  await expect.poll(text).toMatch(/井盖松动安全隐患 · 1 小时前 ?已受理/)
  expect(text()).toMatch(/巷口堆了纸箱 ?陈立夏 · 2 小时前/)
})

it('a patrol on which all is fine is one tap on this page, without a network too', async () => {
  const { outbox } = await open()
  server.isDown = true
  await tap('一切正常')
  await expect.poll(text).toContain('已保存，一切正常')
  expect(outbox.items).toMatchObject([
    { envelope: { name: 'beats.note', input: { areaId: AREA, finding: 'fine', words: '' } } },
  ])
  expect(text()).toContain('本月巡查 4 次')
  await expect.poll(text).toMatch(/一切正常 ?我 · 刚刚 ?待发送/)
  server.isDown = false
  server.acceptTo({ 'beats.mine': [{ ...beat, patrolsThisMonth: 4 }] })
  await outbox.retryNow()
  await expect.poll(text).not.toContain('待发送')
  await expect.poll(text).toContain('本月巡查 4 次')
})

it('what to watch needs words, and each note is one of its own', async () => {
  await open()
  await tap('要留意')
  await submit('form[aria-label=留意]')
  expect(text()).toContain('请写一句要留意什么')
  await type('form[aria-label=留意] textarea', '消防栓被挡')
  await submit('form[aria-label=留意]')
  await expect.poll(() => server.commands).toMatchObject([
    { name: 'beats.note', input: { finding: 'watch', words: '消防栓被挡' } },
  ])
  await tap('一切正常')
  await expect.poll(() => server.commands).toHaveLength(2)
  expect(new Set(server.commands.map(({ input }) => (input as { noteId: string }).noteId)).size).toBe(2)
})

it('is not for who holds no such post', async () => {
  const rider = me('courier')
  server.answers['identity.me'] = rider
  await openPage('/beat', { holder: rider })
  expect(text()).toContain('这里是小巷顾问、居民楼栋长和应急防范员的页面')
})
