import type { Reader } from '#server/database/database.ts'
import { stations } from '#server/core/stations/index.ts'
import { eq } from 'drizzle-orm'

/** Stations are shown to everyone who is signed in. */
export const isStationPhoto = async (read: Reader, hash: string): Promise<boolean> =>
  (await read.$count(stations, eq(stations.photo, hash))) > 0
