import type { TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { Buffer } from 'node:buffer'
import { compareNewPhotos } from '#server/features/reports/tasks.ts'
import { photoPath } from '#shared/media/schemas.ts'
import { beforeEach, expect, it } from 'vitest'
import { apiOf, COMMUNITY } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

const HOUR_MS = 3_600_000
let city: TestCity
let street: Street
freshStreet(fresh => ({ city, street } = fresh))

const visit = async (path: string) => await city.fetchAs(undefined)(path)
const visitor = () => apiOf(visit, () => city.time.now)
/** What was read a minute ago serves others too. */
const aMinuteLater = () => city.time.now += 61_000
const seesPhoto = async (hash: string) => (await visit(photoPath(hash, 'thumb'))).status === 200
const photosOf = async (reportId: string) => {
  const { photos, afterPhotos } = await street.one('admin', reportId)
  return [photos[0]!.hash, afterPhotos[0]!.hash] as const
}

let mended: string
beforeEach(async () => {
  const filed = await street.file('rider', { areaId: COMMUNITY, text: '在我家门口，找张三' })
  city.time.now += 5 * HOUR_MS
  mended = await street.bring(filed, 'accepted', 'assigned', 'resolved')
})

it('everybody sees what was mended before and after, where and how soon, and nobody\'s words', async () => {
  const answer = await visitor().ask('reports.mended', {})
  const [before, after] = await photosOf(mended)
  expect(answer).toEqual({
    areaName: '武汉市',
    today: 1,
    week: 1,
    pairs: [{
      kind: 'hazard',
      areaName: expect.stringContaining('江汉区'),
      filedAt: expect.any(Number),
      mendedAt: city.time.now,
      before: expect.objectContaining({ hash: before }),
      after: expect.objectContaining({ hash: after }),
    }],
  })
  expect(JSON.stringify(answer)).not.toMatch(/张三|已修好/)
  expect([await seesPhoto(before), await seesPhoto(after)]).toEqual([true, true])
})

it('somebody registered sees their own district first and reads what was mended there', async () => {
  await expect(city.as('rider').ask('reports.mended', {})).resolves.toMatchObject({
    areaName: '江汉区',
    today: 1,
    pairs: [{ kind: 'hazard' }],
  })
})

it('what is open, reopened, urgent or for the desk alone stays hidden with its photos', async () => {
  const [before, after] = await photosOf(mended)
  await city.as('rider').done('reports.rate', { reportId: mended, fixed: false, words: '还是松的' })
  const open = await street.file('rider', { areaId: COMMUNITY })
  const hidden = []
  for (const kind of ['security', 'emergency'] as const) {
    const filed = await street.file('rider', { areaId: COMMUNITY, kind })
    hidden.push(await street.bring(filed, 'accepted', 'assigned', 'resolved'))
  }
  aMinuteLater()
  expect((await visitor().ask('reports.mended', {})).pairs).toEqual([])
  const hashes = [
    before,
    after,
    (await street.one('admin', open)).photos[0]!.hash,
    ...(await Promise.all(hidden.map(photosOf))).flat(),
  ]
  expect(await Promise.all(hashes.map(seesPhoto))).toEqual(hashes.map(() => false))
})

it('today\'s count begins anew at midnight, and after a month nothing is left to show', async () => {
  city.time.now += 24 * HOUR_MS
  await expect(visitor().ask('reports.mended', {})).resolves.toMatchObject({ today: 0, week: 1 })
  city.time.now += 30 * 24 * HOUR_MS
  await expect(visitor().ask('reports.mended', {})).resolves.toMatchObject({ today: 0, week: 0, pairs: [] })
})

it('a resolution whose photo proves nothing is not shown', async () => {
  const filed = await street.file('rider', { areaId: COMMUNITY })
  await street.bring(filed, 'accepted', 'assigned')
  const [, again] = await photosOf(mended)
  const bytes = Buffer.from(await (await city.as('admin').fetch(photoPath(again, 'full'))).arrayBuffer())
  await city.as('unit').done('reports.resolve', {
    reportId: filed,
    words: '好了',
    photos: [await street.photo('unit', bytes)],
  })
  await compareNewPhotos(city)
  aMinuteLater()
  expect((await visitor().ask('reports.mended', {})).pairs).toHaveLength(1)
})
