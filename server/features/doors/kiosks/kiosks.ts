import type { Reader } from '#server/database/database.ts'
import { kiosks } from '#server/features/stations/tables.ts'
import { and, eq, isNull } from 'drizzle-orm'

export type Kiosk = typeof kiosks.$inferSelect

/** The tablets that stand at a station now. */
export const kiosksAt = async (read: Reader, stationId: string): Promise<Kiosk[]> =>
  await read.select().from(kiosks).where(and(eq(kiosks.stationId, stationId), isNull(kiosks.unpairedAt)))
