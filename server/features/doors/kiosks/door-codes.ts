import type { Kiosk, Station } from '#server/core/stations/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { DoorCode } from '#shared/doors/door-bytes.ts'
import type { Read } from '#shared/proofs/message-bytes.ts'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { keyedHash } from '#server/core/keys/index.ts'
import { kiosks, stations } from '#server/core/stations/index.ts'
import { readDoorCode } from '#shared/doors/door-bytes.ts'
import { EPOCH_MS, epochOf } from '#shared/proofs/codes.ts'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'

/** The most by which the times may differ at which a code was shown and was seen (ms). */
const SEEN_MS = 120_000
/** Codes have four bytes for the station's number, but PostgreSQL's integer is signed. */
export const STATION_NUMBER_MAX = 2 ** 31 - 1

/** A code that one of the station's kiosks made. `shownAt`: when, by that kiosk's clock (ms). */
export interface ShownCode { readonly station: Station, readonly epoch: number, readonly shownAt: number }

/** The key of one kiosk's door codes (HMAC-SHA-256); only that kiosk stores it. */
export const doorKeyOf = (kioskId: string): Uint8Array => keyedHash('door codes', kioskId)

/** True when this kiosk made the code. */
export const isMadeBy = (kioskId: string, { signed, signature }: Read<DoorCode>): boolean =>
  timingSafeEqual(
    createHmac('sha256', doorKeyOf(kioskId)).update(signed).digest().subarray(0, signature.length),
    signature,
  )

/** Reads a door code for somebody at the door: a kiosk paired there now must have made it just now. */
export async function readLiveCode(read: Reader, text: string, now: number): Promise<ShownCode> {
  const shown = await readShownCode(read, text, ({ unpairedAt }) => unpairedAt === null)
  const ahead = shown.epoch - epochOf(now)
  if (ahead > 1) throw new Refused({ code: 'stations.clockWrong', aheadMs: shown.shownAt - now })
  if (ahead < -1) throw new Refused({ code: 'stations.codeOld' })
  return shown
}

/** Reads a door code seen at `seenAt` (ms): any kiosk paired there at that time may have made it. */
export async function readSavedCode(read: Reader, text: string, seenAt: number): Promise<ShownCode> {
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
