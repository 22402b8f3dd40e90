import type { PublishActivity } from '#shared/volunteering/activities.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { audit } from '#server/core/audit/index.ts'
import { accounts } from '#server/core/identity/index.ts'
import { reminders } from '#server/core/reminders/tables.ts'
import { lapseAndFill } from '#server/features/volunteering/activities/steer.ts'
import { volunteerHours } from '#server/features/volunteering/tables.ts'
import { dayOf, startOfDay } from '#shared/kernel/day.ts'
import { ANSWER_MS } from '#shared/volunteering/rules.ts'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { ELSEWHERE, PLACE } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { HOUR, MINUTE, toldOf } from './held-activity.ts'
import { listOf, placesOf, planOf, publish } from './planned-activity.ts'

let city: TestCity
freshCity(given => void (city = given))
const DAY = 24 * HOUR
const kindsOf = async (name: PersonName) => (await toldOf(city, name)).map(({ kind }) => kind)
const open = async (asked = {}) =>
  (await city.as('rider').ask('activities.open', asked)).activities.map(({ id }) => id)

it('a draft is its leaders’ alone; published, people sign up, wait, are offered, accept', async () => {
  const plan = planOf(city)
  const { activityId } = plan
  await city.as('staff').done('activities.draft', plan)
  expect(await city.as('rider').refused('activities.signUp', { activityId }))
    .toEqual({ code: 'activities.unknown' })
  await expect(city.as('rider').ask('activities.one', { activityId })).rejects.toThrow('404')
  expect(await open()).toEqual([])
  const { changedAt: seen } = await city.as('staff').ask('activities.one', { activityId })
  await city.as('staff').done('activities.publish', { ...plan, seen })
  expect(await open()).toEqual([activityId])

  const signUp = async (name: 'rider' | 'rider2' | 'rider3') =>
    await city.as(name).done('activities.signUp', { activityId })
  expect(await signUp('rider')).toEqual({ state: 'in', ahead: 0 })
  expect(await signUp('rider2')).toEqual({ state: 'waiting', ahead: 0 })
  expect(await signUp('rider3')).toEqual({ state: 'waiting', ahead: 1 })
  expect(await signUp('rider3')).toEqual({ state: 'waiting', ahead: 1 })
  await city.as('rider').done('activities.leave', { activityId })
  expect(await kindsOf('rider2')).toEqual(['activities.offered'])
  expect((await city.as('rider2').ask('activities.one', { activityId })).answerBy)
    .toBe(city.time.now + ANSWER_MS)
  expect(await city.as('rider3').refused('activities.accept', { activityId }))
    .toEqual({ code: 'activities.notIn' })
  expect(await signUp('rider')).toEqual({ state: 'waiting', ahead: 1 }) // Who comes again goes last.
  await city.as('rider2').done('activities.accept', { activityId })
  await city.as('rider2').done('activities.accept', { activityId })
  expect(await listOf(city, activityId, 'in')).toEqual([city.ids.rider2])
})

it('what clashes is refused by its name; what ends when the other begins does not clash', async () => {
  const first = await publish(city, { title: '早班' })
  const beside = await publish(city, { title: '同时', startsAt: first.startsAt + HOUR })
  const after = await publish(city, { title: '晚班', startsAt: first.endsAt })
  await first.signUp('rider')
  expect(await city.as('rider').refused('activities.signUp', { activityId: beside.activityId }))
    .toEqual({ code: 'activities.clash', title: '早班' })
  await after.signUp('rider')
  expect(await open({ fits: true })).toEqual([first.activityId, after.activityId])

  // Somebody who waits and goes elsewhere meanwhile is passed over, and asked again when it fits.
  await first.signUp('rider2')
  await first.signUp('rider3')
  await beside.signUp('rider2')
  await first.leave('rider')
  expect([await first.state('rider2'), await first.state('rider3')]).toEqual(['waiting', 'offered'])
  await first.leave('rider3')
  expect(await first.state('rider2')).toBe('waiting')
  await beside.leave('rider2')
  expect(await first.state('rider2')).toBe('offered')
})

it('a sign-up decided late is told by a notice, too; nothing is possible from the beginning on', async () => {
  const { activityId, startsAt } = await publish(city)
  const reply = await city.as('rider').later(10 * MINUTE, 'activities.signUp', { activityId })
  expect(reply).toMatchObject({ status: 'accepted', result: { state: 'in' } })
  expect(await kindsOf('rider')).toEqual(['activities.in'])
  await city.as('rider2').later(10 * MINUTE, 'activities.signUp', { activityId })
  expect(await kindsOf('rider2')).toEqual(['activities.waiting'])
  city.time.now = startsAt
  for (const name of ['activities.signUp', 'activities.leave', 'activities.accept'] as const)
    expect(await city.as('rider3').refused(name, { activityId })).toEqual({ code: 'activities.begun' })
  expect(await open()).toEqual([])
})

