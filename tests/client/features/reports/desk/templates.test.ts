// @vitest-environment dom
import type { PhoneServer } from '../../../../support/client/page.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, submit, tap, text, type } from '../../../../support/client/page.ts'
import { REPORT_ID as id, view as reportView } from '../report-view.ts'

const staff = me('staff', { areaId: '420103006' })
const ROADS = '0194f000-0000-7000-8000-0000000000a1'
const POWER = '0194f000-0000-7000-8000-0000000000a2'
const view = (more: object = {}) => ({
  ...reportView(),
  mine: false,
  timeline: [{ step: 'filed', at: 2_000, by: 'reporter', byName: '李小蜂', words: null, photos: [] }],
  desk: {
    reporter: { name: '李小蜂', phoneHint: '138****0002' },
    isOwn: false,
    reusedPhoto: false,
    afterPhotoFault: null,
    clockSkewMs: 0,
    photoFacts: [],
  },
  ...more,
})
const units = (rule?: object) => [
  { id: POWER, name: '供电公司', hasPeople: true },
  { id: ROADS, name: '市政维修队', hasPeople: true, ...rule && { rule } },
]
const template = (use: string, name: string, words: string, kinds: string[] = []) =>
  ({ use, kinds, name, text: words })

let server: PhoneServer
freshPhone(() => ({
  'identity.me': staff,
  'reports.one': view({ state: 'accepted' }),
  'desk.units': units({ kind: 'hazard', areaName: '江汉区 · 民意街街道' }),
  'rulings.templates': [
    template('assigned', '请处置', '请到{place}处置，编号 {number}，{unit}收'),
    template('assigned', '停电', '请恢复供电', ['emergency']),
    template('declined', '看不清', '照片看不清'),
  ],
}), given => server = given)
const field = () => document.querySelector('textarea')!
const chosen = () => document.querySelector<HTMLInputElement>('input[type=radio]:checked')?.value
const sent = () => server.commands.at(-1)!.input

it('the unit that the routing names is chosen beforehand, and says why; staff may take another', async () => {
  await openPage(`/desk/${id}`, { holder: staff })
  await tap('派单')
  await expect.poll(chosen).toBe(ROADS)
  expect(text()).toContain('按派单规则：江汉区 · 民意街街道，安全隐患')
  document.querySelector<HTMLInputElement>(`input[value="${POWER}"]`)!.click()
  await submit()
  await expect.poll(() => server.commands.length).toBe(1)
  expect(sent()).toMatchObject({ to: 'assigned', unitId: POWER })
})

it('without a rule nobody is chosen', async () => {
  server.answers['desk.units'] = units()
  await openPage(`/desk/${id}`, { holder: staff })
  await tap('派单')
  await expect.poll(text).toContain('市政维修队')
  expect(chosen()).toBeUndefined()
})

it('a template is put into the field with number, place and unit, and can be changed', async () => {
  await openPage(`/desk/${id}`, { holder: staff })
  await tap('派单')
  await expect.poll(chosen).toBe(ROADS)
  await expect.poll(text).toContain('请处置')
  await tap('请处置')
  await expect.poll(() => field().value).toMatch(/^请到花楼社区处置，编号 7，市政维修队收$/)
  expect(text()).not.toContain('停电')
  expect(text()).not.toContain('看不清')
  await type('textarea', '今天到')
  await tap('请处置')
  expect(field().value).toMatch(/^今天到\n请到/)
  await submit()
  await expect.poll(() => server.commands.length).toBe(1)
  expect(sent()).toMatchObject({ words: expect.stringContaining('今天到') as string })
})
