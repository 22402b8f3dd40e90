import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Held } from './held-activity.ts'
import { randomUUID } from 'node:crypto'
import { audit } from '#server/core/audit/index.ts'
import { attendances, hourCorrections, volunteerHours } from '#server/features/volunteering/tables.ts'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { COMMUNITY } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { streetOf } from '../reports/street.ts'
import { hold, HOUR, MINUTE, pointsOf, toldOf } from './held-activity.ts'

let city: TestCity
let held: Held
freshCity(given => void (city = given))
beforeEach(async () => {
  held = await hold(city)
  await held.enter('rider')
  city.time.now = held.endsAt + HOUR
})

const correction = (from: number, to: number, name: PersonName = 'rider') => ({
  correctionId: randomUUID(),
  activityId: held.id,
  accountId: city.ids[name],
  inAt: held.startsAt + from * MINUTE,
  outAt: held.startsAt + to * MINUTE,
  words: '手机没电了，带队全程看到',
})
async function ask(from: number, to: number, by: PersonName = 'staff'): Promise<string> {
  const input = correction(from, to)
  await city.as(by).done('activities.correct', input)
  return input.correctionId
}
async function correct(from: number, to: number) {
  city.time.now += 1000
  const correctionId = await ask(from, to)
  await city.as('staff2').done('activities.approveCorrection', { correctionId, isApproved: true })
}

describe('a correction', () => {
  it('changes nothing until other staff approve it; then it counts and pays', async () => {
    await held.finish()
    const correctionId = await ask(0, 120)
    expect(await pointsOf(city, 'rider')).toBe(0)
    expect(await toldOf(city, 'staff2'))
      .toEqual([{ kind: 'activities.correctionAsked', words: '路口劝导', points: null }])
    await city.as('staff2').done('activities.approveCorrection', { correctionId, isApproved: true })
    expect(await held.marks('rider')).toMatchObject({ inAt: held.startsAt, minutes: 120 })
    expect(await held.state('rider')).toBe('came')
    expect(await pointsOf(city, 'rider')).toBe(40)
    const corrected = { kind: 'activities.corrected', words: '路口劝导，计 2 小时' }
    expect(await toldOf(city, 'rider')).toEqual([{ ...corrected, points: 40 }])
    expect(await toldOf(city, 'staff')).toEqual([{ ...corrected, points: null }])
    expect(await city.database.read.select().from(audit).where(eq(audit.ref, correctionId))).toMatchObject([{
      act: 'activities.approveCorrection',
      kind: 'correction',
      areaId: COMMUNITY,
      actorId: city.ids.staff2,
    }])
  })

  it('pays the difference for more time, takes nothing back for less, and nothing twice', async () => {
    await held.mark('rider', 'in', held.startsAt)
    await held.mark('rider', 'out', held.startsAt + HOUR)
    await held.finish()
    expect(await pointsOf(city, 'rider')).toBe(20)
    await correct(0, 120)
    expect(await pointsOf(city, 'rider')).toBe(40)
    await correct(0, 30)
    expect(await held.marks('rider')).toMatchObject({ minutes: 30 })
    expect(await pointsOf(city, 'rider')).toBe(40)
    await correct(0, 120)
    expect(await pointsOf(city, 'rider')).toBe(40)
    await correct(0, 180)
    expect(await pointsOf(city, 'rider')).toBe(60)
    // What staff decided stands, whatever a phone tells later.
    await held.mark('rider', 'out', held.startsAt + 2 * HOUR)
    expect(await held.marks('rider')).toMatchObject({ minutes: 180 })
  })

  it('pays the publisher\'s own hours, which nothing else does', async () => {
    held = await hold(city, { publishedBy: city.ids.rider, startsAt: held.startsAt })
    await held.enter('rider')
    await held.mark('rider', 'in', held.startsAt)
    await held.mark('rider', 'out', held.endsAt)
    await held.finish()
    expect(await pointsOf(city, 'rider')).toBe(0)
    await correct(0, 180)
    expect(await pointsOf(city, 'rider')).toBe(60)
  })

  it('approved before the end is counted at the end', async () => {
    await correct(0, 60)
    expect(await held.marks('rider')).toMatchObject({ inAt: held.startsAt, minutes: null })
    await held.finish()
    expect(await pointsOf(city, 'rider')).toBe(20)
  })

  it('that is declined changes nothing, and the leader who asked reads why', async () => {
    await held.finish()
    const correctionId = await ask(0, 60)
    const input = { correctionId, isApproved: false, words: '门口监控没有看到' }
    await city.as('staff2').done('activities.approveCorrection', input)
    expect(await held.marks('rider')).toBeUndefined()
    expect(await toldOf(city, 'staff'))
      .toEqual([{ kind: 'activities.correctionDeclined', words: '路口劝导：门口监控没有看到', points: null }])
    expect(await toldOf(city, 'rider')).toEqual([])
  })

  it('takes two people, neither of them the one concerned', async () => {
    const own = { ...correction(0, 60), accountId: city.ids.staff }
    expect(await city.as('staff').refused('activities.correct', own))
      .toEqual({ code: 'activities.sameHands' })
    const correctionId = await ask(0, 60)
    const input = { correctionId, isApproved: true }
    expect(await city.as('staff').refused('activities.approveCorrection', input))
      .toEqual({ code: 'activities.sameHands' })
    expect(await city.as('staffElsewhere').refused('activities.approveCorrection', input))
      .toEqual({ code: 'activities.notYours' })
    await held.enter('staff2')
    const about = { ...correction(0, 60), accountId: city.ids.staff2 }
    await city.as('staff').done('activities.correct', about)
    expect(await city.as('staff2')
      .refused('activities.approveCorrection', { correctionId: about.correctionId, isApproved: true }))
      .toEqual({ code: 'activities.sameHands' })
  })

  it('is decided once, one at a time, about who had a place, within the time that counts', async () => {
    const correctionId = await ask(0, 60)
    expect(await city.as('staff').refused('activities.correct', correction(0, 90)))
      .toEqual({ code: 'activities.correctionWaits' })
    await city.as('staff2').done('activities.approveCorrection', { correctionId, isApproved: true })
    const again = { correctionId, isApproved: false }
    expect(await city.as('admin').refused('activities.approveCorrection', again))
      .toMatchObject({ code: 'activities.decided' })
    expect(await city.as('staff').refused('activities.correct', correction(0, 60, 'rider2')))
      .toEqual({ code: 'activities.notIn' })
    for (const [from, to] of [[60, 60], [-61, 60], [0, 60 * 5 + 1], [60, 0]] as const) {
      expect(await city.as('staff').refused('activities.correct', correction(from, to)), `${from} ${to}`)
        .toEqual({ code: 'activities.hoursWrong' })
    }
    expect(await city.as('staffElsewhere').refused('activities.correct', correction(0, 60)))
      .toEqual({ code: 'activities.notYours' })
    expect(await city.as('staff2').refused('activities.approveCorrection', {
      correctionId: randomUUID(),
      isApproved: true,
    })).toEqual({ code: 'activities.correctionUnknown' })
  })
})

