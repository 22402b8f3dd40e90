import type { CommandInput } from '#shared/commands.ts'
import type { RulingValues } from '#shared/rulings/schemas.ts'
import type { TestCity } from '../../../support/city.ts'
import type { Street } from '../../features/reports/street.ts'
import { randomUUID } from 'node:crypto'
import { audit } from '#server/core/audit/tables.ts'
import { units } from '#server/core/identity/index.ts'
import { openRulings } from '#server/core/rulings/index.ts'
import { rulings } from '#server/core/rulings/tables.ts'
import { dialect } from '#server/database/dialect.ts'
import { openDatabase } from '#server/database/open-database.ts'
import { openChanges } from '#server/sync/changes.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { builtIn } from '#shared/rulings/rules.ts'
import { asc } from 'drizzle-orm'
import { expect, it, vi } from 'vitest'
import { COMMUNITY, ELSEWHERE, STREET, UNITS } from '../../../support/city.ts'
import { freshStreet } from '../../features/reports/street.ts'

const HOUR_MS = DAY_MS / 24
let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))

type Ruling = CommandInput<'rulings.set'>
const limits = (hours: number, seen?: number): Ruling => ({
  key: 'limits',
  value: { ...builtIn.limits, hazard: { hours } },
  reason: '试行更快的时限',
  ...seen !== undefined && { seen },
})
const points = (hazard: number): Ruling =>
  ({ key: 'points', value: { ...builtIn.points, hazard }, reason: '汛期多报隐患' })
const dueOf = async (reportId: string) => (await street.one('rider', reportId)).dueAt

it('what was due under the old rule stays due by it, also when its kind is changed', async () => {
  const filedAt = city.time.now
  const before = await street.file('rider', { kind: 'hazard' })
  const changedLater = await street.file('rider2', { kind: 'other' })
  city.time.now += HOUR_MS
  await city.as('admin').done('rulings.set', limits(2))
  const after = await street.file('rider', { kind: 'hazard' })

  expect(await dueOf(before)).toBe(filedAt + 24 * HOUR_MS)
  expect(await dueOf(after)).toBe(city.time.now + 2 * HOUR_MS)
  await city.as('rider2').done('reports.amend', { reportId: changedLater, kind: 'hazard' })
  expect((await street.one('rider2', changedLater)).dueAt).toBe(filedAt + 24 * HOUR_MS)
})

it('a report brings what was promised when it was filed', async () => {
  const before = await street.file('rider', { kind: 'hazard' })
  city.time.now += HOUR_MS
  await city.as('admin').done('rulings.set', points(80))
  expect(await city.as('rider').ask('reports.mine', {})).toMatchObject({ reports: [{ award: 50 }] })
  const after = await street.file('rider2', { kind: 'hazard' })
  expect(await street.one('rider2', after)).toMatchObject({ award: 80 })
  for (const reportId of [before, after]) await street.bring(reportId, 'accepted')
  expect(await street.points('rider')).toBe(50)
  expect(await street.points('rider2')).toBe(80)
  expect(await street.one('rider2', after)).not.toHaveProperty('award')
})

it('what is filed is answered with what was promised', async () => {
  await city.as('admin').done('rulings.set', points(0))
  const input = await street.report('rider', { kind: 'hazard' })
  expect(await city.as('rider').done('reports.file', input))
    .toMatchObject({ award: 0, dueAt: city.time.now + 24 * HOUR_MS })
  await street.bring(input.reportId, 'accepted')
  expect(await street.told('rider')).toEqual(['reports.accepted'])
})

it('everybody reads what holds now, visitors too', async () => {
  const admin = city.as('admin')
  await admin.done('rulings.set', limits(2))
  await admin.done('rulings.set', points(80))
  await admin.done('points.setCap', { cap: 'reports.lead', max: 400 })
  const expected = {
    limits: { ...builtIn.limits, hazard: { hours: 2 } },
    points: { ...builtIn.points, hazard: 80 },
    caps: { 'reports.lead': 400, 'reports.patrol': 50, 'activities.hours': 160 },
    volunteering: { pointsPerHour: 20 },
    voices: [],
  }
  expect(await city.as('rider').ask('rulings.inForce', {})).toEqual(expected)
  expect(await (await city.fetchAs(undefined)('/api/queries/rulings.inForce?input={}')).json())
    .toEqual(expected)
})

it('the history says who ruled what, when and why, down to the built-in rule', async () => {
  await city.as('admin').done('rulings.set', limits(2))
  city.time.now += HOUR_MS
  await city.as('admin2').done('rulings.set', { ...limits(4, city.time.now - HOUR_MS), reason: '做不到' })
  expect(await city.as('admin').ask('rulings.one', { key: 'limits' })).toEqual({
    key: 'limits',
    hasMore: false,
    rulings: [
      {
        rank: 2,
        value: { ...builtIn.limits, hazard: { hours: 4 } },
        from: city.time.now,
        by: '测试admin2',
        reason: '做不到',
      },
      {
        rank: 1,
        value: { ...builtIn.limits, hazard: { hours: 2 } },
        from: city.time.now - HOUR_MS,
        by: '测试admin',
        reason: '试行更快的时限',
      },
      { rank: 0, value: builtIn.limits, from: null, by: null, reason: null },
    ],
  })
  expect(await city.as('admin').ask('rulings.one', { key: 'limits', before: 1 }))
    .toMatchObject({ rulings: [{ rank: 0 }] })
  expect(await city.database.read.select().from(audit).orderBy(asc(audit.id))).toMatchObject([
    { act: 'rulings.set', kind: 'ruling', ref: 'limits', reason: '试行更快的时限' },
    { act: 'rulings.set', kind: 'ruling', ref: 'limits', reason: '做不到' },
  ])
})

