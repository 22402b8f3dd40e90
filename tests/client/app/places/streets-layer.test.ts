// @vitest-environment dom
import { openMap } from '#client/app/places/map/open-map.ts'
import { streetsLayer } from '#client/app/places/streets/streets-layer.ts'
import L from 'leaflet'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { mapFileOf } from '../../../support/map-file.ts'

const tile = { z: 3, x: 6, y: 3, bytes: new Uint8Array([137, 80, 78, 71]) }
const bytes = mapFileOf([tile], 2)
let isOffline = false
const made: Blob[] = []
beforeEach(() => {
  isOffline = false
  vi.stubGlobal('fetch', async (_: string, { headers }: { headers: { range: string } }) => {
    if (isOffline) throw new TypeError('no network')
    const [from, to] = headers.range.replace('bytes=', '').split('-').map(Number)
    return new Response(new Uint8Array(bytes.subarray(from, to! + 1)), { status: 206 })
  })
  vi.spyOn(URL, 'createObjectURL').mockImplementation((picture) => {
    made.push(picture as Blob)
    return 'blob:tile'
  })
})
afterEach(() => vi.unstubAllGlobals())

interface Tiled { createTile: (at: L.Coords, done: L.DoneCallback) => HTMLImageElement }
const pictureAt = (layer: L.GridLayer, { z, x, y }: Omit<typeof tile, 'bytes'>) =>
  new Promise<{ error?: Error | undefined, picture: HTMLImageElement }>((resolve) => {
    const picture = (layer as unknown as Tiled)
      .createTile(Object.assign(L.point(x, y), { z }), (error) => {
        clearInterval(loading)
        resolve({ error, picture })
      })
    const loading = setInterval(() => {
      if (picture.src !== '') picture.onload?.(new Event('load'))
    }, 5)
  })

it('shows the pictures of a file, leaves clear what it lacks, and says what it could not fetch', async () => {
  const layer = await streetsLayer('/map/pictures.pmtiles', '示例地图', 19)
  expect(layer.options).toMatchObject({ attribution: '示例地图', maxNativeZoom: 3 })
  expect((await pictureAt(layer, tile)).picture.src).toBe('blob:tile')
  expect([made[0]!.type, new Uint8Array(await made[0]!.arrayBuffer())]).toEqual(['image/png', tile.bytes])
  expect((await pictureAt(layer, { z: 3, x: 0, y: 0 })).picture.src).toBe('')
  isOffline = true
  expect((await pictureAt(layer, tile)).error?.name).toBe('AbortError')
})

it('a map that is asked for its streets twice while their script is on its way has them once', async () => {
  vi.stubGlobal('ResizeObserver', class {
    observe() {}
    disconnect() {}
  })
  const element = document.body.appendChild(document.createElement('div'))
  const map = openMap(element)
  map.stand({ latitude: 30.58, longitude: 114.27 }, [])
  const file = { url: '/map/pictures.pmtiles', attribution: '示例地图' }
  await Promise.all([map.showFile(file), map.showFile(file)])
  expect(element.querySelectorAll('.leaflet-tile-pane > .leaflet-layer')).toHaveLength(1)
  map.close()
})
