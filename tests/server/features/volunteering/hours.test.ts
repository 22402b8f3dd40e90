import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Held } from './held-activity.ts'
import { randomUUID } from 'node:crypto'
import { transfers } from '#server/core/points/tables.ts'
import { teams } from '#server/core/teams/tables.ts'
import { volunteerHours } from '#server/features/volunteering/tables.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { STREET } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { givePost } from '../../../support/posts.ts'
import { hold, HOUR, MINUTE, pointsOf, toldOf } from './held-activity.ts'

let city: TestCity
let held: Held
freshCity(given => void (city = given))
beforeEach(async () => {
  held = await hold(city)
  await held.enter('rider')
})

/** Somebody was there from one minute of the plan to another, and it is told when the activity is over. */
async function stay(name: PersonName, from: number, to: number, at = held) {
  city.time.now = Math.max(city.time.now, at.endsAt)
  await at.mark(name, 'in', at.startsAt + from * MINUTE)
  await at.mark(name, 'out', at.startsAt + to * MINUTE)
}
const awards = async () => await city.database.read
  .select()
  .from(transfers)
  .where(eq(transfers.reason, 'activities.hours'))

describe('finishing', () => {
  it('counts the hours of everybody who came, pays them as ruled, and thanks them', async () => {
    await stay('rider', 3, 150)
    expect(await pointsOf(city, 'rider')).toBe(0)
    await held.finish()
    expect(await held.state('rider')).toBe('came')
    expect(await held.marks('rider')).toMatchObject({ minutes: 150 })
    expect(await pointsOf(city, 'rider')).toBe(50)
    expect(await awards()).toMatchObject([{
      amount: 50,
      credit: city.ids.rider,
      approverId: city.ids.staff,
      cap: 'activities.hours',
      note: '路口劝导',
      occurredOn: dayOf(held.startsAt),
    }])
    expect(await toldOf(city, 'rider'))
      .toEqual([{ kind: 'activities.thanks', words: '路口劝导，计 2.5 小时', points: 50 }])
  })

  it('pays by the ruling in force when the activity began', async () => {
    await city.as('admin').done('rulings.set', {
      key: 'volunteering',
      value: { pointsPerHour: 40 },
      reason: '冬季',
    })
    city.time.now = held.startsAt + HOUR
    await city.as('admin').done('rulings.set', {
      key: 'volunteering',
      value: { pointsPerHour: 10 },
      reason: '春季',
    })
    await stay('rider', 0, 180)
    await held.finish()
    expect(await pointsOf(city, 'rider')).toBe(120)
  })

  it('pays nobody twice, however often it is told, finished and closed', async () => {
    await stay('rider', 0, 60)
    for (let i = 0; i < 3; i++) {
      await held.finish()
      await stay('rider', 0, 60)
    }
    const input = { activityId: held.id, words: '', photos: [] }
    expect(await city.as('staff').fiveTimes('activities.finish', input)).toMatchObject({ status: 'accepted' })
    expect(await pointsOf(city, 'rider')).toBe(20)
    expect(await toldOf(city, 'rider')).toHaveLength(1)
  })

  it('is for leaders, once it has begun, and adds words and photos', async () => {
    const input = { activityId: held.id, words: '谢谢大家', photos: [] }
    expect(await city.as('staff').refused('activities.finish', input))
      .toEqual({ code: 'activities.notBegun' })
    city.time.now = held.endsAt
    expect(await city.as('staffElsewhere').refused('activities.finish', input))
      .toEqual({ code: 'activities.notYours' })
    expect(await city.as('rider').refused('activities.finish', input)).toMatchObject({
      code: 'command.notForYourRole',
    })
    await city.as('staff').done('activities.finish', input)
  })

  it('by the captain of its team works too, made without a network', async () => {
    const teamId = randomUUID()
    await city.database.transact(async tx => await tx.insert(teams).values({
      id: teamId,
      name: '快递小队',
      trade: 'parcel',
      words: '',
      areaId: STREET,
      foundedAt: 1,
      foundedBy: city.ids.staff,
    }))
    await givePost(city.database, { accountId: city.ids.rider2, kind: 'captain', scope: teamId })
    const own = await hold(city, { teamId, startsAt: held.startsAt })
    await own.enter('rider')
    await stay('rider', 0, 60, own)
    city.time.now = own.endsAt + 20 * HOUR
    const input = { activityId: own.id, words: '', photos: [] }
    expect(await city.as('rider2').later(20 * HOUR, 'activities.finish', input))
      .toMatchObject({ status: 'accepted' })
    const [hours] = await city.database.read.select().from(volunteerHours)
    expect(hours).toMatchObject({ minutes: 60, teamId })
  })

  it.each(['talk', 'course'] as const)('brings nothing for a %s, nor for a check-in alone', async (kind) => {
    const talk = await hold(city, { kind, startsAt: held.startsAt })
    await talk.enter('rider')
    const promised = async ({ id }: Held) =>
      (await city.as('rider').ask('activities.one', { activityId: id })).points
    expect([await promised(talk), await promised(held)]).toEqual([0, 60])
    await stay('rider', 0, 180, talk)
    await talk.finish()
    expect(await talk.state('rider')).toBe('came')
    await held.mark('rider', 'in', held.startsAt)
    await held.finish()
    expect(await held.state('rider')).toBe('came')
    expect(await held.marks('rider')).toMatchObject({ minutes: null })
    expect(await pointsOf(city, 'rider')).toBe(0)
    expect(await toldOf(city, 'rider')).toEqual([])
  })

  it('pays as far as the day\'s cap goes, says so, and pays no more when the cap rises', async () => {
    await city.as('admin').done('points.setCap', { cap: 'activities.hours', max: 50 })
    await stay('rider', 0, 120)
    await held.finish()
    const other = await hold(city, { startsAt: held.startsAt, endsAt: held.endsAt })
    await other.enter('rider')
    await stay('rider', 60, 180, other)
    await other.finish()
    expect(await pointsOf(city, 'rider')).toBe(50)
    expect((await toldOf(city, 'rider'))[0]).toEqual({
      kind: 'activities.thanks',
      words: '路口劝导，计 2 小时，当天的志愿积分已到上限',
      points: 10,
    })
    const third = await hold(city, { startsAt: held.startsAt })
    await third.enter('rider')
    await stay('rider', 0, 60, third)
    await third.finish()
    await city.as('admin').done('points.setCap', { cap: 'activities.hours', max: 500 })
    for (const each of [other, third]) await each.finish()
    expect(await pointsOf(city, 'rider')).toBe(50)
  })

  it('counts the publisher\'s own hours and does not pay them', async () => {
    const own = await hold(city, { publishedBy: city.ids.rider })
    await own.enter('rider')
    await stay('rider', 0, 180, own)
    await own.finish()
    expect(await own.marks('rider')).toMatchObject({ minutes: 180 })
    expect(await pointsOf(city, 'rider')).toBe(0)
  })
})

