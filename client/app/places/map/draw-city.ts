import type { Position } from '#shared/kernel/outline.ts'
import type { Bridge, City, District, Lake, River } from '../districts.ts'
import type { Label } from './labels.ts'
import L from 'leaflet'
import { showLabels } from './labels.ts'

/** Metres of a pixel at the equator, at zoom 0. */
const EQUATOR_M_PER_PX = 156_543
const RIVER_MIN_PX = 2
/** From these zooms on something is drawn, or named. */
const FROM_ZOOM = { bridges: 11, greatLakes: 10, lakes: 13, bridgeNames: 13, closeBridgeNames: 14 } as const

const latLngs = (line: readonly Position[]) =>
  line.map(([longitude, latitude]) => L.latLng(latitude, longitude))
const at = ([longitude, latitude]: Position) => ({ latitude, longitude })

const widthPx = ({ widthM }: River, map: L.Map) => {
  const metresPerPx =
    EQUATOR_M_PER_PX * Math.cos(map.getCenter().lat * Math.PI / 180) / 2 ** map.getZoom()
  return Math.max(RIVER_MIN_PX, widthM / metresPerPx)
}

function drawRivers(map: L.Map, rivers: readonly River[], options: L.PolylineOptions) {
  const lines = rivers.map(river => ({
    river,
    line: L.polyline(latLngs(river.line), {
      ...options,
      className: 'map__river',
      weight: widthPx(river, map),
      lineCap: 'round',
      smoothFactor: 1,
    }).addTo(map),
  }))
  map.on('zoomend', () => lines.forEach(({ river, line }) => line.setStyle({ weight: widthPx(river, map) })))
}

/** Bridges are wider than their rivers, whose strokes they cross, so they show from a middle zoom on. */
function drawBridges(map: L.Map, bridges: readonly Bridge[], options: L.PolylineOptions) {
  const layer = L.layerGroup(bridges.map(({ line }) =>
    L.polyline(latLngs(line), { ...options, className: 'map__bridge', weight: 3, lineCap: 'butt' })))
  const show = () => void (map.getZoom() >= FROM_ZOOM.bridges ? layer.addTo(map) : layer.remove())
  map.on('zoomend', show)
  show()
}

const labelsOf = ({ districts, rivers, lakes, bridges }: City): Label[] => [
  ...districts.map(({ name, middle }: District): Label =>
    ({ at: at(middle), words: name, className: 'map__name', fromZoom: 0 })),
  ...rivers.map(({ name, line }): Label => ({
    at: at(line[Math.round(line.length / 2)]!),
    words: name,
    className: 'map__name map__name--water',
    fromZoom: 0,
  })),
  ...lakes.map((lake: Lake): Label => ({
    at: at(lake.at),
    words: lake.name,
    className: 'map__name map__name--water',
    fromZoom: lake.isGreat ? FROM_ZOOM.greatLakes : FROM_ZOOM.lakes,
  })),
  ...bridges.map(({ name, line: [end], river }): Label => ({
    at: at(end),
    words: name,
    className: 'map__name map__name--bridge',
    fromZoom: river === '长江' ? FROM_ZOOM.bridgeNames : FROM_ZOOM.closeBridgeNames,
  })),
]

/** Districts, water, bridges and their names, in the pane `city` and above it. */
export function drawCity(map: L.Map, city: City): void {
  // Larger than the view, so that the city is there while the map is dragged.
  const options = { interactive: false, renderer: L.svg({ pane: 'city', padding: 0.6 }) }
  for (const { polygons } of city.districts) {
    L.polygon(polygons.map(polygon => polygon.map(latLngs)), {
      ...options,
      className: 'map__district',
      weight: 1,
    }).addTo(map)
  }
  drawRivers(map, city.rivers, options)
  drawBridges(map, city.bridges, options)
  showLabels(map, labelsOf(city))
}
