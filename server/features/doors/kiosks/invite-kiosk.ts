import type { Handler } from '#server/sync/context.ts'
import { keyedHash } from '#server/core/keys/index.ts'
import { requireStation } from '#server/core/stations/index.ts'
import { insertOnce } from '#server/database/rows.ts'
import { Refused } from '#shared/refusal.ts'
import { lte } from 'drizzle-orm'
import { kioskInvites } from '../tables.ts'

const DIGITS = 8
/** How long a pairing code holds (ms). */
const INVITE_MS = 10 * 60_000

/** The eight digits of an invite, derived from the city's secret so that they need not be stored. */
export const codeOfInvite = (inviteId: string): string =>
  String(keyedHash('kiosk invites', 'draw', inviteId).readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, '0')

/** What is stored of a code. Its hash has a key because all hundred million codes are tried in no time. */
export const hashInvite = (code: string): string =>
  keyedHash('kiosk invites', 'kept', code).toString('base64url')

/** Decides `stations.inviteKiosk`: for ten minutes a code, shown in the admins' book, pairs one kiosk. */
export const inviteKiosk: Handler<'stations.inviteKiosk'> = async (input, context) => {
  const { inviteId, stationId, label } = input
  const { tx, actor, now, nudge } = context
  await requireStation(context, stationId)
  await tx.delete(kioskInvites).where(lte(kioskInvites.expiresAt, now)) // Makes their digits free again.
  const made = await insertOnce(tx, kioskInvites, {
    id: inviteId,
    stationId,
    label,
    codeHash: hashInvite(codeOfInvite(inviteId)),
    madeBy: actor.accountId,
    expiresAt: now + INVITE_MS,
  })
  if (made === 0) throw new Refused({ code: 'stations.idTaken' })
  nudge('*', 'stations.book')
}
