import type { Database } from './database.ts'
import { dialect } from './dialect.ts'

/**
 * Opens the engine that `DATABASE_URL` names and loads only its driver; `url` may name another database of
 * the same engine.
 */
export async function openDatabase(url: string): Promise<Database> {
  if (dialect === 'postgresql') return (await import('./postgres.ts')).openPostgres(url)
  return (await import('./sqlite.ts')).openSqlite(url.replace('file:', ''))
}
