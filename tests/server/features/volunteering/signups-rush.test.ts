import type { TestCity } from '../../../support/city.ts'
import { accounts } from '#server/core/identity/index.ts'
import { lapseAndFill } from '#server/features/volunteering/activities/steer.ts'
import { ANSWER_MS } from '#shared/volunteering/rules.ts'
import { asc, like } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { crowdOf, openPort } from '../../../support/crowd.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { HOUR } from './held-activity.ts'
import { listOf, placesOf, publish } from './planned-activity.ts'

const CONNECTIONS = 32
let city: TestCity
freshCity(given => void (city = given))

/** So many people who sign up at once through the real door; the ids of all, as `crowdOf` made them. */
async function rush(people: number, capacity: number) {
  const activity = await publish(city, { capacity })
  const { activityId } = activity
  const cookies = await crowdOf(city, people, { days: 0 })
  const rows = await city.database.read
    .select({ id: accounts.id })
    .from(accounts)
    .where(like(accounts.phone, '1380001%'))
    .orderBy(asc(accounts.phone))
  const port = await openPort(city, CONNECTIONS)
  const sendAll = async (who: readonly string[], name: string) =>
    await Promise.all(who.map(cookie => port.send(cookie, { name, input: { activityId } })))
  const replies = await sendAll(cookies, 'activities.signUp')
  const ids = rows.map(({ id }) => id)
  const cookieOf = (id: string) => cookies[ids.indexOf(id)]!
  return { activity, activityId, ids, replies, sendAll, cookieOf, close: port.close }
}

it('200 people want 20 places at once: 20 are in, 180 wait in the order of their receipts', async () => {
  const { activityId, ids, replies, close } = await rush(200, 20)
  await close()
  const [came, waiting] = [await listOf(city, activityId, 'in'), await listOf(city, activityId, 'waiting')]
  expect([came.length, waiting.length, new Set([...came, ...waiting]).size]).toEqual([20, 180, 200])
  expect(await placesOf(city, activityId)).toEqual({ capacity: 20, taken: 20 })
  // Each was answered what the list says of them, and nobody who came later is before them.
  const answered = replies.map(reply => reply.status === 'accepted' && reply.result)
  const listed = ids.map(id => came.includes(id)
    ? { state: 'in', ahead: 0 }
    : { state: 'waiting', ahead: waiting.indexOf(id) })
  expect(answered).toEqual(listed)
})

it('ten leave at once: ten places are offered to the ten who waited longest', async () => {
  const { activityId, sendAll, cookieOf, close } = await rush(40, 10)
  const [came, waiting] = [await listOf(city, activityId, 'in'), await listOf(city, activityId, 'waiting')]
  const replies = await sendAll(came.map(cookieOf), 'activities.leave')
  await close()
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set(['accepted']))
  expect(await listOf(city, activityId, 'offered')).toEqual(waiting.slice(0, 10))
  expect(await listOf(city, activityId, 'waiting')).toEqual(waiting.slice(10))
  expect(await placesOf(city, activityId)).toEqual({ capacity: 10, taken: 10 })
})

it('a clock that slept three hours catches up: offers move on in order, none into the past', async () => {
  const { activity, activityId, sendAll, cookieOf, close } = await rush(9, 3)
  const [first, second] = await listOf(city, activityId, 'in')
  const waiting = await listOf(city, activityId, 'waiting')
  await sendAll([cookieOf(first!)], 'activities.leave')
  city.time.now += HOUR
  await sendAll([cookieOf(second!)], 'activities.leave')
  expect(await listOf(city, activityId, 'offered')).toEqual(waiting.slice(0, 2))
  city.time.now += ANSWER_MS + 3 * HOUR
  // Nobody was told yet, and still the offer is over.
  const [late] = await sendAll([cookieOf(waiting[0]!)], 'activities.accept')
  expect(late).toMatchObject({ status: 'refused', refusal: { code: 'activities.offerOver' } })
  await lapseAndFill(city)
  expect(await listOf(city, activityId, 'lapsed')).toEqual(waiting.slice(0, 2))
  expect(await listOf(city, activityId, 'offered')).toEqual(waiting.slice(2, 4))
  const offered = await city.holding(cookieOf(waiting[2]!)).ask('activities.one', { activityId })
  expect(offered.answerBy).toBe(city.time.now + ANSWER_MS)

  // The last offers before it begins end with its beginning; after it there are none.
  city.time.now = activity.startsAt - HOUR
  await lapseAndFill(city)
  const last = await city.holding(cookieOf(waiting[4]!)).ask('activities.one', { activityId })
  expect([last.mine, last.answerBy]).toEqual(['offered', activity.startsAt])
  city.time.now = activity.startsAt
  await lapseAndFill(city)
  expect(await listOf(city, activityId, 'offered')).toEqual([])
  await close()
})
