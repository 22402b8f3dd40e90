import { areasNear } from '#client/app/areas/areas-near.ts'
import { expect, it } from 'vitest'

const here = { latitude: 30.58, longitude: 114.28 }
const station = (metres: number, areaId?: string) =>
  ({ latitude: here.latitude + metres / 111_195, longitude: here.longitude, ...areaId && { areaId } })

it('offers the communities of the nearest stations, each once, and none of far away', () => {
  const stations = [
    station(900, '420103003005'),
    station(100, '420103003003'),
    station(200, '420103003003'),
    station(300), // Saved by an older app.
    station(400, '420103003'),
    station(500, '420103003004'),
    station(1_500, '420103003006'),
    station(9_000, '420103003009'),
  ]
  expect(areasNear(here, stations, 12)).toEqual(['420103003003', '420103003004', '420103003005'])
  expect(areasNear(here, stations, 9)).toEqual(['420103003003', '420103003', '420103003004'])
  expect(areasNear({ latitude: 31, longitude: 114 }, stations, 9)).toEqual([])
})
