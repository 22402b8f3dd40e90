import type { Range } from './district-ranges.ts'
import { mapCacheOf, mapCaches } from '#client/sync/store/map-caches.ts'
import { fetchRange } from './fetch-range.ts'

/** A district of the city's map that is on this phone. */
export interface SavedMap {
  readonly district: string
  readonly bytes: number
  readonly ranges: readonly Range[]
}
/** What all saved districts together may take of a phone. */
export const SAVED_BYTES_MAX = 64_000_000
const FETCHED_AT_ONCE = 3

const rangeKey = (url: string, { from, to }: Range) => `${url}?bytes=${from}-${to}`
/** Written last: a cache without it was left half full. */
const indexKey = (url: string) => `${url}?saved`

const saving = new Set<string>()
let known: { url: string, maps: Promise<SavedMap[]> } | undefined

async function readAll(url: string): Promise<SavedMap[]> {
  const maps: SavedMap[] = []
  for (const name of await mapCaches()) {
    if (saving.has(name)) continue
    const index = await (await caches.open(name)).match(indexKey(url))
    // Without an index the cache was left half full, or it belongs to an older map file.
    if (index) maps.push(await index.json() as SavedMap)
    else await caches.delete(name)
  }
  return maps
}

/** The districts of this file on the phone; none where the browser allows no storage. */
export function savedMaps(url: string): Promise<SavedMap[]> {
  if (known?.url !== url) known = { url, maps: readAll(url).catch(() => []) }
  return known.maps
}

/** These bytes of the file where they are on the phone. */
export async function savedBytes(
  url: string,
  offset: number,
  length: number,
): Promise<ArrayBuffer | undefined> {
  for (const { district, ranges } of await savedMaps(url)) {
    const range = ranges.find(({ from, to }) => from <= offset && offset + length <= to)
    if (!range) continue
    const cache = await caches.open(mapCacheOf(url, district))
    const bytes = await (await cache.match(rangeKey(url, range)))?.arrayBuffer()
    if (bytes) return bytes.slice(offset - range.from, offset - range.from + length)
  }
  return undefined
}

/** Fetches a district and saves it; what was saved of it before goes. Rejects, with nothing saved. */
export async function saveMap(
  url: string,
  { district, bytes, ranges }: SavedMap,
  { onBytes, signal }: { onBytes: (bytes: number) => void, signal: AbortSignal },
): Promise<void> {
  const name = mapCacheOf(url, district)
  const left = [...ranges]
  const fetching: Promise<void>[] = []
  saving.add(name)
  try {
    await caches.delete(name)
    const cache = await caches.open(name)
    let done = 0
    const fetchSome = async () => {
      for (let range = left.shift(); range; range = left.shift()) {
        const found = await fetchRange(url, range.from, range.to - range.from, signal)
        await cache.put(rangeKey(url, range), new Response(found))
        onBytes(done += range.to - range.from)
      }
    }
    fetching.push(...Array.from({ length: FETCHED_AT_ONCE }, fetchSome))
    await Promise.all(fetching)
    const saved: SavedMap = { district, bytes, ranges }
    await cache.put(indexKey(url), new Response(JSON.stringify(saved)))
  }
  catch (error) {
    left.length = 0 // The others fetch no more, and nothing comes in after the end.
    await Promise.allSettled(fetching)
    await caches.delete(name)
    throw error
  }
  finally {
    saving.delete(name)
    known = undefined
  }
}

export async function removeMap(url: string, district: string): Promise<void> {
  await caches.delete(mapCacheOf(url, district))
  known = undefined
}
