// @vitest-environment happy-dom
import { readFileSync } from 'node:fs'
import { districtAround, loadDistricts } from '#client/app/places/districts.ts'
import PinPad from '#client/features/reports/parts/PinPad.vue'
import { movedBy, offsetOf } from '#client/features/reports/pin.ts'
import { mayBeInCity } from '#shared/kernel/geo.ts'
import { expect, it } from 'vitest'
import { createApp } from 'vue'

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
  expect(await loadDistricts()).toEqual(polygons)
})

it('names the district around a place, and none outside the city', async () => {
  const districts = await loadDistricts()
  expect(districtAround(districts, market)).toBe('江汉区')
  expect(districtAround(districts, { latitude: 30.55, longitude: 114.32 })).toBe('武昌区')
  expect(districtAround(districts, { latitude: 39.9, longitude: 116.4 })).toBeUndefined()
  expect(districtAround([], market)).toBeUndefined()
})

it('the box that a phone tells other cities by holds the whole city, and not much more', async () => {
  const points = (await loadDistricts())
    .flatMap(({ polygons }) => polygons.flat(2))
    .map(([longitude, latitude]) => ({ longitude: longitude!, latitude: latitude! }))
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

it('measures back how far a pin was moved', () => {
  const offset = offsetOf(market, movedBy(market, { east: -300, north: 400 }))
  expect(offset.east).toBeCloseTo(-300, 3)
  expect(offset.north).toBeCloseTo(400, 3)
})

it('the pad draws the borders, says which district the pin is in, and names them all from afar', async () => {
  const root = document.body.appendChild(document.createElement('div'))
  const app = createApp(PinPad, { from: market })
  app.mount(root)
  await expect.poll(() => root.querySelectorAll('.districts path').length).toBe(13)
  expect(root.querySelector('[role=status]')!.textContent).toContain('江汉区，没有移动')
  expect(root.querySelectorAll('.districts text')).toHaveLength(0)

  const far = [...root.querySelectorAll('button')].find(({ textContent }) => textContent.includes('30 公里'))!
  far.click()
  await expect.poll(() => root.querySelectorAll('.districts text').length).toBe(13)
  app.unmount()
  root.remove()
})
