import type { Database, Transaction } from '#server/database/database.ts'
import type { Buffer } from 'node:buffer'
import type { Developed } from './develop.ts'
import type { FileFacts } from './photo-facts.ts'
import { createHash } from 'node:crypto'
import { insertOnce } from '#server/database/rows.ts'
import { eq } from 'drizzle-orm'
import { photoIsOnDisk, writePhoto } from './files.ts'
import { PhotoRefused, requirePhotoKind } from './kind-of.ts'
import { findLikenesses } from './likenesses.ts'
import { photoLikenesses, photos, photoUploads } from './tables.ts'

/** Where photos are stored: rows in the database, files in the folder. */
export interface PhotoStore {
  readonly database: Database
  readonly folder: string
}
export interface SentPhoto {
  readonly hash: string
  readonly bytes: Buffer
  readonly accountId: string
  readonly now: number
}

/** Uploads and the sweep take turns for each hash. */
export const turnOf = (hash: string): string => `photo ${hash}`

/**
 * Stores a photo and resolves once it is on disk: true when it is new. Throws `PhotoRefused` and stores
 * nothing.
 */
export async function storePhoto(store: PhotoStore, sent: SentPhoto): Promise<boolean> {
  const { hash, bytes, now } = sent
  if (createHash('sha256').update(bytes).digest('hex') !== hash) throw new PhotoRefused('photo.digest')
  requirePhotoKind(bytes)
  // A second sender of the same bytes is only recorded.
  if (
    photoIsOnDisk(store.folder, hash)
    && (await store.database.transact(tx => addSender(tx, sent), turnOf(hash)))
  ) {
    return false
  }
  // Loaded at the first photo, since the image libraries take 40 MB.
  const [{ develop }, { readFacts }] = await Promise.all([import('./develop.ts'), import('./photo-facts.ts')])
  const developed = await develop(bytes)
  await writePhoto(store.folder, hash, developed)
  return await store.database.transact(
    tx => addPhoto(tx, store.folder, sent, developed, readFacts(bytes, now)),
    turnOf(hash),
  )
}

async function addSender(tx: Transaction, sent: SentPhoto): Promise<boolean> {
  const stored = await tx.select({ hash: photos.hash }).from(photos).where(eq(photos.hash, sent.hash))
  if (stored.length === 0) return false
  await recordSender(tx, sent)
  return true
}

async function addPhoto(
  tx: Transaction,
  folder: string,
  sent: SentPhoto,
  developed: Developed,
  facts: FileFacts,
): Promise<boolean> {
  // The sweep may have removed the files as orphans; then the phone gets no success and sends again.
  if (!photoIsOnDisk(folder, sent.hash)) throw new Error('The photo was swept while it was stored.')
  const { width, height, thumbhash, dHash: [d0, d1, d2, d3] } = developed
  const row = { hash: sent.hash, width, height, thumbhash, d0, d1, d2, d3, ...facts, uploadedAt: sent.now }
  const isNew = await insertOnce(tx, photos, row) === 1
  const alike = isNew ? await findLikenesses(tx, sent.hash, developed.dHash) : []
  if (alike.length > 0)
    await tx.insert(photoLikenesses).values(alike.map(likeness => ({ hash: sent.hash, ...likeness })))
  await recordSender(tx, sent)
  return isNew
}

async function recordSender(tx: Transaction, { hash, accountId, now }: SentPhoto) {
  await insertOnce(tx, photoUploads, { hash, accountId, uploadedAt: now })
}
