import { randomBytes } from 'node:crypto'
import { loadCity } from '#client/app/places/districts.ts'
import { openCityFile } from '#client/app/places/streets/city-file.ts'
import { bytesOf, joined, rangesOver } from '#client/app/places/streets/district-ranges.ts'
import { removeMap, savedMaps, saveMap } from '#client/app/places/streets/saved-maps.ts'
import { tilesAbove, tilesOver } from '#client/app/places/streets/tiles-over.ts'
import { dropMaps } from '#client/sync/store/map-caches.ts'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { mapFileOf } from '../../../support/map-file.ts'

const URL = '/map/one.pmtiles'
const district = '江汉区'
const polygonsOf = async (name: string) =>
  (await loadCity()).districts.find(each => each.name === name)!.polygons
/** 江汉路, at zoom 13. */
const INSIDE = { z: 13, x: 6696, y: 3364 }
const TILES = Array.from({ length: 40 * 40 }, (_, i) => ({
  z: 13,
  x: INSIDE.x - 20 + i % 40,
  y: INSIDE.y - 20 + Math.floor(i / 40),
  bytes: randomBytes(500),
}))
const bytes = mapFileOf([...TILES, { z: 12, x: INSIDE.x >> 1, y: INSIDE.y >> 1, bytes: randomBytes(99) }], 2)

let isOffline = false
let caches: Map<string, Map<string, Response>>
beforeEach(() => {
  isOffline = false
  caches = new Map()
  vi.stubGlobal('caches', {
    keys: async () => [...caches.keys()],
    delete: async (name: string) => caches.delete(name),
    open: async (name: string) => {
      const cache = caches.get(name) ?? new Map<string, Response>()
      caches.set(name, cache)
      return {
        match: async (key: string) => cache.get(key)?.clone(),
        put: async (key: string, response: Response) => void cache.set(key, response),
      }
    },
  })
  vi.stubGlobal('fetch', async (_: string, { headers }: { headers: { range: string } }) => {
    if (isOffline) throw new TypeError('no network')
    const [from, to] = headers.range.replace('bytes=', '').split('-').map(Number)
    return new Response(new Uint8Array(bytes.subarray(from, to! + 1)), { status: 206 })
  })
})
afterEach(() => vi.unstubAllGlobals())

async function save(url = URL, signal = new AbortController().signal) {
  const ranges = await rangesOver(await polygonsOf(district), openCityFile(url))
  const progress: number[] = []
  await saveMap(url, { district, bytes: bytesOf(ranges), ranges }, { onBytes: n => progress.push(n), signal })
  return { ranges, progress }
}

it('finds the tiles that a district lies on, and those above them', async () => {
  const tiles = tilesOver(await polygonsOf(district), 13)
  expect(tiles).toContainEqual(INSIDE)
  expect(tiles.length).toBeGreaterThan(2)
  expect(tiles.length).toBeLessThan(16) // 28 km² of tiles of 4 km each way, and the border.
  expect(tilesAbove(tiles)).toContainEqual({ z: 12, x: INSIDE.x >> 1, y: INSIDE.y >> 1 })
})

it('shows a saved district without a network, and nothing beside it', async () => {
  const { progress, ranges } = await save()
  expect(bytesOf(ranges)).toBeLessThan(bytes.length / 4)
  expect(progress.at(-1)).toBe(bytesOf(ranges))
  isOffline = true
  const archive = openCityFile(URL)
  const found = await archive.getZxy(INSIDE.z, INSIDE.x, INSIDE.y)
  const made = TILES.find(({ x, y }) => x === INSIDE.x && y === INSIDE.y)!
  expect(Buffer.from(found!.data)).toEqual(made.bytes)
  await expect(archive.getZxy(13, INSIDE.x + 19, INSIDE.y + 19)).rejects.toMatchObject({ name: 'AbortError' })
  expect((await savedMaps(URL)).map(each => each.district)).toEqual([district])
})

it('forgets a removed district, and what was saved of an older file', async () => {
  await save()
  await removeMap(URL, district)
  expect(await savedMaps(URL)).toEqual([])
  await save()
  expect(await savedMaps('/map/two.pmtiles')).toEqual([])
  expect(caches.size).toBe(0)
})

it('leaves nothing of a district that was stopped or cut off', async () => {
  const ranges = await rangesOver(await polygonsOf(district), openCityFile(URL))
  isOffline = true
  const { signal } = new AbortController()
  await expect(saveMap(URL, { district, bytes: 1, ranges }, { onBytes: () => {}, signal })).rejects.toThrow()
  expect(caches.size).toBe(0)
  expect(await savedMaps(URL)).toEqual([])
})

it('a part that can not be had ends the whole: nothing more is asked for or comes in', async () => {
  const ranges = Array.from({ length: 9 }, (_, i) => ({ from: i * 10_000, to: i * 10_000 + 100 }))
  let [asked, underWay] = [0, 0]
  vi.stubGlobal('fetch', async () => {
    if (++asked === 1) return new Response(null, { status: 503 })
    underWay++
    await new Promise(resolve => setTimeout(resolve, 5))
    underWay--
    return new Response(new Uint8Array(100), { status: 206 })
  })
  const how = { onBytes: () => {}, signal: new AbortController().signal }
  await expect(saveMap(URL, { district, bytes: 900, ranges }, how)).rejects.toThrow()
  expect([asked, underWay]).toEqual([3, 0])
  expect(caches.size).toBe(0)
})

it('gives way on a full phone', async () => {
  await save()
  await dropMaps()
  expect(caches.size).toBe(0)
})

it('joins ranges that lie close together, and cuts none of them', () => {
  const KB = 1024
  const given = [
    { from: 0, to: 10 * KB },
    { from: 12 * KB, to: 20 * KB },
    { from: 12 * KB, to: 14 * KB },
    { from: 500 * KB, to: 501 * KB },
    { from: 501 * KB, to: 800 * KB },
  ]
  const result = joined(given)
  expect(result).toEqual([{ from: 0, to: 20 * KB }, given[3], given[4]])
})
