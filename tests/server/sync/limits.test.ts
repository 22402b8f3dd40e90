import type { PersonName, TestCity } from '../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { openCity } from '#server/open-city.ts'
import { receipts } from '#server/sync/tables.ts'
import { commands } from '#shared/commands.ts'
import { PRIVACY_NOTICE } from '#shared/identity/schemas.ts'
import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { COMMUNITY, openTestCity, PLACE } from '../../support/city.ts'
import { freshCity } from '../../support/fresh-city.ts'
import { streetOf } from '../features/reports/street.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
let city: TestCity
let street: ReturnType<typeof streetOf>
freshCity((fresh) => {
  city = fresh
  street = streetOf(city)
})
const complaint = () =>
  ({ name: 'voices.complain', input: { complaintId: randomUUID(), text: '灯太暗', page: 'home' } })
const complain = async (count: number, by: PersonName = 'rider') =>
  await city.as(by).send(...Array.from({ length: count }, complaint))
const decidedBy = async (by: PersonName, name: string) =>
  await city.database.read.$count(receipts, and(
    eq(receipts.accountId, city.ids[by]),
    eq(receipts.name, name),
  ))
const putOff = (until: number) => ({
  status: 'retry',
  afterMs: until - city.time.now,
  refusal: { code: 'command.tooOften', until },
})

describe('what one account may do in a time', () => {
  it('five of a hundred complaints are decided in an hour, the rest is told when to come', async () => {
    const begin = city.time.now
    const replies = []
    for (let request = 0; request < 5; request++) replies.push(...await complain(20))
    expect(replies.filter(({ status }) => status === 'accepted')).toHaveLength(5)
    expect(replies[5]).toMatchObject(putOff(begin + HOUR))
    expect(replies.slice(5).every(({ status }) => status === 'retry')).toBe(true)
    expect(await decidedBy('rider', 'voices.complain')).toBe(5)
    expect((await city.as('admin').ask('desk.complaints', {}))).toHaveLength(5)
  })

  it('twenty are decided in a day; more follow one by one as the oldest leave the day', async () => {
    const begin = city.time.now
    for (let hour = 0; hour < 4; hour++, city.time.now += HOUR) await complain(5)
    expect(await complain(1)).toMatchObject([putOff(begin + DAY)])
    city.time.now = begin + DAY - 1
    expect(await complain(1)).toMatchObject([{ status: 'retry', afterMs: 1 }])
    city.time.now = begin + DAY
    const [first, ...others] = await complain(6)
    expect([first!.status, ...others.map(({ status }) => status)])
      .toEqual(['accepted', 'accepted', 'accepted', 'accepted', 'accepted', 'retry'])
  })

  it('what was put off is the same command later: decided once, nothing lost', async () => {
    await complain(5)
    const waiting = { ...complaint(), id: randomUUID() }
    expect((await city.as('rider').send(waiting))[0]!.status).toBe('retry')
    city.time.now += HOUR
    const decided = await city.as('rider').send(waiting)
    expect(decided).toMatchObject([{ status: 'accepted' }])
    expect(await city.as('rider').send(waiting)).toEqual(decided)
    expect(await decidedBy('rider', 'voices.complain')).toBe(6)
  })

  it('a retry of what was decided costs nothing and is always answered', async () => {
    const known = { ...complaint(), id: randomUUID() }
    await city.as('rider').send(known)
    for (let i = 0; i < 10; i++)
      expect(await city.as('rider').send(known)).toMatchObject([{ status: 'accepted' }])
    expect((await complain(4)).every(({ status }) => status === 'accepted')).toBe(true)
    expect((await city.as('rider').send(known))).toMatchObject([{ status: 'accepted' }])
  })

  it('what is refused counts, also where the role may not do it at all', async () => {
    const details = { name: '林小满', areaId: COMMUNITY, company: null, work: null }
    const registration = { ...details, privacyNotice: PRIVACY_NOTICE }
    for (const [by, name, input, code] of [
      ['rider', 'stations.reportFault', fault(), 'stations.unknown'],
      ['staff', 'identity.register', registration, 'command.notForYourRole'],
    ] as const) {
      const replies = await city.as(by).send(...Array.from({ length: 11 }, () => ({ name, input })))
      expect(replies.slice(0, 10))
        .toMatchObject(Array.from({ length: 10 }, () => ({ status: 'refused', refusal: { code } })))
      expect(replies[10]).toMatchObject({ status: 'retry' })
    }
  })

  it('is each account\'s own, and each command\'s; its lane waits in order, no other does', async () => {
    await complain(5)
    const replies = await city.as('rider').send(
      complaint(),
      { name: 'notices.read', input: { upTo: city.time.now } },
      complaint(),
    )
    expect(replies.map(({ status }) => status)).toEqual(['retry', 'accepted', 'retry'])
    expect(await complain(1, 'rider2')).toMatchObject([{ status: 'accepted' }])
  })

  it('is the same however many requests come at once', async () => {
    const replies = (await Promise.all(Array.from({ length: 20 }, async () => await complain(1)))).flat()
    expect(replies.filter(({ status }) => status === 'accepted')).toHaveLength(5)
  })

  it('what was decided before the server started counts, and who did nothing yet is free', async () => {
    await complain(5)
    const restarted = openCity({ ...city, database: { ...city.database } })
    const anew = async (by: PersonName) => {
      const actor = { accountId: city.ids[by], role: 'courier', areaId: null, posts: [] } as const
      const command = { ...complaint(), id: randomUUID(), madeAt: city.time.now }
      const { replies } = await restarted.run(actor, { sentAt: city.time.now, commands: [command] })
      return replies[0]!.status
    }
    expect(await anew('rider')).toBe('retry')
    expect(await anew('rider2')).toBe('accepted')
    city.time.now += HOUR
    expect(await anew('rider')).toBe('accepted')
    city.time.now += DAY
    expect(await anew('rider')).toBe('accepted')
  })

  it('a city may allow more', async () => {
    const generous = await openTestCity({ LIMITS_FACTOR: '3' })
    const replies = await generous.as('rider').send(...Array.from({ length: 16 }, complaint))
    expect(replies.filter(({ status }) => status === 'accepted')).toHaveLength(15)
    await generous.close()
  })

  it('notices can be marked as read as often as a hand taps, and no oftener', async () => {
    const read = { name: 'notices.read', input: { upTo: city.time.now } }
    const replies = []
    for (let request = 0; request < 2; request++)
      replies.push(...await city.as('rider').send(...Array.from({ length: 150 }, () => read)))
    expect(replies.filter(({ status }) => status === 'accepted')).toHaveLength(240)
  })

  it('no daily limit is below the hourly one', () => {
    for (const [name, { limit }] of Object.entries(commands) as [string, { limit?: Limit }][])
      expect(limit === undefined || (limit.hour > 0 && limit.day >= limit.hour), name).toBe(true)
  })
})

