import type { CommandHandlers } from '#server/sync/context.ts'
import { findAccount } from '#server/core/identity/index.ts'
import { Refused } from '#shared/kernel/refusal.ts'
import { eq } from 'drizzle-orm'
import { requirePersonOver, tellSuspensions } from './suspend.ts'
import { suspensions } from './tables.ts'

/** An organiser lets somebody come in again before their time is over. */
export const unsuspend: CommandHandlers['stations.unsuspend'] = async ({ accountId }, context) => {
  const person = await findAccount(context.tx, accountId)
  if (!person) throw new Refused({ code: 'stations.personUnknown' })
  requirePersonOver(context, person)
  const ended = await context.tx.delete(suspensions).where(eq(suspensions.accountId, accountId)).returning({ accountId: suspensions.accountId })
  if (ended.length === 0) throw new Refused({ code: 'stations.personUnknown' })
  tellSuspensions(context)
}
