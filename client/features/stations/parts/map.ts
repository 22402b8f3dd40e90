import type { District } from '#client/app/places/districts.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { StationState } from '#shared/stations/rules.ts'
import L from 'leaflet'
import { hit } from './hit.ts'

/** A station on the map. */
export interface Dot {
  readonly id: string
  readonly latitude: number
  readonly longitude: number
  readonly state: StationState
}
/** The map's tiles, and their copyright line. */
export interface Tiles { readonly url: string, readonly attribution: string }

const ZOOM = { least: 9, most: 18, streets: 14, step: 2 } as const
const HERE_RADIUS_PX = 7
/** Dots are smaller when the whole city is shown, with hundreds of them. */
const dotRadiusPx = (zoom: number) => zoom >= 13 ? 7 : zoom >= 11 ? 5 : 3
const colours: Record<StationState, string> = { open: '--green', doubtful: '--orange', closed: '--text-2' }
/** The last view of the map, restored when one goes back from a station. */
let lastView: { centre: L.LatLng, zoom: number } | undefined

const colourOf = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
const latLng = ({ latitude, longitude }: Pick<Place, 'latitude' | 'longitude'>) =>
  L.latLng(latitude, longitude)

function draw(dots: readonly Dot[], renderer: L.Renderer, radius: number): L.CircleMarker[] {
  const ring = colourOf('--cell')
  // Open stations are drawn last, thus on top.
  return [...dots]
    .sort((a, b) => Number(a.state === 'open') - Number(b.state === 'open'))
    .map((dot) => {
      const colour = colourOf(colours[dot.state])
      const look =
        dot.state === 'closed' ? { color: colour, fillColor: ring } : { color: ring, fillColor: colour }
      return L.circleMarker(latLng(dot), {
        renderer,
        interactive: false,
        radius,
        weight: radius > 3 ? 2 : 1,
        fillOpacity: 1,
        ...look,
      })
    })
}

/** Leaflet renders labels as HTML, so they are escaped. */
function escaped(words: string): string {
  const element = document.createElement('span')
  element.textContent = words
  return element.innerHTML
}

const outline = ({ name, polygons }: District) =>
  L.polygon(
    polygons.map(polygon =>
      polygon.map(ring => ring.map(([longitude, latitude]) => L.latLng(latitude, longitude))),
    ),
    { className: 'map__district', interactive: false, weight: 1.5 },
  ).bindTooltip(name, { permanent: true, direction: 'center', className: 'map__name' })

/** The phone's place and its accuracy. */
function hereMarks(place: Place): L.Layer[] {
  const blue = colourOf('--blue')
  const marker = L.circleMarker(latLng(place), {
    radius: HERE_RADIUS_PX,
    color: colourOf('--cell'),
    weight: 3,
    fillColor: blue,
    fillOpacity: 1,
    interactive: false,
  })
  if (!place.accuracy) return [marker]
  const around = { radius: place.accuracy, color: blue, weight: 1, fillOpacity: 0.15, interactive: false }
  return [L.circle(latLng(place), around), marker]
}

/**
 * Draws the districts, the stations and the phone's place; no tile server is needed. `onPick` gets the
 * station that was tapped.
 */
export function openMap(element: HTMLElement, onPick: (id: string) => void) {
  const map = L.map(element, { minZoom: ZOOM.least, maxZoom: ZOOM.most, zoomControl: false })
  map.attributionControl.setPrefix(false)
  L.control.zoom({ zoomInTitle: '放大', zoomOutTitle: '缩小' }).addTo(map)
  map.createPane('dots').style.zIndex = '450'
  const renderer = L.canvas({ pane: 'dots', padding: 0.5 })
  const layers = {
    districts: L.layerGroup().addTo(map),
    dots: L.layerGroup().addTo(map),
    here: L.layerGroup().addTo(map),
  }
  let shown: readonly Dot[] = []

  function redraw() {
    layers.dots.clearLayers()
    draw(shown, renderer, dotRadiusPx(map.getZoom())).forEach(dot => layers.dots.addLayer(dot))
  }

  map.on('zoomend', redraw)
  map.on('moveend', () => lastView = { centre: map.getCenter(), zoom: map.getZoom() })
  map.on('click', ({ containerPoint, latlng }) => {
    const spots = shown.map(dot => ({ ...map.latLngToContainerPoint(latLng(dot)), dot }))
    const found = hit(spots, containerPoint)
    if (found === 'several' && map.getZoom() < ZOOM.most)
      return void map.setView(latlng, map.getZoom() + ZOOM.step)
    const distance = (dot: Dot) => map.distance(latlng, latLng(dot))
    const one = found === 'several' ? [...shown].sort((a, b) => distance(a) - distance(b))[0] : found?.dot
    if (one) onPick(one.id)
  })

  return {
    /** Shows the last view, else the surroundings of a place, else all of these. */
    stand(place: Place | null, all: readonly Pick<Dot, 'latitude' | 'longitude'>[]) {
      if (lastView) map.setView(lastView.centre, lastView.zoom)
      else if (place) map.setView(latLng(place), ZOOM.streets)
      else map.fitBounds(L.latLngBounds(all.map(latLng)))
    },
    goTo: (place: Place) => void map.setView(latLng(place), Math.max(map.getZoom(), ZOOM.streets)),
    showDistricts: (districts: readonly District[]) =>
      districts.forEach(each => layers.districts.addLayer(outline(each))),
    showTiles: ({ url, attribution }: Tiles) =>
      void L.tileLayer(url, { attribution: escaped(attribution), maxZoom: ZOOM.most }).addTo(map),
    showDots(dots: readonly Dot[]) {
      shown = dots
      redraw()
    },
    showHere(place: Place) {
      layers.here.clearLayers()
      hereMarks(place).forEach(mark => layers.here.addLayer(mark))
    },
    close: () => void map.remove(),
  }
}
