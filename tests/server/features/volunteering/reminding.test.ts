import type { TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { reminders } from '#server/core/reminders/tables.ts'
import { asc } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { COMMUNITY, openTestCity, PLACE } from '../../../support/city.ts'
import { HOUR } from './held-activity.ts'

let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
})
afterEach(() => city.close())

const activityId = randomUUID()
const publish = async (startsAt: number, seen?: number) =>
  await city.as('staff').done('activities.publish', {
    activityId,
    kind: 'volunteering',
    title: '清扫码头',
    words: '',
    bring: '',
    areaId: COMMUNITY,
    place: PLACE,
    spot: 'A 口',
    startsAt,
    endsAt: startsAt + 2 * HOUR,
    leaveBy: startsAt,
    capacity: 20,
    skills: [],
    teamId: null,
    ...seen !== undefined && { seen },
  })
/** Whom the clock will remind, and when. */
const planned = async () =>
  (await city.database.read.select().from(reminders).orderBy(asc(reminders.at)))
    .map(({ accountId, kind, at }) => [accountId, kind, at])

it('reminders begin with a place, move with the plan, and end with it', async () => {
  const { rider, rider2 } = city.ids
  const startsAt = city.time.now + 72 * HOUR // Thursday, 10:00 in Shanghai.
  await publish(startsAt)
  for (const name of ['rider', 'rider2'] as const)
    await city.as(name).done('activities.signUp', { activityId })
  const both = (at: number) => [
    ...[rider, rider2].sort().map(id => [id, 'activities.tomorrow', at - 16 * HOUR]),
    ...[rider, rider2].sort().map(id => [id, 'activities.soon', at - HOUR]),
  ]
  expect((await planned()).sort()).toEqual(both(startsAt).sort())

  const { changedAt } = await city.as('staff').ask('activities.one', { activityId })
  await publish(startsAt + 24 * HOUR, changedAt)
  expect((await planned()).sort()).toEqual(both(startsAt + 24 * HOUR).sort())

  await city.as('rider').done('activities.leave', { activityId })
  expect((await planned()).map(([accountId]) => accountId)).toEqual([rider2, rider2])
  await city.as('staff').done('activities.callOff', { activityId, words: '下雨' })
  expect(await planned()).toEqual([])
})
