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

/** Thrown where a second server would open the file of another one. */
export class AlreadyServed extends Error {
  override readonly name = 'AlreadyServed'
  constructor(readonly path: string) {
    super(`another server has opened ${path}`)
  }
}

/**
 * The same for a server. A SQLite file may have only one, whose caches and group commits know of no other; an
 * operator's programs may open it beside.
 */
export async function openForServing(url: string): Promise<Database> {
  if (dialect === 'postgresql') return await openDatabase(url)
  const path = url.replace('file:', '')
  const release = (await import('./only-server.ts')).claimFile(path)
  if (release === undefined) throw new AlreadyServed(path)
  const database = await openDatabase(url).catch((error: unknown) => {
    release()
    throw error
  })
  const close = async () => {
    await database.close()
    release()
  }
  return { ...database, close }
}
