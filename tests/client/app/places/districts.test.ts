import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { districtAround, loadCity } from '#client/app/places/districts.ts'
import { distanceM, mayBeInCity } from '#shared/kernel/geo.ts'
import { isInside } from '#shared/kernel/outline.ts'
import { expect, it } from 'vitest'

const market = { latitude: 30.5795, longitude: 114.2745 } // 江汉区民意街街道
interface Source {
  features: { properties: { name: string }, geometry: { type: string, coordinates: unknown[] } }[]
}

it('the phone\'s outlines are those the server routes by', async () => {
  const source = JSON.parse(readFileSync('server/core/areas/data/wuhan-districts.geojson', 'utf8')) as Source
  const polygons = source.features.map(({ properties: { name }, geometry }) => ({
    name,
    polygons: geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates,
  }))
  const { districts } = await loadCity()
  const pointsOf = (each: readonly { name: string, polygons: unknown }[]) => each.map(({ name, polygons }) =>
    [name, [...new Set((polygons as number[][][][]).flat(2).map(String))].sort()])
  expect(pointsOf(districts)).toEqual(pointsOf(polygons))
})

it('names the district around a place, and none outside the city', async () => {
  const { districts } = await loadCity()
  expect(districtAround(districts, market)).toBe('江汉区')
  expect(districtAround(districts, { latitude: 30.55, longitude: 114.32 })).toBe('武昌区')
  expect(districtAround(districts, { latitude: 39.9, longitude: 116.4 })).toBeUndefined()
  expect(districtAround([], market)).toBeUndefined()
})

it('the box that a phone tells other cities by holds the whole city, and not much more', async () => {
  const { districts } = await loadCity()
  const corners = districts.flatMap(({ polygons }) => polygons.flat(2))
  const points = corners.map(([longitude, latitude]) => ({ longitude, latitude }))
  expect(points.filter(point => !mayBeInCity(point))).toEqual([])
  const edges = [
    Math.min(...points.map(({ longitude }) => longitude)),
    Math.max(...points.map(({ longitude }) => longitude)),
    Math.min(...points.map(({ latitude }) => latitude)),
    Math.max(...points.map(({ latitude }) => latitude)),
  ] as const
  for (const outside of [
    { longitude: edges[0] - 0.03, latitude: 30.6 },
    { longitude: edges[1] + 0.03, latitude: 30.6 },
    { longitude: 114.3, latitude: edges[2] - 0.03 },
    { longitude: 114.3, latitude: edges[3] + 0.03 },
  ])
    expect(mayBeInCity(outside)).toBe(false)
})

it('neighbours share their border point by point, so that no gap shows between them', async () => {
  const { districts } = await loadCity()
  const owners = new Map<string, Set<string>>()
  for (const { name, polygons } of districts) {
    for (const point of polygons.flat(2).map(String))
      owners.set(point, (owners.get(point) ?? new Set()).add(name))
  }
  const shared = (one: string, other: string) =>
    [...owners.values()].filter(names => names.has(one) && names.has(other)).length
  expect(shared('江岸区', '江汉区')).toBeGreaterThan(20)
  expect(shared('洪山区', '江夏区')).toBeGreaterThan(200)
  const { middle, polygons } = districts.find(({ name }) => name === '洪山区')!
  expect(polygons.some(each => isInside(each, { longitude: middle[0], latitude: middle[1] }))).toBe(true)
})

it('both rivers run where the city has them, and meet', async () => {
  const { rivers } = await loadCity()
  const nearest = (river: string, longitude: number, latitude: number) => Math.min(
    ...rivers.find(({ name }) => name === river)!.line.map(([x, y]) =>
      distanceM({ longitude: x, latitude: y }, { longitude, latitude })),
  )
  expect(nearest('长江', 114.288, 30.55)).toBeLessThan(900) // 武汉长江大桥
  expect(nearest('长江', 114.337, 30.615)).toBeLessThan(900) // 武汉长江二桥一带
  expect(nearest('汉江', 114.262, 30.569)).toBeLessThan(700) // 月湖桥一带
  const mouth = rivers.find(({ name }) => name === '汉江')!.line
  expect(Math.min(...[mouth[0]!, mouth.at(-1)!].map(([x, y]) => nearest('长江', x, y)))).toBeLessThan(1_300)
})

it('names the lakes in the districts that have them', async () => {
  const { districts, lakes } = await loadCity()
  const districtOf = (lake: string) => {
    const [longitude, latitude] = lakes.find(({ name }) => name === lake)!.at
    return districtAround(districts, { longitude, latitude })
  }
  expect(['沙湖', '汤逊湖', '梁子湖', '后官湖', '墨水湖', '金银湖'].map(districtOf))
    .toEqual(['武昌区', '江夏区', '江夏区', '蔡甸区', '汉阳区', '东西湖区'])
})

it('every bridge crosses its river from bank to bank', async () => {
  const { bridges, rivers } = await loadCity()
  expect(bridges.map(({ name }) => name)).toEqual(expect.arrayContaining(['长江大桥', '天兴洲大桥', '晴川桥']))
  for (const { name, river, line: [from, to] } of bridges) {
    const { line, widthM } = rivers.find(each => each.name === river)!
    const middle = { longitude: (from[0] + to[0]) / 2, latitude: (from[1] + to[1]) / 2 }
    const beside = Math.min(...line.map(([longitude, latitude]) =>
      distanceM(middle, { longitude, latitude })))
    expect(beside, name).toBeLessThan(1_000)
    const metres = distanceM(
      { longitude: from[0], latitude: from[1] },
      { longitude: to[0], latitude: to[1] },
    )
    expect(metres, name).toBeGreaterThan(widthM + 100)
    expect(metres, name).toBeLessThan(widthM + 250)
  }
})

it('all of the map that travels to a phone is small', () => {
  expect(gzipSync(readFileSync('client/app/places/city.json')).length).toBeLessThan(60_000)
})
