import type { GeometryCollection, MultiPolygon, Polygon, Topology } from 'topojson-specification'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isInside } from '#shared/kernel/outline.ts'
import { topology } from 'topojson-server'

/**
 * Packs the city's map for the phone: `npx tsx client/build/pack-outlines.ts`. The result is committed;
 * unpacked again by app/places/districts.ts.
 */
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const UNITS_PER_DEGREE = 10_000 // As fine as the source is.

type Position = [longitude: number, latitude: number]
interface Properties { code: string, name: string }
type Shape = (Polygon | MultiPolygon) & { properties: Properties }

/** In Wuhan both rivers are borders: each flows along what these districts share. Widths in metres. */
const rivers = [
  {
    name: '长江',
    widthM: 1200,
    between: [
      '汉南区|江夏区',
      '蔡甸区|江夏区',
      '武昌区|蔡甸区',
      '汉阳区|武昌区',
      '江汉区|武昌区',
      '江岸区|武昌区',
      '江岸区|青山区',
      '江岸区|洪山区',
      '洪山区|黄陂区',
      '洪山区|新洲区',
    ],
  },
  {
    name: '汉江',
    widthM: 320,
    between: ['东西湖区|蔡甸区', '硚口区|蔡甸区', '硚口区|汉阳区', '江汉区|汉阳区'],
  },
]

const source = JSON.parse(
  readFileSync(at('../../server/core/areas/data/wuhan-districts.geojson'), 'utf8'),
) as GeoJSON.FeatureCollection<GeoJSON.Polygon | GeoJSON.MultiPolygon, Properties>
const { arcs, objects } = topology({ districts: source }) as unknown as Topology<{
  districts: GeometryCollection<Properties>
}>
const shapes = objects.districts.geometries as Shape[]
const polygonsOf = (shape: Shape) => (shape.type === 'Polygon' ? [shape.arcs] : shape.arcs)

/** Each arc's point as its way from the one before, in whole units: small numbers, which compress well. */
const packed = (arc: readonly number[][]) => {
  const points = arc.map(([x, y]) => [Math.round(x! * UNITS_PER_DEGREE), Math.round(y! * UNITS_PER_DEGREE)])
  return points.flatMap(([x, y], i) =>
    i === 0 ? [x!, y!] : [x! - points[i - 1]![0]!, y! - points[i - 1]![1]!])
}

const sidesOf = (arc: number) =>
  shapes
    .filter(shape => polygonsOf(shape).flat(2).some(each => each === arc || ~each === arc))
    .map(({ properties }) => properties.name)
const isBetween = (arc: number, between: readonly string[]) => {
  const sides = sidesOf(arc)
  return between.some(pair => pair.split('|').every(name => sides.includes(name)) && sides.length === 2)
}

/** One line of the pieces, which share their ends. */
function linked(pieces: Position[][]): Position[] {
  const isSame = ([x, y]: Position, [u, v]: Position) => x === u && y === v
  const [first, ...rest] = pieces
  let line = first!
  for (let left = rest; left.length > 0;) {
    const next = left.find(piece => [piece[0]!, piece.at(-1)!].some(end =>
      isSame(end, line[0]!) || isSame(end, line.at(-1)!)))
    if (!next) throw new Error(`a river falls into ${left.length + 1} pieces`)
    left = left.filter(piece => piece !== next)
    const isAhead = [next[0]!, next.at(-1)!].some(end => isSame(end, line.at(-1)!))
    if (!isAhead) line = [...line].reverse()
    line = [...line, ...(isSame(next[0]!, line.at(-1)!) ? next : [...next].reverse()).slice(1)]
  }
  return line
}

const AROUND = 2
/** A border has corners where districts meet; a river has none. */
const smoothed = (line: readonly Position[]): Position[] => line.map((point, i) => {
  const reach = Math.min(AROUND, i, line.length - 1 - i)
  const around = line.slice(i - reach, i + reach + 1)
  return reach === 0
    ? point
    : [0, 1].map(axis =>
        around.reduce((sum, each) => sum + each[axis]!, 0) / around.length) as Position
})

const GRID = 80
/** Where a district's name stands: the inner point that is farthest from its border, on a grid. */
function middleOf({ geometry }: (typeof source.features)[number]): Position {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  const largest = polygons.reduce((one, other) => (other[0]!.length > one[0]!.length ? other : one))
  const border = largest.flat() as Position[]
  const [xs, ys] = [border.map(([x]) => x), border.map(([, y]) => y)]
  const [west, south] = [Math.min(...xs), Math.min(...ys)]
  const [width, height] = [Math.max(...xs) - west, Math.max(...ys) - south]
  let best: { point: Position, room: number } = { point: [west, south], room: 0 }
  for (let step = 0; step < GRID * GRID; step++) {
    const point: Position = [
      west + ((step % GRID) / GRID) * width,
      south + (Math.floor(step / GRID) / GRID) * height,
    ]
    if (!isInside(largest as Position[][], { longitude: point[0], latitude: point[1] })) continue
    const room = Math.min(...border.map(([x, y]) => Math.hypot(x - point[0], y - point[1])))
    if (room > best.room) best = { point, room }
  }
  return best.point
}

const city = {
  arcs: arcs.map(packed),
  districts: source.features.map((feature, i) => ({
    name: feature.properties.name,
    middle: middleOf(feature).map(degrees => Math.round(degrees * UNITS_PER_DEGREE)),
    polygons: polygonsOf(shapes[i]!),
  })),
  rivers: rivers.map(({ name, widthM, between }) => ({
    name,
    widthM,
    line: packed(smoothed(linked(arcs.filter((_, arc) => isBetween(arc, between)) as Position[][]))),
  })),
}
writeFileSync(at('../app/places/city.json'), `${JSON.stringify(city)}\n`)
