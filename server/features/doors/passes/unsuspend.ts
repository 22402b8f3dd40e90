import type { CommandHandlers } from '#server/sync/context.ts'
import { findAccount } from '#server/core/identity/index.ts'
import { Refused } from '#shared/refusal.ts'
import { requirePersonOver, tellSuspensions } from './suspend.ts'
import { endSuspension } from './suspensions.ts'

/** An organiser lets somebody come in again before their time is over. */
export const unsuspend: CommandHandlers['stations.unsuspend'] = async ({ accountId }, context) => {
  const person = await findAccount(context.tx, accountId)
  if (!person) throw new Refused({ code: 'stations.personUnknown' })
  requirePersonOver(context, person)
  if (!await endSuspension(context, accountId)) throw new Refused({ code: 'stations.personUnknown' })
  tellSuspensions(context)
}
