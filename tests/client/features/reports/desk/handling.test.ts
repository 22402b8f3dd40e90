// @vitest-environment dom
import type { PhoneServer } from '../../../../support/client/page.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
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
import { deskFacts, REPORT_ID as id, view as reportView, LAST_STEP as seen } from '../report-view.ts'

const staff = me('staff', { areaId: '420103006' })
const view = (more: object = {}) => reportView({ mine: false, desk: deskFacts, state: 'accepted', ...more })
const day = dayOf(Date.now() + 40 * DAY_MS)
const shown = new RegExp(`已排期 .*${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`)

let server: PhoneServer
freshPhone(() => ({ 'identity.me': staff, 'reports.one': view() }), given => server = given)
const open = async () => {
  await openPage(`/desk/${id}`, { holder: staff })
  await expect.poll(text).toContain('井盖翘起')
}
const sent = () => server.commands.map(({ name, input }) => [name, input])

it('staff name a day and why; the page then says the day, and the promise as before', async () => {
  await open()
  await tap('排期')
  await type('.action-form textarea', '等配件')
  await submit('.action-form')
  await expect.poll(text).toContain('请选哪一天办')
  await type('.action-form input[type=date]', day)
  server.answers['reports.one'] = view({ plannedOn: day })
  await submit('.action-form')
  await expect.poll(sent).toEqual([['reports.plan', { reportId: id, day, words: '等配件', seen }]])
  await expect.poll(text).toMatch(shown)
  expect(text()).toContain('已超时，应在')
  expect(text()).toContain('改期')
})

it('its reporter reads the day, why, and how late it is', async () => {
  const step = { step: 'planned', at: 3_000, by: 'staff', byName: null, words: '12月3日：等配件', photos: [] }
  const dueAt = Date.now() - 2 * DAY_MS
  const own = reportView({ state: 'accepted', plannedOn: day, dueAt, timeline: [step] })
  server.answers['identity.me'] = me('courier')
  server.answers['reports.one'] = own
  await openPage(`/reports/${id}`, { holder: me('courier') })
  const head = () => document.querySelector('.head')?.textContent ?? ''
  await expect.poll(head).toMatch(shown)
  expect(head()).toContain('12月3日：等配件')
  expect(head()).toContain('比承诺晚 2 天')
})

it('staff take it on, or hand it to one of their colleagues', async () => {
  const colleague = { id: '01900000-0000-7000-8000-00000000cc01', name: '小李' }
  server.answers['desk.colleagues'] = [colleague]
  await open()
  await tap('我来办')
  await expect.poll(() => button('交给同事').disabled).toBe(false)
  await tap('交给同事')
  await submit('.action-form')
  await expect.poll(text).toContain('请选择交给谁')
  document.querySelector<HTMLInputElement>('.choices input')!.click()
  await settled()
  server.answers['reports.one'] = view({ desk: { ...deskFacts, clerk: colleague } })
  await submit('.action-form')
  await expect.poll(sent).toEqual([
    ['reports.handTo', { reportId: id, to: staff.accountId, seen }],
    ['reports.handTo', { reportId: id, to: colleague.id, seen }],
  ])
  await expect.poll(text).toContain('小李经办')
})

it('staff file for somebody who calls; without a number it is said who has to tell them', async () => {
  await openPage('/desk/new', { holder: staff })
  await expect.poll(text).toContain('代人上报')
  await submit('.file-for')
  await expect.poll(text).toContain('请选类别')
  document.querySelector<HTMLInputElement>('.file-for input[value=hazard]')!.click()
  await submit('.file-for')
  await expect.poll(text).toContain('请写清是什么情况')
  await type('.file-for textarea', '路口井盖松了')
  await type('.file-for input[type=tel]', '1380000')
  await submit('.file-for')
  await expect.poll(text).toContain('手机号要 11 位，或者留空')
  await type('.file-for input[type=tel]', '')
  await submit('.file-for')
  await expect.poll(text).toContain('没有留手机号，进展要由你们转告')
  expect(sent()).toEqual([['reports.fileFor', {
    reportId: expect.any(String),
    kind: 'hazard',
    text: '路口井盖松了',
    photos: [],
  }]])
  await tap('再报一条')
  expect(document.querySelector<HTMLTextAreaElement>('.file-for textarea')!.value).toBe('')
})

it('nothing more is tapped until the page shows what was just done', async () => {
  await open()
  const waits: boolean[] = []
  server.answers['reports.one'] = () => {
    waits.push(button('我来办').disabled)
    return view()
  }
  await tap('我来办')
  await expect.poll(() => waits).toEqual([true])
  await expect.poll(() => button('我来办').disabled).toBe(false)
})
