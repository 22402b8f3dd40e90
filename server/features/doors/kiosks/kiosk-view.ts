import type { Station } from '#server/core/stations/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { Actor, QueryHandler } from '#server/sync/context.ts'
import type { KioskView } from '#shared/doors/schemas.ts'
import { accounts } from '#server/core/identity/index.ts'
import { publicKeys } from '#server/core/keys/index.ts'
import { entries, findStation, kiosks, longerFrom, visits } from '#server/core/stations/index.ts'
import { VISIT_MERGE_MS } from '#shared/doors/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { longerIn } from '#shared/stations/longer-hours.ts'
import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import { lockForKiosk } from '../locks/locks.ts'
import { revokedHolders } from '../passes/holders.ts'

/** The station that the acting kiosk is paired with. */
export async function stationOfKiosk({ tx, actor }: { tx: Reader, actor: Actor }): Promise<Station> {
  const [kiosk] = await tx
    .select({ stationId: kiosks.stationId })
    .from(kiosks)
    .where(and(eq(kiosks.accountId, actor.accountId), isNull(kiosks.unpairedAt)))
  if (!kiosk) throw new Refused({ code: 'stations.kioskUnknown' })
  return await findStation(tx, kiosk.stationId)
}

const OPENING_MS = 60_000

/** Answers `stations.kiosk`: everything that a kiosk needs to work, also without a network. */
export const kioskView: QueryHandler<'stations.kiosk'> = async (_input, { read, actor, now, settings }) => {
  const station = await stationOfKiosk({ tx: read, actor })
  const { id, number, name, areaId, week, exceptions, isSelfService, groups, notice, phone } = station
  const longer = longerIn(await longerFrom(read, now), areaId)
  return {
    station: {
      id,
      number,
      name,
      week,
      exceptions,
      ...longer && { longer },
      isSelfService,
      shut: station.shutWords,
      isDoubtful: station.doubtfulSince !== null,
      groups,
      notice,
      ...phone !== null && { phone },
    },
    keys: await publicKeys(read),
    revoked: await revokedHolders(read, now),
    asOf: now,
    origin: settings.publicUrl,
    opening: await openingAt(read, id, now),
    lock: lockForKiosk(station),
  }
}

/** The newest entry that opened within the last minute, which the kiosk's screen announces. */
async function openingAt(read: Reader, stationId: string, now: number): Promise<KioskView['opening']> {
  const since = now - OPENING_MS
  const [found] = await read
    .select({ entryId: entries.id, at: entries.occurredAt, role: accounts.role, name: accounts.name })
    .from(visits)
    .innerJoin(entries, eq(entries.visitId, visits.id))
    .innerJoin(accounts, eq(accounts.id, visits.accountId))
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
  if (!found) return null
  const { role, name, ...entry } = found
  return { ...entry, isOpen: true, ...role === 'courier' && name && { guest: familyName(name) } }
}

/** Family names of two characters; all others have one. */
const double = ['欧阳', '上官', '司马', '诸葛', '司徒', '皇甫', '尉迟', '夏侯', '东方', '慕容', '令狐', '端木']

/** The family name, which is all that others at a door may read of a name. */
const familyName = (name: string): string => double.find(each => name.startsWith(each)) ?? [...name][0]!
