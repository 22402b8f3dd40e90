import type { TestCity } from '../../support/city.ts'
import type { Street } from '../features/reports/street.ts'
import { dialect } from '#server/database/dialect.ts'
import { expect, it } from 'vitest'
import { plansOf, scansIn } from '../../support/plans.ts'
import { freshStreet } from '../features/reports/street.ts'
import { open311 } from './partner.ts'

let city: TestCity
let street: Street
freshStreet(fresh => ({ city, street } = fresh))

const days = 'start_date=2026-11-01T00:00:00Z&end_date=2026-11-30T00:00:00Z'
const changed = 'updated_after=2026-11-01T00:00:00Z'

const asked: [what: string, query: string, indexes: readonly string[]][] = [
  ['no filter', '', ['reports_by_time']],
  ['days', days, ['reports_by_time']],
  ['a status', 'status=open', ['reports_by_time']],
  ['the other status', 'status=closed', ['reports_by_time']],
  ['a service', 'service_code=hazard', ['reports_by_time']],
  ['all at once', `${days}&status=open&service_code=hazard,other&page=3`, ['reports_by_time']],
  ['what changed', changed, ['reports_by_change', 'reports_by_time']],
  ['what changed, closed', `${changed}&status=closed`, ['reports_by_change', 'reports_by_time']],
  ['numbers', 'service_request_id=1,2,3', ['INTEGER PRIMARY KEY']],
  ['a circle', 'lat=30.6&long=114.27&radius=200', ['reports_by_place']],
  ['a circle, of a service', 'lat=30.6&long=114.27&radius=200&service_code=hazard', ['reports_by_place']],
]

it.runIf(dialect === 'sqlite')('a list of reports is read by an index', async () => {
  await street.file('rider')
  for (const [what, query, indexes] of asked) {
    const plans = await plansOf(city.database, async () => {
      const { status } = await open311(city).json(`requests.json?${query}&extensions=true`)
      expect(status, what).toBe(200)
    })
    expect(plans.length, what).toBeGreaterThan(0)
    expect(scansIn(plans), what).toEqual([])
    const listing = plans.find(plan => plan.some(line => / reports /.test(line)))!.join('\n')
    for (const index of indexes) expect(listing, what).toMatch(new RegExp(`SEARCH reports USING .*${index}`))
  }
})
