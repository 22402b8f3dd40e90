import type { Kiosk, Station } from '#server/core/stations/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { Read } from '#shared/doors/message-bytes.ts'
import type { DoorCode } from '#shared/doors/passes.ts'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { keyedHash } from '#server/core/keys/index.ts'
import { kiosks, stations } from '#server/core/stations/index.ts'
import { EPOCH_MS, epochOf, readDoorCode } from '#shared/doors/passes.ts'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'

/** How far apart may lie when a code was shown and when somebody says they saw it (ms). */
const SEEN_MS = 120_000
/** A code has four bytes for the number; PostgreSQL does not look for what no station can have. */
const STATION_NUMBER_MAX = 2 ** 31 - 1

/** A code that one of the station's tablets has made, and when by that tablet's clock (ms). */
export interface ShownCode { readonly station: Station, readonly epoch: number, readonly shownAt: number }

/** The key of one tablet's codes (HMAC-SHA-256), which nobody keeps but that tablet. */
export const doorKeyOf = (kioskId: string): Uint8Array => keyedHash('door codes', kioskId)

/** True when this tablet has made the code. */
export const isMadeBy = (kioskId: string, { signed, signature }: Read<DoorCode>): boolean =>
  timingSafeEqual(
    createHmac('sha256', doorKeyOf(kioskId)).update(signed).digest().subarray(0, signature.length),
    signature,
  )

/**
 * Reads a door code for somebody who is at the door now: only a tablet that stands there now may have made
 * it, and just now.
 */
export async function readLiveCode(read: Reader, text: string, now: number): Promise<ShownCode> {
  const shown = await readShownCode(read, text, ({ unpairedAt }) => unpairedAt === null)
  const ahead = shown.epoch - epochOf(now)
  if (ahead > 1) throw new Refused({ code: 'stations.clockWrong', aheadMs: shown.shownAt - now })
  if (ahead < -1) throw new Refused({ code: 'stations.codeOld' })
  return shown
}

/**
 * Reads a door code that somebody saw at `seenAt` (ms) and kept: any tablet that stood there then may have
 * made it.
 */
export async function readKeptCode(read: Reader, text: string, seenAt: number): Promise<ShownCode> {
  const shown = await readShownCode(read, text, ({ pairedAt, unpairedAt }, shownAt) =>
    shownAt >= pairedAt - SEEN_MS && (unpairedAt === null || shownAt <= unpairedAt + SEEN_MS))
  const aheadMs = shown.shownAt - seenAt
  if (aheadMs > SEEN_MS) throw new Refused({ code: 'stations.clockWrong', aheadMs })
  if (aheadMs < -SEEN_MS) throw new Refused({ code: 'stations.codeOld' })
  return shown
}

async function readShownCode(
  read: Reader,
  text: string,
  mayShow: (kiosk: Kiosk, shownAt: number) => boolean,
): Promise<ShownCode> {
  const code = readDoorCode(text)
  if (!code || code.message.station > STATION_NUMBER_MAX) throw new Refused({ code: 'stations.codeWrong' })
  const [station] = await read.select().from(stations).where(eq(stations.number, code.message.station))
  if (!station) throw new Refused({ code: 'stations.codeWrong' })
  const { epoch } = code.message
  const shownAt = epoch * EPOCH_MS
  const makers = await read.select().from(kiosks).where(eq(kiosks.stationId, station.id))
  if (!makers.some(kiosk => mayShow(kiosk, shownAt) && isMadeBy(kiosk.accountId, code)))
    throw new Refused({ code: 'stations.codeWrong' })
  return { station, epoch, shownAt }
}
