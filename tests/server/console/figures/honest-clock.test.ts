import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Street } from '../../features/reports/street.ts'
import { countFigures } from '#server/console/figures/count.ts'
import { dialect } from '#server/database/dialect.ts'
import { countedThings } from '#shared/figures/schemas.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { noneKept } from '#shared/promises/rules.ts'
import { expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, STREET, UNITS } from '../../../support/city.ts'
import { plansOf, scansIn } from '../../../support/plans.ts'
import { freshStreet } from '../../features/reports/street.ts'
import { voicesIn } from '../../features/voices/said.ts'
import { figuresBySql } from './by-sql.ts'

let city: TestCity
let street: Street
let said: ReturnType<typeof voicesIn>
freshStreet((fresh) => {
  ({ city, street } = fresh)
  said = voicesIn(fresh.city)
})

/** Signs in anew: tests move the clock beyond a session's end. */
const anew = async (by: PersonName) => city.holding(await city.signIn(city.phoneOf(by)))
async function expectVoices(month: string, areaId: string, kept: typeof noneKept) {
  const asked = { areaId, from: month, to: month }
  const shown = await (await anew('admin')).ask('figures.city', asked)
  expect(shown.voices).toEqual(kept)
  expect((await figuresBySql(city, { ...asked, asOf: city.time.now })).voices).toEqual(kept)
  return shown
}

it('an answer promised to a voice counts in the clock, by the first day that was promised', async () => {
  const [kept, late, open] = [await said.post('rider'), await said.post('rider2'), await said.post('rider')]
  const inDays = (days: number) => dayOf(city.time.now + days * DAY_MS)
  for (const id of [kept, late, open]) await said.promise(id, UNITS.roads, inDays(1))
  await expectVoices('2026-11', '4201', noneKept)
  await said.answer(kept, 'done')
  city.time.now += 1
  await said.promise(late, UNITS.roads, inDays(20)) // Another day excuses nothing.
  await expectVoices('2026-11', STREET, { onTime: 1, closed: 1, overdue: 0 })
  city.time.now += 2 * DAY_MS
  await expectVoices('2026-11', STREET, { onTime: 1, closed: 1, overdue: 2 })
  await expectVoices('2026-11', ELSEWHERE, noneKept)
  city.time.now = startOfDay('2026-12-01')
  const staff = await anew('staff')
  const { seen } = await staff.ask('voices.one', { voiceId: late })
  await staff.done('voices.answer', { voiceId: late, seen, outcome: 'done', words: '办好了' })
  await expectVoices('2026-11', '4201', { onTime: 1, closed: 1, overdue: 2 })
  city.time.now += 1
  await countFigures(city)
  const { areas } = await expectVoices('2026-12', '4201', { onTime: 0, closed: 1, overdue: 1 })
  expect(areas.find(({ areaId }) => areaId === STREET.slice(0, 6))!.kept)
    .toEqual({ onTime: 0, closed: 1, overdue: 1 })
})

it('what is settled at Shanghai’s midnight counts on the new day; a millisecond late is late', async () => {
  const midnight = startOfDay('2026-12-01')
  city.time.now = midnight - 1
  const [before, at] = [await street.file('rider', { areaId: COMMUNITY }), await street.file('rider')]
  const decline = async (reportId: string) =>
    await (await anew('staff')).done('reports.move', { reportId, to: 'declined', words: '没有发现' })
  await decline(before)
  city.time.now = midnight
  await decline(at)
  await countFigures(city)
  const asked = { areaId: '4201', from: '2026-11', to: '2026-12' }
  const { reports } = await (await anew('admin')).ask('figures.city', asked)
  expect(reports.days).toEqual([
    { day: '2026-11-30', filed: 2, settled: 1 },
    { day: '2026-12-01', filed: 0, settled: 1 },
  ])
  const keptIn = async (month: string) =>
    (await (await anew('admin')).ask('figures.city', { areaId: '4201', from: month, to: month })).reports.kept
  expect(await keptIn('2026-11')).toEqual({ onTime: 1, closed: 1, overdue: 0 })
  expect(await keptIn('2026-12')).toEqual({ onTime: 1, closed: 1, overdue: 0 })
  const [due] = await city.database.run('select due_at from reports order by number limit 1')
  const id = await street.file('rider', { areaId: COMMUNITY })
  const dueAt = Number(due!.due_at) + 1 // Filed a millisecond later than the first.
  city.time.now = dueAt + 1
  await decline(id)
  await countFigures(city)
  expect(await keptIn('2026-12')).toEqual({ onTime: 1, closed: 2, overdue: 0 })
})

it('everybody sees the clock of five voices, and not of four', async () => {
  const ids = await Promise.all(Array.from({ length: 5 }, () => said.post('rider')))
  for (const id of ids) await said.promise(id, UNITS.roads, dayOf(city.time.now + DAY_MS))
  for (const id of ids.slice(1)) await said.answer(id, 'done')
  city.time.now = startOfDay('2026-11-30')
  await countFigures(city)
  const clock = async () => await (await anew('rider')).ask('figures.public', {})
  city.time.now = startOfDay('2026-12-02')
  // One is overdue: it is told that five were due, and not how many of them were on time.
  const shown = { due: 5, onTime: null, overdue: null }
  expect(await clock()).toMatchObject({ all: shown, kinds: [{ kind: 'voices', ...shown }], areas: [shown] })
  await city.database.run(`update voices set promised_at = null, due_at = null, state = 'open'
    where id = '${ids[0]}'`)
  expect(await clock()).toMatchObject({ all: null, kinds: [], areas: [] })
})

it.runIf(dialect === 'sqlite').each([
  ['4201', '2025-06', '2026-11'],
  ['4201', '2025-06', '2026-09'],
  [STREET.slice(0, 6), '2025-06', '2026-11'],
  [COMMUNITY, '2026-11', '2026-11'],
])('the view of %s from %s to %s reads no whole table', async (areaId, from, to) => {
  await street.file('rider', { areaId: COMMUNITY })
  await countFigures(city)
  const ask = async () => {
    await city.as('admin').ask('figures.city', { areaId, from, to })
    const rows = { areaId, from, to }
    await city.as('admin').ask('figures.rows', { ...rows, kind: 'hazard', of: 'cameBack' })
    for (const of of countedThings) await city.as('admin').ask('figures.rows', { ...rows, of })
    for (const of of ['visits', 'issued'] as const)
      await city.as('admin').ask('figures.rows', { ...rows, of, day: '2026-11-23' })
  }
  await ask() // Signs in beforehand.
  const plans = await plansOf(city.database, ask)
  expect(plans.length).toBeGreaterThan(10)
  expect(scansIn(plans)).toEqual([])
  expect(plans.flat().filter(line => /SCAN (?:reports|accounts|voices|figure_)/.test(line))).toEqual([])
  for (const index of ['by_time', 'by_settling', 'open'])
    expect(plans.flat().join('\n')).toContain(`figure_reports_${index}`)
})