it('of two admins at once one rules, and the other is told by whom', async () => {
  const replies = await Promise.all((['admin', 'admin2'] as const).map(async (name, i) =>
    await city.as(name).sendOne('rulings.set', limits(2 + i, 0))))
  const refused = replies.filter(({ status }) => status === 'refused')
  expect(refused).toMatchObject([
    { refusal: { code: 'command.changedMeanwhile', by: expect.stringContaining('测试admin') as string } },
  ])
  const rows = await city.database.read.select().from(rulings)
  expect(rows).toHaveLength(1)
  expect(await city.as('admin').refused('rulings.set', { ...limits(9, 0) }))
    .toMatchObject({ code: 'command.changedMeanwhile', at: rows[0]!.from })
})

it('nobody rules but admins, and not without a reason or a change', async () => {
  for (const name of ['rider', 'staff', 'unit', 'keeper'] as const) {
    expect(await city.as(name).refused('rulings.set', limits(2)))
      .toMatchObject({ code: 'command.notForYourRole' })
  }
  expect(await city.as('admin').sendOne('rulings.set', { ...limits(2), reason: ' ' }))
    .toMatchObject({ status: 'malformed' })
  expect(await city.as('admin').refused('rulings.set', { ...limits(24) }))
    .toMatchObject({ code: 'rulings.unchanged' })
})

it('a ruling is never changed or removed', async () => {
  await city.as('admin').done('rulings.set', limits(2))
  await expect(city.database.run('update rulings set seq = 9')).rejects.toThrow(/append-only|stays/)
  await expect(city.database.run('delete from rulings')).rejects.toThrow(/append-only|stays/)
  await expect(city.database.run(dialect === 'sqlite'
    ? 'insert or replace into rulings select * from rulings'
    : 'truncate rulings')).rejects.toThrow(/append-only|stays/)
})

const route = (kind: 'hazard' | null, areaId: string, unitId: string = UNITS.roads) =>
  ({ kind, areaId, unitId })
const routing = (...value: RulingValues['routing']): Ruling =>
  ({ key: 'routing', value, reason: '分工' })
const template = (text: string): Ruling => ({
  key: 'templates',
  value: [{ use: 'assigned', kinds: [], name: '派单', text }],
  reason: '统一说法',
})

it.each<[string, () => Ruling, string]>([
  ['two equal routes', () => {
    return routing(route('hazard', STREET), route('hazard', STREET, UNITS.power))
  }, 'rulings.routeTwice'],
  ['a route to nobody', () => routing(route('hazard', STREET, randomUUID())), 'rulings.unitUnknown'],
  ['a route from nowhere', () => routing(route('hazard', '420199')), 'rulings.areaUnknown'],
  ['a placeholder that there isn\'t', () => template('请到{where}'), 'rulings.placeholderUnknown'],
  ['admins told before those who can act', () => ({
    key: 'thresholds',
    value: { ...builtIn.thresholds, overduePercent: 200 },
    reason: '放宽',
  }), 'rulings.raisedTooEarly'],
])('%s: refused when saved', async (_what, ruling, code) => {
  expect(await city.as('admin').refused('rulings.set', ruling())).toMatchObject({ code })
  expect(await city.database.read.select().from(rulings)).toEqual([])
})

it('a unit gets no route of an area that it doesn\'t work in', async () => {
  const unitId = randomUUID()
  await city.database.transact(tx =>
    tx.insert(units).values({ id: unitId, name: '汉阳园林队', areaId: ELSEWHERE.slice(0, 6) }))
  expect(await city.as('admin').refused('rulings.set', routing(route('hazard', STREET, unitId))))
    .toMatchObject({ code: 'rulings.routeAstray', unitName: '汉阳园林队', areaName: expect.any(String) })
  await city.as('admin').done('rulings.set', routing(route('hazard', ELSEWHERE, unitId)))
})

it('routes for one area by kind, and for areas inside each other, stand beside each other', async () => {
  await city.as('admin').done('rulings.set', routing(
    route('hazard', STREET),
    route(null, STREET),
    route('hazard', COMMUNITY),
    route('hazard', ELSEWHERE),
  ))
  await city.as('admin').done('rulings.set', template('请到{place}，编号{number}，{unit}'))
  expect(await city.as('unit').ask('rulings.templates', {})).toMatchObject([{ name: '派单' }])
})

it('a ruling that knows nothing of a new kind leaves that to the built-in one', async () => {
  await city.database.transact(async tx => void await tx.insert(rulings).values({
    key: 'points',
    seq: 1,
    value: { hazard: 70 },
    from: city.time.now,
    by: city.ids.admin,
    reason: '旧版',
  }))
  expect(await city.as('rider').ask('rulings.inForce', {}))
    .toMatchObject({ points: { ...builtIn.points, hazard: 70 } })
})

it.runIf(dialect === 'postgresql')('another server process hears of a new ruling at once', async () => {
  const database = await openDatabase(city.settings.databaseUrl)
  const other = await openRulings(database, await openChanges(database))
  expect(other.inForce('limits').hazard).toEqual({ hours: 24 })
  await city.as('admin').done('rulings.set', limits(2))
  await vi.waitFor(() => expect(other.inForce('limits').hazard).toEqual({ hours: 2 }))
  await database.close()
})

it('filing asks the database nothing about rulings', async () => {
  await city.as('admin').done('rulings.set', limits(2))
  await city.database.run('alter table rulings rename to rulings_elsewhere')
  const input = await street.report('rider')
  expect(await city.as('rider').done('reports.file', input))
    .toMatchObject({ dueAt: city.time.now + 2 * HOUR_MS })
})
