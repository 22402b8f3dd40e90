import type { Me } from '#shared/identity/schemas.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { PhotoRefusal } from '#shared/media/schemas.ts'
import type { Refusal } from '#shared/refusal.ts'
import type { ReportKind } from '#shared/reports/rules.ts'
import type { Envelope } from '#shared/sync/protocol.ts'
import type { DBSchema, IDBPDatabase } from 'idb'
import { openDB } from 'idb'
import { STORE_VERSION, upgradeStore } from './upgrades.ts'

/**
 * What stood in a command's way: nobody answered, the server could not do it now, or today's photos are used
 * up.
 */
export type Trouble = 'unreachable' | 'serverBusy' | 'photoQuota'
/** A command on this phone. `lane` is its domain: one lane's trouble holds up no other. */
export interface Waiting {
  envelope: Envelope
  lane: string
  accountId: string
  photos: string[] // Hashes; the bytes are in `photos` until the answer is there.
  attempts: number
  lastTroubleAt?: number
  trouble?: Trouble
  editedAt?: number
}
/** A photo the server would never take, and why. */
export interface PhotoRefused { code: PhotoRefusal, hash: string }
export interface Malformed { code: 'malformed', issues: string[] }
/** A command the server would not take. It stays until its maker has read why. */
export interface Returned {
  envelope: Envelope
  accountId: string
  photos: string[]
  refusal: Refusal | Malformed | PhotoRefused
  at: number
}
/** An accepted command, so that a page can say 已送达 and its number. */
export interface Delivered {
  id: string
  name: string
  input: unknown
  result: unknown
  at: number
  accountId: string
  photos: string[]
}
/** A draft without its bytes: words are saved at every pause, photos once. */
export interface SavedDraft {
  id: string
  accountId: string
  kind: ReportKind | null
  text: string
  place?: Place
  areaId?: string
  seenAt: number
  shots: { hash: string, seenAt: number, place?: Place }[]
  photos: string[]
  changedAt: number
}
/** Who this phone belongs to now. `me` stays when the session has ended, so that the work stays theirs. */
export interface SavedSession { me: Me | null, isSignedIn: boolean, signedInAt: number }
export interface SavedAnswer { answer: unknown, etag: string | null, askedAt: number, accountId: string }
/** Who sends just now, and until when that is believed without a sign of life. */
export interface Lease { holder: string, until: number }
/** The server asked for so much patience, until then by this phone's clock. */
export interface SavedPause { waitMs: number, until: number }

/**
 * What opens doors without a network: a key that never leaves this phone, and the pass that the server made
 * out to it.
 */
export interface SavedPass {
  privateKey: CryptoKey
  publicKey: string
  pass: string
  expires: number
  givenAt: number
}
/** The pictures picked for a form that is still open, since when. */
export interface SavedFormPhotos { photos: { hash: string, bytes: ArrayBuffer }[], at: number }
/**
 * Somebody whom this tablet lets in. Until the open door has been shown (`isShown`), coming again is the same
 * entry.
 */
export interface Admittance {
  nonce: string
  holder: string
  entryId: string
  proof: string
  at: number
  isShown: boolean
}

/**
 * By which this tablet opens its station's lock without a network: its own key, the server's grant
 * (base64url), and the last number it used.
 */
export interface SavedLockKey {
  privateKey: CryptoKey
  publicKey: string
  grant: string
  issued: number
  expires: number
  lastSequence: number
}

export interface Schema extends DBSchema {
  outbox: { key: number, value: Waiting, indexes: { byAccount: string, byPhoto: string, byEdit: number } }
  returned: { key: number, value: Returned, indexes: { byAccount: string, byPhoto: string } }
  delivered: { key: number, value: Delivered, indexes: { byAccount: string, byPhoto: string } }
  drafts: { key: string, value: SavedDraft, indexes: { byAccount: string, byPhoto: string } }
  photos: { key: string, value: ArrayBuffer } // Never a File: Safari loses them.
  uploaded: { key: string, value: number } // Photos the server has, since when.
  answers: { key: string, value: SavedAnswer, indexes: { byAge: number } }
  session: { key: 'session', value: SavedSession }
  lease: { key: 'lease', value: Lease }
  sent: { key: string, value: number[] } // By account: keys of what may have reached the server.
  pauses: { key: string, value: SavedPause } // By lane.
  passes: { key: string, value: SavedPass } // By account.
  admittances: { key: string, value: Admittance } // By the nonce of what was held out.
  picked: { key: string, value: SavedFormPhotos } // By account and form.
  // By account. Text only as an older app left it, until it is next used.
  doorKeys: { key: string, value: CryptoKey | string }
  lockKeys: { key: string, value: SavedLockKey } // By account.
}
export type Store = IDBPDatabase<Schema>

/**
 * What keeps this tab from the database: another one with an older app that doesn't let go, or its own app,
 * which is older than the database.
 */
export type StoreTrouble = 'olderTab' | 'olderApp'
let trouble: StoreTrouble | undefined
const hearing = new Set<(trouble: StoreTrouble | undefined) => void>()

/** Hears how it stands, now and whenever that changes. */
export function onStoreTrouble(hear: (trouble: StoreTrouble | undefined) => void): () => void {
  hearing.add(hear)
  hear(trouble)
  return () => void hearing.delete(hear)
}

function note(now: StoreTrouble | undefined) {
  trouble = now
  for (const hear of hearing) hear(now)
}

/** Opens this phone's database; every tab and the service worker open the same one. */
export const openStore = (name = 'little-bee'): Promise<Store> => openDB<Schema>(name, STORE_VERSION, {
  upgrade: (db, from, _to, tx) => upgradeStore(db, from, tx),
  blocked: () => note('olderTab'), // The browser may have frozen that one, and nothing here can wake it.
  // A newer tab wants to change the stores: this one lets go, and opens again at its next use.
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
  note(undefined)
  return connection
}, (error: unknown) => {
  forget()
  if ((error as { name?: string }).name === 'VersionError') note('olderApp')
  throw error
})