it('of somebody who was taken off since, a correction is declined and cannot be approved', async () => {
  const correctionId = await ask(0, 120)
  const removal = { activityId: held.id, accountId: city.ids.rider, words: '没有来' }
  await city.as('staff').done('activities.remove', removal)
  expect(await city.as('staff2').refused('activities.approveCorrection', { correctionId, isApproved: true }))
    .toEqual({ code: 'activities.notIn' })
  await city.as('staff2').done('activities.approveCorrection', { correctionId, isApproved: false })
  await held.finish()
  expect(await pointsOf(city, 'rider')).toBe(0)
  expect(await held.state('rider')).toBe('refused')
})

describe('the roll', () => {
  it('shows participants, their marks and corrections to leaders and nobody else', async () => {
    await held.enter('rider2', 'waiting')
    await held.enter('rider3', 'waiting')
    await held.mark('rider', 'in', held.startsAt)
    const correctionId = await ask(0, 60)
    const roll = await city.as('staff2').ask('activities.roll', { activityId: held.id })
    expect(roll.people).toMatchObject([
      {
        accountId: city.ids.rider,
        phoneHint: city.phoneOf('rider').slice(-4),
        holder: expect.stringMatching(/^[0-9a-f]{16}$/),
        state: 'in',
        inAt: held.startsAt,
        outAt: null,
        correction: { id: correctionId, state: 'asked', mayDecide: true, outAt: held.startsAt + HOUR },
      },
      { accountId: city.ids.rider2, state: 'waiting', ahead: 0, correction: null },
      { accountId: city.ids.rider3, state: 'waiting', ahead: 1 },
    ])
    const own = await city.as('staff').ask('activities.roll', { activityId: held.id })
    expect(own.people[0]).toMatchObject({ correction: { mayDecide: false } })
    await expect(city.as('staffElsewhere').ask('activities.roll', { activityId: held.id }))
      .rejects
      .toThrow('404')
    await expect(city.as('rider').ask('activities.roll', { activityId: held.id })).rejects.toThrow('403')
  })

  it('shows participants before people waiting, nobody who left, and no whole phone number', async () => {
    const states = { rider2: 'left', rider3: 'waiting', resident: 'lapsed', keeper: 'in' } as const
    for (const [name, state] of Object.entries(states)) await held.enter(name as 'rider2', state)
    const roll = await city.as('staff').ask('activities.roll', { activityId: held.id })
    expect(roll.people.map(({ accountId }) => accountId))
      .toEqual([city.ids.rider, city.ids.keeper, city.ids.rider3])
    expect(JSON.stringify(roll)).not.toContain(city.phoneOf('rider').slice(0, 7))
  })
})

