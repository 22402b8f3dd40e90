import type { TestCity } from '../../support/city.ts'
import type { Street } from '../features/reports/street.ts'
import { dialect } from '#server/database/dialect.ts'
import { publishMonths } from '#server/features/reports/published/months.ts'
import { expect, it } from 'vitest'
import { PLACE } from '../../support/city.ts'
import { plansOf, scansIn } from '../../support/plans.ts'
import { freshStreet } from '../features/reports/street.ts'

const DECEMBER = Date.parse('2026-11-30T16:00:00Z') // Midnight in Shanghai.
let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))

const get = async (path: string) => await city.fetchAs(undefined)(path)
const linesOf = async (name: string) => {
  const answered = await get(`/data/${name}.csv`)
  expect([answered.status, answered.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
  return (await answered.text()).trim().split('\r\n')
}
/** Goes there by the clock alone; whoever is signed in has to be asked before. */
const at = (instant: number) => void (city.time.now = instant)

it('a month is published once it is over in Shanghai, as everybody may know it, and kept', async () => {
  const place = { latitude: 30.601234, longitude: 114.271234 }
  const reportId = await street.file('rider', { text: '=1+1', spot: '三栋门口', place })
  await street.bring(reportId, 'accepted')
  await street.file('rider', { kind: 'security' })
  await street.file('rider', { kind: 'emergency' })
  const withdrawn = await street.file('rider')
  await city.as('rider').done('reports.withdraw', { reportId: withdrawn })
  at(DECEMBER - 1)
  expect(await publishMonths(city)).toBe(0)
  expect((await get('/data/reports-2026-11.csv')).status).toBe(404)
  at(DECEMBER)
  expect(await publishMonths(city)).toBe(1)
  expect(await publishMonths(city)).toBe(0)

  const [header, line, ...more] = await linesOf('reports-2026-11')
  expect(header).toMatch(/^\uFEFF?number,kind,kind_name,status,state,filed_at,/)
  expect(line).toMatch(/^1,hazard,安全隐患,open,accepted,2026-11-23 10:00:00,.*,CC BY 4\.0$/)
  expect(more).toEqual([])
  for (const secret of ['=1+1', '三栋', '30.60123', '114.27123', city.ids.rider])
    expect(line).not.toContain(secret)
  // The place is where Open311 shows it too.
  const [shown] = await (await get('/open311/v2/requests/1.json')).json()
  expect(line).toContain(`,${shown.lat},${shown.long},`)

  // What happens to it later leaves the file as it was made.
  const months = await (await get('/api/queries/reports.months')).json()
  expect(months).toEqual([{ month: '2026-11', madeAt: DECEMBER, count: null }])
  at(DECEMBER + 40 * 86_400_000)
  expect(await publishMonths(city)).toBe(1)
  expect((await linesOf('reports-2026-11'))[1]).toBe(line)
  expect(await linesOf('reports-2026-12')).toHaveLength(1)
})

it('counts of fewer than five say no number, and what is shown beside them tells none', async () => {
  const file = async (kind: 'other' | 'patrol' | 'hazard' | 'environment', times: number) => {
    for (let i = 0; i < times; i++) await street.file('rider', { kind, place: PLACE })
  }
  const shown = async () => (await (await get('/api/queries/reports.months')).json())[0].count
  await file('other', 9)
  await file('patrol', 4)
  await file('environment', 6)
  at(DECEMBER)
  await publishMonths(city)
  const [header, line, ...more] = await linesOf('counts-2026-11')
  expect(header?.replace('\uFEFF', '')).toBe('area_id,area,environment,hazard,warning,emergency,patrol,other')
  // With the six, the four can't be had from the nineteen that the page says.
  expect(line).toBe('420103,江汉区,不公布,0,0,0,不公布,9')
  expect([more, await shown()]).toEqual([[], 19])
  at(DECEMBER + 1)
  await file('hazard', 4)
  at(DECEMBER + 31 * 86_400_000)
  await publishMonths(city)
  expect((await linesOf('counts-2026-12'))[1]).toBe('420103,江汉区,0,不公布,0,0,0,0')
  expect(await shown()).toBeNull()
})

const wrong = ['2026-13', '2026-00', '9999-99', '2026-11-01', '0', '2027-01']
it.each(wrong)('there is no month %s', async (month) => {
  expect((await get(`/data/reports-${month}.csv`)).status).toBe(404)
  expect((await get(`/data/counts-${month}.csv`)).status).toBe(404)
})

it('nobody publishes a month that still runs', async () => {
  const input = { month: '2026-11' }
  const command = { id: crypto.randomUUID(), name: 'reports.publishMonth', input, madeAt: city.time.now }
  const system = { accountId: 'system', role: 'system', areaId: null, posts: [] } as const
  const { replies } = await city.run(system, { sentAt: city.time.now, commands: [command] })
  expect(replies).toEqual([expect.objectContaining({ refusal: { code: 'reports.monthRunning' } })])
})

it('what turns out to be nobody\'s business has no line any more, what is declined no place', async () => {
  city.time.now = DECEMBER - 3_600_000
  const [lead, taken, declined, kept] = [
    await street.file('rider', { place: PLACE }),
    await street.file('rider', { place: PLACE }),
    await street.file('rider', { place: PLACE }),
    await street.file('rider', { place: PLACE }),
  ]
  at(DECEMBER)
  await publishMonths(city)
  const before = await linesOf('reports-2026-11')
  expect(before).toHaveLength(5)
  await city.as('staff').done('reports.correct', { reportId: lead, kind: 'security' })
  await city.as('rider').done('reports.withdraw', { reportId: taken })
  const words = '已经有人在修'
  await city.as('staff').done('reports.move', { reportId: declined, to: 'declined', words })
  await street.bring(kept, 'accepted')
  const after = await linesOf('reports-2026-11')
  expect(after).toEqual([before[0], before[3]!.replace(/,[\d.]+,[\d.]+,CC/, ',,,CC'), before[4]])
  expect(after[1]).toMatch(/^3,.*,,,CC BY 4\.0$/)
})

it.runIf(dialect === 'sqlite')('what is taken back from a file is found by the month\'s days', async () => {
  await street.file('rider')
  at(DECEMBER)
  await publishMonths(city)
  const plans = await plansOf(city.database, async () => void await linesOf('reports-2026-11'))
  expect(scansIn(plans)).toEqual([])
  expect(plans.flat().join('\n')).toMatch(/SEARCH reports USING .*reports_by_time/)
})
