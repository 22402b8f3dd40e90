import type { CommandContext } from '#server/sync/context.ts'
import type { Register } from '#shared/identity/schemas.ts'
import { areaExists } from '#server/core/areas/index.ts'
import { privacyNotices } from '#shared/identity/schemas.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { findAccount } from './accounts.ts'
import { accounts, sessions } from './tables.ts'

/**
 * Decides `identity.register` (报到): saves who somebody is, for the first time or again, with consent to a
 * privacy notice. What waited on a phone may name an earlier one, which does not undo the consent to a later.
 */
export async function register(
  input: Register,
  { tx, actor, now, occurred, nudge }: CommandContext,
): Promise<void> {
  const { name, areaId, company, work, privacyNotice } = input
  const notices: readonly string[] = privacyNotices
  if (!notices.includes(privacyNotice)) throw new Refused({ code: 'identity.consentMissing' })
  if (!areaExists(areaId)) throw new Refused({ code: 'identity.areaUnknown' })

  const isRider = company !== null || work !== null
  const role = isRider ? 'courier' : 'resident'
  const said = { role, areaId, company, work } as const
  const known = await findAccount(tx, actor.accountId)
  const agreed = known?.privacyNotice
  const isMove = known?.registeredAt != null
    && !(['role', 'areaId', 'company', 'work'] as const).every(each => known[each] === said[each])
  const registered = await tx
    .update(accounts)
    .set({
      ...said,
      name,
      ...isMove && { movedAt: now },
      privacyNotice: notices[Math.max(notices.indexOf(privacyNotice), notices.indexOf(agreed ?? ''))]!,
      registeredAt: sql`coalesce(${accounts.registeredAt}, ${occurred})`,
    })
    .where(and(eq(accounts.id, actor.accountId), isNull(accounts.deletedAt)))
    .returning()
  // Deleted since the request's session was checked.
  if (registered.length === 0) throw new Refused({ code: 'command.notForYourRole' })
  // Couriers and residents have the same permissions, so changing between them ends no session.
  await tx
    .update(sessions)
    .set({ role })
    .where(and(eq(sessions.accountId, actor.accountId), eq(sessions.role, actor.role)))
  nudge(actor.accountId, 'identity.me')
}
