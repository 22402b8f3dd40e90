// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { expect, it } from 'vitest'
import { photo, report } from '../../../support/client/commands.ts'
import { freshPhone, me, openPage, text } from '../../../support/client/page.ts'

const rider = me('courier')
const sees = (words: string) => expect.poll(text).toContain(words)
let server: PhoneServer
freshPhone(() => ({}), given => server = given)

it('what was handed in is saved first, then with the street, with what comes next', async () => {
  server.isDown = true
  server.decide = () => ({ status: 'accepted', result: { number: 61 } })
  const photos = [photo()]
  const filed = report('井盖', photos)
  const page = await openPage(`/reports/${filed.reportId}/filed`, { holder: rider })
  await page.outbox.enqueue('reports.file', filed, { photos })
  await sees('已保存在手机里')
  expect(text()).toContain('有网后自动发出，不用等在这里')
  expect(text()).not.toContain('街道收到了')

  server.isDown = false
  await page.outbox.retryNow()
  await sees('街道收到了')
  expect(text()).toMatch(/已送达 #61\s*最迟 .+ 办结\s*受理后 \+50 积分/)
})

it('one that was returned says why, and leads to its form', async () => {
  const photos = [photo()]
  const filed = report('井盖', photos)
  server.decide = () => ({ status: 'refused', refusal: { code: 'reports.idTaken' } })
  const page = await openPage(`/reports/${filed.reportId}/filed`, { holder: rider })
  await page.outbox.enqueue('reports.file', filed, { photos })
  await sees('没有通过')
  expect(text()).toContain('去修改')
})

it('of a report that this phone knows nothing of it says where to look', async () => {
  await openPage(`/reports/${report('井盖').reportId}/filed`, { holder: rider })
  expect(text()).toContain('看我的上报')
})
