import type { TestCity } from '../../../support/city.ts'
import { Buffer } from 'node:buffer'
import { readFileSync, rmSync } from 'node:fs'
import { photoFile, photoFolder } from '#server/core/media/index.ts'
import { photoPath } from '#shared/media/schemas.ts'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { COMMUNITY, openTestCity, PLACE } from '../../../support/city.ts'
import { hashOf, picture, put } from './photos.ts'

let city: TestCity
beforeAll(async () => {
  city = await openTestCity()
})
afterAll(async () => await city.close())

it('its sender sees a photo before any report names it, and nobody else does', async () => {
  const bytes = await picture(1)
  const hash = hashOf(bytes)
  await put(city.as('rider'), bytes)
  for (const size of ['thumb', 'full'] as const) {
    const response = await city.as('rider').fetch(photoPath(hash, size))
    const onDisk = readFileSync(photoFile(photoFolder(city.dataDir), hash, size))
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(onDisk.length),
      'content-disposition': 'inline',
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
      'content-security-policy': 'default-src \'none\'',
      'x-little-bee': '1',
    })
    expect(Buffer.from(await response.arrayBuffer()).equals(onDisk)).toBe(true)
  }
  const others = (['rider2', 'staff', 'unit', 'admin'] as const).map(other => city.as(other).fetch)
  for (const fetch of [...others, city.fetchAs(undefined)]) {
    const response = await fetch(photoPath(hash, 'thumb'))
    expect([response.status, (await response.json()).code]).toEqual([404, 'photo.unknown'])
  }
})

it('whoever works on the report sees its photo; staff elsewhere don\'t', async () => {
  const bytes = await picture(2)
  const hash = hashOf(bytes)
  await put(city.as('rider'), bytes)
  const input = {
    reportId: uuidv7(),
    kind: 'security',
    text: '井盖没了',
    place: PLACE,
    areaId: COMMUNITY,
    photos: [hash],
    seenAt: city.time.now,
  }
  expect(await city.as('rider').send({ name: 'reports.file', input })).toMatchObject([{ status: 'accepted' }])
  const seen = async (name: Parameters<TestCity['as']>[0]) =>
    (await city.as(name).fetch(photoPath(hash, 'full'))).status
  expect([await seen('rider'), await seen('staff'), await seen('admin')]).toEqual([200, 200, 200])
  expect([await seen('rider2'), await seen('staffElsewhere')]).toEqual([404, 404])
})

it('a photo the phone has already is answered 304, to those who may see it', async () => {
  const bytes = await picture(3)
  await put(city.as('rider'), bytes)
  const path = photoPath(hashOf(bytes), 'thumb')
  const etag = (await city.as('rider').fetch(path)).headers.get('etag')!
  const again = await city.as('rider').fetch(path, { headers: { 'if-none-match': etag } })
  expect([again.status, await again.text()]).toEqual([304, ''])
  expect((await city.as('rider2').fetch(path, { headers: { 'if-none-match': etag } })).status).toBe(404)
})

it('what isn\'t there is 404: an unknown hash, no hash at all, another size, a lost file', async () => {
  const bytes = await picture(4)
  const hash = hashOf(bytes)
  for (const path of [
    photoPath(hash, 'full'),
    '/api/photos/..%2f..%2fsecret/full',
    `/api/photos/${hash}/huge`,
    `/api/photos/${hash}`,
  ])
    expect((await city.as('rider').fetch(path)).status).toBe(404)
  await put(city.as('rider'), bytes)
  rmSync(photoFile(photoFolder(city.dataDir), hash, 'full'))
  expect((await city.as('rider').fetch(photoPath(hash, 'full'))).status).toBe(404)
  expect((await put(city.as('rider'), bytes)).status).toBe(200) // Sent again, it is mended.
  expect((await city.as('rider').fetch(photoPath(hash, 'full'))).status).toBe(200)
})

it('asking only for the headers leaves no file open', async () => {
  const bytes = await picture(5)
  await put(city.as('rider'), bytes)
  const response = await city.as('rider').fetch(photoPath(hashOf(bytes), 'full'), { method: 'HEAD' })
  expect([
    response.status,
    Number(response.headers.get('content-length')) > 1000,
    await response.text(),
  ]).toEqual([200, true, ''])
})
