import type { Reader, Transaction } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import { prepared } from '#server/database/prepared.ts'
import { dayOf, startOfDay } from '#shared/kernel/day.ts'
import { and, eq, gte, inArray } from 'drizzle-orm'
import { photoUploads } from './tables.ts'

/** True when this person has sent the photo's bytes before. */
export async function hasSent(read: Reader, accountId: string, hash: string): Promise<boolean> {
  return await read.$count(photoUploads, and(eq(photoUploads.hash, hash), eq(photoUploads.accountId, accountId))) > 0
}

/** Those of the photos whose bytes this person has sent. */
export async function sentAmong(read: Reader, accountId: string, hashes: string[]): Promise<Set<string>> {
  const rows = hashes.length === 0 ? [] : await read.select({ hash: photoUploads.hash }).from(photoUploads).where(and(eq(photoUploads.accountId, accountId), inArray(photoUploads.hash, hashes)))
  return new Set(rows.map(({ hash }) => hash))
}

const findSent = prepared((tx, { accountId, ...hashes }: Slots<{ accountId: string, [hash: `hash${number}`]: string }>) =>
  tx.select({ hash: photoUploads.hash }).from(photoUploads).where(and(eq(photoUploads.accountId, accountId), inArray(photoUploads.hash, Object.values(hashes)))).prepare('find_sent'))

/** True when this person has sent the bytes of any of the photos; inside a command. */
export async function hasSentAny(tx: Transaction, accountId: string, hashes: string[]): Promise<boolean> {
  if (hashes.length === 0) return false
  return (await findSent(tx, { accountId, ...Object.fromEntries(hashes.map((hash, at) => [`hash${at}`, hash])) })).length > 0
}

/** How many photos this person has sent since Shanghai's midnight. */
export const sentToday = (read: Reader, accountId: string, now: number): Promise<number> =>
  read.$count(photoUploads, and(eq(photoUploads.accountId, accountId), gte(photoUploads.uploadedAt, startOfDay(dayOf(now)))))
