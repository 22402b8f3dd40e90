import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import type { Schema } from './schema.ts'
import { openDB, unwrap } from 'idb'
import { publish } from '../browser/channel.ts'
import { STORE_VERSION, upgradeStore } from './upgrades.ts'

export type Store = IDBPDatabase<Schema>

/**
 * What is wrong with the database. `olderTab`: another tab runs an older app and does not close it;
 * `olderApp`: this tab's app is older than the database; `silent`: the browser does not open it; `cleared`:
 * the browser has deleted it while this tab had it open.
 */
export type StoreFault = 'olderTab' | 'olderApp' | 'silent' | 'cleared'
let fault: StoreFault | undefined
const listeners = new Set<(fault: StoreFault | undefined) => void>()

/** Calls at once and at every change; undefined while the database is open. Returns `unsubscribe`. */
export function onStoreFault(listener: (fault: StoreFault | undefined) => void): () => void {
  listeners.add(listener)
  listener(fault)
  return () => void listeners.delete(listener)
}

function setFault(now: StoreFault | undefined) {
  if (now === fault) return
  fault = now
  for (const listener of listeners) listener(now)
}

/** Opens this phone's database; every tab and the service worker open the same one. */
export const openStore = (name = 'little-bee'): Promise<Store> => openDB<Schema>(name, STORE_VERSION, {
  upgrade: (db, from, _to, tx) => {
    if (from === 0 && wasOpen) setFault('cleared')
    return upgradeStore(db, from, tx)
  },
  blocked: () => setFault('olderTab'), // A tab that the browser has frozen can't be woken from here.
  // A newer tab upgrades the database: this one closes it and opens it again at its next use.
  blocking: (_old, _new, event) => {
    forget()
    ;(event.target as IDBDatabase).close()
  },
  terminated: forget,
})

/** How long the browser may take to open the database, and to answer at all. */
const OPEN_WAIT_MS = 10_000
let opened: Promise<Store> | undefined
/**
 * Whether this tab has had the database open, so that an empty new one means that it was deleted meanwhile.
 */
let wasOpen = false

/** Whether the phone may have lost what this tab knows, because its database was deleted while open. */
export const wasCleared = (): boolean => fault === 'cleared'

function forget() {
  opened = undefined
}

/** The database was not opened in time; it may still open later. */
class StoreSilentError extends Error {
  override readonly name = 'StoreSilentError'
}

/**
 * The one connection of this tab or worker. Rejects when the browser does not open it in time; while another
 * tab has to be closed first, it goes on waiting.
 */
export const store = (): Promise<Store> => opened ??= open()

async function open(): Promise<Store> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<never>((_, reject) => timer = setTimeout(() => {
    if (fault !== 'olderTab') reject(new StoreSilentError())
  }, OPEN_WAIT_MS))
  const opening = openStore().then(begin, fail)
  try {
    return await Promise.race([opening, silence])
  }
  catch (error) {
    if (!(error instanceof StoreSilentError)) throw error
    setFault('silent')
    // Once the database opens after all, the pages that showed nobody have to read the session.
    void opening.then(() => publish({ about: 'session' }), () => {})
    throw error
  }
  finally {
    clearTimeout(timer)
  }
}

function begin(connection: Store): Store {
  if (fault !== 'cleared') setFault(undefined)
  wasOpen = true
  opened = Promise.resolve(healing(connection))
  return connection
}

function fail(error: unknown): never {
  forget()
  if ((error as { name?: string }).name === 'VersionError') setFault('olderApp')
  throw error
}

/**
 * A connection that is forgotten when it fails and opened anew at the next use, since some browsers lose one
 * without an event.
 */
function healing(connection: Store): Store {
  const raw = unwrap(connection)
  const transaction = raw.transaction.bind(raw)
  raw.transaction = (...names) => {
    try {
      return transaction(...names)
    }
    catch (error) {
      if ((error as { name?: string }).name === 'InvalidStateError') forget()
      throw error
    }
  }
  return connection
}

/** Uses the database; where the connection was lost, once more on a new one. */
export async function withStore<Result>(use: (db: Store) => Result | Promise<Result>): Promise<Result> {
  const used = async () => await use(await store())
  return await used().catch(error => opened === undefined ? used() : Promise.reject(error))
}

/** Begins a transaction, on a new connection where the last one was lost. */
export const transact = <const Names extends readonly StoreNames<Schema>[]>(
  names: Names,
): Promise<IDBPTransaction<Schema, Names, 'readwrite'>> =>
  withStore(db => db.transaction(names, 'readwrite', { durability: 'strict' }))
