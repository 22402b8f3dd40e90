// @vitest-environment dom
import type { PhoneServer } from '../../../../support/client/page.ts'
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
import { REPORT_ID, view as reportView } from '../report-view.ts'

const staff = me('staff', { areaId: '420103006' })
const idOf = (n: number) => REPORT_ID.replace('aaaa', `aaa${n}`)
const row = (n: number, more: object = {}) => ({
  ...reportView({ id: idOf(n), number: n, mine: false }),
  areaId: '420103006003',
  unitName: null,
  reusedPhoto: false,
  afterPhotoFault: null,
  isOwn: false,
  rank: n,
  lastStep: idOf(n),
  ...more,
})

let server: PhoneServer
freshPhone(() => ({
  'identity.me': staff,
  'desk.reports': {
    reports: [row(5), row(4), row(3), row(2, { state: 'accepted' }), row(1, { isOwn: true })],
    counts: { todo: 5, running: 0, done: 0, overdue: 0 },
    hasMore: false,
    asOf: 0,
  },
}), given => server = given)

async function pickAll() {
  await openPage('/desk', { holder: staff })
  await expect.poll(text).toContain('#5 安全隐患')
  await tap('批量')
  await tap('全选')
}
const boxes = () => [...document.querySelectorAll<HTMLInputElement>('.desk-rows input')]
const sent = () => server.commands.map(({ input }) => input)
const summary = () => document.querySelector('.bulk-summary')?.textContent ?? ''

it('several are accepted, each by its own command; what changed meanwhile is named', async () => {
  await pickAll()
  // Only what waits for this decision, and is not one's own.
  expect(boxes().map(({ checked }) => checked)).toEqual([true, true, true])
  boxes()[2]!.click()
  await settled()
  expect(text()).toContain('已选 2 条')
  const refusal = { code: 'reports.changedMeanwhile', by: 'staff', step: 'declined', name: '小李' }
  server.decide = ({ input }) => JSON.stringify(input).includes(idOf(4))
    ? { status: 'refused', refusal }
    : { status: 'accepted', result: {} }
  await tap('受理')
  await expect.poll(summary).toContain('已提交 1 条：#5')
  expect(summary()).toMatch(/没有提交 1 条：\s*#4\s*小李刚做了“未受理”，没有提交。/)
  expect(sent()).toEqual([5, 4].map(n => ({ reportId: idOf(n), to: 'accepted', seen: idOf(n) })))
})

it('取消 ends it: what has not been sent by then is not decided', async () => {
  await pickAll()
  server.decide = () => {
    button('取消').click()
    return { status: 'accepted', result: {} }
  }
  await tap('受理')
  await expect.poll(summary).toContain('已提交 1 条：#5')
  expect(sent()).toHaveLength(1)
  expect(boxes()).toEqual([])
})

it('several are declined with one reason, which must be given', async () => {
  await pickAll()
  await tap('不受理')
  await submit('.bulk__form')
  await expect.poll(text).toContain('请写几个字说明')
  await type('.bulk__form textarea', '不在本辖区')
  await submit('.bulk__form')
  await expect.poll(summary).toContain('已提交 3 条：#5 #4 #3')
  expect(sent()).toEqual([5, 4, 3].map(n =>
    ({ reportId: idOf(n), to: 'declined', words: '不在本辖区', seen: idOf(n) })))
})

it('without an answer the rest stays picked, and the same commands are sent again', async () => {
  await pickAll()
  server.isDown = true
  await tap('受理')
  await expect.poll(text).toContain('没有收到回应，可能没有发出去')
  expect(text()).toContain('已选 3 条')
  expect(summary()).toBe('')
  server.isDown = false
  await tap('受理')
  await expect.poll(summary).toContain('已提交 3 条')
})
