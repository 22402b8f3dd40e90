import type { QueryInput } from '#shared/queries.ts'
import type { PersonName, TestCity } from '../../support/city.ts'
import { expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, STREET } from '../../support/city.ts'
import { freshCity } from '../../support/fresh-city.ts'
import { cellsOfCsv } from '../../support/journeys/xlsx.ts'
import { doorOf } from '../features/doors/door.ts'
import { someStation } from '../features/stations/made-stations.ts'

let city: TestCity
freshCity(async (fresh) => {
  city = fresh
  await doorOf(city)
})

/** The numbers that somebody's list has, which are those of the file. */
async function listed(by: PersonName, filter: QueryInput<'stations.book'> = {}) {
  const { stations } = await city.as(by).ask('stations.book', filter)
  const input = encodeURIComponent(JSON.stringify(filter))
  const file = await (await city.as(by).fetch(`/api/exports/stations/csv?input=${input}`)).text()
  const numbers = stations.map(({ number }) => number)
  expect(cellsOfCsv(file).slice(1).map(([number]) => Number(number))).toEqual(numbers)
  return numbers
}

it('stations are narrowed by area, kind, state and words, in the list and its file alike', async () => {
  await city.as('admin').done('stations.make', someStation())
  expect(await listed('admin')).toEqual([101, 102, 103, 700])
  expect(await listed('admin', { areaId: ELSEWHERE })).toEqual([103])
  expect(await listed('admin', { areaId: STREET, kind: 'community' })).toEqual([101, 102])
  expect(await listed('admin', { kind: 'shared' })).toEqual([700])
  expect(await listed('admin', { state: 'closed' })).toEqual([])
  expect(await listed('admin', { text: '驿站 测试路' })).toEqual([101, 102, 103])
  expect(await listed('admin', { text: '102' })).toEqual([102])
  const { acts } = await city.as('admin').ask('people.acts', { act: 'console.export' })
  expect(acts.map(({ reason }) => reason)).toContainEqual(expect.stringMatching(/^驿站，1 行 csv，片区 /))
})

it('staff have the stations of their own areas, whatever they ask for; the book counts all', async () => {
  expect(await listed('staff')).toEqual([101, 102])
  expect(await listed('staff', { areaId: ELSEWHERE })).toEqual([])
  expect(await listed('staffElsewhere', { areaId: COMMUNITY })).toEqual([])
  expect(await listed('staffElsewhere')).toEqual([103])
  const { totals } = await city.as('staff').ask('stations.book', { areaId: ELSEWHERE })
  expect(totals.stations).toBe(2)
})
