import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import type { Schema, Waiting } from './schema.ts'

export const STORE_VERSION = 4
type Upgrade = IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>

/** Upgrades the database from any earlier version; whatever waits in it is carried over. */
export async function upgradeStore(db: IDBPDatabase<Schema>, from: number, tx: Upgrade): Promise<void> {
  if (from < 1) createStores(db)
  if (from < 2) {
    for (const each of ['sent', 'pauses'] as const) db.createObjectStore(each)
    // The index holds edited commands only, which are few.
    tx.objectStore('outbox').createIndex('byEdit', 'editedAt')
    await moveSentMarks(tx)
  }
  if (from < 3) {
    for (const each of ['passes', 'admittances'] as const) db.createObjectStore(each)
  }
  if (from < 4) {
    for (const each of ['picked', 'doorKeys', 'lockKeys'] as const) db.createObjectStore(each)
    await moveDoorKeys(tx)
  }
}

function createStores(db: IDBPDatabase<Schema>) {
  const commandStores = (['outbox', 'returned', 'delivered'] as const).map(each =>
    db.createObjectStore(each, { autoIncrement: true }),
  )
  for (const store of [...commandStores, db.createObjectStore('drafts', { keyPath: 'id' })]) {
    store.createIndex('byAccount', 'accountId')
    store.createIndex('byPhoto', 'photos', { multiEntry: true })
  }
  db.createObjectStore('answers').createIndex('byAge', 'askedAt')
  for (const each of ['photos', 'uploaded', 'session', 'lease'] as const) db.createObjectStore(each)
}

/** Version 1 marked each command as sent; since version 2 one record per account lists their keys. */
async function moveSentMarks(tx: Upgrade) {
  const sent = new Map<string, number[]>()
  for (let at = await tx.objectStore('outbox').openCursor(); at; at = await at.continue()) {
    const { isSent, ...waiting } = at.value as Waiting & { isSent?: boolean }
    if (isSent) sent.set(waiting.accountId, [...sent.get(waiting.accountId) ?? [], at.key])
    await at.update(waiting)
  }
  for (const [accountId, keys] of sent) await tx.objectStore('sent').put(keys, accountId)
}

/** Until version 3 a kiosk's door key lay readable in a saved answer. */
async function moveDoorKeys(tx: Upgrade) {
  for (let at = await tx.objectStore('answers').openCursor(); at; at = await at.continue()) {
    const { answer, ...saved } = at.value
    if (typeof answer !== 'object' || answer === null || !('doorKey' in answer)) continue
    const { doorKey, ...rest } = answer
    await tx.objectStore('doorKeys').put(doorKey as string, saved.accountId)
    await at.update({ ...saved, answer: rest, etag: null })
  }
}
