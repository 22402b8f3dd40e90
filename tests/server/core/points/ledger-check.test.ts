import type { TestCity } from '../../../support/city.ts'
import { join } from 'node:path'
import { checkLedger } from '#server/core/points/tasks.ts'
import { dialect } from '#server/database/dialect.ts'
import { buildApp } from '#server/http/app.ts'
import { openCity as openServerCity } from '#server/open-city.ts'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { runProgram } from '../../../support/program.ts'
import { give } from './awarded.ts'

let city: TestCity
beforeEach(async () => {
  city = await openTestCity({ METRICS_TOKEN: 'a token for whoever measures' })
  await give(city, 'a')
})
afterEach(() => city.close())

const breakBalance = () =>
  city.database.run(`update point_accounts set posted = 60 where id = '${city.ids.rider}'`)

const runCheck = (databaseUrl = city.settings.databaseUrl) =>
  runProgram('ledger-check', { DATABASE_URL: databaseUrl })

it('a sound ledger is checked in one line', async () => {
  expect(await runCheck()).toEqual({ code: 0, out: 'The points add up. Transfers checked: 1\n', err: '' })
})

it('a broken one is told with the rows that break it', async () => {
  await breakBalance()
  const { code, out } = await runCheck()
  expect(code).toBe(1)
  expect(out).toContain('Broken: a balance is the fold of its transfers. Rows: 1\n')
  expect(out).toContain(`{"id":"${city.ids.rider}"}`)
})

it.runIf(dialect === 'sqlite')('no database is no sound database', async () => {
  const { code, err } = await runCheck(`file:${join(city.dataDir, 'elsewhere.sqlite')}`)
  expect(code).toBe(2)
  expect(err).toContain('There is no database at')
})

it('every night the log, the metric and the admins\' inbox say when the points don\'t add up', async () => {
  const lines: string[] = []
  const metric = async () =>
    /^bee_points_broken (\d+)$/m.exec(
      await (
        await buildApp(city).request('/metrics', {
          headers: { 'authorization': 'Bearer a token for whoever measures', 'x-forwarded-for': '10.0.0.1' },
        })
      ).text(),
    )?.[1]
  const log = pino({ level: 'fatal' }, { write: line => void lines.push(line) })
  const night = openServerCity({ ...city, log })
  expect(await checkLedger(night)).toBe(0)
  expect(lines).toEqual([])

  await breakBalance()
  expect(await checkLedger(night)).toBe(2)
  expect(lines).toHaveLength(2)
  expect(JSON.parse(lines[0]!)).toMatchObject({
    invariant: 'a balance is the fold of its transfers',
    rows: 1,
    msg: 'the points do not add up',
  })
  for (const name of ['admin', 'admin2'] as const)
    expect((await city.as(name).ask('notices.mine', {})).notices).toMatchObject([{ kind: 'points.broken' }])
  expect((await city.as('staff').ask('notices.mine', {})).notices).toEqual([])
  expect(await metric()).toBe('2')
})
