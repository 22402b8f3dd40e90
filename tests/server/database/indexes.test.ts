import type { TestCity } from '../../support/city.ts'
import { dialect } from '#server/database/dialect.ts'
import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshCity } from '../../support/fresh-city.ts'

let city: TestCity
freshCity(fresh => void (city = fresh))

it.runIf(dialect === 'sqlite')('no index names a list, which makes a table at each insert', async () => {
  const indexes = await city.database.read
    .select({ text: sql<string>`"sql"` })
    .from(sql`sqlite_master`)
    .where(sql`type = 'index' and "sql" is not null`)
  const texts = indexes.map(({ text }) => text)
  expect(texts.filter(text => / where /i.test(text)).length).toBeGreaterThan(10)
  expect(texts.filter(text => / in \(/i.test(text))).toEqual([])
})
