import type { CommandContext } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import { requireStation } from '#server/core/stations/index.ts'
import { Refused } from '#shared/refusal.ts'
import { lte } from 'drizzle-orm'
import { kioskInvites } from '../tables.ts'
import { codeOfInvite, hashInvite, INVITE_MS } from './invites.ts'

/**
 * Handles `stations.inviteKiosk`: for ten minutes a code makes one tablet the kiosk of a station; organisers
 * read it in their book.
 */
export async function inviteKiosk(
  { inviteId, stationId, label }: CommandInput<'stations.inviteKiosk'>,
  context: CommandContext,
): Promise<void> {
  const { tx, actor, now, nudge } = context
  await requireStation(context, stationId)
  await tx.delete(kioskInvites).where(lte(kioskInvites.expiresAt, now)) // Their digits are free again.
  const invite = {
    id: inviteId,
    stationId,
    label,
    codeHash: hashInvite(codeOfInvite(inviteId)),
    madeBy: actor.accountId,
    expiresAt: now + INVITE_MS,
  }
  const made = await tx
    .insert(kioskInvites)
    .values(invite)
    .onConflictDoNothing()
    .returning({ id: kioskInvites.id })
  if (made.length === 0) throw new Refused({ code: 'stations.idTaken' })
  nudge('*', 'stations.book')
}
