import type { TestCity } from '../../../support/city.ts'
import { findAccount } from '#server/core/identity/index.ts'
import { photoFolder, photoIsOnDisk } from '#server/core/media/index.ts'
import { sweepPhotos } from '#server/core/media/tasks.ts'
import { PRIVACY_NOTICE } from '#shared/identity/schemas.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { COMMUNITY, openTestCity } from '../../../support/city.ts'
import { streetOf } from '../../features/reports/street.ts'
import { hashOf, iPhonePhoto, picture, put } from '../media/photos.ts'
import { statusWith } from './doors.ts'

let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
})
afterEach(() => city.close())

const KEYS = { p256dh: `B${'A'.repeat(86)}`, auth: 'A'.repeat(22) }
const deleteMe = () => ({ id: crypto.randomUUID(), name: 'identity.deleteMe', input: { confirm: true } })

it('who leaves is forgotten: phone, name, area, company and work, on all their phones', async () => {
  const other = await city.signIn(city.phoneOf('rider'))
  const { send, fetch } = city.as('rider')
  expect(await send(deleteMe())).toMatchObject([{ status: 'accepted' }])
  expect(await findAccount(city.database.read, city.ids.rider)).toMatchObject({
    phone: null,
    name: null,
    areaId: null,
    company: null,
    work: null,
    deletedAt: city.time.now,
  })
  expect((await fetch('/api/queries/identity.me')).status).toBe(401)
  expect(await statusWith(city, other)).toBe(401)
})

it('the same number signing in later is somebody new', async () => {
  await city.as('rider').send(deleteMe())
  const cookie = await city.signIn(city.phoneOf('rider'))
  const me = await (await city.fetchAs(cookie)('/api/queries/identity.me')).json()
  expect(me).toMatchObject({ role: 'courier', name: null, registeredAt: null })
  expect(me.accountId).not.toBe(city.ids.rider)
})

it('a code still on its way dies with the account', async () => {
  const { send } = city.as('rider')
  await send({ name: 'notices.read', input: { upTo: 0 } })
  await city.fetchAs(undefined)('/api/session/code', {
    method: 'POST',
    body: JSON.stringify({ phone: city.phoneOf('rider') }),
  })
  const codes = async () =>
    await city.database.run(`select * from login_codes where phone = '${city.phoneOf('rider')}'`)
  expect(await codes()).toHaveLength(1)
  await send(deleteMe())
  expect(await codes()).toEqual([])
})

it('their notices and push subscriptions go, and other people\'s stay', async () => {
  for (const name of ['rider', 'rider2'] as const) {
    const complaintId = crypto.randomUUID()
    await city.as(name).send({ name: 'voices.complain', input: { complaintId, text: '字太小', page: 'home' } })
    await city.as('admin').send({ name: 'voices.reply', input: { complaintId, words: '已调整' } })
    await city.as(name).done('notices.subscribe', { endpoint: `https://push.example/${name}`, keys: KEYS })
  }
  await city.as('rider').send(deleteMe())
  const { rider, rider2 } = city.ids
  const theirs = `account_id in ('${rider}', '${rider2}')` // The desk hears of complaints too.
  expect(await city.database.run(`select account_id from notices where ${theirs}`))
    .toEqual([{ account_id: rider2 }])
  expect(await city.database.run('select account_id from push_subscriptions'))
    .toEqual([{ account_id: rider2 }])
})

it('without the tap that confirms it, nothing happens', async () => {
  expect(await city.as('rider').send({ name: 'identity.deleteMe', input: { confirm: false } })).toMatchObject(
    [{ status: 'malformed' }],
  )
  expect(await findAccount(city.database.read, city.ids.rider)).toMatchObject({ deletedAt: null })
})

