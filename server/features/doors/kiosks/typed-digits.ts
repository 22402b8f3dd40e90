import type { Station } from '#server/core/stations/index.ts'
import type { Transaction } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { SQL } from 'drizzle-orm'
import { createHmac } from 'node:crypto'
import { kiosks, stations } from '#server/core/stations/index.ts'
import { RefusedWithNote } from '#server/sync/context.ts'
import { digitsBytes, digitsOfMac, periodOf, readTyped } from '#shared/doors/typed-digits.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, gt, isNull, lte } from 'drizzle-orm'
import { digitTries } from '../tables.ts'
import { doorKeyOf, STATION_NUMBER_MAX } from './door-codes.ts'

const WINDOW_MS = 3_600_000
/** More wrong tries than somebody mistypes at a door; who needs more can use the pass. */
const BY_ACCOUNT_MAX = 10
/**
 * At this many tries an hour, guessing a door's digits takes thousands of hours, however many accounts try.
 */
const BY_STATION_MAX = 50
const PERIODS = [-1, 0, 1]

/** True for a station's number and six digits, in place of a scanned door code. */
export const isTyped = (code: string): boolean => readTyped(code) !== undefined

/**
 * The station whose digits somebody types at its door: a kiosk paired there shows them now. Wrong ones are
 * counted, with the refusal, by account and by station.
 */
export async function readLiveDigits(context: CommandContext, code: string): Promise<Station> {
  const { tx, actor: { accountId }, now, commandId } = context
  const { station: number, digits } = readTyped(code)!
  await requireTriesLeft(tx, eq(digitTries.accountId, accountId), BY_ACCOUNT_MAX, now)
  await requireTriesLeft(tx, eq(digitTries.station, number), BY_STATION_MAX, now)
  const [station] = number > STATION_NUMBER_MAX
    ? []
    : await tx.select().from(stations).where(eq(stations.number, number))
  if (station && await isShownAt(tx, station, digits, now)) return station
  throw new RefusedWithNote({ code: 'stations.digitsWrong' }, async (outer) => {
    await outer.delete(digitTries).where(lte(digitTries.at, now - WINDOW_MS))
    await outer.insert(digitTries).values({ id: commandId, accountId, station: number, at: now })
  })
}

async function requireTriesLeft(tx: Transaction, who: SQL, most: number, now: number): Promise<void> {
  const tries = await tx.$count(digitTries, and(who, gt(digitTries.at, now - WINDOW_MS)))
  if (tries >= most) throw new Refused({ code: 'stations.digitsTooOften' })
}

async function isShownAt(tx: Transaction, station: Station, digits: string, now: number): Promise<boolean> {
  const paired = await tx
    .select({ id: kiosks.accountId })
    .from(kiosks)
    .where(and(eq(kiosks.stationId, station.id), isNull(kiosks.unpairedAt)))
  return paired.some(({ id }) => PERIODS.some(ahead =>
    digitsOfMac(
      createHmac('sha256', doorKeyOf(id))
        .update(digitsBytes(station.number, periodOf(now) + ahead))
        .digest(),
    ) === digits,
  ))
}