interface Limit { hour: number, day: number }
const fault = () => ({ faultId: randomUUID(), stationId: randomUUID(), kind: 'dirty', words: '' })

describe('an emergency', () => {
  it('two hundred of them with one photo: forty are filed, and staff hear of the place once', async () => {
    const photos = [await street.photo('rider')]
    const replies = []
    for (let request = 0; request < 10; request++) {
      const commands = await Promise.all(Array.from({ length: 20 }, async () =>
        ({ name: 'reports.file', input: await street.report('rider', { kind: 'emergency', photos }) })))
      replies.push(...await city.as('rider').send(...commands))
    }
    expect(replies.filter(({ status }) => status === 'accepted')).toHaveLength(40)
    expect(replies.filter(({ status }) => status === 'retry')).toHaveLength(160)
    expect(await street.told('staff')).toEqual(['reports.urgent'])
  })

  it('alarms anew elsewhere, for another kind, by another person, or once it was dealt with', async () => {
    const emergency = async (by: PersonName = 'rider', changes = {}) =>
      await street.file(by, { kind: 'emergency', ...changes })
    const first = await emergency()
    await emergency()
    expect(await street.told('staff')).toHaveLength(1)
    const on = { latitude: PLACE.latitude + 0.0006, longitude: PLACE.longitude } // 67 m.
    await emergency('rider', { place: on })
    expect(await street.told('staff')).toHaveLength(2)
    await street.file('rider', { kind: 'warning' })
    expect(await street.told('staff')).toHaveLength(3)
    await emergency('rider2')
    expect(await street.told('staff')).toHaveLength(4)
    await city.as('staff').done('reports.move', { reportId: first, to: 'declined', words: '没有看到' })
    await emergency()
    expect(await street.told('staff')).toHaveLength(5)
  })

  it('withdrawn and filed again, or changed to and fro, alarms once', async () => {
    const reportId = await street.file('rider', { kind: 'emergency' })
    await city.as('rider').done('reports.withdraw', { reportId })
    const again = await street.file('rider', { kind: 'emergency' })
    await city.as('rider').done('reports.amend', { reportId: again, kind: 'environment' })
    await city.as('rider').done('reports.amend', { reportId: again, kind: 'emergency' })
    expect(await street.told('staff')).toEqual(['reports.urgent'])
    city.time.now += DAY
    await street.file('rider', { kind: 'emergency' })
    const staff = city.holding(await city.signIn(city.phoneOf('staff')))
    expect((await staff.ask('notices.mine', {})).notices).toHaveLength(2)
  })
})
