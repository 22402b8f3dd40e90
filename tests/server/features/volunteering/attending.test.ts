import type { TestCity } from '../../../support/city.ts'
import type { Held } from './held-activity.ts'
import { createHmac, randomUUID } from 'node:crypto'
import { receipts } from '#server/sync/tables.ts'
import { fromBase64Url } from '#shared/kernel/bytes.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { codeBytes, codeUrl, epochOf } from '#shared/proofs/codes.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import { freshCity } from '../../../support/fresh-city.ts'
import { givePost } from '../../../support/posts.ts'
import { shownCode } from '../../../support/proofs.ts'
import { hold, HOUR, MINUTE } from './held-activity.ts'

let city: TestCity
let held: Held
freshCity(given => void (city = given))
beforeEach(async () => {
  held = await hold(city)
  await held.enter('rider')
})

const refusal = (code: string) => ({ status: 'refused', refusal: { code } })

describe('the leader\'s code', () => {
  it('checks in whoever scans it live, from an hour before to two hours after', async () => {
    const rider = city.as('rider')
    const early = held.startsAt - HOUR
    city.time.now = early - 30_000
    expect(await rider.sendOne('activities.attend', held.code('in', city.time.now)))
      .toMatchObject(refusal('activities.notToday'))
    city.time.now = early
    await rider.done('activities.attend', held.code('in', early))
    city.time.now = held.endsAt + 2 * HOUR
    await rider.done('activities.attend', held.code('out', city.time.now))
    expect(await held.marks('rider')).toMatchObject({ inAt: early, outAt: city.time.now, minutes: null })
    city.time.now += 30_000
    expect(await rider.sendOne('activities.attend', held.code('out', city.time.now)))
      .toMatchObject(refusal('activities.notToday'))
  })

  it('forwarded as a picture is refused 61 seconds later, and counts 40 seconds later', async () => {
    const shownAt = held.startsAt
    city.time.now = shownAt + 61_000
    expect(await city.as('rider').sendOne('activities.attend', held.code('in', shownAt, city.time.now)))
      .toMatchObject(refusal('proofs.codeOld'))
    city.time.now = shownAt + 40_000
    await city.as('rider').done('activities.attend', held.code('in', shownAt, city.time.now))
    expect(await held.marks('rider')).toMatchObject({ inAt: shownAt })
  })

  it('read without a network counts by when it was shown, also hours later', async () => {
    const shownAt = held.startsAt + 10 * MINUTE
    city.time.now = held.endsAt + 9 * HOUR
    const read = held.code('in', shownAt, shownAt + 40_000)
    expect(await city.as('rider').later(9 * HOUR, 'activities.attend', read)).toMatchObject({
      status: 'accepted',
    })
    expect(await held.marks('rider')).toMatchObject({ inAt: shownAt, isDoubtful: false })
    const late = held.code('out', shownAt, shownAt + 61_000)
    expect(await city.as('rider').later(9 * HOUR, 'activities.attend', late))
      .toMatchObject(refusal('proofs.codeOld'))
  })

  it('scanned by a phone with a wrong clock counts by ours, and an estimate is marked', async () => {
    const shownAt = held.startsAt
    city.time.now = shownAt + 5_000
    const skewMs = 3 * 24 * HOUR
    const send = async (seenAt: number, madeAt: number, sentAt: number) => {
      const input = held.code('in', shownAt, seenAt)
      const command = { id: randomUUID(), name: 'activities.attend', input, madeAt }
      const response = await city.as('rider').sendBatch(sentAt, [command])
      return (await response.json()).replies[0]
    }
    const phone = city.time.now - skewMs
    expect(await send(phone, phone, phone)).toMatchObject({ status: 'accepted' })
    expect(await held.marks('rider')).toMatchObject({ inAt: shownAt, isDoubtful: false })
    // Made in the future by a clock that was put back since.
    expect(await send(city.time.now + HOUR, city.time.now + HOUR, city.time.now))
      .toMatchObject({ status: 'accepted' })
    await held.enter('rider2')
    expect((await held.marks('rider'))?.isDoubtful).toBe(false) // The same was told before.
    const inFuture = { ...held.code('in', shownAt, city.time.now + HOUR) }
    const [reply] = await city.as('rider2').send({
      name: 'activities.attend',
      input: inFuture,
      madeAt: city.time.now + HOUR,
    })
    expect(reply).toMatchObject({ status: 'accepted' })
    expect((await held.marks('rider2'))?.isDoubtful).toBe(true)
  })

  it('of another activity, or none of ours, is refused', async () => {
    city.time.now = held.startsAt
    const other = await hold(city)
    const text = shownCode(other.bound, city.time.now)
    const send = async (scanned: string) => await city.as('rider').refused('activities.attend', {
      activityId: held.id,
      direction: 'in',
      proof: { by: 'code', text: scanned, seenAt: city.time.now },
    })
    expect(await send(text)).toEqual({ code: 'proofs.codeElsewhere' })
    expect(await send(shownCode(held.bound, city.time.now, Uint8Array.from([1]))))
      .toEqual({ code: 'proofs.codeWrong' })
  })

  it('counts only for people with a place', async () => {
    city.time.now = held.startsAt
    for (const state of ['waiting', 'left', 'refused', 'lapsed'] as const) {
      const other = await hold(city, { startsAt: held.startsAt })
      await other.enter('rider', state)
      expect(await city.as('rider').refused('activities.attend', other.code('in', city.time.now)), state)
        .toEqual({ code: 'activities.notSignedUp' })
    }
    expect(await city.as('rider2').refused('activities.attend', held.code('in', city.time.now)))
      .toEqual({ code: 'activities.notSignedUp' })
  })

  it('of a draft, or of an activity that was called off, checks nobody in', async () => {
    city.time.now = held.startsAt
    const off = await hold(city, { state: 'calledOff', endWords: '下雨', startsAt: held.startsAt })
    await off.enter('rider')
    expect(await city.as('rider').refused('activities.attend', off.code('in', city.time.now)))
      .toEqual({ code: 'activities.calledOff', words: '下雨' })
    const draft = await hold(city, { state: 'draft', startsAt: held.startsAt })
    expect(await city.as('rider').refused('activities.attend', draft.code('in', city.time.now)))
      .toEqual({ code: 'activities.unknown' })
  })
})

