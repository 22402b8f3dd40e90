// @vitest-environment dom
import PlaceCard from '#client/app/places/PlaceCard.vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { h } from 'vue'
import { freshPhone, me, openPage, text } from '../../../support/client/page.ts'

const place = { latitude: 30.5497, longitude: 114.2883 } // 武汉长江大桥
const station = {
  id: '01900000-0000-7000-8000-00000000bbbb',
  name: '江边驿站',
  areaId: '420106003',
  latitude: place.latitude,
  longitude: place.longitude + 0.005,
  isSelfService: true,
  hours: [],
  exceptions: [],
}
let arrive = () => {}
freshPhone(
  () => ({ 'stations.all': { stations: [station], weeks: [] }, 'stations.map': { tiles: null } }),
  () => {},
)
beforeEach(() => vi.stubGlobal('IntersectionObserver', class {
  constructor(private readonly told: (entries: { isIntersecting: boolean }[]) => void) {}
  observe() { arrive = () => this.told([{ isIntersecting: true }]) }
  disconnect() {}
}))
afterEach(() => vi.unstubAllGlobals())

const part = (name: string) => document.querySelector(`.picture__${name}`)
const picture = () => document.querySelector<HTMLButtonElement>('[aria-label="在地图上看"]')

it('draws the surroundings once they are in view, and opens the place on the map', async () => {
  await openPage(
    { render: () => h(PlaceCard, { place, areaName: '武汉市 · 武昌区', name: '上报 7' }) },
    { holder: me('courier') },
  )
  expect(part('pin')).not.toBeNull()
  expect(part('land')).toBeNull()
  arrive()
  await expect.poll(() => part('land')?.getAttribute('d')).toMatch(/^M-?\d+ -?\d+L/)
  expect(part('bridge')?.getAttribute('d')).toMatch(/^M/)
  expect(document.querySelectorAll('.picture__river').length).toBeGreaterThan(0)
  await expect.poll(() => part('spot')).not.toBeNull()
  picture()!.click()
  await expect.poll(() => document.querySelectorAll('dialog[open] .map__pin').length).toBe(1)
  expect(text()).toContain('复制坐标')
})

it('has no picture where there is no place', async () => {
  await openPage(
    { render: () => h(PlaceCard, { place: null, areaName: '武汉市 · 武昌区', name: '上报 7' }) },
    { holder: me('courier') },
  )
  expect(picture()).toBeNull()
  expect(text()).toContain('武昌区')
})
