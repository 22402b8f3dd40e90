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

/** Where bridges cross; each is drawn across its river there, which is a stroke along its middle. */
const bridges: { name: string, river: string, at: Position }[] = [
  { name: '军山大桥', river: '长江', at: [114.13, 30.389] },
  { name: '沌口大桥', river: '长江', at: [114.186, 30.432] },
  { name: '白沙洲大桥', river: '长江', at: [114.237, 30.489] },
  { name: '杨泗港大桥', river: '长江', at: [114.251, 30.515] },
  { name: '鹦鹉洲大桥', river: '长江', at: [114.277, 30.534] },
  { name: '长江大桥', river: '长江', at: [114.288, 30.55] },
  { name: '长江二桥', river: '长江', at: [114.324, 30.604] },
  { name: '二七大桥', river: '长江', at: [114.34, 30.627] },
  { name: '天兴洲大桥', river: '长江', at: [114.405, 30.661] },
  { name: '青山大桥', river: '长江', at: [114.487, 30.673] },
  { name: '阳逻大桥', river: '长江', at: [114.545, 30.66] },
  { name: '长丰桥', river: '汉江', at: [114.167, 30.587] },
  { name: '古田桥', river: '汉江', at: [114.196, 30.585] },
  { name: '知音桥', river: '汉江', at: [114.227, 30.579] },
  { name: '月湖桥', river: '汉江', at: [114.255, 30.568] },
  { name: '江汉桥', river: '汉江', at: [114.267, 30.567] },
  { name: '晴川桥', river: '汉江', at: [114.284, 30.562] },
]
/** Where lakes lie: only their names are drawn, see data/README.md. Great ones are known across the city. */
const lakes: { name: string, isGreat: boolean, at: Position }[] = [
  { name: '东湖', isGreat: true, at: [114.39, 30.556] },
  { name: '汤逊湖', isGreat: true, at: [114.365, 30.425] },
  { name: '梁子湖', isGreat: true, at: [114.51, 30.24] },
  { name: '斧头湖', isGreat: true, at: [114.22, 30.03] },
  { name: '鲁湖', isGreat: true, at: [114.21, 30.22] },
  { name: '后官湖', isGreat: true, at: [114.055, 30.53] },
  { name: '武湖', isGreat: true, at: [114.51, 30.8] },
  { name: '涨渡湖', isGreat: true, at: [114.7, 30.65] },
  { name: '沉湖', isGreat: true, at: [113.83, 30.34] },
  { name: '沙湖', isGreat: false, at: [114.328, 30.573] },
  { name: '南湖', isGreat: false, at: [114.365, 30.493] },
  { name: '黄家湖', isGreat: false, at: [114.27, 30.435] },
  { name: '墨水湖', isGreat: false, at: [114.235, 30.543] },
  { name: '金银湖', isGreat: false, at: [114.21, 30.655] },
  { name: '严西湖', isGreat: false, at: [114.475, 30.57] },
]
const METRES_PER_DEGREE = 111_195
/** A bridge reaches this far over either bank (m). */
const LANDING_M = 80

/** A bridge's two ends: across the river, at the point of its line that is nearest. */
function across(line: readonly Position[], widthM: number, [longitude, latitude]: Position): Position[] {
  const narrowing = Math.cos(latitude * Math.PI / 180)
  const flat = line.map(([x, y]) => [(x - longitude) * narrowing, y - latitude] as const)
  let best = { room: Infinity, point: [0, 0], along: [1, 0] }
  flat.slice(1).forEach(([x2, y2], i) => {
    const [x1, y1] = flat[i]!
    const [dx, dy] = [x2 - x1, y2 - y1]
    const part = Math.min(1, Math.max(0, -(x1 * dx + y1 * dy) / (dx * dx + dy * dy || 1)))
    const point = [x1 + dx * part, y1 + dy * part]
    const room = Math.hypot(point[0]!, point[1]!)
    // The river's course, not the direction of a short piece of it.
    const [[ax, ay], [bx, by]] = [flat[Math.max(0, i - 1)]!, flat[Math.min(flat.length - 1, i + 2)]!]
    if (room < best.room) best = { room, point, along: [bx - ax, by - ay] }
  })
  const half = (widthM / 2 + LANDING_M) / METRES_PER_DEGREE / Math.hypot(best.along[0]!, best.along[1]!)
  return [-half, half].map((side): Position => [
    longitude + (best.point[0]! - best.along[1]! * side) / narrowing,
    latitude + best.point[1]! + best.along[0]! * side,
  ])
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
function largestOf(geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon) {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  return polygons.reduce((one, other) => (other[0]!.length > one[0]!.length ? other : one)) as Position[][]
}
const whole = (point: Position) => point.map(degrees => Math.round(degrees * UNITS_PER_DEGREE))

/** Where an area's name stands: the inner point that is farthest from its border, on a grid. */
function middleOf(polygon: Position[][]): Position {
  const border = polygon.flat()
  const [xs, ys] = [border.map(([x]) => x), border.map(([, y]) => y)]
  const [west, south] = [Math.min(...xs), Math.min(...ys)]
  const [width, height] = [Math.max(...xs) - west, Math.max(...ys) - south]
  let best: { point: Position, room: number } = { point: [west, south], room: 0 }
  for (let step = 0; step < GRID * GRID; step++) {
    const point: Position = [
      west + ((step % GRID) / GRID) * width,
      south + (Math.floor(step / GRID) / GRID) * height,
    ]
    if (!isInside(polygon, { longitude: point[0], latitude: point[1] })) continue
    const room = Math.min(...border.map(([x, y]) => Math.hypot(x - point[0], y - point[1])))
    if (room > best.room) best = { point, room }
  }
  return best.point
}

const lines = rivers.map(({ name, widthM, between }) => ({
  name,
  widthM,
  line: smoothed(linked(arcs.filter((_, arc) => isBetween(arc, between)) as Position[][])),
}))

const city = {
  arcs: arcs.map(packed),
  districts: source.features.map((feature, i) => ({
    name: feature.properties.name,
    middle: whole(middleOf(largestOf(feature.geometry))),
    polygons: polygonsOf(shapes[i]!),
  })),
  rivers: lines.map(({ name, widthM, line }) => ({ name, widthM, line: packed(line) })),
  lakes: lakes.map(({ name, isGreat, at: place }) => ({ name, isGreat, at: whole(place) })),
  bridges: bridges.map(({ name, river, at: place }) => {
    const { line, widthM } = lines.find(each => each.name === river)!
    return { name, river, line: packed(across(line, widthM, place)) }
  }),
}
writeFileSync(at('../app/places/city.json'), `${JSON.stringify(city)}\n`)
