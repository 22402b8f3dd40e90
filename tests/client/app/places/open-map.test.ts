// @vitest-environment dom
import { openMap } from '#client/app/places/map/open-map.ts'
import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => vi.unstubAllGlobals())

it('a map that gets its size later, as in a sheet, still has its place in the middle', () => {
  let resize = () => {}
  vi.stubGlobal('ResizeObserver', class {
    constructor(told: () => void) { resize = told }
    observe() {}
    disconnect() {}
  })
  const place = { latitude: 30.5795, longitude: 114.2745 }
  const element = document.body.appendChild(document.createElement('div'))
  const size = (px: number) =>
    Object.defineProperties(element, {
      clientWidth: { value: px, configurable: true },
      clientHeight: { value: px, configurable: true },
    })
  size(0)
  let centre = { latitude: 0, longitude: 0 }
  const map = openMap(element, { onMove: moved => centre = moved })
  map.stand(place, [])
  size(300)
  resize()
  expect(centre.latitude).toBeCloseTo(place.latitude, 4)
  expect(centre.longitude).toBeCloseTo(place.longitude, 4)
  map.close()
})
