import { join } from 'node:path'
import process from 'node:process'

/** The folder of what a city keeps on disk. */
export const dataDir = process.env.DATA_DIR || 'data'
/** `file:…` opens SQLite, the embedded default; `postgres://…` a PostgreSQL server. */
export const databaseUrl =
  process.env.DATABASE_URL || `file:${join(dataDir, 'little-bee.sqlite')}`
export const dialect = databaseUrl.startsWith('postgres') ? 'postgresql' : 'sqlite'
