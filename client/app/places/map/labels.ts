import type { LatLng } from '#shared/kernel/fields.ts'
import L from 'leaflet'

/** A name on the map. */
export interface Label {
  readonly at: LatLng
  readonly words: string
  readonly className: string
  /** The zoom from which on the label is shown. */
  readonly fromZoom: number
}
/** A label takes about this room (px): a character's width, and a line's height. */
const CHARACTER_PX = 14
const LINE_PX = 20

/** Leaflet renders labels as HTML, so they are escaped. */
export function escaped(words: string): string {
  const element = document.createElement('span')
  element.textContent = words
  return element.innerHTML
}

/** The labels of a zoom that overlap none before them; the list has the most important first. */
export function labelsThatFit(
  labels: readonly Label[],
  zoom: number,
  project: (at: LatLng) => { x: number, y: number },
): Label[] {
  const taken: { x: number, y: number, width: number }[] = []
  return labels.filter(({ at, words, fromZoom }) => {
    if (zoom < fromZoom) return false
    const box = { ...project(at), width: words.length * CHARACTER_PX }
    const isFree = taken.every(({ x, y, width }) =>
      Math.abs(x - box.x) > (width + box.width) / 2 || Math.abs(y - box.y) > LINE_PX)
    if (isFree) taken.push(box)
    return isFree
  })
}

const markerOf = ({ at, words, className }: Label) =>
  L.marker([at.latitude, at.longitude], {
    pane: 'names',
    icon: L.divIcon({ className, html: `<span>${escaped(words)}</span>`, iconSize: [0, 0] }),
    interactive: false,
    keyboard: false,
  })

/** Shows at each zoom the names that have room. */
export function showLabels(map: L.Map, labels: readonly Label[]): void {
  const layer = L.layerGroup().addTo(map)
  function show() {
    const zoom = map.getZoom()
    layer.clearLayers()
    for (const label of labelsThatFit(labels, zoom, ({ latitude, longitude }) =>
      map.project([latitude, longitude], zoom)))
      markerOf(label).addTo(layer)
  }
  map.on('zoomend', show)
  show()
}
