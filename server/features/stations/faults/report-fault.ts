import type { CommandContext } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import { notify } from '#server/core/notices/index.ts'
import { faults, findStation, keepersOf, noteFailure } from '#server/core/stations/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, isNull } from 'drizzle-orm'

/**
 * Notes what somebody found broken or empty, and tells the keepers. A door that did not open for them counts
 * as a failed entry.
 */
export async function reportFault(
  input: CommandInput<'stations.reportFault'>,
  context: CommandContext,
): Promise<void> {
  const { tx, actor, occurred, nudge } = context
  const { stationId, kind, words } = input
  const { name } = await findStation(tx, stationId)
  if (kind === 'door') await noteFailure(context, stationId, actor.accountId, occurred)

  const isNew = await keepFault(input, context)
  if (!isNew) return
  await notify(context, await keepersOf(tx, stationId), {
    kind: 'stations.fault',
    ref: stationId,
    words: words === '' ? name : `${name}，${words}`,
  })
  nudge('*', 'stations.one', 'stations.desk')
}

/**
 * Writes it down, unless the same person has said the same and nobody has mended it: saying it again makes no
 * second fault.
 */
async function keepFault(
  { faultId, stationId, kind, supply, words }: CommandInput<'stations.reportFault'>,
  { tx, actor, occurred }: CommandContext,
): Promise<boolean> {
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
  if ((await tx.$count(faults, isSame)) > 0) return false
  const written = await tx
    .insert(faults)
    .values({ id: faultId, stationId, kind, supply: shelf, words, accountId: actor.accountId, at: occurred })
    .onConflictDoNothing()
    .returning({ id: faults.id })
  if (written.length === 0) throw new Refused({ code: 'stations.idTaken' })
  return true
}
