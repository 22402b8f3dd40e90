import { nearCommunities } from '#client/app/areas/near-communities.ts'
import { expect, it } from 'vitest'
import { all } from '../../features/stations/some-stations.ts'

const [station] = all.stations
const at = (areaId: string, latitude: number, longitude: number) =>
  ({ ...station!, areaId, latitude, longitude })
const areas: [string, string][] = [
  ['420103006001', '花楼社区居委会'],
  ['420103006002', '民意社区居委会'],
  ['420103006003', '永丰社区居委会'],
  ['420103006', '花楼街道'],
]
const here = { latitude: 30.58, longitude: 114.28 }

it('the nearest communities come first, each once, and never a whole street', () => {
  const stations = [
    at('420103006001', 30.59, 114.28),
    at('420103006001', 30.581, 114.28),
    at('420103006', 30.58, 114.28),
    at('420103006002', 30.585, 114.28),
    at('420103006003', 30.6, 114.28),
    at('420103006009', 30.58, 114.28), // An area that this phone has not heard of.
  ]
  const near = nearCommunities({ stations }, areas, here, 2)
  expect(near.map(({ id, name, metres }) => [id, name, Math.round(metres / 10) * 10])).toEqual([
    ['420103006001', '花楼社区居委会', 110],
    ['420103006002', '民意社区居委会', 560],
  ])
})
