// @vitest-environment dom
import type { PhoneServer } from '../../../../support/client/page.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, tap, text, type } from '../../../../support/client/page.ts'
import { deskFacts, REPORT_ID, view } from '../report-view.ts'

const staff = me('staff', { areaId: '420103006' })
/** An open report that is in no first page. */
const far = {
  ...view({ id: REPORT_ID.replace('aaaa', 'aaa9'), number: 1024, text: '井盖松动', mine: false }),
  reusedPhoto: false,
  afterPhotoFault: null,
  isOwn: false,
  rank: 1024,
}
const counts = { todo: 0, running: 0, done: 0, overdue: 0 }
let server: PhoneServer
freshPhone(() => ({
  'identity.me': staff,
  'reports.one': view({ place: null, mine: false, desk: deskFacts }),
  'desk.reports': { reports: [], counts, hasMore: false, asOf: 0 },
  'desk.search': ({ words }: { words: string }) =>
    ({ reports: words === '1024' ? [far] : [], hasMore: false }),
}), given => server = given)
const open = async () => {
  await openPage(`/desk/${REPORT_ID}`, { holder: staff })
  await expect.poll(text).toContain('并案')
}

it('a report without a place is told that there is none like it, once the lists are there', async () => {
  await open()
  await tap('并案')
  await expect.poll(text).toContain('工作台里没有同类的上报')
})

it('lists that did not come are not called empty', async () => {
  await open()
  server.isDown = true
  await tap('并案')
  await expect.poll(text).toContain('连不上网络')
  expect(text()).not.toContain('没有同类的上报')
})

it('one beyond the first pages is found by its number', async () => {
  await open()
  await tap('并案')
  await type('input[inputmode=numeric]', '1024')
  await expect.poll(text).toContain('#1024 井盖松动')
  await type('input[inputmode=numeric]', '77')
  await expect.poll(text).toContain('没有这个编号的同类上报')
})
