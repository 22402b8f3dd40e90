import { randomUUID } from 'node:crypto'
import { areas } from '#server/core/areas/tables.ts'
import { accounts } from '#server/core/identity/index.ts'
import { dialect } from '#server/database/dialect.ts'
import { reports } from '#server/features/reports/tables.ts'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { COMMUNITY, openTestCity } from '../../support/city.ts'
import { streetOf } from '../features/reports/street.ts'

const isPostgres = dialect === 'postgresql'
const rowsOf = ({ database: { read } }: Awaited<ReturnType<typeof openTestCity>>) =>
  Promise.all([
    read.select().from(accounts).orderBy(accounts.id),
    read.select().from(reports),
  ])

it.runIf(isPostgres)('a city has the database of another, and nothing of what that wrote', async () => {
  const first = await openTestCity({}, undefined, { isNew: true })
  const before = await rowsOf(first)
  const reportId = await streetOf(first).file('rider')
  const { number } = await first.as('rider').ask('reports.one', { reportId })
  await first.database.run(`update accounts set name = '改了名'`)
  await first.close()

  const second = await openTestCity()
  expect(second.settings.databaseUrl).toBe(first.settings.databaseUrl)
  expect(await rowsOf(second)).toEqual(before)
  const again = await streetOf(second).file('rider')
  expect((await second.as('rider').ask('reports.one', { reportId: again })).number).toBe(number)
  await expect(first.database.run('select 1')).rejects.toThrow('has closed')
  await second.close()
})

it.runIf(isPostgres).each([
  ['an area', `update areas set name = '别处' where id = '${COMMUNITY}'`],
  ['a table', `create table letters_${randomUUID().slice(0, 8)} (id text)`],
  ['a key', 'alter table reports drop constraint reports_pkey cascade'],
])('after one that changed %s the next has a new database', async (_, statement) => {
  const first = await openTestCity({}, undefined, { isNew: true })
  await first.database.run(statement)
  await first.close()
  const second = await openTestCity()
  expect(second.settings.databaseUrl).not.toBe(first.settings.databaseUrl)
  const [area] = await second.database.read.select().from(areas).where(eq(areas.id, COMMUNITY))
  expect(area!.name).not.toBe('别处')
  await second.close()
})