describe('evidence of several phones', () => {
  const told = [['in', 5], ['in', 0], ['out', 60], ['out', 120], ['out', 90]] as const

  it('gives the same result in whatever order it arrives, before or after the end', async () => {
    const orders = [told, told.toReversed(), [told[3], told[1], told[2], told[0], told[4]]]
    await city.as('admin').done('points.setCap', { cap: 'activities.hours', max: 1000 })
    for (const [i, order] of orders.entries()) {
      for (const finishedAfter of [0, 2, 5]) {
        const each = await hold(city, { startsAt: held.startsAt })
        await each.enter('rider')
        city.time.now = Math.max(city.time.now, each.endsAt)
        const before = await pointsOf(city, 'rider')
        for (const [n, [direction, minute]] of order.entries()) {
          if (n === finishedAfter) await each.finish()
          await each.mark('rider', direction, each.startsAt + minute! * MINUTE)
        }
        if (finishedAfter === 5) await each.finish()
        expect(await each.marks('rider')).toMatchObject({
          inAt: each.startsAt,
          outAt: each.startsAt + 120 * MINUTE,
          minutes: 120,
        })
        expect(await pointsOf(city, 'rider') - before, `${i} ${finishedAfter}`).toBe(40)
      }
    }
  })

  it('told at once by several phones after the end is paid once', async () => {
    await city.as('admin').done('points.setCap', { cap: 'activities.hours', max: 1000 })
    const each = await Promise.all(Array.from({ length: 8 }, () => hold(city, { startsAt: held.startsAt })))
    city.time.now = held.endsAt + HOUR
    const scans = []
    for (const one of each) {
      await one.enter('rider')
      await one.finish()
      await one.mark('rider', 'in', one.startsAt)
      for (const [by, minute] of [['staff', 60], ['staff2', 120], ['admin', 90]] as const) {
        const seenAt = one.startsAt + minute * MINUTE
        const text = await one.pass('rider', seenAt)
        const proof = { by: 'pass', text, seenAt } as const
        scans.push({ by, input: { activityId: one.id, direction: 'out', proof } as const })
      }
    }
    await Promise.all(scans.map(({ by, input }) => city.as(by).done('activities.attend', input)))
    for (const one of each) expect(await one.marks('rider')).toMatchObject({ minutes: 120 })
    expect(await pointsOf(city, 'rider')).toBe(8 * 40)
  })
})
