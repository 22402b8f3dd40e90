import type { Answer, QueryInput } from '#shared/queries.ts'
import type { TestCity } from '../../support/city.ts'
import { nudgeNewDay } from '#server/features/mall/tasks.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { expect, it } from 'vitest'
import { freshCity } from '../../support/fresh-city.ts'
import { cellsOfCsv } from '../../support/journeys/xlsx.ts'
import { counterOf } from '../features/mall/counter.ts'

let city: TestCity
freshCity(fresh => void (city = fresh))

/** The names that the list has, which are those of the file. */
async function listed(filter: QueryInput<'mall.book'> = {}) {
  const { items } = await city.as('admin').ask('mall.book', filter)
  const input = encodeURIComponent(JSON.stringify(filter))
  const file = await (await city.as('admin').fetch(`/api/exports/goods/csv?input=${input}`)).text()
  const names = items.map(({ name }) => name)
  expect([...new Set(cellsOfCsv(file).slice(1).map(([name]) => name))]).toEqual(names)
  return names.toSorted()
}

it('goods are narrowed by what is missing, category and name, in the list and its file alike', async () => {
  const counter = await counterOf(city)
  await counter.list({ name: '毛巾', category: 'daily' }, 500, 'bridge')
  await counter.list({ name: '雨衣', category: 'riding' }, 1, 'bridge')
  await counter.list({ name: '水杯', category: 'daily', isListed: false }, 5, 'bridge')
  expect(await listed()).toEqual(['毛巾', '水杯', '雨衣'].toSorted())
  expect(await listed({ view: 'low' })).toEqual(['雨衣'])
  expect(await listed({ view: 'hidden' })).toEqual(['水杯'])
  expect(await listed({ view: 'soldOut' })).toEqual([])
  expect(await listed({ category: 'daily' })).toEqual(['毛巾', '水杯'].toSorted())
  expect(await listed({ text: '巾' })).toEqual(['毛巾'])
  const { acts } = await city.as('admin').ask('people.acts', { act: 'console.export' })
  expect(acts.map(({ reason }) => reason)).toContainEqual(expect.stringMatching(/，状态 库存低$/))
})

it('what begins tomorrow is hidden today alone, also for whoever has asked before', async () => {
  const counter = await counterOf(city)
  const tomorrow = dayOf(city.time.now + DAY_MS)
  city.time.now = startOfDay(tomorrow) - 1000
  await counter.list({ name: '雨衣', from: tomorrow })
  const admin = city.as('admin')
  const path = `/api/queries/mall.book?input=${encodeURIComponent(JSON.stringify({ view: 'hidden' }))}`
  const asked = await admin.fetch(path)
  expect((await asked.json() as Answer<'mall.book'>).items).toHaveLength(1)
  const known = { 'if-none-match': asked.headers.get('etag')! }
  expect((await admin.fetch(path, { headers: known })).status).toBe(304)
  const since = city.time.now
  city.time.now += 1000
  await nudgeNewDay(city, since)
  const again = await admin.fetch(path, { headers: known })
  expect((await again.json() as Answer<'mall.book'>).items).toEqual([])
})
