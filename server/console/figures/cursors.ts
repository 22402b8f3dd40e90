import type { Reader, Transaction } from '#server/database/database.ts'
import { eq } from 'drizzle-orm'
import { figureCursors } from './tables.ts'

type Source = (typeof figureCursors.$inferSelect)['source']

/** How far a source has been counted; undefined if never. */
export async function cursorOf(read: Reader, source: Source): Promise<string | undefined> {
  const [row] = await read.select().from(figureCursors).where(eq(figureCursors.source, source))
  return row?.upTo
}

export async function setCursor(tx: Transaction, source: Source, upTo: string): Promise<void> {
  await tx
    .insert(figureCursors)
    .values({ source, upTo })
    .onConflictDoUpdate({ target: figureCursors.source, set: { upTo } })
}
