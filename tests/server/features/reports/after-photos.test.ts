import type { TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { Buffer } from 'node:buffer'
import { afterPhotoChecks, reports } from '#server/features/reports/tables.ts'
import { compareNewPhotos } from '#server/features/reports/tasks.ts'
import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { scene } from '../../../support/photos.ts'
import { starfish } from '../../core/media/photos.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))

const [shore, crossing] = [await scene(), await scene()]
/** As a phone or a chat would save it: smaller and at another quality. */
const savedAgain = async (bytes: Buffer) =>
  await sharp(bytes).resize({ width: 600, withoutEnlargement: true }).jpeg({ quality: 60 }).toBuffer()
/** From the same stand-point, with something grey over the middle of it. */
async function mended(bytes: Buffer) {
  const { width, height } = await sharp(bytes).metadata()
  const patch = {
    create: {
      width: Math.round(width * 0.25),
      height: Math.round(height * 0.25),
      channels: 3 as const,
      background: '#5a5a5a',
    },
  }
  return await sharp(bytes)
    .composite([{ input: patch, gravity: 'centre' }])
    .jpeg()
    .toBuffer()
}

/**
 * A report by a rider that waits for its unit; all of it takes a second, as nothing in the street happens at
 * once.
 */
async function sent(bytes: Buffer): Promise<string> {
  city.time.now += 1000
  return await street.bring(
    await street.file('rider', { photos: [await street.photo('rider', bytes)] }),
    'accepted',
    'assigned',
  )
}
async function settle(reportId: string, ...photos: Buffer[]) {
  city.time.now += 1000
  const hashes = []
  for (const bytes of photos) hashes.push(await street.photo('unit', bytes))
  await city.as('unit').done('reports.resolve', { reportId, words: '已修好', photos: hashes })
}
const reopen = async (reportId: string) => {
  city.time.now += 1000
  await city.as('rider').done('reports.rate', { reportId, fixed: false, words: '又坏了' })
}
const faultOf = async (reportId: string) => (await street.one('staff', reportId)).desk!.afterPhotoFault
const isReused = async (reportId: string) => (await street.one('staff', reportId)).desk!.reusedPhoto

it('the report\'s own photo handed in as the one after marks the settling and refuses nothing', async () => {
  const reportId = await sent(starfish()) // A scene is stored as the very bytes that were sent.
  const { photos: [before] } = await street.one('unit', reportId)
  const shown = await city.as('unit').fetch(`/api/photos/${before!.hash}/full`)
  await settle(reportId, await scene(), Buffer.from(await shown.arrayBuffer()))
  expect(await faultOf(reportId)).toBeNull()
  expect(await compareNewPhotos(city)).toBe(1)
  expect(await faultOf(reportId)).toBe('asBefore')
  expect((await city.as('staff').ask('desk.reports', { view: 'done' })).reports).toMatchObject([
    { id: reportId, afterPhotoFault: 'asBefore', reusedPhoto: false },
  ])
  expect(await compareNewPhotos(city)).toBe(0)
})

it('who sends the very bytes it was filed with counts as its photographer, and settles nothing', async () => {
  const reportId = await sent(shore)
  expect(
    await city
      .as('unit')
      .refused('reports.resolve', { reportId, words: '已修好', photos: [await street.photo('unit', shore)] }),
  ).toMatchObject({ code: 'reports.ownReport' })
})

it('saved again it is known all the same; a place mended under the same eyes is not blamed', async () => {
  const [photograph, turned] = [starfish(), await sharp(starfish()).flip().jpeg().toBuffer()]
  const [cheated, honest] = [await sent(photograph), await sent(await scene())]
  await settle(cheated, await savedAgain(photograph))
  await settle(honest, await scene())
  expect(await compareNewPhotos(city)).toBe(1)
  expect([await faultOf(cheated), await faultOf(honest)]).toEqual(['asBefore', null])

  const repaired = await sent(turned)
  await settle(repaired, await mended(turned))
  expect(await compareNewPhotos(city)).toBe(0)
})

it('a photo of darkness proves nothing', async () => {
  const night = async (level: number) =>
    await sharp({
      create: { width: 400, height: 300, channels: 3, background: { r: level, g: level, b: level } },
    })
      .jpeg()
      .toBuffer()
  await settle(await sent(await night(8)), await night(12))
  expect(await compareNewPhotos(city)).toBe(0)
})

it('an after-photo from another report, filed or settled with it, marks only the later one', async () => {
  const first = await sent(shore)
  await settle(first, crossing)
  expect(await compareNewPhotos(city)).toBe(0)
  const others = [
    await sent(await scene()),
    await sent(await scene()),
    await sent(await scene()),
    await sent(await scene()),
  ]
  const photos = [shore, await savedAgain(shore), crossing, await savedAgain(crossing)]
  for (const [i, reportId] of others.entries()) await settle(reportId, photos[i]!)
  expect(await compareNewPhotos(city)).toBe(4)
  expect(await faultOf(first)).toBeNull()
  for (const reportId of others)
    expect([await faultOf(reportId), await isReused(reportId)]).toEqual(['usedBefore', false])
})

it('the time of use decides, not the number of the report nor when the photo was sent', async () => {
  const [low, copy] = [await sent(await scene()), await savedAgain(shore)]
  await street.photo('unit', copy) // Long on the server before the other, and used after it.
  const high = await sent(shore)
  await settle(low, copy)
  expect(await compareNewPhotos(city)).toBe(1)
  city.time.now += 1000
  const later = await street.file('rider2', { photos: [await street.photo('rider2', copy)] })
  expect(await compareNewPhotos(city)).toBe(1)
  expect([await faultOf(low), await isReused(low), await isReused(high), await isReused(later)]).toEqual([
    'usedBefore',
    false,
    false,
    true,
  ])
})

it('what was filed before its photo served elsewhere isn\'t blamed, however late compared', async () => {
  const [low, high] = [await sent(await scene()), await sent(shore)]
  await settle(low, shore)
  expect(await compareNewPhotos(city)).toBe(1)
  expect([await faultOf(low), await isReused(low), await isReused(high)]).toEqual([
    'usedBefore',
    false,
    false,
  ])
})

it('one after-photo for a second settling is no news; the mark stays when a third is honest', async () => {
  const reportId = await sent(await scene())
  await settle(reportId, shore)
  expect(await compareNewPhotos(city)).toBe(0)
  await reopen(reportId)
  await settle(reportId, await savedAgain(shore))
  expect(await compareNewPhotos(city)).toBe(1)
  await reopen(reportId)
  await settle(reportId, await scene())
  expect(await compareNewPhotos(city)).toBe(0)
  expect(await faultOf(reportId)).toBe('usedBefore')
})

it('a report settled after thousands of others is compared too; only faulty ones stay listed', async () => {
  const old = await sent(shore)
  const later = await street.file('rider3')
  await compareNewPhotos(city)
  await city.database.transact(
    async tx => await tx.update(reports).set({ number: 5000 }).where(eq(reports.id, later)),
  )
  await settle(old, await savedAgain(shore))
  await settle(await sent(await scene()), await scene())
  expect(await compareNewPhotos(city)).toBe(1)
  expect(await faultOf(old)).toBe('asBefore')
  expect(await city.database.read.$count(afterPhotoChecks)).toBe(1)
})

it('what staff settle themselves is compared too, and nobody marks but the clock', async () => {
  const reportId = await street.bring(
    await street.file('rider', { photos: [await street.photo('rider', shore)] }),
    'accepted',
  )
  await city.as('staff').done('reports.resolve', {
    reportId,
    words: '已清理',
    photos: [await street.photo('staff', await savedAgain(shore))],
  })
  expect(await compareNewPhotos(city)).toBe(1)
  expect(
    await city
      .as('admin')
      .refused('reports.markAfterPhotos', {
        settlings: [{ reportId, stepId: crypto.randomUUID(), fault: null }],
      }),
  ).toMatchObject({ code: 'command.notForYourRole' })
})