it('sent twice it is done once, and nothing after it brings the person back', async () => {
  const once = deleteMe()
  const back = {
    name: 'identity.register',
    input: { name: '林小满', areaId: COMMUNITY, company: null, work: null, privacyNotice: PRIVACY_NOTICE },
  }
  expect(await city.as('rider').send(once, once, back)).toMatchObject([
    { status: 'accepted' },
    { status: 'accepted' },
    { status: 'refused' },
  ])
  expect(await findAccount(city.database.read, city.ids.rider)).toMatchObject({ name: null })
})

it.each(['staff', 'unit', 'admin'] as const)('%s cannot delete the account they work with', async (name) => {
  expect(await city.as(name).send(deleteMe())).toMatchObject([
    { status: 'refused', refusal: { code: 'command.notForYourRole' } },
  ])
  expect(await findAccount(city.database.read, city.ids[name])).toMatchObject({ deletedAt: null })
})

it('anyone may take along everything that is kept of them, and nothing of anybody else', async () => {
  const complain = (text: string) => ({
    name: 'voices.complain',
    input: { complaintId: crypto.randomUUID(), text, page: 'home' },
  })
  await city.as('rider').send(complain('我的话'))
  await city.as('rider2').send(complain('别人的话'))
  const mine = await city.as('rider').ask('identity.export', {})
  expect(mine).toMatchObject({
    account: { id: city.ids.rider, phone: city.phoneOf('rider') },
    sessions: [{ createdAt: city.time.now }],
    voices: { said: [{ text: '我的话' }] },
  })
  expect(Object.keys(mine)).toEqual(expect.arrayContaining(['reports', 'points', 'notices']))
  expect(JSON.stringify(mine)).not.toMatch(/别人的话|tokenHash/)
})

it('they take along the photos they sent, the files\' metadata, their notes, and their pushes', async () => {
  const street = streetOf(city)
  const [used, unused] = [iPhonePhoto(), await picture(1)]
  for (const bytes of [used, unused]) await put(city.as('rider'), bytes)
  await put(city.as('rider2'), await picture(2))
  const reportId = await street.file('rider', { photos: [hashOf(used)] })
  await city.as('staff').done('reports.ask', { reportId, question: '在路的哪一侧' })
  await city.as('rider').done('reports.answer', { reportId, answer: '东侧' })
  const endpoint = 'https://push.example.cn/send/secret-of-this-phone'
  await city.as('rider').done('notices.subscribe', { endpoint, keys: KEYS })
  const mine = await city.as('rider').ask('identity.export', {})
  expect(mine.photos).toMatchObject(
    [
      {
        hash: hashOf(used),
        sentAt: city.time.now,
        latitude: expect.any(Number) as number,
        takenAt: expect.any(Number) as number,
        usedSince: city.time.now,
      },
      { hash: hashOf(unused), sentAt: city.time.now, latitude: null, usedSince: null },
    ].sort((a, b) => (a.hash < b.hash ? -1 : 1)),
  )
  expect(mine.reports).toMatchObject({ steps: [{ reportId, step: 'answered', words: '东侧' }] })
  expect(mine.notices).toMatchObject({ pushes: [{ service: 'push.example.cn', since: city.time.now }] })
  expect(JSON.stringify(mine)).not.toContain('secret-of-this-phone')
})

it('photos they sent and never used go with the next sweep; shared or named ones stay', async () => {
  const street = streetOf(city)
  const [used, unused, shared] = [await picture(1), await picture(2), await picture(3)]
  for (const bytes of [used, unused, shared]) await put(city.as('rider'), bytes)
  await put(city.as('rider2'), shared)
  await street.file('rider', { photos: [hashOf(used)] })
  await city.as('rider').send(deleteMe())
  expect(await sweepPhotos(city)).toEqual({ unused: 1, orphans: 0 })
  expect(
    [used, unused, shared].map(bytes => photoIsOnDisk(photoFolder(city.dataDir), hashOf(bytes))),
  ).toEqual([true, false, true])
  expect((await city.as('rider2').fetch(`/api/photos/${hashOf(shared)}/full`)).status).toBe(200)
})
