// @vitest-environment dom
import { openMap } from '#client/app/places/map/open-map.ts'
import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})
const sized = (element: HTMLElement, px: number) =>
  Object.defineProperties(element, {
    clientWidth: { value: px, configurable: true },
    clientHeight: { value: px, configurable: true },
  })

it('a map that is left just after the phone was turned is asked for nothing more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const element = sized(document.body.appendChild(document.createElement('div')), 300)
  const map = openMap(element)
  map.stand({ latitude: 30.5795, longitude: 114.2745 }, [])
  sized(element, 200)
  window.dispatchEvent(new Event('resize'))
  await new Promise(requestAnimationFrame) // In a frame Leaflet learns of it; it speaks of it later.
  expect(vi.getTimerCount()).toBeGreaterThan(0)
  map.close()
  expect(() => vi.runAllTimers()).not.toThrow()
})

it('a map that gets its size later, as in a sheet, still has its place in the middle', () => {
  let resize = () => {}
  vi.stubGlobal('ResizeObserver', class {
    constructor(told: () => void) { resize = told }
    observe() {}
    disconnect() {}
  })
  const place = { latitude: 30.5795, longitude: 114.2745 }
  const element = sized(document.body.appendChild(document.createElement('div')), 0)
  let centre = { latitude: 0, longitude: 0 }
  const map = openMap(element, { onMove: moved => centre = moved })
  map.stand(place, [])
  sized(element, 300)
  resize()
  expect(centre.latitude).toBeCloseTo(place.latitude, 4)
  expect(centre.longitude).toBeCloseTo(place.longitude, 4)
  map.close()
})
