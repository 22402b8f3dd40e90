import { existsSync } from 'node:fs'
import Sqlite from 'better-sqlite3'

/** The files one SQLite database may consist of. */
export const partsOf = (file: string): string[] => [file, `${file}-wal`, `${file}-shm`]

/** Throws unless SQLite finds the file sound: its pages, its indexes and every reference. */
export function requireSound(file: string): void {
  const database = new Sqlite(file, { fileMustExist: true })
  try {
    const integrity = database.pragma('integrity_check', { simple: true })
    if (integrity !== 'ok') throw new Error(`${file} is damaged: ${String(integrity)}.`)
    if ((database.pragma('foreign_key_check') as unknown[]).length > 0)
      throw new Error(`${file} is damaged: rows point to rows that don't exist.`)
  }
  finally {
    database.close()
  }
}

/**
 * True while a server has the database open: leaving WAL mode needs exclusive access. A file too damaged to
 * tell counts as free.
 */
export function isInUse(file: string): boolean {
  if (!existsSync(file)) return false
  const database = new Sqlite(file, { timeout: 0 })
  try {
    database.pragma('journal_mode = DELETE')
    return false
  }
  catch (error) {
    return (error as { code?: string }).code?.startsWith('SQLITE_BUSY') ?? false
  }
  finally {
    database.close()
  }
}

/** Skips this many numbers before the next report and the next order. */
export function skipNumbers(file: string, count: number): void {
  const database = new Sqlite(file, { fileMustExist: true })
  try {
    const raise = database.prepare('update sqlite_sequence set seq = seq + ? where name = ?')
    const begin = database.prepare('insert into sqlite_sequence (seq, name) values (?, ?)')
    for (const table of ['reports', 'mall_orders']) {
      if (raise.run(count, table).changes === 0) begin.run(count, table)
    }
  }
  finally {
    database.close()
  }
}
