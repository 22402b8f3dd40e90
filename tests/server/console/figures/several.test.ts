import type { TestCity } from '../../../support/city.ts'
import type { RunningServer } from '../../../support/server.ts'
import type { Street } from '../../features/reports/street.ts'
import { countFigures, recountFigures } from '#server/console/figures/count.ts'
import { dialect } from '#server/database/dialect.ts'
import { openDatabase } from '#server/database/open-database.ts'
import { afterEach, expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE } from '../../../support/city.ts'
import { startServer } from '../../../support/server.ts'
import { freshStreet } from '../../features/reports/street.ts'
import { countedRows, figuresBySql } from './by-sql.ts'

const SECRET = 'a secret for tests, long enough to pass'
const running: RunningServer[] = []
let city: TestCity
let street: Street
freshStreet(fresh => ({ city, street } = fresh))
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
})

/** What stands there is what one server counts from the beginning, and what plain SQL says. */
async function expectOnce(now: number) {
  const several = await countedRows(city)
  await recountFigures({ ...city, clock: () => now })
  expect(several).toEqual(await countedRows(city))
  const month = new Date(now + 28_800_000).toISOString().slice(0, 7)
  const { reports } = await figuresBySql(city, { areaId: '4201', from: month, to: month, asOf: now })
  const [sums] = await city.database.run(`select sum(filed) as filed, sum(settled) as settled,
    sum(was_reopened) as reopened from figure_months where area_id = '4201' and month = '${month}'`)
  expect(Object.fromEntries(Object.entries(sums!).map(([name, n]) => [name, Number(n)])))
    .toEqual({ filed: reports.filed, settled: reports.kept.closed, reopened: reports.reopened.n })
}

/** So many reports of the last days, accepted and half of them closed, as one statement writes them. */
async function fileMany(n: number, now: number) {
  await city.database.run(`insert into reports (number, id, reporter_id, kind, text, latitude, longitude,
    area_id, state, state_since, seen_at, filed_at, due_at, skew_ms, awaits_staff, resolved_at, supporters)
    select n, 'r' || n, '${city.ids.rider}',
      case n % 3 when 0 then 'hazard' when 1 then 'patrol' else 'other' end, '',
      30.4 + n * 7919 % 100003 / 250000.0, 114.1 + n * 6101 % 100019 / 250000.0,
      case n % 2 when 0 then '${COMMUNITY}' else '${ELSEWHERE}' end,
      case n % 2 when 0 then 'closed' else 'accepted' end, ${now} - n * 1000 + 500, ${now} - n * 1000,
      ${now} - n * 1000, ${now} + 86400000, 0, false, case n % 2 when 0 then ${now} - n * 1000 + 500 end, 0
    from generate_series(1, ${n}) n`)
  await city.database.run(`insert into report_steps (id, report_id, step, at, part)
    select 's' || lpad(number::text, 9, '0'), id, 'accepted', filed_at + 100, 'staff' from reports`)
}

it.runIf(dialect === 'postgresql')(
  'two servers that start at once count everything once',
  async () => {
    const now = Date.now()
    await fileMany(8000, now)
    const { dataDir, settings: { databaseUrl: DATABASE_URL } } = city
    const start = () => startServer({ dataDir, env: { SECRET, DATABASE_URL } })
    running.push(...await Promise.all([start(), start()]))
    const asOf = async () => (await city.database
      .run(`select up_to from figure_cursors where source = 'asOf'`))[0]?.up_to
    await expect.poll(asOf).toBeDefined()
    for (const server of running.splice(0)) {
      await server.stop()
      expect(server.output()).not.toContain('a task failed')
    }
    expect(Number((await city.database.run('select count(*) as n from figure_reports'))[0]!.n)).toBe(8000)
    await expectOnce(now)
  },
)

const TWICE = 'two servers that count while people file and decide count once'
it.runIf(dialect === 'postgresql')(TWICE, async () => {
  const other = await openDatabase(city.settings.databaseUrl)
  const second = { ...city, database: other }
  try {
    await countFigures(city)
    for (let round = 0; round < 5; round++) {
      city.time.now += 60_000
      const [accepted, withdrawn] =
        [await street.file('rider', { areaId: COMMUNITY }), await street.file('rider2')]
      await Promise.all([
        countFigures(city),
        countFigures(second),
        street.bring(accepted, 'accepted', 'assigned', 'resolved'),
        city.as('rider2').done('reports.withdraw', { reportId: withdrawn }),
        countFigures(second),
        countFigures(city),
      ])
    }
    await Promise.all([countFigures(city), countFigures(second)])
    await expectOnce(city.time.now)
  }
  finally {
    await other.close()
  }
})