it('who leaves after the date to leave by is let go, and the leader hears of it', async () => {
  const { signUp, leave, leaveBy } = await publish(city, { capacity: 2, startsAt: city.time.now + 3 * HOUR })
  await signUp('rider')
  await signUp('rider2')
  await leave('rider')
  expect(await kindsOf('staff')).toEqual([])
  city.time.now = leaveBy + 1
  await leave('rider2')
  expect(await kindsOf('staff')).toEqual(['activities.leftLate'])
})

it('a changed plan is told to all on the list; more places fill, fewer than taken are refused', async () => {
  const activity = await publish(city, { capacity: 2 })
  const { activityId, startsAt } = activity
  for (const name of ['rider', 'rider2', 'rider3'] as const) await activity.signUp(name)
  expect(await activity.change({ capacity: 1 }))
    .toMatchObject({ status: 'refused', refusal: { code: 'activities.fewerThanTaken', taken: 2 } })
  expect(await activity.change({ capacity: 3 })).toMatchObject({ status: 'accepted' })
  expect(await activity.state('rider3')).toBe('offered')
  expect(await kindsOf('rider')).toEqual([])
  const soon = city.time.now + 5 * HOUR
  expect(await activity.change({ capacity: 3, startsAt: soon, endsAt: soon + HOUR, leaveBy: soon }))
    .toMatchObject({ status: 'accepted' })
  expect(await kindsOf('rider')).toEqual(['activities.changed'])
  expect(await kindsOf('rider3')).toEqual(['activities.changed', 'activities.offered'])
  // Offers end with the new beginning, and reminders move with it.
  expect((await activity.one('rider3')).answerBy).toBe(soon)
  const ats = await city.database.read
    .select({ at: reminders.at })
    .from(reminders)
    .where(eq(reminders.accountId, city.ids.rider))
  expect(ats).toEqual([{ at: soon - HOUR }])
  expect(await city.as('staff2').sendOne('activities.publish', { ...activity.plan, seen: startsAt }))
    .toMatchObject({ refusal: { code: 'activities.changedMeanwhile' } })
  expect(await placesOf(city, activityId)).toEqual({ capacity: 3, taken: 3 })
})

it('called off: all on the list are told, nobody is reminded, and no hours count', async () => {
  const { activityId, signUp, startsAt, endsAt } = await publish(city)
  await signUp('rider')
  await signUp('rider2')
  expect(await city.as('staffElsewhere').refused('activities.callOff', { activityId, words: '暴雨' }))
    .toEqual({ code: 'activities.notYours' })
  await city.as('staff').done('activities.callOff', { activityId, words: '暴雨' })
  const calledOff = { code: 'activities.calledOff', words: '暴雨' }
  for (const name of ['rider', 'rider2'] as const)
    expect(await toldOf(city, name)).toMatchObject([{ kind: 'activities.calledOff', words: '路口劝导：暴雨' }])
  expect(await city.database.read.$count(reminders)).toBe(0)
  expect(await open()).toEqual([])
  for (const name of ['activities.signUp', 'activities.leave', 'activities.accept'] as const)
    expect(await city.as('rider3').refused(name, { activityId })).toEqual(calledOff)
  expect(await city.as('staff').refused('activities.finish', { activityId, words: '', photos: [] }))
    .toEqual(calledOff)
  // It stands in nobody's way.
  const other = await publish(city, { startsAt })
  expect(await other.signUp('rider')).toEqual({ state: 'in', ahead: 0 })
  city.time.now = endsAt + 2 * DAY
  expect(await city.database.read.$count(volunteerHours)).toBe(0)
  const { over } = await city.as('rider').ask('activities.mine', {})
  expect(over.find(({ id }) => id === activityId)).toMatchObject({ state: 'calledOff', minutes: null })
})

it('the leader removes somebody with a reason, audited, and writes to those who come', async () => {
  const { activityId, signUp, state } = await publish(city)
  await signUp('rider')
  await signUp('rider2')
  const removal = { activityId, accountId: city.ids.rider, words: '未满十八岁' }
  expect(await city.as('staffElsewhere').refused('activities.remove', removal))
    .toEqual({ code: 'activities.notYours' })
  await city.as('staff').done('activities.remove', removal)
  expect(await toldOf(city, 'rider')).toMatchObject([{ kind: 'activities.removed', words: '路口劝导：未满十八岁' }])
  expect([await state('rider'), await state('rider2')]).toEqual(['refused', 'offered'])
  expect(await city.database.read.$count(audit, eq(audit.act, 'activities.remove'))).toBe(1)
  expect(await city.as('staff').refused('activities.remove', removal)).toEqual({ code: 'activities.notIn' })
  await city.as('staff').done('activities.message', { activityId, words: '带好雨衣' })
  expect(await kindsOf('rider2')).toContain('activities.message')
  expect(await kindsOf('rider')).toEqual(['activities.removed'])
})

