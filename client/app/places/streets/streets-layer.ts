import type { PMTiles } from 'pmtiles'
import L from 'leaflet'
import { TileType } from 'pmtiles'
import { leafletLayer } from 'protomaps-leaflet'
import { openCityFile } from './city-file.ts'

const pictureTypes: Partial<Record<TileType, string>> = {
  [TileType.Png]: 'image/png',
  [TileType.Jpeg]: 'image/jpeg',
  [TileType.Webp]: 'image/webp',
  [TileType.Avif]: 'image/avif',
}

interface Options { readonly attribution: string, readonly maxZoom: number }

/** Shows tiles that are pictures. A tile that can't be had stays clear. */
class Pictures extends L.GridLayer {
  constructor(private readonly archive: PMTiles, private readonly type: string, options: L.GridLayerOptions) {
    super(options)
  }

  override createTile({ z, x, y }: L.Coords, done: L.DoneCallback): HTMLElement {
    const picture = document.createElement('img')
    picture.alt = ''
    void this.archive.getZxy(z, x, y).then((tile) => {
      if (!tile) return done(undefined, picture)
      const url = URL.createObjectURL(new Blob([tile.data], { type: this.type }))
      picture.onload = picture.onerror = () => {
        URL.revokeObjectURL(url)
        done(undefined, picture)
      }
      picture.src = url
    }).catch((error: unknown) => done(error as Error, picture))
    return picture
  }
}

/** Draws vector tiles in the layers of Protomaps' base map, with the phone's own fonts. */
function drawn(archive: PMTiles, dataZoom: number, options: Options): L.GridLayer {
  const layer = leafletLayer({
    ...options,
    url: archive,
    maxDataZoom: dataZoom,
    flavor: document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light',
    lang: 'zh',
  })
  // Where a tile is missing the sketch beneath shows. Its type does not say that it extends Leaflet's.
  return Object.assign(layer, { backgroundColor: undefined }) as unknown as L.GridLayer
}

/** The streets of the city's map file, of pictures or of vector tiles. Rejects where it can't be read. */
export async function streetsLayer(url: string, attribution: string, maxZoom: number): Promise<L.GridLayer> {
  const archive = openCityFile(url)
  const header = await archive.getHeader()
  const options = { attribution, maxZoom }
  if (header.tileType === TileType.Mvt) return drawn(archive, header.maxZoom, options)
  return new Pictures(archive, pictureTypes[header.tileType] ?? '', {
    ...options,
    maxNativeZoom: header.maxZoom,
  })
}
