import type { PersonName, TestCity } from '../../../support/city.ts'
import { findAccount } from '#server/core/identity/index.ts'
import { accounts } from '#server/core/identity/tables.ts'
import { PRIVACY_NOTICE, privacyNotices } from '#shared/identity/schemas.ts'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { COMMUNITY, openTestCity } from '../../../support/city.ts'
import { givePost, keeperOf } from '../../../support/posts.ts'
import { statusWith } from './doors.ts'

let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
})
afterEach(() => city.close())

const asRider = {
  name: '林小满',
  areaId: COMMUNITY,
  company: 'meituan',
  work: 'delivery',
  privacyNotice: PRIVACY_NOTICE,
}
const asResident = { ...asRider, company: null, work: null }
const register = (input: object) => ({ id: crypto.randomUUID(), name: 'identity.register', input })
const refused = (code: string) => [{ status: 'refused', refusal: { code } }]

it('a rider registers with community, company and kind of work', async () => {
  const { send, ask } = city.as('resident')
  await city.database.transact(tx =>
    tx.update(accounts).set({ registeredAt: null }).where(eq(accounts.id, city.ids.resident)),
  )
  expect(await send(register(asRider))).toMatchObject([{ status: 'accepted' }])
  expect(await ask('identity.me', {})).toEqual({
    accountId: city.ids.resident,
    role: 'courier',
    posts: [],
    privacyNotice: PRIVACY_NOTICE,
    name: '林小满',
    phoneHint: '138****0004',
    areaId: COMMUNITY,
    areaName: expect.stringMatching(/^江汉区 · .+ · .+$/),
    unitName: null,
    company: 'meituan',
    work: 'delivery',
    registeredAt: city.time.now,
  })
})

it('who has neither company nor work is a resident, and stays signed in', async () => {
  const { send, ask } = city.as('rider')
  expect(await send(register(asResident))).toMatchObject([{ status: 'accepted' }])
  expect(await ask('identity.me', {})).toMatchObject({ role: 'resident', company: null, work: null })
  expect(await send(register(asRider))).toMatchObject([{ status: 'accepted' }])
  expect(await ask('identity.me', {})).toMatchObject({ role: 'courier', company: 'meituan' })
})

it('registering again changes the details and keeps the first day', async () => {
  const { send, ask } = city.as('rider')
  const { registeredAt } = await ask('identity.me', {})
  await send(register({ ...asRider, name: '林大满' }))
  expect(await ask('identity.me', {})).toMatchObject({ name: '林大满', registeredAt })
})

it('a keeper stays a keeper', async () => {
  await givePost(city.database, { ...keeperOf(city), scope: 'a station' })
  await city.as('keeper').send(register(asResident))
  expect(await city.as('keeper').ask('identity.me', {})).toMatchObject({ role: 'keeper' })
})

it('without consent to the notice in force nothing is taken down', async () => {
  const before = await findAccount(city.database.read, city.ids.rider)
  expect(await city.as('rider').send(register({ ...asRider, privacyNotice: '2020-01' }))).toMatchObject(
    refused('identity.consentMissing'),
  )
  expect(await findAccount(city.database.read, city.ids.rider)).toEqual(before)
})

it('a community that does not exist is refused', async () => {
  expect(await city.as('rider').send(register({ ...asRider, areaId: '420103006999' }))).toMatchObject(
    refused('identity.areaUnknown'),
  )
})

it('the same registration sent again is answered, not repeated', async () => {
  const { send, ask } = city.as('rider')
  const once = register(asRider)
  await send(once)
  await send(register({ ...asRider, name: '林大满' }))
  expect(await send(once)).toMatchObject([{ status: 'accepted' }])
  expect(await ask('identity.me', {})).toMatchObject({ name: '林大满' })
})

it.each(['staff', 'unit', 'admin'] as const)('%s do not register', async (name: PersonName) => {
  expect(await city.as(name).send(register(asRider))).toMatchObject(refused('command.notForYourRole'))
  const account = await findAccount(city.database.read, city.ids[name])
  expect(account).toMatchObject({ role: 'resident', company: null })
})

it('registering brings no session back that a change of role has ended', async () => {
  const old = await city.signIn(city.phoneOf('rider'))
  city.time.now += 1
  await givePost(city.database, {
    accountId: city.ids.rider,
    kind: 'keeper',
    scope: 'a station',
    from: city.time.now,
  })
  await city.as('rider').send(register(asRider))
  expect(await statusWith(city, old)).toBe(401)
})

it('a phone that slept sends the consent it was given, and may be told of the newer notice', async () => {
  const [earlier] = privacyNotices
  expect(await city.as('rider').send(register({ ...asRider, privacyNotice: earlier })))
    .toMatchObject([{ status: 'accepted' }])
  expect(await city.as('rider').ask('identity.me', {})).toMatchObject({ privacyNotice: earlier })
})

it('an earlier notice that comes late does not undo the consent to a later one', async () => {
  const { send, ask } = city.as('rider')
  const [earlier] = privacyNotices
  await send(register(asRider))
  expect(await send(register({ ...asRider, name: '林大满', privacyNotice: earlier })))
    .toMatchObject([{ status: 'accepted' }])
  expect(await ask('identity.me', {})).toMatchObject({ name: '林大满', privacyNotice: PRIVACY_NOTICE })
})