it('suspended people are passed over, and asked again when back; who is erased frees the place', async () => {
  const { signUp, state } = await publish(city)
  for (const name of ['rider', 'rider2', 'rider3'] as const) await signUp(name)
  const suspend = async (disabledAt: number | null) => await city.database.transact(async tx =>
    void await tx.update(accounts).set({ disabledAt }).where(eq(accounts.id, city.ids.rider2)))
  await suspend(city.time.now)
  await city.as('rider').done('identity.deleteMe', { confirm: true })
  expect(await state('rider3')).toBe('offered')
  await suspend(null)
  city.time.now += ANSWER_MS
  await lapseAndFill(city)
  expect([await state('rider2'), await state('rider3')]).toEqual(['offered', 'lapsed'])
})

it('copies are drafts of their own; times, places and areas that cannot be are refused', async () => {
  const { activityId, startsAt } = await publish(city)
  const copies = [1, 2].map(week => ({ activityId: randomUUID(), startsAt: startsAt + week * 7 * DAY }))
  expect(await city.as('staffElsewhere').refused('activities.repeat', { activityId, copies }))
    .toEqual({ code: 'activities.notYours' })
  await city.as('staff').done('activities.repeat', { activityId, copies })
  expect(await city.as('staff').refused('activities.repeat', { activityId, copies }))
    .toEqual({ code: 'activities.idTaken' })
  const { leads } = await city.as('staff').ask('activities.mine', {})
  expect(leads.map(({ id, state, startsAt }) => ({ id, state, startsAt }))).toEqual([
    { id: activityId, state: 'published', startsAt },
    ...copies.map(({ activityId: id, startsAt }) => ({ id, state: 'draft', startsAt })),
  ])
  const wrong = async (changes: Partial<PublishActivity>) =>
    (await city.as('staff').refused('activities.publish', planOf(city, changes))).code
  expect(await wrong({ startsAt: city.time.now - 1 })).toBe('activities.timesWrong')
  expect(await wrong({ endsAt: city.time.now })).toBe('activities.timesWrong')
  expect(await wrong({ leaveBy: startsAt + DAY })).toBe('activities.timesWrong')
  expect(await wrong({ place: { latitude: 39.9, longitude: 116.4 } })).toBe('activities.placeWrong')
  expect(await wrong({ areaId: ELSEWHERE })).toBe('activities.notYours')
})

it('the list finds by day, kind, skill and places, the nearest first; visitors see nobody’s', async () => {
  const far = await publish(city, { place: { latitude: 30.4, longitude: 114.4 }, skills: ['repair'] })
  const near = await publish(city, { kind: 'talk', startsAt: far.startsAt + DAY })
  await near.signUp('rider')
  expect(await open()).toEqual([far.activityId, near.activityId])
  expect(await open({ near: PLACE })).toEqual([near.activityId, far.activityId])
  expect(await open({ kinds: ['talk'] })).toEqual([near.activityId])
  const course = await publish(city, { kind: 'course', startsAt: near.startsAt + DAY })
  expect(await open({ kinds: ['course'] })).toEqual([course.activityId])
  await city.as('staff').done('activities.callOff', { activityId: course.activityId, words: '不办了' })
  expect(await open({ skills: ['repair'] })).toEqual([far.activityId])
  expect(await open({ isFree: true })).toEqual([far.activityId])
  expect(await open({ from: dayOf(near.startsAt), to: dayOf(near.startsAt) })).toEqual([near.activityId])
  expect(await open({ areaId: ELSEWHERE })).toEqual([])
  const [mine] = (await city.as('rider').ask('activities.open', { kinds: ['talk'] })).activities
  expect(mine).toMatchObject({ mine: 'in', taken: 1, waiting: 0 })
  const visited = await city.fetchAs(undefined)('/api/queries/activities.open?input={}')
  const { activities } = await visited.json() as { activities: { mine: unknown, clash: unknown }[] }
  expect(activities.map(({ mine, clash }) => [mine, clash])).toEqual([[null, null], [null, null]])
})

it('what fits between two shifts begins and ends within the hours of its day', async () => {
  const at = (hour: number) => startOfDay(dayOf(city.time.now + 2 * DAY)) + hour * HOUR
  const lasting = async (startsAt: number, hours: number) =>
    (await publish(city, { startsAt, endsAt: startsAt + hours * HOUR })).activityId
  const [early, fits, late, night] = [
    await lasting(at(13.5), 2),
    await lasting(at(14), 3),
    await lasting(at(16), 2),
    await lasting(at(23), 2),
  ]
  const between = (from: number, to: number) => ({ between: { from: from * 60, to: to * 60 } })
  expect(await open(between(14, 17))).toEqual([fits])
  expect(await open(between(13, 18))).toEqual([early, fits, late])
  expect(await open(between(22, 24))).toEqual([]) // It goes on after midnight.
  expect(await open()).toContain(night)
  expect(await open({ ...between(14, 17), from: dayOf(at(0) + DAY) })).toEqual([])
})
