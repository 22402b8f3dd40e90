import type { Station } from '#server/core/stations/index.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { UpdateStation } from '#shared/stations/schemas.ts'
import { requireSeen } from '#server/core/identity/index.ts'
import { replacePhoto } from '#server/core/media/index.ts'
import {
  closedDays,
  noteSuccess,
  nudgeKiosks,
  nudgeStations,
  requireStation,
  saveFormerOpening,
  stations,
} from '#server/core/stations/index.ts'
import { lockRow } from '#server/database/rows.ts'
import { stationParts } from '#shared/stations/rules.ts'
import { eq } from 'drizzle-orm'

/**
 * Decides `stations.keep`: changes what the input names of a station and nothing else, if nobody has changed
 * these parts since they were looked at.
 */
export const updateStation: Handler<'stations.keep'> = async (input, context) => {
  const { tx, now, nudge } = context
  const { stationId, photo, phone, shut, hours, notice, isDoorFine } = input
  await requireStation(context, stationId)
  const locked = (await lockRow(tx, stations, { id: stationId }))!
  const changed = await versionsAfter(input, locked.changed, context)
  if (photo !== undefined) await replacePhoto(context, locked.photo, photo)
  if (shut !== undefined || hours) await saveFormerOpening(tx, stationId, now)
  const changes = {
    ...changesOf(input, now),
    ...closureOf(locked, input, now),
    ...suppliesAfter(input, locked, now),
    ...changed,
  }
  if (Object.keys(changes).length > 0)
    await tx.update(stations).set(changes).where(eq(stations.id, stationId))
  if (isDoorFine) await noteSuccess(context, stationId)

  nudge('*', 'stations.one', 'stations.desk', 'stations.detail')
  if (photo !== undefined) nudge('*', 'stations.all')
  if (shut !== undefined || hours) nudgeStations(context)
  if (shut !== undefined || hours || notice !== undefined || phone !== undefined)
    await nudgeKiosks(context, stationId)
}

const changesOf = (
  { shut, hours, heads, notice, photo, phone }: UpdateStation,
  now: number,
): Partial<Station> => ({
  ...(shut !== undefined && { shutWords: shut?.words ?? null }),
  ...hours,
  ...(heads !== undefined && { headsCounted: heads, headsAt: now }),
  ...(notice !== undefined && { notice }),
  ...(photo !== undefined && { photo }),
  ...(phone !== undefined && { phone }),
})

/**
 * Marks a closure of which waiting customers are to be notified; one that they were not notified of yet keeps
 * its time. A station that opens again has none.
 */
function closureOf(before: Station, { shut, hours }: UpdateStation, now: number): Partial<Station> {
  if (shut === null) return { closureAt: null }
  const closes = shut ? before.shutWords === null : hours && closedDays(before, hours, now).length > 0
  return closes ? { closureAt: before.closureAt ?? now } : {}
}

/** The new versions of the parts that change; refuses when one is another than the one that was seen. */
async function versionsAfter(
  input: UpdateStation,
  versions: Station['changed'],
  context: CommandContext,
): Promise<Pick<Station, 'changed'> | undefined> {
  const changing = stationParts.filter(part => input[part] !== undefined)
  if (changing.length === 0) return undefined
  const changed = { ...versions }
  for (const part of changing) {
    await requireSeen(context, input.seen && (input.seen[part] ?? 0), versions[part])
    changed[part] = { at: context.now, by: context.actor.accountId }
  }
  return { changed }
}

/** Merges the new levels into those of the locked row: two keepers may report different supplies at once. */
const suppliesAfter = ({ supplies }: UpdateStation, locked: Station, now: number): Partial<Station> =>
  supplies ? { supplies: { ...locked.supplies, ...supplies }, suppliesAt: now } : {}
