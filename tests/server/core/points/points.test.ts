import type { TestCity } from '../../../support/city.ts'
import type { Street } from '../../features/reports/street.ts'
import { transfers } from '#server/core/points/tables.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { builtInCaps } from '#shared/points/rules.ts'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshStreet } from '../../features/reports/street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))

const DAY_MS = 86_400_000
const mine = async () => await city.as('rider').ask('points.mine', {})

it('an accepted report pays once, with its cause and the day it was seen', async () => {
  const seenAt = city.time.now - DAY_MS
  const reportId = await street.bring(await street.file('rider', { seenAt }), 'accepted')
  expect(await mine()).toMatchObject({
    available: 50,
    held: 0,
    transfers: [
      {
        amount: 50,
        reason: 'reports.accepted',
        ref: reportId,
        note: '#1',
        occurredOn: dayOf(seenAt),
        postedAt: city.time.now,
      },
    ],
    today: [
      { cap: 'reports.lead', used: 0, max: 300 },
      { cap: 'reports.patrol', used: 0, max: 50 },
      { cap: 'activities.hours', used: 0, max: 160 },
    ],
  })
  expect(
    (await city.as('rider').ask('notices.mine', {})).notices.find(({ kind }) => kind === 'points.awarded'),
  ).toMatchObject({ points: 50, number: 1 })
})

it('a report opened again and accepted again is not paid again', async () => {
  const reportId = await street.bring(await street.file('rider'), 'accepted', 'assigned')
  await city.as('unit').done('reports.move', { reportId, to: 'accepted', words: '不归我们' })
  await street.bring(reportId, 'assigned', 'resolved')
  await city.as('rider').done('reports.rate', { reportId, fixed: false, words: '没好' })
  await street.bring(reportId, 'resolved')
  expect(await street.points('rider')).toBe(50)
})

it('past the day\'s cap a report is accepted all the same, and the notice says it paid nothing', async () => {
  for (let i = 0; i < 3; i++) await street.bring(await street.file('rider', { kind: 'security' }), 'accepted')
  const capped = await street.bring(await street.file('rider', { kind: 'other' }), 'accepted')
  expect(await street.stateOf(capped)).toBe('accepted')
  expect(await mine()).toMatchObject({ available: 300, today: [{ used: 300 }, { used: 0 }, { used: 0 }] })
  expect((await street.told('rider'))[0]).toBe('points.capped')
  await street.bring(await street.file('rider', { kind: 'patrol' }), 'accepted')
  expect(await street.points('rider')).toBe(305)
})

it('what was seen another day counts against that day\'s cap; today\'s begins at midnight', async () => {
  for (let i = 0; i < 3; i++) await street.bring(await street.file('rider', { kind: 'security' }), 'accepted')
  await street.bring(
    await street.file('rider', { kind: 'security', seenAt: city.time.now - DAY_MS }),
    'accepted',
  )
  expect(await street.points('rider')).toBe(400)
  city.time.now = Date.parse('2026-11-23T16:00:00Z')
  expect((await mine()).today[0]).toMatchObject({ used: 0 })
})

it('everyone sees their own points only, and begins with none', async () => {
  await street.bring(await street.file('rider'), 'accepted')
  expect(await city.as('rider2').ask('points.mine', {})).toMatchObject({
    available: 0,
    transfers: [],
    hasMore: false,
  })
})

it('capture times of eight days ago to today earn no more than two days\' caps', async () => {
  const photos = [await street.photo('rider')]
  for (const day of [0, 1, 2, 7]) {
    const seenAt = city.time.now - day * DAY_MS
    for (let each = 0; each < 4; each++)
      await street.bring(await street.file('rider', { kind: 'security', seenAt, photos }), 'accepted')
  }
  expect(await mine()).toMatchObject({ available: 2 * builtInCaps['reports.lead'] })
})

it('whoever has erased their account earns nothing more, and nobody can ask them', async () => {
  const reportId = await street.file('rider')
  await city.as('rider').done('identity.deleteMe', { confirm: true })
  expect((await city.as('staff').refused('reports.ask', { reportId, question: '哪一侧？' })).code)
    .toBe('reports.reporterGone')
  await street.bring(reportId, 'accepted')
  const earned = await city.database.read.$count(transfers, eq(transfers.ref, reportId))
  expect(earned).toBe(0)
})
