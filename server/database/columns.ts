import * as pg from 'drizzle-orm/pg-core'
import * as sqlite from 'drizzle-orm/sqlite-core'
import { dialect } from './dialect.ts'

// One vocabulary for both engines, typed as PostgreSQL. Features build tables from these builders alone, so
// the casts are safe; `dialect.ts` says which engine runs.
const pick = <Pg>(postgres: Pg, lite: unknown) => (dialect === 'postgresql' ? postgres : (lite as Pg))

export const table = pick(pg.pgTable, sqlite.sqliteTable)
export const check = pick(pg.check, sqlite.check)
export const index = pick(pg.index, sqlite.index)
export const uniqueIndex = pick(pg.uniqueIndex, sqlite.uniqueIndex)
export const primaryKey = pick(pg.primaryKey, sqlite.primaryKey)
export const text = pick(
  (name: string) => pg.text(name),
  (name: string) => sqlite.text(name),
)
export const integer = pick(
  (name: string) => pg.integer(name),
  (name: string) => sqlite.integer(name),
)
export const real = pick(
  (name: string) => pg.doublePrecision(name),
  (name: string) => sqlite.real(name),
)
export const flag = pick(
  (name: string) => pg.boolean(name),
  (name: string) => sqlite.integer(name, { mode: 'boolean' }),
)
export const json = pick(
  (name: string) => pg.jsonb(name),
  (name: string) => sqlite.text(name, { mode: 'json' }),
)
/** Milliseconds since 1970, in UTC. */
export const instant = pick(
  (name: string) => pg.bigint(name, { mode: 'number' }),
  (name: string) => sqlite.integer(name),
)
/** A key that the database counts up by itself: 1, 2, 3 … with gaps where transactions were undone. */
export const autoNumber = pick(
  (name: string) => pg.serial(name).primaryKey(),
  (name: string) => sqlite.integer(name).primaryKey({ autoIncrement: true }),
)
