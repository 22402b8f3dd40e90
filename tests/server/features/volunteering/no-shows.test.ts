import type { TestCity } from '../../../support/city.ts'
import { missedInARow, openings } from '#server/core/signups/index.ts'
import { closeActivities, forgetOldNoShows } from '#server/features/volunteering/attending/no-shows.ts'
import { asSystem } from '#server/sync/as-system.ts'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshCity } from '../../../support/fresh-city.ts'
import { hold, HOUR, pointsOf, toldOf } from './held-activity.ts'

let city: TestCity
freshCity(given => void (city = given))
const DAY = 24 * HOUR
const asksReally = async () => await missedInARow(city.database.read, city.ids.rider, city.time.now)

it('a day after its end the clock finishes it: who was seen came, who was not missed it', async () => {
  const held = await hold(city)
  await held.enter('rider')
  await held.enter('rider2')
  await held.enter('rider3', 'waiting')
  city.time.now = held.endsAt
  await held.mark('rider', 'in', held.startsAt)
  await held.mark('rider', 'out', held.endsAt)
  city.time.now = held.endsAt + DAY - 1
  expect(await closeActivities(city)).toBe(0)
  expect(await asSystem(city, 'activities.close', [{ activityId: held.id }])).toBe(0)
  city.time.now += 1
  expect(await closeActivities(city)).toBe(1)
  expect([await held.state('rider'), await held.state('rider2'), await held.state('rider3')])
    .toEqual(['came', 'missed', 'waiting'])
  expect(await pointsOf(city, 'rider')).toBe(60)
  expect(await toldOf(city, 'rider2')).toEqual([{ kind: 'activities.missed', words: '路口劝导', points: null }])
  expect(await toldOf(city, 'rider')).toMatchObject([{ kind: 'activities.thanks' }])
  expect(await toldOf(city, 'staff')).toEqual([])
  expect(await closeActivities(city)).toBe(0)
})

it('who has not been seen when the leader finishes has a day until they count as missed', async () => {
  const held = await hold(city)
  await held.enter('rider')
  city.time.now = held.endsAt
  await held.finish()
  expect(await held.state('rider')).toBe('in')
  expect(await toldOf(city, 'rider')).toEqual([])
  city.time.now = held.endsAt + DAY
  expect(await closeActivities(city)).toBe(1)
  expect(await held.state('rider')).toBe('missed')
  // A phone that lay without a network for three days still tells.
  city.time.now = held.endsAt + 3 * DAY
  await held.mark('rider', 'in', held.startsAt)
  await held.mark('rider', 'out', held.endsAt)
  expect(await held.state('rider')).toBe('came')
  expect(await pointsOf(city, 'rider')).toBe(60)
})

it('two missed in a row ask really, until one comes again or 90 days have passed', async () => {
  const miss = async () => {
    const held = await hold(city)
    await held.enter('rider')
    city.time.now = held.endsAt + DAY
    await closeActivities(city)
    return held
  }
  await miss()
  expect(await asksReally()).toBe(false)
  const second = await miss()
  expect(await asksReally()).toBe(true)
  const third = await hold(city)
  await third.enter('rider', 'came')
  expect(await asksReally()).toBe(false)
  city.time.now += HOUR
  await miss()
  const last = await miss()
  expect(await asksReally()).toBe(true)
  city.time.now = last.endsAt + 90 * DAY
  expect(await asksReally()).toBe(false)

  expect(await forgetOldNoShows(city)).toBe(4)
  expect(await last.state('rider')).toBe('left')
  const [opening] = await city.database.read.select().from(openings).where(eq(openings.id, second.id))
  expect(opening).toMatchObject({ taken: 0 })
  expect(await forgetOldNoShows(city)).toBe(0)
})

it('a clock that slept for a week closes all at once, and nothing that was called off', async () => {
  const [first, off] = [await hold(city), await hold(city, { state: 'calledOff' })]
  for (const held of [first, off]) await held.enter('rider')
  city.time.now = first.endsAt + 7 * DAY
  expect(await closeActivities(city)).toBe(1)
  expect(await off.state('rider')).toBe('in')
})
