import type { Reader } from '#server/database/database.ts'
import type { QueryContext } from '#server/sync/context.ts'
import type { KioskView } from '#shared/doors/schemas.ts'
import { publicKeys } from '#server/core/keys/index.ts'
import { entries, findStation, kiosks, visits } from '#server/core/stations/index.ts'
import { VISIT_MERGE_MS } from '#shared/doors/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import { lockForTablet } from '../locks/tell-lock.ts'
import { revokedHolders } from '../passes/revoked.ts'
import { doorOrigin } from './door-origin.ts'

const OPENING_MS = 60_000

/** Answers `stations.kiosk`: all that a tablet needs to work, with a network and without. */
export async function kioskView(_input: object, { read, actor, now }: QueryContext): Promise<KioskView> {
  const [kiosk] = await read
    .select()
    .from(kiosks)
    .where(and(eq(kiosks.accountId, actor.accountId), isNull(kiosks.unpairedAt)))
  if (!kiosk) throw new Refused({ code: 'stations.kioskUnknown' })
  const station = await findStation(read, kiosk.stationId)
  const { id, number, name, week, exceptions, isSelfService, groups, notice } = station
  return {
    station: {
      id,
      number,
      name,
      week,
      exceptions,
      isSelfService,
      shut: station.shutWords,
      isDoubtful: station.doubtfulSince !== null,
      groups,
      notice,
    },
    keys: await publicKeys(read),
    revoked: await revokedHolders(read, now),
    asOf: now,
    origin: doorOrigin(),
    opening: await openingAt(read, id, now),
    lock: lockForTablet(station),
  }
}

/**
 * Who last came in by the door, for the tablet to say so: whatever lock it is, the people in front of it look
 * at the screen.
 */
async function openingAt(read: Reader, stationId: string, now: number): Promise<KioskView['opening']> {
  const since = now - OPENING_MS
  const [entry] = await read.select({ entryId: entries.id, at: entries.occurredAt })
    .from(visits)
    .innerJoin(entries, eq(entries.visitId, visits.id))
    .where(
      and(
        eq(visits.stationId, stationId),
        gt(visits.enteredAt, since - VISIT_MERGE_MS),
        gt(entries.occurredAt, since),
        eq(entries.isOpen, true),
      ),
    )
    .orderBy(desc(entries.occurredAt), desc(entries.id))
    .limit(1)
  return entry ? { ...entry, isOpen: true } : null
}
