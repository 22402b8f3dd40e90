import type { RulingValues } from '#shared/rulings/schemas.ts'
import type { TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { expect, it } from 'vitest'
import { COMMUNITY, STREET, UNITS } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))

async function rule(...value: RulingValues['routing']) {
  city.time.now += 1000
  await city.as('admin').done('rulings.set', { key: 'routing', value, reason: '分工' })
}
/** Which unit the desk finds chosen, and the area of the rule that names it. */
async function namedFor(reportId: string) {
  const units = await city.as('staff').ask('desk.units', { reportId })
  return units.filter(unit => unit.rule).map(({ name, rule }) => [name, rule!.kind, rule!.areaName])
}

it('the most specific rule names the unit: the smallest area, then the kind', async () => {
  const hazard = await street.file('rider', { kind: 'hazard', areaId: COMMUNITY })
  const other = await street.file('rider', { kind: 'other', areaId: COMMUNITY })
  expect(await namedFor(hazard)).toEqual([])

  await rule({ kind: 'hazard', areaId: '4201', unitId: UNITS.power })
  expect(await namedFor(hazard)).toEqual([['供电公司', 'hazard', '武汉市']])
  expect(await namedFor(other)).toEqual([])

  await rule(
    { kind: 'hazard', areaId: '4201', unitId: UNITS.power },
    { kind: null, areaId: STREET, unitId: UNITS.roads },
  )
  expect(await namedFor(hazard)).toMatchObject([['市政维修队', null, expect.any(String)]])
  expect(await namedFor(other)).toMatchObject([['市政维修队', null, expect.any(String)]])

  await rule(
    { kind: null, areaId: STREET, unitId: UNITS.roads },
    { kind: 'hazard', areaId: STREET, unitId: UNITS.power },
  )
  expect(await namedFor(hazard)).toMatchObject([['供电公司', 'hazard', expect.any(String)]])
})

it('staff may send it elsewhere, and a unit that handed it back is not named again', async () => {
  const reportId = await street.bring(await street.file('rider', { areaId: COMMUNITY }), 'accepted')
  await rule({ kind: null, areaId: STREET, unitId: UNITS.roads })
  await city.as('staff').done('reports.move', { reportId, to: 'assigned', unitId: UNITS.power })
  expect(await namedFor(reportId)).toMatchObject([['市政维修队', null, expect.any(String)]])

  await city.as('staff').done('reports.move', { reportId, to: 'assigned', unitId: UNITS.roads })
  expect(await namedFor(reportId)).toEqual([])
  await city.as('unit').done('reports.move', { reportId, to: 'accepted', words: '不归我们' })
  expect(await namedFor(reportId)).toEqual([])
})
