import type { TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { lockActivity } from '#server/features/volunteering/attending/led-activity.ts'
import { activities, attendances, volunteerHours } from '#server/features/volunteering/tables.ts'
import { AHEAD_MS_MAX } from '#shared/volunteering/rules.ts'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshCity } from '../../../support/fresh-city.ts'
import { meanwhile } from '../../../support/meanwhile.ts'
import { hold, HOUR, MINUTE, toldOf } from './held-activity.ts'
import { planOf, publish } from './planned-activity.ts'

let city: TestCity
freshCity(given => void (city = given))
const DAY = 24 * HOUR

/** The form of a held activity with other times, as staff would send it. */
async function change(held: Awaited<ReturnType<typeof hold>>, to: object) {
  const { id: activityId, startsAt, endsAt } = held
  const { changedAt: seen } = await city.as('staff').ask('activities.one', { activityId })
  const plan = planOf(city, { activityId, startsAt, endsAt, leaveBy: startsAt, capacity: 20 })
  return await city.as('staff').sendOne('activities.publish', { ...plan, ...to, seen })
}

it('moved onto something else that somebody goes to: they keep both, and are told which clash', async () => {
  const first = await publish(city, { title: '早班' })
  const later = await publish(city, { title: '晚班', startsAt: first.startsAt + 4 * HOUR, capacity: 2 })
  await first.signUp('rider')
  for (const name of ['rider', 'rider2'] as const) await later.signUp(name)
  const { startsAt, endsAt } = first
  await later.change({ startsAt, endsAt, leaveBy: startsAt })
  expect((await toldOf(city, 'rider')).map(({ words }) => words)).toEqual(['晚班，和“早班”时间冲突'])
  expect((await toldOf(city, 'rider2')).map(({ words }) => words)).toEqual(['晚班'])
  expect((await later.one('rider')).mine).toBe('in')
})

it('an activity that turns into a gathering is told: it brings no hours any more', async () => {
  const { signUp, change } = await publish(city)
  await signUp('rider')
  await change({ kind: 'talk' })
  expect((await toldOf(city, 'rider')).map(({ kind }) => kind)).toEqual(['activities.changed'])
})

it('what has begun is not planned anew, called off and finished it can be', async () => {
  const held = await hold(city)
  city.time.now = held.startsAt
  const tomorrow = held.startsAt + DAY
  const moved = { startsAt: tomorrow, endsAt: tomorrow + HOUR, leaveBy: tomorrow }
  expect(await change(held, moved))
    .toMatchObject({ status: 'refused', refusal: { code: 'activities.underWay' } })
})

it('evidence of the old time says nothing of the new one', async () => {
  const held = await hold(city)
  await held.enter('rider')
  city.time.now = held.startsAt - 30 * MINUTE
  await held.mark('rider', 'in', city.time.now)
  const tomorrow = held.startsAt + DAY
  const moved = { startsAt: tomorrow, endsAt: tomorrow + 2 * HOUR, leaveBy: tomorrow }
  expect(await change(held, moved)).toMatchObject({ status: 'accepted' })
  expect(await city.database.read.$count(attendances)).toBe(0)
  city.time.now = tomorrow + 2 * HOUR
  await held.mark('rider', 'out', city.time.now)
  await held.finish('staff2')
  expect(await held.marks('rider')).toMatchObject({ inAt: null, minutes: null })
})

it('put off by half an hour, who is there already stays so', async () => {
  const held = await hold(city)
  await held.enter('rider')
  city.time.now = held.startsAt - 20 * MINUTE
  await held.mark('rider', 'in', city.time.now)
  const startsAt = held.startsAt + 30 * MINUTE
  expect(await change(held, { startsAt, endsAt: held.endsAt, leaveBy: startsAt }))
    .toMatchObject({ status: 'accepted' })
  expect(await held.marks('rider')).toMatchObject({ inAt: held.startsAt - 20 * MINUTE })
})

it('called off at the moment when it is finished, it stays called off, and no hours count', async () => {
  const held = await hold(city)
  await held.enter('rider')
  city.time.now = held.endsAt
  await held.mark('rider', 'in', held.startsAt)
  await held.mark('rider', 'out', held.endsAt)
  const finish = { activityId: held.id, words: '', photos: [] }
  const reply = await meanwhile(city, async (tx) => {
    await lockActivity(tx, held.id)
    await tx.update(activities).set({ state: 'calledOff', endWords: '暴雨' }).where(eq(activities.id, held.id))
  }, async () => await city.as('staff').sendOne('activities.finish', finish))
  expect(reply).toMatchObject({ status: 'refused', refusal: { code: 'activities.calledOff', words: '暴雨' } })
  expect(await city.database.read.$count(volunteerHours)).toBe(0)
})

it('what has ended is called off no more: whoever was there until the end keeps their hours', async () => {
  const held = await hold(city)
  await held.enter('rider')
  city.time.now = held.endsAt
  await held.mark('rider', 'in', held.startsAt)
  await held.mark('rider', 'out', held.endsAt)
  expect(await city.as('staff').refused('activities.callOff', { activityId: held.id, words: '下雨' }))
    .toEqual({ code: 'activities.over' })
  await held.finish()
  expect(await held.marks('rider')).toMatchObject({ minutes: 180 })
})

it('nobody makes an activity whose codes would be another’s, in large letters either', async () => {
  const held = await hold(city, { id: `0194f000-0000-7000-8abc-${randomUUID().slice(-12, -1)}f` })
  const tail = held.id.slice(18)
  for (const end of [tail, tail.toUpperCase()]) {
    const activityId = `aaaaaaaa-aaaa-4aaa${end}`
    for (const name of ['activities.draft', 'activities.publish'] as const) {
      expect(await city.as('staff').refused(name, planOf(city, { activityId })), `${name} ${end}`)
        .toEqual({ code: 'activities.idTaken' })
    }
    const copies = [{ activityId, startsAt: city.time.now + DAY }]
    expect(await city.as('staff').refused('activities.repeat', { activityId: held.id, copies }))
      .toEqual({ code: 'activities.idTaken' })
  }
  // One that is there from before gets no keys, and neither does the other.
  await hold(city, { id: `AAAAAAAA-AAAA-4AAA${tail.toUpperCase()}` })
  await expect(city.as('staff').ask('activities.codeKey', { activityId: held.id })).rejects.toThrow('404')
})

it('nothing is planned more than a year ahead, copies neither', async () => {
  const { activityId } = await publish(city)
  const startsAt = city.time.now + AHEAD_MS_MAX + 1
  expect(await city.as('staff').refused('activities.publish', planOf(city, { startsAt })))
    .toEqual({ code: 'activities.timesWrong' })
  const copies = [{ activityId: randomUUID(), startsAt }]
  expect(await city.as('staff').refused('activities.repeat', { activityId, copies }))
    .toEqual({ code: 'activities.timesWrong' })
  const many = Array.from({ length: 27 }, (_, week) =>
    ({ activityId: randomUUID(), startsAt: city.time.now + (week + 1) * 7 * DAY }))
  expect(await city.as('staff').sendOne('activities.repeat', { activityId, copies: many }))
    .toMatchObject({ status: 'malformed' })
  await city.as('staff').done('activities.repeat', { activityId, copies: many.slice(1) })
})
