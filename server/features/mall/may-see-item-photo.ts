import type { Reader } from '#server/database/database.ts'
import { eq } from 'drizzle-orm'
import { mallItems } from './tables.ts'

/** Goods are shown to everyone who is signed in. */
export const isItemPhoto = async (read: Reader, hash: string): Promise<boolean> =>
  (await read.$count(mallItems, eq(mallItems.photo, hash))) > 0
