import type { Database, Reader, Transaction } from './database.ts'
import type { Group } from './turnstile.ts'
import type { Watch } from './watch.ts'
import { dirname } from 'node:path'
import { makeFolder } from '#server/make-folder.ts'
import Sqlite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { keepStatements } from './statements.ts'
import { openTurnstile } from './turnstile.ts'
import { openWatch } from './watch.ts'

/** Older versions can damage a WAL file when it is reset during a read. */
const VERSION_LEAST = [3, 51, 3] as const

const PAGES_ALL = 2 ** 31 - 1

/** The connection that writes: nothing counts as committed before it is on the disk. */
export function openWriter(path: string): Sqlite.Database {
  makeFolder(dirname(path))
  const writer = new Sqlite(path)
  requireSoundVersion(writer)
  writer.pragma('journal_mode = WAL')
  // The driver's WAL default may lose acknowledged commits when the power fails.
  writer.pragma('synchronous = FULL')
  writer.pragma('foreign_keys = ON')
  writer.pragma('busy_timeout = 5000')
  writer.pragma('trusted_schema = OFF')
  // Keeps the savepoints' undo data in memory instead of in a file.
  writer.pragma('temp_store = MEMORY')
  // 16 MiB: people's rows lie far apart, and with less a busy city reads the same pages again and again.
  writer.pragma('cache_size = -16384')
  // The number of log pages before they are copied into the file: pages changed by many commits are then
  // copied once.
  writer.pragma('wal_autocheckpoint = 4000')
  return writer
}

/** Opens one file; `groupMax` is the most transactions that share a commit (1: none). */
export function openSqlite(path: string, groupMax?: number): Database {
  const writer = openWriter(path)
  const reader = new Sqlite(path, { readonly: true })
  for (const connection of [writer, reader]) keepStatements(connection)
  const tx = drizzle(writer) as unknown as Transaction

  const watching = openWatch(writer)
  const { group, attempt } = openGroup(writer, watching)
  const inTurn = openTurnstile(group, groupMax)

  return {
    read: drizzle(reader) as unknown as Reader,
    transact: work => inTurn(() => work(tx)),
    attempt: (_, work) => attempt(() => work(tx)),
    isPassing: error => error instanceof Unguarded,
    isAway: () => false,
    isTaken: () => false,
    alone: work => work(), // No other process has the file, and a transaction has all of it.
    watch: watching.watch,
    run: async (statement) => {
      const prepared = writer.prepare(statement)
      if (prepared.reader) return prepared.all() as Record<string, unknown>[]
      prepared.run()
      watching.publish()
      return []
    },
    // Copies all pages in one step: a copy in steps starts again at every commit of others and may never end.
    copyTo: async file => void await writer.backup(file, { progress: () => PAGES_ALL }),
    close: async () => {
      reader.close()
      writer.close()
    },
  }
}

/** The group that the turnstile runs on this connection, and how one transaction in it is attempted. */
function openGroup(writer: Sqlite.Database, { mend, publish }: Pick<Watch, 'mend' | 'publish'>) {
  const begin = writer.prepare('BEGIN IMMEDIATE')
  const commit = writer.prepare('COMMIT')
  const save = writer.prepare('SAVEPOINT attempt')
  const release = writer.prepare('RELEASE attempt')
  const undo = writer.prepare('ROLLBACK TO attempt')
  let isGuarded = true

  async function protect<Result>(work: () => Promise<Result>) {
    save.run()
    try {
      const result = await work()
      release.run()
      return result
    }
    catch (error) {
      // A full disk or a broken file has rolled back everything; then the whole group has failed.
      if (writer.inTransaction) {
        undo.run()
        release.run()
        mend()
      }
      throw error
    }
  }

  const group: Group = {
    begin: (guarded) => {
      begin.run()
      isGuarded = guarded
    },
    protect,
    commit: () => {
      commit.run()
      publish()
    },
    undo: () => {
      if (writer.inTransaction) writer.exec('ROLLBACK')
      mend()
    },
  }
  const attempt = <Result>(work: () => Promise<Result>): Promise<Result> =>
    isGuarded ? protect(work) : work().catch(failUnguarded)
  return { group, attempt }
}

/** Thrown when a failure can't be undone alone; the group is then run again with savepoints. */
class Unguarded extends Error {
  override readonly name = 'Unguarded'
}

function failUnguarded(cause: unknown): never {
  throw new Unguarded('what was attempted failed', { cause })
}

function requireSoundVersion(writer: Sqlite.Database) {
  const { version } = writer.prepare('select sqlite_version() as version').get() as { version: string }
  const parts = version.split('.').map(Number)
  const differing = VERSION_LEAST.findIndex((least, i) => parts[i] !== least)
  if (differing >= 0 && (parts[differing] ?? 0) < VERSION_LEAST[differing]!) {
    throw new Error(
      `SQLite ${version} can damage its log file: ${VERSION_LEAST.join('.')} or newer is needed.`
      + ' Run "npm ci" again.',
    )
  }
}
