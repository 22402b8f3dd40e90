import type { TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { reportPhotos, reports } from '#server/features/reports/tables.ts'
import { builtInLimits, dueAt } from '#shared/reports/limits.ts'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, PLACE } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))

it('a report with a place arrives with its number, its time limit and its photos in order', async () => {
  const photos = [await street.photo('rider'), await street.photo('rider')]
  const input = await street.report('rider', { photos, text: '非机动车道有坑' })
  const [reply] = await city.as('rider').send({ name: 'reports.file', input })
  expect(reply).toMatchObject({ status: 'accepted', result: { number: 1 } })

  const view = await street.one('rider', input.reportId)
  expect(view).toMatchObject({
    number: 1,
    state: 'filed',
    mine: true,
    text: '非机动车道有坑',
    place: PLACE,
    dueAt: dueAt(builtInLimits.hazard, city.time.now),
    desk: null,
  })
  expect(view.photos.map(({ hash }) => hash)).toEqual(photos)
  expect(view.timeline.map(({ step }) => step)).toEqual(['filed'])
})

it('the same report sent twice is one report with one number', async () => {
  const once = { id: crypto.randomUUID(), name: 'reports.file', input: await street.report('rider') }
  const [first, again] = await city.as('rider').send(once, once)
  expect(first).toMatchObject({ status: 'accepted' })
  expect(again).toEqual(first)
  expect((await city.as('rider').ask('reports.mine', {})).reports).toHaveLength(1)
})

it('a report id that is taken is refused, also to its own reporter', async () => {
  const input = await street.report('rider')
  await city.as('rider').done('reports.file', input)
  expect(await city.as('rider').refused('reports.file', input)).toMatchObject({ code: 'reports.idTaken' })
  expect(
    await city.as('rider2').refused('reports.file', { ...input, photos: [await street.photo('rider2')] }),
  ).toMatchObject({ code: 'reports.idTaken' })
})

it('a report whose photo never came is not decided: the phone is told which one is missing', async () => {
  const missing = 'ab'.repeat(32)
  const reply = await city
    .as('rider')
    .sendOne('reports.file', await street.report('rider', { photos: [missing] }))
  expect(reply).toMatchObject({ status: 'retry', missingPhotos: [missing] })
  expect(await city.database.read.select().from(reports)).toEqual([])
})

it('one photo named twice is kept once', async () => {
  const hash = await street.photo('rider')
  const reportId = await street.file('rider', { photos: [hash, hash] })
  expect(
    await city.database.read.select().from(reportPhotos).where(eq(reportPhotos.reportId, reportId)),
  ).toHaveLength(1)
})

it('without a place the picked area says where, and without that one\'s own community', async () => {
  expect(
    await street.one('rider', await street.file('rider', { place: undefined, areaId: ELSEWHERE })),
  ).toMatchObject({ areaId: ELSEWHERE, place: null })
  expect(await street.one('rider', await street.file('rider', { place: undefined }))).toMatchObject({
    areaId: COMMUNITY,
  })
  expect(
    await street.one('rider', await street.file('rider', { place: undefined, areaId: '4299' })),
  ).toMatchObject({ areaId: COMMUNITY })
})

it('a place in another district goes there', async () => {
  const wuchang = { latitude: 30.55, longitude: 114.32 }
  expect((await street.one('rider', await street.file('rider', { place: wuchang }))).areaId).toBe('420106')
})

it('a place that may be anywhere within 80 km does not decide where a report goes', async () => {
  const wuchang = { latitude: 30.55, longitude: 114.32, accuracy: 80_000 }
  const reportId = await street.file('rider', { place: wuchang })
  expect((await street.one('rider', reportId)).areaId).toBe(COMMUNITY)
  await city.as('rider').done('reports.amend', { reportId, place: { ...wuchang, accuracy: 501 } })
  expect((await street.one('rider', reportId)).areaId).toBe(COMMUNITY)
  await city.as('rider').done('reports.amend', { reportId, place: { ...wuchang, accuracy: 500 } })
  expect((await street.one('rider', reportId)).areaId).toBe('420106')
})

it('with nothing to say where, a report is refused', async () => {
  await city.database.transact(async (tx) => {
    const { accounts } = await import('#server/core/identity/index.ts')
    await tx.update(accounts).set({ areaId: null }).where(eq(accounts.id, city.ids.rider))
  })
  expect(
    await city.as('rider').refused('reports.file', await street.report('rider', { place: undefined })),
  ).toMatchObject({ code: 'reports.placeMissing' })
  const somewhere = { ...PLACE, accuracy: 80_000 }
  expect(
    await city.as('rider').refused('reports.file', await street.report('rider', { place: somewhere })),
  ).toMatchObject({ code: 'reports.placeMissing' })
})

it('when it was seen is told by our clock, not by a phone that is an hour ahead', async () => {
  const AHEAD_MS = 3_600_000
  const input = await street.report('rider', { seenAt: city.time.now + AHEAD_MS - 60_000 })
  await city
    .as('rider')
    .sendBatch(city.time.now + AHEAD_MS, [
      { id: crypto.randomUUID(), name: 'reports.file', input, madeAt: city.time.now + AHEAD_MS },
    ])
  expect(await street.one('staff', input.reportId)).toMatchObject({
    seenAt: city.time.now - 60_000,
    desk: { clockSkewMs: -AHEAD_MS },
  })
})

it('an emergency calls the staff over its area at once, and nobody else', async () => {
  await street.file('rider', { kind: 'emergency' })
  expect(await street.told('staff')).toEqual(['reports.urgent'])
  expect(await street.told('admin')).toEqual(['reports.urgent'])
  expect(await street.told('staffElsewhere')).toEqual([])
  await street.file('rider', { kind: 'hazard' })
  expect(await street.told('staff')).toEqual(['reports.urgent'])
})

it('staff and units file reports too', async () => {
  await street.file('staff')
  await street.file('unit', { areaId: COMMUNITY })
  expect(await city.database.read.select().from(reports)).toHaveLength(2)
})
