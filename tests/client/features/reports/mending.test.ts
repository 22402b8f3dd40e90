// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { expect, it } from 'vitest'
import { photo, report } from '../../../support/client/commands.ts'
import { freshPhone, me, openPage, settled, tap, text, type } from '../../../support/client/page.ts'

const rider = me('courier')
let server: PhoneServer
freshPhone(() => ({ 'areas.tree': [] }), given => server = given)

/** The form of a report that waits on a phone without a network. */
async function openForm(holder = rider, filed = report('井盖', [photo()])) {
  server.isDown = true
  const first = await openPage({ render: () => null }, { holder })
  await first.outbox.enqueue('reports.file', filed)
  const key = first.outbox.items[0]!.key
  first.close()
  return await openPage(`/report/${filed.reportId}?outbox=${key}`, { holder })
}

it('a report that leaves while it is being edited keeps its form, and the edit follows it', async () => {
  const page = await openForm()
  await type('textarea', '井盖松了，会翘')
  server.isDown = false
  await page.outbox.retryNow()
  await expect.poll(text).toContain('刚刚发出去了，改好后点保存，修改随后送到')
  await tap('保存修改')
  await expect.poll(() => page.router.currentRoute.value.name).toBe('filed')
  await expect.poll(() => server.commands.map(({ name }) => name)).toContain('reports.amend')
  expect(server.commands.find(({ name }) => name === 'reports.amend')!.input).toMatchObject({
    text: '井盖松了，会翘',
  })
})

it('a form in which nothing was written says that its report has left', async () => {
  const page = await openForm()
  server.isDown = false
  await page.outbox.retryNow()
  await settled()
  await expect.poll(text).toContain('这条上报已经发出去了')
})

it('without a place and a community it is not saved, and what is missing is said', async () => {
  const page = await openForm(me('courier', { areaId: null, areaName: null }))
  await type('textarea', '井盖松了')
  await tap('保存修改')
  await expect.poll(text).toContain('还差地点：点“定位”或选社区')
  expect(page.router.currentRoute.value.name).toBe('finish-report')
})
