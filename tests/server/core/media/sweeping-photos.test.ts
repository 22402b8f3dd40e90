import type { TestCity } from '../../../support/city.ts'
import { Buffer } from 'node:buffer'
import { rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writePhoto } from '#server/core/media/files.ts'
import { photoFile, photoFolder, photoIsOnDisk, photos, requirePhotos } from '#server/core/media/index.ts'
import { photoLikenesses, photoUploads } from '#server/core/media/tables.ts'
import { sweepPhotos } from '#server/core/media/tasks.ts'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { filesOf, hashOf, picture, put } from './photos.ts'

const DAY_MS = 86_400_000
let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
})
afterEach(async () => await city.close())

const isThere = (hash: string) => photoIsOnDisk(photoFolder(city.dataDir), hash)
/** Files know the real time, not the city's: as if they had been written so many days ago. */
const age = (days: number) =>
  filesOf(city).forEach(file =>
    utimesSync(file, new Date(city.time.now - days * DAY_MS), new Date(city.time.now - days * DAY_MS)),
  )
/** What a crash between the rename and the row leaves behind. */
const leaveOrphan = async (hash: string, bytes: Buffer) =>
  await writePhoto(photoFolder(city.dataDir), hash, { full: bytes, thumb: bytes })

it('a photo that nothing named for 30 days goes, row and files; a named one stays for good', async () => {
  const [unused, used] = [await picture(1), await picture(2)]
  const alike = await sharp(unused).jpeg({ quality: 50 }).toBuffer()
  for (const bytes of [unused, used, alike]) await put(city.as('rider'), bytes)
  expect(await city.database.read.$count(photoLikenesses)).toBe(1)
  const actor = { accountId: city.ids.rider, role: 'courier', areaId: null, posts: [] } as const
  await city.database.transact(
    async tx => await requirePhotos({ tx, actor, now: city.time.now }, [hashOf(used)]),
  )
  city.time.now += 29 * DAY_MS
  expect(await sweepPhotos(city)).toEqual({ unused: 0, orphans: 0 })
  city.time.now += 2 * DAY_MS
  expect(await sweepPhotos(city)).toEqual({ unused: 2, orphans: 0 })
  expect([isThere(hashOf(unused)), isThere(hashOf(alike)), isThere(hashOf(used))]).toEqual([
    false,
    false,
    true,
  ])
  expect(
    (await city.database.read.select({ hash: photos.hash }).from(photos)).map(({ hash }) => hash),
  ).toEqual([hashOf(used)])
  expect(await city.database.read.$count(photoUploads)).toBe(1)
  expect(await sweepPhotos(city)).toEqual({ unused: 0, orphans: 0 })
  expect((await put(city.as('resident'), unused)).status).toBe(201) // Sent again, it is simply new.
})

it('killed after the rename and before the row: the phone sends again and it is stored', async () => {
  const bytes = await picture(3)
  await leaveOrphan(hashOf(bytes), Buffer.from('whatever was on disk'))
  expect((await city.as('rider').fetch(`/api/photos/${hashOf(bytes)}/full`)).status).toBe(404)
  expect((await put(city.as('rider'), bytes)).status).toBe(201)
  const shown = await city.as('rider').fetch(`/api/photos/${hashOf(bytes)}/full`)
  expect((await sharp(Buffer.from(await shown.arrayBuffer())).metadata()).width).toBe(640)
})

it('killed after the rename, for good: the sweep clears files after a day, and partial ones', async () => {
  const [orphan, stored] = [hashOf(await picture(4)), await picture(5)]
  await put(city.as('rider'), stored)
  await leaveOrphan(orphan, Buffer.from('x'))
  writeFileSync(join(dirname(photoFile(photoFolder(city.dataDir), orphan, 'full')), 'half.tmp'), 'x')
  age(0.9)
  expect(await sweepPhotos(city)).toEqual({ unused: 0, orphans: 0 })
  age(1.1)
  expect(await sweepPhotos(city)).toEqual({ unused: 0, orphans: 2 })
  expect(filesOf(city)).toHaveLength(2)
  expect(isThere(hashOf(stored))).toBe(true)
})

it('an upload whose files vanish before its row is not answered as stored', async () => {
  const bytes = await picture(6)
  const hash = hashOf(bytes)
  const folder = photoFolder(city.dataDir)
  const plain = city.database.transact
  const swept = { ...city.database, transact: async (...[work, turn]: Parameters<typeof plain>) => {
    rmSync(photoFile(folder, hash, 'thumb'), { force: true })
    return await plain(work, turn)
  } } as typeof city.database
  const { storePhoto } = await import('#server/core/media/index.ts')
  const sent = { hash, bytes, accountId: city.ids.rider, now: city.time.now }
  await expect(storePhoto({ database: swept, folder }, sent)).rejects.toThrow('swept')
  expect(await city.database.read.$count(photos)).toBe(0)
  expect(await storePhoto({ database: city.database, folder }, sent)).toBe(true)
})
