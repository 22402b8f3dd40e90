import type { Account } from '#server/core/identity/index.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import { accountByPhone, findAccount, requireSeen } from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { isInside, scopesOf } from '#server/core/posts/index.ts'
import { nudgeAllKiosks } from '#server/core/stations/index.ts'
import { lockRow } from '#server/database/rows.ts'
import { Refused } from '#shared/refusal.ts'
import { suspensions } from '../tables.ts'
import { endSuspension } from './suspensions.ts'

/**
 * Decides `stations.suspend`: bars somebody from entering by code for a time, and notifies them. An admin who
 * has seen the present suspension may replace it.
 */
export const suspendPerson: Handler<'stations.suspend'> = async (input, context) => {
  const { phone, until, words, seen } = input
  const { tx, actor, now } = context
  if (until <= now) throw new Refused({ code: 'stations.untilPast' })
  const person = await accountByPhone(tx, phone)
  if (!person) throw new Refused({ code: 'stations.personUnknown' })
  requireAdminOf(context, person)
  context.about({ kind: 'account', ref: person.id, areaId: person.areaId })
  const last = await lockSuspension(context, person.id)
  const isSentAgain = last?.by === actor.accountId && last.until === until && last.words === words
  if (isSentAgain) return context.changedNothing()
  await requireSeen(context, seen, last)
  await endSuspension(context, person.id)
  const suspension = { until, words, by: actor.accountId, at: now }
  await tx
    .insert(suspensions)
    .values({ accountId: person.id, ...suspension })
    .onConflictDoUpdate({ target: suspensions.accountId, set: suspension })
  await notify(context, person.id, { kind: 'stations.suspended', words })
  nudgeSuspensions(context)
}

/** Decides `stations.unsuspend`: ends a suspension before its time is over. */
export const unsuspendPerson: Handler<'stations.unsuspend'> = async ({ accountId, seen }, context) => {
  const person = await findAccount(context.tx, accountId)
  if (!person) throw new Refused({ code: 'stations.personUnknown' })
  requireAdminOf(context, person)
  context.about({ areaId: person.areaId })
  await requireSeen(context, seen, await lockSuspension(context, accountId))
  if (!await endSuspension(context, accountId)) throw new Refused({ code: 'stations.personUnknown' })
  nudgeSuspensions(context)
}

/** The suspension that holds now, locked until the transaction ends. */
async function lockSuspension(
  { tx, now }: CommandContext,
  accountId: string,
): Promise<typeof suspensions.$inferSelect | undefined> {
  const suspension = await lockRow(tx, suspensions, { accountId })
  return suspension && suspension.until > now ? suspension : undefined
}

/** Refuses admins of other areas. A person who has not registered has no area: any admin may decide. */
function requireAdminOf({ actor }: CommandContext, { areaId }: Pick<Account, 'areaId'>): void {
  if (areaId !== null && !isInside(areaId, scopesOf(actor, 'admin')))
    throw new Refused({ code: 'command.notYourArea' })
}

/** Nudges the kiosks and the admins' book: the list of people who may not come in has changed. */
export function nudgeSuspensions(context: CommandContext): void {
  nudgeAllKiosks(context)
  context.nudge('*', 'stations.book')
}
