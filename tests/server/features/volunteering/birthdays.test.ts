import type { PersonName, TestCity } from '../../../support/city.ts'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { accounts } from '#server/core/identity/index.ts'
import { notices } from '#server/core/notices/tables.ts'
import { inviteToBirthdays } from '#server/features/volunteering/birthdays/invite.ts'
import { birthdayInvitations, birthdays } from '#server/features/volunteering/tables.ts'
import { receipts } from '#server/sync/tables.ts'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, openTestCity, STREET } from '../../../support/city.ts'
import { hold } from './held-activity.ts'

let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
})
afterEach(() => city.close())

const keep = async (name: PersonName, month: number, day: number) => {
  const salt = randomBytes(16).toString('base64url')
  await city.as(name).done('birthdays.keep', { month, day, agreed: true, salt })
  return salt
}
const live = async (name: PersonName, areaId: string) => {
  await city.database.transact(tx =>
    tx.update(accounts).set({ areaId }).where(eq(accounts.id, city.ids[name])))
}
const at = (shanghai: string) => Date.parse(`${shanghai}+08:00`)
const gather = async (day: string, changes: object = {}) =>
  await hold(city, { kind: 'birthday', title: '12 月生日会', startsAt: at(`${day}T14:00`), ...changes })
/** What somebody was told of gatherings. */
async function told(name: PersonName) {
  const { notices } = await city.as(name).ask('notices.mine', {})
  return notices
    .filter(({ kind }) => kind === 'birthdays.invited')
    .map(({ ref, words }) => ({ ref, words }))
}

it('is kept with consent, shown to oneself, changed, and gone at once', async () => {
  const rider = city.as('rider')
  expect(await rider.ask('birthdays.mine', {})).toEqual({ birthday: null })
  await keep('rider', 2, 29)
  await keep('rider', 12, 3)
  expect(await rider.ask('birthdays.mine', {})).toEqual({ birthday: { month: 12, day: 3 } })
  expect(JSON.stringify(await rider.ask('identity.export', {}))).toContain('{"month":12,"day":3}')
  await rider.done('birthdays.forget', {})
  expect(await city.database.read.$count(birthdays)).toBe(0)
  expect(await rider.ask('birthdays.mine', {})).toEqual({ birthday: null })
})

it('a day that no calendar has, and one without consent, are not taken', async () => {
  const salt = 'A'.repeat(22)
  for (const [month, day] of [[2, 30], [4, 31], [13, 1], [1, 0]]) {
    const input = { month, day, agreed: true, salt }
    const [reply] = await city.as('rider').send({ name: 'birthdays.keep', input })
    expect(reply, `${month}-${day}`).toMatchObject({ status: 'malformed' })
  }
  const [reply] = await city.as('rider').send({ name: 'birthdays.keep', input: { month: 1, day: 1, salt } })
  expect(reply).toMatchObject({ status: 'malformed' })
})

it('no receipt tells the day, not even to who tries all of them', async () => {
  const salt = await keep('rider', 12, 3)
  const isIt = eq(receipts.name, 'birthdays.keep')
  const [receipt] = await city.database.read.select().from(receipts).where(isIt)
  const digest = (input: object) =>
    createHash('sha256').update(JSON.stringify(['birthdays.keep', input])).digest('base64url')
  expect(receipt!.fingerprint).toBe(digest({ month: 12, day: 3, agreed: true, salt }))
  expect(JSON.stringify(receipt)).not.toContain(salt)
  expect(receipt!.decision).toEqual({ status: 'accepted' })
  const unsalted = { name: 'birthdays.keep', input: { month: 12, day: 3, agreed: true } }
  expect((await city.as('rider').send(unsalted))[0]).toMatchObject({ status: 'malformed' })
})

it('from the 25th on, whose birthday is next month hears once of the gathering nearest by', async () => {
  for (const name of ['rider', 'rider2', 'rider3', 'resident'] as const) await live(name, COMMUNITY)
  await live('rider3', ELSEWHERE)
  await keep('rider', 12, 3)
  await keep('rider2', 11, 3)
  await keep('rider3', 12, 31)
  await gather('2026-12-04', { areaId: STREET })
  const near = await gather('2026-12-05')
  await gather('2027-01-01', { title: '1 月生日会' })
  await gather('2026-12-03', { title: '不是生日会', kind: 'talk' })
  await gather('2026-12-03', { title: '取消的', state: 'calledOff' })
  await gather('2026-12-03', { title: '草稿', state: 'draft' })
  city.time.now = at('2026-11-24T23:59')
  await inviteToBirthdays(city)
  expect(await told('rider')).toEqual([])
  city.time.now = at('2026-11-25T00:00')
  await inviteToBirthdays(city)
  await inviteToBirthdays(city)
  city.time.now = at('2026-11-28T09:30')
  await inviteToBirthdays(city)
  expect(await told('rider')).toEqual([{ ref: near.id, words: '12 月生日会，12月5日 14:00，路口' }])
  expect([await told('rider2'), await told('rider3'), await told('resident')]).toEqual([[], [], []])
})

it('several servers invite once, and a gathering published late still finds its guests', async () => {
  await live('rider', COMMUNITY)
  await keep('rider', 1, 1)
  city.time.now = at('2026-12-25T09:30')
  await inviteToBirthdays(city)
  expect(await city.database.read.$count(birthdayInvitations)).toBe(0)
  await gather('2027-01-09')
  city.time.now = at('2026-12-31T09:30')
  await Promise.all(Array.from({ length: 4 }, () => inviteToBirthdays(city)))
  const invited = eq(notices.kind, 'birthdays.invited')
  expect(await city.database.read.$count(notices, invited)).toBe(1)
  city.time.now = at('2027-02-01T09:30')
  await inviteToBirthdays(city)
  expect(await city.database.read.$count(birthdayInvitations), 'what is over is deleted').toBe(0)
})

it('whoever takes it back leaves nothing that would tell the month', async () => {
  await live('rider', COMMUNITY)
  await keep('rider', 12, 3)
  await gather('2026-12-05')
  city.time.now = at('2026-11-25T09:30')
  await inviteToBirthdays(city)
  expect(await told('rider')).toHaveLength(1)
  await city.as('rider').done('birthdays.forget', {})
  expect(await city.database.read.$count(birthdayInvitations)).toBe(0)
  expect(await city.database.read.$count(notices, eq(notices.kind, 'birthdays.invited'))).toBe(0)
})

it('another month leaves nothing that would tell the one before; another day keeps it', async () => {
  await live('rider', COMMUNITY)
  await keep('rider', 12, 3)
  await gather('2026-12-05')
  city.time.now = at('2026-11-25T09:30')
  await inviteToBirthdays(city)
  await keep('rider', 12, 4)
  expect(await told('rider')).toHaveLength(1)
  await keep('rider', 6, 4)
  expect(await told('rider')).toEqual([])
  expect(await city.database.read.$count(birthdayInvitations)).toBe(0)
  expect(await city.as('rider').ask('birthdays.mine', {})).toEqual({ birthday: { month: 6, day: 4 } })
})

it('goes with the account', async () => {
  await keep('rider', 12, 3)
  await city.as('rider').done('identity.deleteMe', { confirm: true })
  expect(await city.database.read.$count(birthdays), randomUUID()).toBe(0)
})
