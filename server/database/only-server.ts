import { dirname } from 'node:path'
import { makeFolder } from '#server/make-folder.ts'
import Sqlite from 'better-sqlite3'

/**
 * Claims a SQLite database for this server; returns how to release it, or undefined if another server has it.
 * The claim is a lock of the operating system, so it ends with the process in any case.
 */
export function claimFile(path: string): (() => void) | undefined {
  makeFolder(dirname(path))
  const lock = new Sqlite(`${path}.lock`, { timeout: 0 })
  try {
    lock.exec('begin exclusive')
    return () => void lock.close()
  }
  catch (error) {
    lock.close()
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) return undefined
    throw error
  }
}
