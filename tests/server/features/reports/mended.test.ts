import type { TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { Buffer } from 'node:buffer'
import { dialect } from '#server/database/dialect.ts'
import { compareNewPhotos } from '#server/features/reports/tasks.ts'
import { photoPath } from '#shared/media/schemas.ts'
import { beforeEach, expect, it } from 'vitest'
import { apiOf, COMMUNITY } from '../../../support/city.ts'
import { scene } from '../../../support/photos.ts'
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
  await compareNewPhotos(city)
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

it('a result is seen once its photos were compared, not before', async () => {
  const filed = await street.bring(await street.file('rider'), 'accepted', 'assigned', 'resolved')
  aMinuteLater()
  expect((await visitor().ask('reports.mended', {})).pairs).toHaveLength(1)
  expect(await Promise.all((await photosOf(filed)).map(seesPhoto))).toEqual([false, false])
  await compareNewPhotos(city)
  if (dialect === 'postgresql') aMinuteLater() // Another process may have compared them.
  expect((await visitor().ask('reports.mended', {})).pairs).toHaveLength(2)
  expect(await Promise.all((await photosOf(filed)).map(seesPhoto))).toEqual([true, true])
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
  const [before, after] = await photosOf(mended)
  expect(await seesPhoto(after)).toBe(true)
  city.time.now += 30 * 24 * HOUR_MS
  await expect(visitor().ask('reports.mended', {})).resolves.toMatchObject({ today: 0, week: 0, pairs: [] })
  expect([await seesPhoto(before), await seesPhoto(after)]).toEqual([false, false])
})

it('staff take a pair down with a reason: it goes with its photos, until it is shown again', async () => {
  const hashes = await photosOf(mended)
  expect((await visitor().ask('reports.mended', {})).pairs).toHaveLength(1)
  expect((await street.one('staff', mended)).desk).toMatchObject({ pair: 'shown' })
  const hide = { reportId: mended, reason: '看得清车牌' }
  const elsewhere = await city.as('staffElsewhere').refused('reports.hidePair', hide)
  expect(elsewhere.code).toBe('command.notYourArea')
  expect((await city.as('unit').sendOne('reports.hidePair', hide)).status).toBe('refused')
  await city.as('staff').done('reports.hidePair', hide)
  expect((await visitor().ask('reports.mended', {})).pairs).toEqual([])
  expect(await Promise.all(hashes.map(seesPhoto))).toEqual([false, false])
  expect((await city.as('rider2').fetch(photoPath(hashes[0], 'thumb'))).status).toBe(404)
  expect((await city.as('rider').fetch(photoPath(hashes[1], 'thumb'))).status).toBe(200)
  expect((await city.as('staff').refused('reports.hidePair', hide)).code).toBe('reports.pairChanged')

  const { desk, timeline } = await street.one('staff', mended)
  expect(desk).toMatchObject({ pair: 'hidden' })
  expect(timeline.at(-1)).toMatchObject({ step: 'pairHidden', words: '看得清车牌', byName: '测试staff' })
  // What the desk says of what everybody sees is not for its reporter or the unit.
  for (const by of ['rider', 'unit'] as const)
    expect(JSON.stringify(await street.one(by, mended))).not.toMatch(/pairHidden|车牌/)
  expect(JSON.stringify(await city.as('rider').ask('identity.export', {}))).not.toContain('pairHidden')

  await city.as('admin').done('reports.showPair', { reportId: mended })
  expect((await visitor().ask('reports.mended', {})).pairs).toHaveLength(1)
  expect(await Promise.all(hashes.map(seesPhoto))).toEqual([true, true])
  const open = await street.file('rider', { areaId: COMMUNITY })
  expect((await city.as('staff').refused('reports.hidePair', { reportId: open, reason: '试试' })).code)
    .toBe('reports.pairChanged')
})

it('a result that its own reporter had photographed proves nothing, and nobody else sees it', async () => {
  const filed = await street.file('rider', { areaId: COMMUNITY })
  await street.bring(filed, 'accepted', 'assigned')
  const bytes = await scene()
  await street.photo('rider', bytes)
  const photos = [await street.photo('unit', bytes)]
  await city.as('unit').done('reports.resolve', { reportId: filed, words: '好了', photos })
  await compareNewPhotos(city)
  aMinuteLater()
  expect((await visitor().ask('reports.mended', {})).pairs).toHaveLength(1)
  expect(await Promise.all((await photosOf(filed)).map(seesPhoto))).toEqual([false, false])
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
