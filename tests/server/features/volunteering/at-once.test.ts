import type { TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { notices } from '#server/core/notices/tables.ts'
import { sendReminders } from '#server/core/reminders/index.ts'
import {
  acceptOffer,
  lockOpening,
  lockSignup,
  openingOf,
  signUp,
} from '#server/core/signups/index.ts'
import { lapseAndFill } from '#server/features/volunteering/activities/steer.ts'
import { closeActivities } from '#server/features/volunteering/attending/no-shows.ts'
import { attendances } from '#server/features/volunteering/tables.ts'
import { ANSWER_MS } from '#shared/volunteering/rules.ts'
import { expect, it } from 'vitest'
import { freshCity } from '../../../support/fresh-city.ts'
import { meanwhile } from '../../../support/meanwhile.ts'
import { hold, HOUR, MINUTE, pointsOf } from './held-activity.ts'
import { publish } from './planned-activity.ts'

let city: TestCity
freshCity(given => void (city = given))

it('what several phones tell at one moment is counted once, with all that they tell', async () => {
  const held = await hold(city)
  await held.enter('rider')
  city.time.now = held.endsAt
  await held.mark('rider', 'in', held.startsAt)
  await held.finish()
  const seenAt = held.startsAt + HOUR
  const proof = { by: 'pass', text: await held.pass('rider', seenAt), seenAt } as const
  await meanwhile(city, async (tx) => {
    await lockSignup(tx, held.id, city.ids.rider)
    await tx.insert(attendances).values({
      id: randomUUID(),
      activityId: held.id,
      accountId: city.ids.rider,
      direction: 'out',
      at: held.startsAt + 2 * HOUR,
      how: 'code',
      toldBy: city.ids.rider,
      toldAt: city.time.now,
      isDoubtful: false,
    })
  }, async () => await city.as('staff')
    .done('activities.attend', { activityId: held.id, direction: 'out', proof }))
  expect(await held.marks('rider')).toMatchObject({ minutes: 120 })
  expect(await pointsOf(city, 'rider')).toBe(40)
})

it('an offer that is accepted in its last moment does not run out', async () => {
  const { activityId, signUp, leave, state } = await publish(city)
  for (const name of ['rider', 'rider2', 'rider3'] as const) await signUp(name)
  await leave('rider')
  const now = city.time.now + ANSWER_MS - 1
  city.time.now = now + 1
  await meanwhile(city, async (tx) => {
    const { id } = (await openingOf(tx, 'activity', activityId))!
    await acceptOffer({ tx, now }, (await lockOpening(tx, id))!, city.ids.rider2)
  }, async () => await lapseAndFill(city))
  expect([await state('rider2'), await state('rider3')]).toEqual(['in', 'waiting'])
})

it('nobody is offered a place at a time for which they sign up elsewhere just now', async () => {
  const first = await publish(city)
  const beside = await publish(city, { startsAt: first.startsAt })
  for (const name of ['rider', 'rider2', 'rider3'] as const) await first.signUp(name)
  await meanwhile(city, async (tx) => {
    const { id } = (await openingOf(tx, 'activity', beside.activityId))!
    await signUp({ tx, now: city.time.now }, (await lockOpening(tx, id))!, city.ids.rider2)
  }, async () => await first.leave('rider'))
  expect([await beside.state('rider2'), await first.state('rider2'), await first.state('rider3')])
    .toEqual(['in', 'waiting', 'offered'])
})

it('servers whose clocks run at once offer, remind, close and tell once', async () => {
  const first = await publish(city, { startsAt: city.time.now + 40 * HOUR, capacity: 2 })
  const names = ['rider', 'rider2', 'rider3', 'resident', 'keeper'] as const
  for (const name of names) await first.signUp(name)
  await first.leave('rider')
  const atOnce = async (task: (of: TestCity) => Promise<number>) =>
    (await Promise.all(Array.from({ length: 4 }, () => task(city)))).reduce((sum, count) => sum + count)
  city.time.now += ANSWER_MS
  await atOnce(lapseAndFill)
  const toldOf = async () => (await city.database.read.select().from(notices))
    .map(({ accountId, kind }) => `${names.find(name => city.ids[name] === accountId)} ${kind}`)
    .sort()
  const offers = ['rider3 activities.lapsed', 'rider3 activities.offered', 'resident activities.offered']
  expect(await toldOf()).toEqual(offers.sort())
  await first.accept('resident')
  city.time.now = first.startsAt - 30 * MINUTE
  expect(await atOnce(sendReminders)).toBe(2)
  city.time.now = first.endsAt + 24 * HOUR
  await atOnce(closeActivities)
  const added = (await toldOf()).filter(told => !offers.includes(told))
  expect(added).toEqual([
    'resident activities.missed',
    'resident activities.soon',
    'rider2 activities.missed',
    'rider2 activities.soon',
  ])
})
