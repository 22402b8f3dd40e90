import type { TestCity } from '../../../support/city.ts'
import type { Street } from '../../features/reports/street.ts'
import { randomUUID } from 'node:crypto'
import { notify } from '#server/core/notices/index.ts'
import { notices } from '#server/core/notices/tables.ts'
import { NOTICES_PAGE_MAX } from '#shared/notices/schemas.ts'
import { expect, it } from 'vitest'
import { freshStreet } from '../../features/reports/street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))

const mine = async (before?: number) =>
  await city.as('rider').ask('notices.mine', before === undefined ? {} : { before })

it('what was seen is read, what came later is not', async () => {
  const reportId = await street.bring(await street.file('rider'), 'accepted')
  const { notices: [newest], unread } = await mine()
  expect(unread).toBe(2)
  city.time.now += 1000
  await street.bring(reportId, 'assigned')
  await city.as('rider').done('notices.read', { upTo: newest!.at })
  expect(await mine()).toMatchObject({
    unread: 1,
    notices: [
      { kind: 'reports.assigned', words: '市政维修队', isRead: false },
      { isRead: true },
      { isRead: true },
    ],
  })
  await city.as('rider').done('notices.read', { upTo: newest!.at })
})

it('one notice is read without the others, and nobody else\'s', async () => {
  await street.bring(await street.file('rider'), 'accepted')
  const { notices: [newest, older] } = await mine()
  await city.as('rider2').done('notices.read', { upTo: city.time.now, ids: [newest!.id] })
  expect((await mine()).unread).toBe(2)
  await city.as('rider').done('notices.read', { upTo: city.time.now, ids: [older!.id] })
  expect((await mine()).notices.map(({ isRead }) => isRead)).toEqual([false, true])
})

it('nobody reads another\'s notices, or marks them read', async () => {
  await street.bring(await street.file('rider'), 'accepted')
  await city.as('rider2').done('notices.read', { upTo: city.time.now })
  expect((await mine()).unread).toBe(2)
  expect(await city.as('rider2').ask('notices.mine', {})).toEqual({ notices: [], unread: 0, hasMore: false })
})

it('older notices come page by page, none skipped, two of one instant at a page\'s end neither', async () => {
  const told = Array.from({ length: NOTICES_PAGE_MAX + 2 }, (_, i) => ({
    id: randomUUID(),
    accountId: city.ids.rider,
    kind: 'reports.accepted' as const,
    at: city.time.now - 1000 * Math.ceil(i / 2),
  }))
  await city.database.transact(tx => tx.insert(notices).values(told))
  const first = await mine()
  const next = await mine(first.notices.at(-1)!.at)
  expect([first.hasMore, next.hasMore]).toEqual([true, false])
  expect(new Set([...first.notices, ...next.notices].map(({ id }) => id)).size).toBe(NOTICES_PAGE_MAX + 2)
})

it('an unchanged inbox is answered 304 until something comes', async () => {
  const reportId = await street.file('rider')
  const ask = async (tag?: string) =>
    await city
      .as('rider')
      .fetch('/api/queries/notices.mine?input={}', tag ? { headers: { 'if-none-match': tag } } : {})
  const tag = (await ask()).headers.get('etag')!
  expect((await ask(tag)).status).toBe(304)
  await street.bring(reportId, 'accepted')
  expect((await ask(tag)).status).toBe(200)
})

it('who leaves takes their notices along, and gets no more; the report stays, without a name', async () => {
  const reportId = await street.bring(await street.file('rider'), 'accepted')
  const everything = await city.as('rider').ask('identity.export', {})
  expect(everything).toMatchObject({
    reports: { filed: [{ id: reportId }] },
    notices: { told: [{ kind: 'reports.accepted' }, { kind: 'points.awarded' }], pushes: [] },
    points: [{ amount: 50 }],
  })
  await city.as('rider').done('identity.deleteMe', { confirm: true })
  expect(await city.database.run('select * from notices')).toEqual([])
  await street.bring(reportId, 'assigned')
  expect((await city.database.run('select account_id from notices')).map(row => row.account_id)).toEqual([
    city.ids.unit,
  ])
  expect((await street.one('staff', reportId)).desk!.reporter).toEqual({ name: null, phoneHint: '' })
})

it('more people are notified at once than one statement takes values', async () => {
  const { now } = city.time
  const others = Array.from({ length: 66_000 }, () => randomUUID())
  const nudged: string[] = []
  const nudge = (to: string) => void nudged.push(to)
  await city.database.transact(async tx => await notify(
    { tx, now, actor: { accountId: city.ids.admin, role: 'courier', areaId: null, posts: [] }, nudge },
    [...others, city.ids.rider, city.ids.rider2],
    { kind: 'polls.counted', ref: randomUUID(), words: '装在哪里' },
    { unlessTold: { refs: [randomUUID()], since: 0 } },
  ))
  expect(nudged.toSorted()).toEqual([city.ids.rider, city.ids.rider2].toSorted())
})
