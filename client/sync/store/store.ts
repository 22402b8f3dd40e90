import type { IDBPDatabase } from 'idb'
import type { Schema } from './schema.ts'
import { openDB } from 'idb'
import { STORE_VERSION, upgradeStore } from './upgrades.ts'

export type Store = IDBPDatabase<Schema>

/**
 * Why this tab can't open the database: another tab runs an older app and does not close it, or this tab's
 * app is older than the database.
 */
export type StoreFault = 'olderTab' | 'olderApp'
let fault: StoreFault | undefined
const listeners = new Set<(fault: StoreFault | undefined) => void>()

/** Calls at once and at every change; undefined: the database is open. Returns `unsubscribe`. */
export function onStoreFault(listener: (fault: StoreFault | undefined) => void): () => void {
  listeners.add(listener)
  listener(fault)
  return () => void listeners.delete(listener)
}

function setFault(now: StoreFault | undefined) {
  fault = now
  for (const listener of listeners) listener(now)
}

/** Opens this phone's database; every tab and the service worker open the same one. */
export const openStore = (name = 'little-bee'): Promise<Store> => openDB<Schema>(name, STORE_VERSION, {
  upgrade: (db, from, _to, tx) => upgradeStore(db, from, tx),
  blocked: () => setFault('olderTab'), // A tab that the browser has frozen can't be woken from here.
  // A newer tab upgrades the database: this one closes it and opens it again at its next use.
  blocking: (_old, _new, event) => {
    forget()
    ;(event.target as IDBDatabase).close()
  },
  terminated: forget,
})

let opened: Promise<Store> | undefined

function forget() {
  opened = undefined
}

/** The one connection of this tab or worker. */
export const store = (): Promise<Store> => opened ??= openStore().then((connection) => {
  setFault(undefined)
  return connection
}, (error: unknown) => {
  forget()
  if ((error as { name?: string }).name === 'VersionError') setFault('olderApp')
  throw error
})
