import type { TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { compareNewPhotos } from '#server/features/reports/tasks.ts'
import { expect, it } from 'vitest'
import { apiOf, COMMUNITY } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))
const SPOT = '中百超市门口'
const spotFor = async (by: 'rider' | 'resident' | 'staff' | 'unit', reportId: string) =>
  (await street.one(by, reportId)).spot

it('where it is, as its reporter says it, is read by all who may read the report, in lists too', async () => {
  const reportId = await street.file('rider', { spot: `  ${SPOT} `, areaId: COMMUNITY })
  expect(await spotFor('resident', reportId)).toBeUndefined()
  await street.bring(reportId, 'accepted', 'assigned')
  expect(await spotFor('resident', reportId)).toBe(SPOT)
  expect([await spotFor('rider', reportId), await spotFor('unit', reportId)]).toEqual([SPOT, SPOT])
  const { reports } = await city.as('staff').ask('desk.reports', { view: 'running' })
  expect(reports).toMatchObject([{ spot: SPOT }])
  expect((await city.as('rider').ask('reports.mine', {})).reports).toMatchObject([{ spot: SPOT }])
})

it('an app that knows no such field, and one left empty, say nothing', async () => {
  const [without, empty] = [await street.file('rider'), await street.file('rider', { spot: '' })]
  expect([await spotFor('rider', without), await spotFor('rider', empty)]).toEqual([undefined, undefined])
  const { reports } = await city.as('rider').ask('reports.mine', {})
  expect(reports.some(report => 'spot' in report)).toBe(false)
  const tooLong = await street.report('rider', { spot: '一'.repeat(41) })
  expect(await city.as('rider').sendOne('reports.file', tooLong)).toMatchObject({ status: 'malformed' })
})

it('a change of it keeps the rest, an empty one takes it away, and one without it leaves it', async () => {
  const reportId = await street.file('rider', { spot: SPOT })
  await city.as('rider').done('reports.amend', { reportId, text: '井盖松动，会响' })
  expect(await street.one('rider', reportId)).toMatchObject({ spot: SPOT, text: '井盖松动，会响' })
  await city.as('rider').done('reports.amend', { reportId, spot: '菜场西门' })
  expect(await street.one('staff', reportId)).toMatchObject({ spot: '菜场西门', text: '井盖松动，会响' })
  await city.as('rider').done('reports.amend', { reportId, spot: '' })
  expect(await spotFor('staff', reportId)).toBeUndefined()
})

it('it is among what somebody takes along, and never among what everybody sees mended', async () => {
  const filed = await street.file('rider', { spot: SPOT, areaId: COMMUNITY })
  await street.bring(filed, 'accepted', 'assigned', 'resolved')
  await compareNewPhotos(city)
  expect(JSON.stringify(await city.as('rider').ask('identity.export', {}))).toContain(SPOT)
  const visitor = apiOf(async path => await city.fetchAs(undefined)(path), () => city.time.now)
  await compareNewPhotos(city)
  const mended = await visitor.ask('reports.mended', {})
  expect(mended.pairs).toHaveLength(1)
  expect(JSON.stringify(mended)).not.toContain(SPOT)
})
