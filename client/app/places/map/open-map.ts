import type { LatLng, Place } from '#shared/kernel/fields.ts'
import type { City } from '../districts.ts'
import type { Cluster, Dot } from './clusters.ts'
import L from 'leaflet'
import { clustersOf } from './clusters.ts'
import { drawCity } from './draw-city.ts'
import { HEXAGON_PX, hexagonOf } from './hexagon.ts'
import { hit } from './hit.ts'
import { escaped } from './labels.ts'
import { PIN_PX, pinPicture } from './pin.ts'

export type { Dot } from './clusters.ts'
/** Where the map's streets come from, and their copyright line. */
interface Streets { readonly url: string, readonly attribution: string }

const ZOOM = { least: 9, most: 19, streets: 15, apart: 17, step: 2 } as const
const HERE_RADIUS_PX = 7
/**
 * Up to this many places are fitted into the map with room for its edge and controls, at a zoom that still
 * shows the streets around.
 */
const FEW = 10
const CLEAR: L.FitBoundsOptions = {
  paddingTopLeft: [64, 36],
  paddingBottomRight: [36, 36],
  maxZoom: ZOOM.apart,
}
/**
 * Leaflet's panes with their heights: the sketch of the city lies under the streets and shows where these are
 * missing.
 */
const PANES = [['city', 150], ['names', 450], ['here', 610]] as const

/** The scale may be drawn half as wide as this and must still hold its text, which care mode doubles. */
const SCALE_LETTERS = 8
const scaleWidth = () =>
  SCALE_LETTERS * (Number.parseFloat(getComputedStyle(document.body).getPropertyValue('--size-small')) || 12)

const latLng = ({ latitude, longitude }: LatLng) => L.latLng(latitude, longitude)

/** The phone's place and its accuracy. */
function hereMarks(place: Place): L.Layer[] {
  const marker = L.circleMarker(latLng(place), {
    radius: HERE_RADIUS_PX,
    pane: 'here',
    className: 'map__here-dot',
    weight: 3,
    fillOpacity: 1,
    interactive: false,
  })
  if (!place.accuracy) return [marker]
  const around = {
    pane: 'here',
    radius: place.accuracy,
    className: 'map__here-around',
    weight: 1,
    fillOpacity: 0.15,
    interactive: false,
  }
  return [L.circle(latLng(place), around), marker]
}

/** The stations in view, as hexagons; several that lie close together as one with their number. */
function hives(map: L.Map) {
  const layer = L.layerGroup().addTo(map)
  let dots: readonly Dot[] = []
  let chosen: string | undefined
  let shown: Cluster[] = []

  function draw() {
    const zoom = map.getZoom()
    const bounds = map.getBounds().pad(0.3)
    const near = dots.filter(dot => bounds.contains(latLng(dot)))
    const isApart = zoom >= ZOOM.apart || dots.some(({ number }) => number !== undefined)
    shown = clustersOf(near, dot => map.project(latLng(dot), zoom), isApart ? 1 : undefined)
    layer.clearLayers()
    for (const cluster of shown) {
      const isChosen = cluster.dots.some(({ id }) => id === chosen)
      const icon = L.divIcon({
        ...hexagonOf(cluster, isChosen),
        iconSize: [...HEXAGON_PX],
        iconAnchor: [HEXAGON_PX[0] / 2, HEXAGON_PX[1] / 2],
      })
      const at = map.unproject(L.point(cluster.x, cluster.y), zoom)
      const zIndexOffset = isChosen ? 1000 : 0
      L.marker(at, { icon, interactive: false, keyboard: false, zIndexOffset }).addTo(layer)
    }
  }
  map.on('moveend', draw)

  /** What a tap hit; taps beside all hit nothing. */
  function at(point: L.Point): Cluster | undefined {
    const spots = shown.map(cluster => ({
      ...map.latLngToContainerPoint(map.unproject(L.point(cluster.x, cluster.y), map.getZoom())),
      cluster,
    }))
    return hit(spots, point)?.cluster
  }

  return {
    at,
    show(next: readonly Dot[]) {
      dots = next
      draw()
    },
    choose(id: string | undefined) {
      chosen = id
      draw()
    },
  }
}

/** The last view of the stations' map, restored when one goes back from a station. */
let lastView: { centre: L.LatLng, zoom: number } | undefined
const isStill = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches

