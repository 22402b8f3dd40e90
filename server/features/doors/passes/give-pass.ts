import type { Handler } from '#server/sync/context.ts'
import { strict as assert } from 'node:assert'
import { findAccount } from '#server/core/identity/index.ts'
import { givePass as signPass } from '#server/core/proofs/index.ts'
import { Refused } from '#shared/refusal.ts'
import { groupsNow } from './groups.ts'
import { requireRegistered } from './holders.ts'
import { requireNotSuspended } from './suspensions.ts'

/**
 * Decides `stations.givePass`: signs a pass with which this device enters for a day, also without a network.
 */
export const givePass: Handler<'stations.givePass'> = async ({ deviceKey }, context) => {
  const { tx, actor, now } = context
  const account = await findAccount(tx, actor.accountId)
  assert(account, 'whoever sends a command has an account')
  requireRegistered(account)
  await requireNotSuspended(tx, account.id, now)
  const given = await signPass(context, deviceKey, await groupsNow(tx, account, now))
  if (!given) throw new Refused({ code: 'stations.passWrong' })
  return given
}
