import { PMTiles, ResolvedValueCache } from 'pmtiles'
import { fetchRange } from './fetch-range.ts'
import { savedBytes } from './saved-maps.ts'

/** Thrown when bytes can't be had now. The library that draws vector tiles logs no errors of this name. */
class NotAtHand extends Error {
  override readonly name = 'AbortError'
}

/** Chrome has `throwIfAborted` since 100; before, tiles are fetched even where they are wanted no more. */
class CityFile extends PMTiles {
  override getZxy(z: number, x: number, y: number, signal?: AbortSignal) {
    return super.getZxy(z, x, y, signal && 'throwIfAborted' in signal ? signal : undefined)
  }
}

/** The city's map file: what is saved of it comes from the phone, the rest from the server. */
export function openCityFile(url: string): PMTiles {
  const source = {
    getKey: () => url,
    getBytes: async (offset: number, length: number, signal?: AbortSignal) => {
      const saved = await savedBytes(url, offset, length)
      if (saved) return { data: saved }
      try {
        return { data: await fetchRange(url, offset, length, signal) }
      }
      catch (error) {
        throw new NotAtHand('neither saved nor fetched', { cause: error })
      }
    },
  }
  // Unlike the default it forgets failures, so that the map comes once there is a network.
  return new CityFile(source, new ResolvedValueCache())
}
