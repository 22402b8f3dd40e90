import type { QueryInput } from '#shared/queries.ts'
import type { PersonName, TestCity } from '../../support/city.ts'
import type { Street } from '../features/reports/street.ts'
import { dialect } from '#server/database/dialect.ts'
import { queueCauses } from '#shared/console/schemas.ts'
import { expect, it } from 'vitest'
import { COMMUNITY } from '../../support/city.ts'
import { plansOf, scansIn } from '../../support/plans.ts'
import { freshStreet } from '../features/reports/street.ts'

let city: TestCity
let street: Street
freshStreet(fresh => ({ city, street } = fresh))

const planned = async (by: PersonName, input: Partial<QueryInput<'console.queue'>>) => {
  await city.as(by).ask('console.queue', { view: 'todo', ...input }) // Signs in beforehand.
  return await plansOf(city.database, () => city.as(by).ask('console.queue', { view: 'todo', ...input }))
}
const district = { areaId: COMMUNITY.slice(0, 6) }
const asked: [what: string, by: PersonName, input: Partial<QueryInput<'console.queue'>>][] = [
  ['the whole city', 'admin', {}],
  ['a district', 'admin', district],
  ['a street\'s staff', 'staff', {}],
  ['a unit', 'unit', {}],
  ['what is under way in the city', 'admin', { view: 'running' }],
  ['a kind in a state', 'admin', { kind: 'hazard', state: 'filed' }],
  ['what is mine', 'staff', { isMine: true }],
  ['words', 'admin', { text: '井盖' }],
  ['what is over in a district', 'admin', { view: 'done', ...district }],
  ...queueCauses.map((cause): [string, PersonName, object] => [cause, 'admin', { cause }]),
  ...queueCauses.map((cause): [string, PersonName, object] => [`${cause} here`, 'staff', { cause }]),
]

it.runIf(dialect === 'sqlite')('the queue reads no whole table', async () => {
  await street.file('rider', { areaId: COMMUNITY })
  for (const [what, by, input] of asked) {
    const plans = await planned(by, input)
    expect(scansIn(plans), what).toEqual([])
    // By kind alone it would read all that was ever filed of it.
    expect(plans.flat().join('\n'), what).toMatch(/reports_(open|by_unit|by_area|by_clerk)/)
    expect(plans.flat().join('\n'), what).not.toContain('reports_by_place')
  }
})