describe('a pass that the leader scans', () => {
  const scan = (text: string, seenAt: number) =>
    ({ activityId: held.id, direction: 'in', proof: { by: 'pass', text, seenAt } }) as const

  it('marks its holder, live and hours later', async () => {
    const time = held.startsAt + 2 * MINUTE
    const text = await held.pass('rider', time)
    city.time.now = time + 5 * HOUR
    expect(await city.as('staff').later(5 * HOUR - 30_000, 'activities.attend', scan(text, time + 30_000)))
      .toMatchObject({ status: 'accepted' })
    expect(await held.marks('rider')).toMatchObject({ inAt: time })
  })

  it('is for leaders: staff of the area and the team\'s captain', async () => {
    const text = await held.pass('rider', held.startsAt)
    city.time.now = held.startsAt
    for (const name of ['rider', 'rider2', 'staffElsewhere', 'unit'] as const) {
      expect(await city.as(name).refused('activities.attend', scan(text, city.time.now)), name)
        .toEqual({ code: 'activities.notYours' })
    }
    await givePost(city.database, { accountId: city.ids.rider3, kind: 'captain', scope: randomUUID() })
    expect(await city.as('rider3').refused('activities.attend', scan(text, city.time.now)))
      .toEqual({ code: 'activities.notYours' })
  })

  it('of somebody without a sign-up is refused with a sentence of its own', async () => {
    const text = await held.pass('rider2', held.startsAt)
    city.time.now = held.startsAt
    expect(await city.as('staff').refused('activities.attend', scan(text, city.time.now)))
      .toEqual({ code: 'activities.notIn' })
  })

  it('held out a minute before is refused', async () => {
    const text = await held.pass('rider', held.startsAt)
    city.time.now = held.startsAt + 61_000
    expect(await city.as('staff').refused('activities.attend', scan(text, city.time.now)))
      .toEqual({ code: 'proofs.passOld' })
  })
})

describe('the key of the codes', () => {
  it('makes valid codes, and is stored in no receipt', async () => {
    const { subject, keys } = await city.as('staff').ask('activities.codeKey', { activityId: held.id })
    city.time.now = held.startsAt
    const { key } = keys.find(({ day }) => day === dayOf(city.time.now))!
    const signed = codeBytes({ purpose: 'activity', subject, epoch: epochOf(city.time.now) })
    const mac = createHmac('sha256', fromBase64Url(key)!).update(signed).digest()
    const text = codeUrl('https://bee.example.cn', signed, mac)
    const proof = { by: 'code', text, seenAt: city.time.now } as const
    await city.as('rider').done('activities.attend', { activityId: held.id, direction: 'in', proof })
    expect(JSON.stringify(await city.database.read.select().from(receipts))).not.toContain(key)
  })

  it('is for leaders, from a day before until codes count no more', async () => {
    const ask = async (name: 'staff' | 'staffElsewhere' | 'rider') => {
      const input = encodeURIComponent(JSON.stringify({ activityId: held.id }))
      return (await city.as(name).fetch(`/api/queries/activities.codeKey?input=${input}`)).status
    }
    expect(await ask('staff')).toBe(200)
    expect(await ask('staffElsewhere')).toBe(404)
    expect(await ask('rider')).toBe(403)
    city.time.now = held.startsAt - 25 * HOUR - 1
    expect(await ask('staff')).toBe(404)
    city.time.now = held.endsAt + 2 * HOUR + 1
    expect(await ask('staff')).toBe(404)
  })

  it('is refused if another activity\'s id was made up to end in the same digits', async () => {
    const [, , , , tail] = held.id.split('-')
    await hold(city, { id: `aaaaaaaa-aaaa-4aaa-${held.id.split('-')[3]}-${tail}` })
    await expect(city.as('staff').ask('activities.codeKey', { activityId: held.id })).rejects.toThrow('404')
  })

  it('covers both days of a night', async () => {
    const startsAt = Date.parse('2026-11-23T14:00:00Z') // 22:00 in Shanghai.
    const night = await hold(city, { startsAt, endsAt: startsAt + 4 * HOUR })
    const { keys } = await city.as('staff').ask('activities.codeKey', { activityId: night.id })
    expect(keys.map(({ day }) => day)).toEqual(['2026-11-23', '2026-11-24'])
  })
})
