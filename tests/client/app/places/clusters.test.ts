import type { Dot } from '#client/app/places/map/clusters.ts'
import { clustersOf, stateOf } from '#client/app/places/map/clusters.ts'
import { hexagonOf } from '#client/app/places/map/hexagon.ts'
import { expect, it } from 'vitest'

const dot = (id: string, x: number, y: number, state: Dot['state'] = 'closed'): Dot =>
  ({ id, longitude: x, latitude: y, state })
const project = ({ longitude, latitude }: Dot) => ({ x: longitude, y: latitude })

it('stations that would cover one another become one with their number, between them', () => {
  const dots = [dot('a', 10, 10), dot('b', 30, 20, 'open'), dot('c', 200, 10)]
  const [pair, single] = clustersOf(dots, project, 68)
  expect(pair).toMatchObject({ x: 20, y: 15, dots: [{ id: 'a' }, { id: 'b' }] })
  expect(single).toMatchObject({ x: 200, y: 10, dots: [{ id: 'c' }] })
  expect(hexagonOf(pair!, false).html).toContain('>2</text>')
  expect(hexagonOf(single!, false).html).toContain('hive__door')
})

it('several count as open while one of them is', () => {
  expect(stateOf({ dots: [dot('a', 0, 0), dot('b', 0, 0, 'open')] })).toBe('open')
  expect(stateOf({ dots: [dot('a', 0, 0), dot('b', 0, 0, 'doubtful')] })).toBe('doubtful')
  expect(hexagonOf({ x: 0, y: 0, dots: [dot('a', 0, 0)] }, true).className)
    .toBe('hive hive--closed hive--chosen')
})
