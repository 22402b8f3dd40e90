import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '#server/http/app.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestCity } from '../../support/city.ts'
import { mapFileOf, vectorTile } from '../../support/map-file.ts'

const bytes = mapFileOf([{ z: 0, x: 0, y: 0, bytes: vectorTile('water') }], 1)
let folder: string
let path: string
let city: Awaited<ReturnType<typeof openTestCity>>
let url: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'little-bee-map-'))
  path = join(folder, 'wuhan.pmtiles')
  writeFileSync(path, bytes)
  city = await openTestCity({ MAP_FILE: path, TILE_ATTRIBUTION: '示例地图' })
  const { tiles, file } = await city.as('rider').ask('stations.map', {})
  expect({ tiles, attribution: file?.attribution }).toEqual({ tiles: null, attribution: '示例地图' })
  url = file!.url
})
afterAll(async () => {
  await city.close()
  rmSync(folder, { recursive: true })
})

const get = (headers: Record<string, string> = {}, method = 'GET', at = url) =>
  buildApp(city).request(at, { method, headers })
const bodyOf = async (response: Response) => Buffer.from(await response.arrayBuffer())
const last = bytes.length - 1

it.each([
  ['bytes=0-126', 0, 126],
  ['bytes=100-', 100, last],
  ['bytes=-5', last - 4, last],
  [`bytes=10-${bytes.length + 9999}`, 10, last],
  [`bytes=-${bytes.length + 9999}`, 0, last],
])('answers %s with these bytes alone, to everybody', async (range, from, to) => {
  const response = await get({ range })
  expect(response.status).toBe(206)
  expect(response.headers.get('content-range')).toBe(`bytes ${from}-${to}/${bytes.length}`)
  expect(response.headers.get('content-length')).toBe(String(to - from + 1))
  expect(response.headers.get('accept-ranges')).toBe('bytes')
  expect(response.headers.get('cache-control')).toContain('immutable')
  expect(await bodyOf(response)).toEqual(bytes.subarray(from, to + 1))
})

it.each([`bytes=${bytes.length}-`, 'bytes=-0', 'bytes=99999999-'])(
  'says that %s is outside, to whoever asked alone',
  async (range) => {
    const { status, headers } = await get({ range })
    expect([status, headers.get('content-range'), headers.get('cache-control')])
      .toEqual([416, `bytes */${bytes.length}`, 'no-store'])
  },
)

it.each(['bytes=0-1,5-6', 'bytes=9-3', 'bytes=-', 'lines=0-9', 'bytes=a-b', `bytes=${'9'.repeat(40)}-`])(
  'takes %s for no range and sends all of it',
  async (range) => {
    const response = await get({ range })
    expect([response.status, response.headers.get('content-range')]).toEqual([200, null])
    expect(await bodyOf(response)).toEqual(bytes)
  },
)

it('sends a range only of the file that is known, and nothing of one that is known whole', async () => {
  const etag = (await get()).headers.get('etag')!
  expect((await get({ 'range': 'bytes=0-9', 'if-range': etag })).status).toBe(206)
  expect((await get({ 'range': 'bytes=0-9', 'if-range': '"another"' })).status).toBe(200)
  expect((await get({ 'if-none-match': etag })).status).toBe(304)
})

it('answers HEAD with the length and no bytes', async () => {
  const response = await get({ range: 'bytes=0-9' }, 'HEAD')
  expect([response.status, response.headers.get('content-length')]).toEqual([206, '10'])
  expect(await bodyOf(response)).toHaveLength(0)
})

it('serves no other file, and none that was replaced under its name', async () => {
  expect((await get({}, 'GET', '/map/other.pmtiles')).status).toBe(404)
  expect((await get({}, 'GET', '/map/..%2Fsecret')).status).toBe(404)
  utimesSync(path, new Date(0), new Date(0))
  expect((await get({ range: 'bytes=0-9' })).status).toBe(404)
  const bare = await openTestCity()
  expect((await buildApp(bare).request(url)).status).toBe(404)
  expect(await bare.as('rider').ask('stations.map', {})).toEqual({ tiles: null })
  await bare.close()
})
