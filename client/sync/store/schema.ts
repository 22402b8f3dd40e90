import type { Me } from '#shared/identity/schemas.ts'
import type { ClockNote, Place } from '#shared/kernel/fields.ts'
import type { PhotoRefusal } from '#shared/media/schemas.ts'
import type { Refusal } from '#shared/refusal.ts'
import type { ReportKind } from '#shared/reports/rules.ts'
import type { FileReport } from '#shared/reports/schemas.ts'
import type { Envelope } from '#shared/sync/protocol.ts'
import type { DBSchema } from 'idb'

/**
 * Why an attempt brought no decision: no answer, a server that is too busy, the day's photos used up, or the
 * account's limit of commands reached.
 */
export type Trouble = 'unreachable' | 'serverBusy' | 'photoQuota' | 'tooOften' | 'factorMissing'
/** A command that waits on this phone. `lane` is its domain: a lane that fails holds up no other. */
export interface Waiting {
  envelope: Envelope
  lane: string
  accountId: string
  photos: string[] // Hashes; the bytes stay in the store `photos` until the server has decided.
  attempts: number
  lastTroubleAt?: number
  trouble?: Trouble
  /** Until when the server put it off, by the phone's clock (ms). */
  heldUntil?: number
  editedAt?: number
}
/** A photo that the server refused, and why. */
export interface PhotoRefused { code: PhotoRefusal, hash: string }
export interface Malformed { code: 'malformed', issues: string[] }
/** A command that the server refused. It stays until its maker has read why. */
export interface Returned {
  envelope: Envelope
  accountId: string
  photos: string[]
  refusal: Refusal | Malformed | PhotoRefused
  at: number
}
/** An accepted command, from which pages show 已送达 and its number. */
export interface Delivered {
  id: string
  name: string
  input: unknown
  result: unknown
  at: number
  accountId: string
  photos: string[]
}
/**
 * When a photo came into its draft (phone's clock, ms), and how far the clock was off. `isShot`: it had just
 * been taken, so the phone was where the photo was taken.
 */
export interface Picked { at: number, isShot: boolean, clock?: ClockNote }
/**
 * A photo of a draft: when it was taken and where, by its own data. Older apps did not note `picked`.
 * `isKept`: it comes from the report that this one is filed again for.
 */
export interface Shot { hash: string, seenAt: number, place?: Place, picked?: Picked, isKept?: true }
/** The fields of `reports.file` that a draft has as they will be sent. */
export type FilledIn = Omit<FileReport, 'reportId' | 'kind' | 'photos' | 'seenClock'>
/** A draft without its photos' bytes: the text is saved at every pause, a photo once. */
export interface SavedDraft extends FilledIn {
  id: string
  accountId: string
  kind: ReportKind | null
  shots: Shot[]
  photos: string[]
  changedAt: number
}
/** Who uses this phone. `me` stays when the session ends, so that the outbox stays theirs. */
export interface SavedSession { me: Me | null, isSignedIn: boolean, signedInAt: number }
export interface SavedAnswer { answer: unknown, etag: string | null, askedAt: number, accountId: string }
/** Which tab or worker sends, and until when it may do so without renewing this (phone's clock, ms). */
export interface Lease { holder: string, until: number }
/** A Retry-After: how long the server asked for, and when it ends by the phone's clock (ms). */
export interface RetryAfter { waitMs: number, until: number }

/**
 * What opens a door offline: a key that never leaves this phone, and the pass that the server signed for it.
 */
export interface SavedPass {
  privateKey: CryptoKey
  publicKey: string
  pass: string
  expires: number
  givenAt: number
}
/** Photos picked for a form that is still open; `at`: when they were saved. */
export interface SavedFormPhotos { photos: { hash: string, bytes: ArrayBuffer }[], at: number }
/**
 * Somebody admitted by this kiosk. Until the open door has been shown (`isShown`), a retry is the same entry.
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
 * What opens the station's lock offline: this kiosk's key, the server's grant (base64url), the last number
 * used.
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
  photos: { key: string, value: ArrayBuffer } // Not File: Safari loses those.
  uploaded: { key: string, value: number } // Photos the server has, since when.
  answers: { key: string, value: SavedAnswer, indexes: { byAge: number } }
  session: { key: 'session', value: SavedSession }
  lease: { key: 'lease', value: Lease }
  sent: { key: string, value: number[] } // By account: keys of commands that may have reached the server.
  pauses: { key: string, value: RetryAfter } // By lane.
  passes: { key: string, value: SavedPass } // By account.
  admittances: { key: string, value: Admittance } // By the proof's nonce.
  picked: { key: string, value: SavedFormPhotos } // By account and form.
  // A kiosk's by account, as text where an older app saved it; those of rotating codes in `code-keys.ts`.
  doorKeys: { key: string, value: CryptoKey | string }
  lockKeys: { key: string, value: SavedLockKey } // By account.
}
