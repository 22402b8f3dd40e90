import type { Reader } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import { prepared } from '#server/database/prepared.ts'
import { dayOf, startOfDay } from '#shared/kernel/day.ts'
import { and, eq, gte, inArray } from 'drizzle-orm'
import { photoUploads } from './tables.ts'

/** True when this person has sent the photo's bytes before. */
export async function hasSent(read: Reader, accountId: string, hash: string): Promise<boolean> {
  return (
    (await read.$count(photoUploads, and(eq(photoUploads.hash, hash), eq(photoUploads.accountId, accountId))))
    > 0
  )
}

const findSent = prepared(
  (read: Reader, { accountId, hashes }: Slots<{ accountId: string, hashes: string[] }>) =>
    read
      .select({ hash: photoUploads.hash })
      .from(photoUploads)
      .where(and(eq(photoUploads.accountId, accountId), inArray(photoUploads.hash, hashes)))
      .prepare('find_sent'),
)

/** Those of the photos whose bytes this person has sent. */
export async function sentAmong(
  read: Reader,
  accountId: string,
  hashes: readonly string[],
): Promise<Set<string>> {
  const asked = [...new Set(hashes)]
  const rows = asked.length === 0 ? [] : await findSent(read, { accountId, hashes: asked })
  return new Set(rows.map(({ hash }) => hash))
}

/** How many photos this person has sent since Shanghai's midnight. */
export const sentToday = (read: Reader, accountId: string, now: number): Promise<number> =>
  read.$count(
    photoUploads,
    and(eq(photoUploads.accountId, accountId), gte(photoUploads.uploadedAt, startOfDay(dayOf(now)))),
  )