/** A map with its controls, which follows its element's size. */
function emptyMap(element: HTMLElement) {
  const map = L.map(element, {
    minZoom: ZOOM.least,
    maxZoom: ZOOM.most,
    zoomControl: false,
    zoomAnimation: !isStill(),
    fadeAnimation: false,
  })
  map.attributionControl.setPrefix(false)
  L.control.zoom({ zoomInTitle: '放大', zoomOutTitle: '缩小' }).addTo(map)
  L.control.scale({ imperial: false, position: 'bottomleft', maxWidth: scaleWidth() }).addTo(map)
  // The city lies under names, stations and the phone's place, whenever it arrives.
  for (const [pane, height] of PANES)
    map.createPane(pane).style.cssText = `z-index: ${height}; pointer-events: none`
  const resized = new ResizeObserver(() => {
    // In a sheet that is about to open it has no size yet, and its middle would become its corner.
    const centre = map.getSize().x === 0 ? map.getCenter() : undefined
    map.invalidateSize({ pan: false })
    if (centre) map.setView(centre, map.getZoom(), { animate: false })
  })
  resized.observe(element)
  return { map, resized }
}

/** Streets over the sketch. They hide its own water names once any of them is there. */
function streetsOn(map: L.Map) {
  let ofFile: Promise<L.GridLayer> | undefined
  const add = (layer: L.GridLayer) =>
    void layer.once('tileload', () => map.getContainer().classList.add('map__pad--streets')).addTo(map)

  return {
    /** Pictures from a server elsewhere. */
    showTiles: ({ url, attribution }: Streets) =>
      add(L.tileLayer(url, { attribution: escaped(attribution), maxZoom: ZOOM.most })),
    /** The city's own file. Asked for again, the tiles that are still missing, or all in another theme. */
    async showFile({ url, attribution }: Streets, isRepainted = false) {
      if (isRepainted) (await ofFile)?.remove()
      else if (ofFile) return void (await ofFile).redraw()
      ofFile = import('../streets/streets.ts').then(({ streetsLayer }) =>
        streetsLayer(url, escaped(attribution), ZOOM.most))
      ofFile.catch(() => ofFile = undefined)
      add(await ofFile)
    },
  }
}

/**
 * Draws the city, stations and the phone's place; no tile server is needed. `onPick` gets the station that
 * was tapped, and nothing for a tap beside all.
 */
export function openMap(
  element: HTMLElement,
  { onPick, onMove, restores = false, centres = false }: {
    onPick?: (id: string | undefined) => void
    onMove?: (centre: LatLng) => void
    /** A tap brings that spot to the middle, stations or not. */
    centres?: boolean
    /** Begins with the last view of such a map. */
    restores?: boolean
  } = {},
) {
  const { map, resized } = emptyMap(element)
  const here = L.layerGroup().addTo(map)
  const stations = hives(map)

  map.on('moveend', () => {
    if (restores) lastView = { centre: map.getCenter(), zoom: map.getZoom() }
    const { lat, lng } = map.getCenter()
    onMove?.({ latitude: lat, longitude: lng })
  })
  map.on('click', ({ containerPoint, latlng }) => {
    if (centres) return void map.panTo(latlng)
    const found = stations.at(containerPoint)
    if (!found || found.dots.length === 1) return onPick?.(found?.dots[0]!.id)
    const bounds = L.latLngBounds(found.dots.map(latLng))
    const zoom = Math.min(ZOOM.most, Math.max(map.getBoundsZoom(bounds) - 1, map.getZoom() + 1))
    map.setView(bounds.getCenter(), zoom)
  })

  return {
    /** Shows the last view, else the surroundings of a place, else all of these. */
    stand(place: LatLng | null, all: readonly LatLng[], zoom: number = ZOOM.streets) {
      if (restores && lastView) map.setView(lastView.centre, lastView.zoom)
      else if (place) map.setView(latLng(place), zoom)
      else if (all.length > 0) map.fitBounds(L.latLngBounds(all.map(latLng)), all.length > FEW ? {} : CLEAR)
      else map.setView(MIDDLE, ZOOM.least + 1)
    },
    goTo: (place: LatLng, zoom: number = ZOOM.streets) =>
      void map.setView(latLng(place), Math.max(map.getZoom(), zoom)),
    showCity: (city: City) => drawCity(map, city),
    ...streetsOn(map),
    showDots: stations.show,
    choose: stations.choose,
    showMark: (place: LatLng) =>
      void L.marker(latLng(place), {
        icon: L.divIcon({
          html: pinPicture,
          className: 'map__pin',
          iconSize: PIN_PX,
          iconAnchor: [PIN_PX[0] / 2, PIN_PX[1]],
        }),
        interactive: false,
        keyboard: false,
      }).addTo(map),
    showHere(place: Place) {
      here.clearLayers()
      hereMarks(place).forEach(mark => here.addLayer(mark))
    },
    close() {
      resized.disconnect()
      map.remove()
      map.off() // Leaflet fires moveend 200 ms after the window's size changed, on a removed map too.
    },
  }
}
export type OpenMap = ReturnType<typeof openMap>
/** Where the Han meets the Yangtze. */
const MIDDLE = L.latLng(30.57, 114.29)
