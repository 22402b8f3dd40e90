import { answerWithin } from '#client/patience.ts'

const PREFIX = 'map '
const DROP_WAIT_MS = 5_000

/** The name of the cache with one district of a map file. */
export const mapCacheOf = (url: string, district: string): string => `${PREFIX}${url} ${district}`

/** The names of all such caches. */
export const mapCaches = async (): Promise<string[]> =>
  (await globalThis.caches?.keys() ?? []).filter(name => name.startsWith(PREFIX))

/** Drops the saved maps, to make room for what a person writes on a full phone. */
export const dropMaps = (): Promise<void> =>
  answerWithin(DROP_WAIT_MS, async () => {
    for (const name of await mapCaches()) await caches.delete(name)
  }, undefined)
