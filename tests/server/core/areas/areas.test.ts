import type { TestCity } from '../../../support/city.ts'
import { areaExists, areas, districtAt, inArea, loadAreas, nameOfArea } from '#server/core/areas/index.ts'
import { parentOf } from '#shared/areas/schemas.ts'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'

const ALL = 1 + 13 + 193 + 3495
let city: TestCity
beforeAll(async () => {
  city = await openTestCity()
})
afterAll(() => city.close())

it('a rider can choose among all of Wuhan\'s areas, each after the one around it', async () => {
  const tree = await city.as('rider').ask('areas.tree', {})
  expect(tree).toHaveLength(ALL)
  expect(tree[0]).toEqual(['4201', '武汉市'])
  const seen = new Set<string | null>([null])
  for (const [code] of tree) {
    expect(seen.has(parentOf(code)), code).toBe(true)
    seen.add(code)
  }
})

it('filling the areas in again changes nothing, and puts back what is missing or damaged', async () => {
  await city.database.transact(loadAreas)
  expect(await city.database.read.$count(areas)).toBe(ALL)
  await city.database.run('delete from areas where id = \'420103006003\'')
  await city.database.run('update areas set name = \'?\' where id = \'420103\'')
  await city.database.transact(loadAreas)
  expect(await city.database.read.$count(areas)).toBe(ALL)
  expect(
    await city.database.read
      .select()
      .from(areas)
      .where(sql`${areas.id} = '420103'`),
  ).toEqual([{ id: '420103', name: '江汉区' }])
})

it('an area that a release calls otherwise gets its new name', async () => {
  await city.database.run('update areas set name = \'江汉新区\' where id = \'420103\'')
  await city.database.transact(loadAreas)
  expect(await city.database.read.select().from(areas).where(sql`${areas.id} = '420103'`))
    .toEqual([{ id: '420103', name: '江汉区' }])
})

it('an area is named with those around it', async () => {
  const { read } = city.database
  expect(await nameOfArea(read, '4201')).toBe('武汉市')
  expect(await nameOfArea(read, '420103')).toBe('江汉区')
  expect(await nameOfArea(read, '420102002')).toBe('江岸区 · 大智街道')
  expect(await nameOfArea(read, '420103006003')).toMatch(/^江汉区 · .+街道 · .+$/)
  expect(await nameOfArea(read, '990000')).toBe('990000')
})

it('codes that the bureau never gave out are unknown', () => {
  expect(areaExists('420103')).toBe(true)
  expect(areaExists('420103006003')).toBe(true)
  expect(areaExists('420199')).toBe(false)
  expect(areaExists('code')).toBe(false)
})

it('staff see their own subtree: the street and what lies in it, and nothing beside', async () => {
  const inside = async (scope: string) =>
    (await city.database.read.select({ id: areas.id }).from(areas).where(inArea(areas.id, scope))).map(
      ({ id }) => id,
    )
  const all = (await city.database.read.select({ id: areas.id }).from(areas)).map(({ id }) => id)
  for (const scope of ['4201', '420103', '420103006', '420103006003', '420117', '420199'])
    expect((await inside(scope)).sort(), scope).toEqual(all.filter(id => id.startsWith(scope)).sort())
})

it.each([
  ['江汉路步行街', 114.287, 30.583, '420103'],
  ['黄鹤楼', 114.302, 30.547, '420106'],
  ['归元寺', 114.262, 30.547, '420105'],
  ['黄陂区府', 114.375, 30.881, '420116'],
  ['北京', 116.39, 39.9, null],
])('%s lies in its district', (_, longitude, latitude, district) => {
  expect(districtAt({ longitude, latitude })).toBe(district)
})
