import { join } from 'node:path'
import process from 'node:process'

/** `file:…` opens SQLite, the embedded default; `postgres://…` a PostgreSQL server. */
export const databaseUrl =
  process.env.DATABASE_URL || `file:${join(process.env.DATA_DIR || 'data', 'little-bee.sqlite')}`
export const dialect = databaseUrl.startsWith('postgres') ? 'postgresql' : 'sqlite'
