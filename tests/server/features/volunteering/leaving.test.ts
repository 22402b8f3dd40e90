import type { TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { audit } from '#server/core/audit/index.ts'
import { reminders } from '#server/core/reminders/tables.ts'
import { lapseAndFill } from '#server/features/volunteering/activities/steer.ts'
import { closeActivities } from '#server/features/volunteering/attending/no-shows.ts'
import { ANSWER_MS } from '#shared/volunteering/rules.ts'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { freshCity } from '../../../support/fresh-city.ts'
import { hold, HOUR, MINUTE, toldOf } from './held-activity.ts'
import { publish } from './planned-activity.ts'

let city: TestCity
freshCity(given => void (city = given))
const DAY = 24 * HOUR
const kindsOf = async (name: 'staff' | 'rider' | 'rider2' | 'rider3') =>
  (await toldOf(city, name)).map(({ kind }) => kind)

describe('leaving without a network', () => {
  it('saved before the beginning counts, also the next morning; the leader hears of it', async () => {
    const held = await hold(city)
    await held.enter('rider')
    city.time.now = held.endsAt + 12 * HOUR
    const waited = city.time.now - held.startsAt + MINUTE
    expect(await city.as('rider').later(waited, 'activities.leave', { activityId: held.id }))
      .toMatchObject({ status: 'accepted' })
    expect(await held.state('rider')).toBe('left')
    expect(await kindsOf('staff')).toEqual(['activities.leftLate'])
    city.time.now = held.endsAt + DAY
    await closeActivities(city)
    expect(await kindsOf('rider')).toEqual([])
  })

  it('saved in time and arriving after the date to leave by, it is told to the leader too', async () => {
    const { activityId, leaveBy, signUp } = await publish(city, { startsAt: city.time.now + 4 * HOUR })
    await signUp('rider')
    city.time.now = leaveBy + MINUTE
    await city.as('rider').later(HOUR, 'activities.leave', { activityId })
    expect(await kindsOf('staff')).toEqual(['activities.leftLate'])
    expect(JSON.stringify(await toldOf(city, 'staff'))).not.toContain(city.phoneOf('rider').slice(-4))
  })

  it('nobody leaves an activity that they missed, or at which they were seen', async () => {
    const held = await hold(city)
    for (const name of ['rider', 'rider2'] as const) await held.enter(name)
    const leave = async (name: 'rider' | 'rider2') => await city.as(name)
      .later(city.time.now - held.startsAt + HOUR, 'activities.leave', { activityId: held.id })
    const refused = { status: 'refused', refusal: { code: 'activities.begun' } }
    city.time.now = held.startsAt + MINUTE
    await held.mark('rider2', 'in', held.startsAt)
    expect(await leave('rider2')).toMatchObject(refused)
    city.time.now = held.endsAt + DAY
    expect(await leave('rider'), 'the clock may have slept').toMatchObject(refused)
    await closeActivities(city)
    expect(await leave('rider')).toMatchObject(refused)
    expect([await held.state('rider'), await held.state('rider2')]).toEqual(['missed', 'came'])
  })

  it('is not believed of a phone whose clock contradicts itself', async () => {
    const held = await hold(city)
    await held.enter('rider')
    city.time.now = held.startsAt + HOUR
    // Its last answer was from after the beginning, and it says that it was before.
    const clock = { serverAt: city.time.now - MINUTE, phoneAt: city.time.now - MINUTE }
    const input = { activityId: held.id }
    const command = { id: randomUUID(), name: 'activities.leave', input, madeAt: held.startsAt - HOUR, clock }
    const response = await city.as('rider').sendBatch(city.time.now, [command])
    expect((await response.json()).replies)
      .toMatchObject([{ status: 'refused', refusal: { code: 'activities.begun' } }])
  })
})

describe('who was taken off', () => {
  it('signs up again only after a leader readmits them, goes last then, and is notified', async () => {
    const { activityId, signUp, state } = await publish(city)
    for (const name of ['rider', 'rider2', 'rider3'] as const) await signUp(name)
    const about = { activityId, accountId: city.ids.rider }
    await city.as('staff').done('activities.remove', { ...about, words: '没带证件' })
    expect(await city.as('rider').refused('activities.signUp', { activityId }))
      .toEqual({ code: 'activities.wasRemoved' })
    expect(await city.as('rider').later(DAY, 'activities.signUp', { activityId }))
      .toMatchObject({ status: 'refused', refusal: { code: 'activities.wasRemoved' } })
    expect(await city.as('staffElsewhere').refused('activities.readmit', about))
      .toEqual({ code: 'activities.notYours' })
    expect(await city.as('rider2').refused('activities.readmit', about))
      .toEqual({ code: 'command.notForYourRole' })
    await city.as('staff2').done('activities.readmit', about)
    expect(await kindsOf('rider')).toEqual(['activities.readmitted', 'activities.removed'])
    expect(await city.database.read.$count(audit, eq(audit.act, 'activities.readmit'))).toBe(1)
    expect(await city.as('staff').refused('activities.readmit', about))
      .toEqual({ code: 'activities.notRemoved' })
    expect(await state('rider')).toBe('left')
    expect(await signUp('rider')).toEqual({ state: 'waiting', ahead: 1 })
  })

  it('who left may return at once; leaving does not get around a removal', async () => {
    const { activityId, signUp, leave } = await publish(city, { capacity: 2 })
    await signUp('rider')
    await leave('rider')
    expect(await signUp('rider')).toMatchObject({ state: 'in' })
    await city.as('staff')
      .done('activities.remove', { activityId, accountId: city.ids.rider, words: '没带证件' })
    await leave('rider')
    expect(await city.as('rider').refused('activities.signUp', { activityId }))
      .toEqual({ code: 'activities.wasRemoved' })
  })
})

describe('what ends', () => {
  it('an offer of a called off activity does not expire: all were notified already', async () => {
    const { activityId, signUp, leave } = await publish(city)
    for (const name of ['rider', 'rider2', 'rider3'] as const) await signUp(name)
    await leave('rider')
    await city.as('staff').done('activities.callOff', { activityId, words: '暴雨' })
    city.time.now += ANSWER_MS
    expect(await lapseAndFill(city)).toBe(0)
    expect(await kindsOf('rider2')).toEqual(['activities.calledOff', 'activities.offered'])
    expect(await kindsOf('rider3')).toEqual(['activities.calledOff'])
  })

  it('whoever erases their account is offered nothing on the way', async () => {
    const first = await publish(city)
    const beside = await publish(city, { startsAt: first.startsAt })
    await first.signUp('rider2')
    await first.signUp('rider')
    await beside.signUp('rider')
    await beside.signUp('rider3')
    await first.leave('rider2')
    expect(await first.state('rider')).toBe('waiting') // It clashes.
    await city.as('rider').done('identity.deleteMe', { confirm: true })
    expect(await beside.state('rider3')).toBe('offered')
    const { taken, waiting } = await first.one('rider2')
    expect([taken, waiting]).toEqual([0, 0])
    expect(await city.database.read.$count(reminders, eq(reminders.accountId, city.ids.rider))).toBe(0)
  })

  it('the task sends no command if nobody waiting can take the place', async () => {
    const first = await publish(city)
    const beside = await publish(city, { startsAt: first.startsAt })
    await first.signUp('rider2')
    await first.signUp('rider')
    await beside.signUp('rider')
    await first.leave('rider2')
    expect(await lapseAndFill(city)).toBe(0)
    await city.as('staff').done('activities.callOff', { activityId: beside.activityId, words: '暴雨' })
    expect(await lapseAndFill(city)).toBe(1)
    expect(await first.state('rider')).toBe('offered')
  })
})
