import type { PersonName, TestCity } from '../../../support/city.ts'
import { photoFacts, photoRefs, photos, requirePhotos, usedBefore } from '#server/core/media/index.ts'
import { NotYet } from '#server/sync/context.ts'
import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { hashOf, iPhonePhoto, picture, put, starfish } from './photos.ts'

let city: TestCity
beforeAll(async () => {
  city = await openTestCity()
})
afterAll(async () => await city.close())

/** Names photos as a command does. */
const name = async (who: PersonName, ...hashes: string[]) =>
  await city.database.transact(
    async tx =>
      await requirePhotos(
        {
          tx,
          actor: { accountId: city.ids[who], role: 'courier', areaId: null, posts: [] },
          now: city.time.now,
        },
        hashes,
      ),
  )
const send = async (who: PersonName, bytes: Uint8Array) => {
  expect((await put(city.as(who), bytes)).status).toBeLessThan(300)
  return hashOf(bytes)
}
const missingFrom = async (naming: Promise<unknown>) =>
  await naming.then(
    () => [],
    (error: unknown) => (error as NotYet).missingPhotos,
  )
/** Whether one of them, used now, was used before. */
const reused = async (...hashes: string[]) =>
  await usedBefore(city.database.read, hashes, city.time.now, hashes)
const rowOf = async (hash: string) =>
  (await city.database.read.select().from(photos).where(eq(photos.hash, hash)))[0]!

it('a command that names photos not sent yet decides nothing, and says which are missing', async () => {
  const [there, never] = [await send('rider', await picture(1)), hashOf(await picture(2))]
  const naming = name('rider', there, never)
  await expect(naming).rejects.toBeInstanceOf(NotYet)
  expect(await missingFrom(naming)).toEqual([never])
  expect((await rowOf(there)).referencedAt).toBeNull()
})

it('another person\'s photo counts as not sent, so knowing its name is worth nothing', async () => {
  const hash = await send('rider', await picture(3))
  expect(await missingFrom(name('rider2', hash))).toEqual([hash])
  expect(await missingFrom(name('rider', hash, hash))).toEqual([])
})

it('a photo once named is kept from then on, by the time it was first named', async () => {
  const hash = await send('rider', await picture(4))
  await name('rider', hash)
  const first = (await rowOf(hash)).referencedAt
  expect(first).toBe(city.time.now)
  city.time.now += 60_000
  await name('rider', hash)
  expect(await rowOf(hash)).toMatchObject({ referencedAt: first, uses: 2 })
})

it('answers carry the blur of a photo; the desk hears when and where it was taken', async () => {
  const [located, plain] = [await send('rider', iPhonePhoto()), await send('rider', await picture(5))]
  const unknown = hashOf(await picture(6))
  const refOf = await photoRefs(city.database.read, [plain, located, unknown])
  expect([plain, located, unknown].map(hash => refOf(hash)?.hash ?? null)).toEqual([plain, located, null])
  expect(refOf(located)!.thumbhash).toMatch(/^[\w+/]+=*$/)
  const facts = await photoFacts(city.database.read, [plain, located])
  expect(facts.map(({ hash }) => hash)).toEqual([plain, located])
  expect(facts[0]).toMatchObject({ takenAt: null, place: null })
  expect(facts[1]!.place!.latitude).toBeTypeOf('number')
  expect([
    (await photoRefs(city.database.read, []))(plain),
    await photoFacts(city.database.read, []),
  ]).toEqual([null, []])
})

it('a photo saved anew, smaller or paler, is recognised once the first is used, in any order', async () => {
  const original = starfish()
  const first = await send('rider', original)
  const smaller = await send('rider2', await sharp(original).resize(700).jpeg({ quality: 55 }).toBuffer())
  const paler = await send(
    'rider3',
    await sharp(original).modulate({ brightness: 1.15 }).jpeg({ quality: 70 }).toBuffer(),
  )
  expect(await reused(smaller)).toBe(false) // Nobody has used any of them yet.
  await name('rider', first)
  expect(await reused(smaller)).toBe(true)
  expect(await reused(paler)).toBe(true)
  expect(await reused(first)).toBe(false)
  await name('rider2', smaller)
  expect(await reused(first)).toBe(false) // In one moment: it was there before the other.
  city.time.now += 1
  expect(await reused(first)).toBe(true)
})

it('the same bytes used a second time are reused; photos of one command don\'t count as such', async () => {
  const scene = await picture(7)
  const [one, two] = [
    await send('rider', scene),
    await send('rider', await sharp(scene).jpeg({ quality: 60 }).toBuffer()),
  ]
  await name('rider', one, two)
  expect(await reused(one, two)).toBe(false)
  city.time.now += 1
  expect(await reused(two)).toBe(true)
})

it('different scenes, and pictures of nothing but darkness, are not taken for each other', async () => {
  for (let seed = 10; seed < 40; seed++) {
    const who = seed < 25 ? 'rider' : 'resident'
    const hash = await send(who, await picture(seed, { width: 160, height: 120 }))
    await name(who, hash)
    expect(await reused(hash)).toBe(false)
  }
  for (const level of [8, 12, 16]) {
    const night = await send(
      'rider',
      await sharp({
        create: { width: 400, height: 300, channels: 3, background: { r: level, g: level, b: level } },
      })
        .jpeg()
        .toBuffer(),
    )
    await name('rider', night)
    expect(await reused(night)).toBe(false)
  }
})