describe('what is one\'s own', () => {
  it('is exported; after erasing, the times are gone and the minutes stay without a name', async () => {
    await held.mark('rider', 'in', held.startsAt)
    await held.mark('rider', 'out', held.endsAt)
    await held.finish()
    await ask(0, 60)
    expect(await city.as('rider').ask('identity.export', {})).toMatchObject({
      attending: {
        evidence: [{ direction: 'in', at: held.startsAt }, { direction: 'out' }],
        hours: [{ activityId: held.id, minutes: 180 }],
        corrections: [{ words: '手机没电了，带队全程看到', state: 'asked' }],
      },
    })
    await city.as('rider').done('identity.deleteMe', { confirm: true })
    const { read } = city.database
    expect([await read.$count(attendances), await read.$count(hourCorrections)]).toEqual([0, 0])
    expect(await read.select().from(volunteerHours)).toMatchObject([{ minutes: 180 }])
    await held.finish()
    expect(await read.select().from(volunteerHours)).toMatchObject([{ minutes: 180 }])
  })

  it('photos of an activity are public once it is finished', async () => {
    const photo = await streetOf(city).photo('staff')
    const path = `/api/photos/${photo}/full`
    expect((await city.as('rider').fetch(path)).status).toBe(404)
    await city.as('staff').done('activities.finish', { activityId: held.id, words: '合影', photos: [photo] })
    expect((await city.as('rider2').fetch(path)).status).toBe(200)
  })

  it('a photo that should not be seen is taken away by whoever leads, for everybody', async () => {
    const photo = await streetOf(city).photo('staff')
    const input = { activityId: held.id, hash: photo }
    await city.as('staff').done('activities.finish', { activityId: held.id, words: '', photos: [photo] })
    expect(await city.as('rider').refused('activities.removePhoto', input))
      .toMatchObject({ code: 'command.notForYourRole' })
    expect(await city.as('staffElsewhere').refused('activities.removePhoto', input))
      .toMatchObject({ code: 'activities.notYours' })
    expect(await city.as('staff2').fiveTimes('activities.removePhoto', input))
      .toMatchObject({ status: 'accepted' })
    expect((await city.as('rider2').fetch(`/api/photos/${photo}/full`)).status).toBe(404)
    expect((await city.as('rider2').ask('activities.one', { activityId: held.id })).photos).toEqual([])
    // It may be added again, behind the others.
    const other = await streetOf(city).photo('staff')
    for (const photos of [[other], [photo, other]])
      await city.as('staff').done('activities.finish', { activityId: held.id, words: '', photos })
    const { photos } = await city.as('rider2').ask('activities.one', { activityId: held.id })
    expect(photos.map(({ hash }) => hash)).toEqual([other, photo])
  })

  it('more photos than an activity holds are refused, not dropped', async () => {
    const take = () => Promise.all(Array.from({ length: 5 }, () => streetOf(city).photo('staff')))
    const finish = (photos: string[]) => ({ activityId: held.id, words: '', photos })
    await city.as('staff').done('activities.finish', finish(await take()))
    expect(await city.as('staff').refused('activities.finish', finish(await take())))
      .toEqual({ code: 'activities.tooManyPhotos', left: 4 })
    expect((await city.as('rider2').ask('activities.one', { activityId: held.id })).photos).toHaveLength(5)
  })

  it('an activity can\'t be finished before its photos have arrived', async () => {
    const input = { activityId: held.id, words: '', photos: ['a'.repeat(64)] }
    expect(await city.as('staff').sendOne('activities.finish', input))
      .toMatchObject({ status: 'retry', missingPhotos: ['a'.repeat(64)] })
  })
})
