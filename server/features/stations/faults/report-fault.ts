import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import { requirePhotos } from '#server/core/media/index.ts'
import { faults, findStation, noteFailure, notifyKeepers, wasAtDoor } from '#server/core/stations/index.ts'
import { insertOnce } from '#server/database/rows.ts'
import { Refused } from '#shared/refusal.ts'
import { and, desc, eq, isNull } from 'drizzle-orm'

/**
 * Decides `stations.reportFault`. A door that did not open also counts as a failed entry, but only from
 * somebody who was just there; otherwise anybody could make every station doubtful from afar.
 */
export const reportFault: Handler<'stations.reportFault'> = async (input, context) => {
  const { tx, actor, occurred, nudge } = context
  const { stationId, kind, words } = input
  const { accountId } = actor
  const { name } = await findStation(tx, stationId)
  if (kind === 'door' && await wasAtDoor(tx, { stationId, accountId, at: occurred }))
    await noteFailure(context, stationId, accountId, occurred)

  const isNew = await addFault(input, context)
  if (!isNew) return
  await notifyKeepers(context, stationId, {
    kind: 'stations.fault',
    words: words === '' ? name : `${name}，${words}`,
  })
  nudge('*', 'stations.one', 'stations.desk')
}

/**
 * Adds the fault; false if the same person has an open one of the same kind there already. That one gets the
 * photo if it has none.
 */
async function addFault(
  { faultId, stationId, kind, supply, words, photo }: CommandInput<'stations.reportFault'>,
  context: CommandContext,
): Promise<boolean> {
  const { tx, actor, occurred, nudge } = context
  const shelf = kind === 'supply' ? (supply ?? null) : null
  const isSame = and(
    eq(faults.accountId, actor.accountId),
    eq(faults.stationId, stationId),
    eq(faults.kind, kind),
    shelf === null ? isNull(faults.supply) : eq(faults.supply, shelf),
    isNull(faults.mendedAt),
  )
  const [taken] = await tx.select({ id: faults.id }).from(faults).where(eq(faults.id, faultId))
  if (taken) throw new Refused({ code: 'stations.idTaken' })
  const [same] = await tx
    .select({ id: faults.id, photo: faults.photo })
    .from(faults)
    .where(isSame)
    .orderBy(desc(faults.at))
    .limit(1)
  if (photo && !same?.photo) await requirePhotos(context, [photo])
  if (same) {
    if (!photo || same.photo) return false
    await tx.update(faults).set({ photo }).where(eq(faults.id, same.id))
    nudge('*', 'stations.one', 'stations.desk')
    return false
  }
  const { accountId } = actor
  const fault = { id: faultId, stationId, kind, supply: shelf, words, accountId, at: occurred, photo }
  if (await insertOnce(tx, faults, fault) === 0) throw new Refused({ code: 'stations.idTaken' })
  return true
}
