import type { Account } from '#server/core/identity/index.ts'
import type { CommandContext, CommandHandlers } from '#server/sync/context.ts'
import { accountByPhone } from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { nudgeAllKiosks } from '#server/core/stations/index.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { Refused } from '#shared/refusal.ts'
import { suspensions } from '../tables.ts'
import { endSuspension } from './suspensions.ts'

/**
 * An organiser bars somebody from coming in by code for a time; the person is told, and every tablet learns
 * it at once.
 */
export const suspend: CommandHandlers['stations.suspend'] = async ({ phone, until, words }, context) => {
  const { tx, actor, now } = context
  const person = await accountByPhone(tx, phone)
  if (!person) throw new Refused({ code: 'stations.personUnknown' })
  requirePersonOver(context, person)
  await endSuspension(context, person.id)
  const suspension = { until, words, by: actor.accountId, at: now }
  await tx
    .insert(suspensions)
    .values({ accountId: person.id, ...suspension })
    .onConflictDoUpdate({ target: suspensions.accountId, set: suspension })
  await notify(context, person.id, { kind: 'stations.suspended', words })
  tellSuspensions(context)
}

/** Refuses organisers who do not work for that person's area. Somebody who has not registered has none. */
export function requirePersonOver({ actor }: CommandContext, { areaId }: Pick<Account, 'areaId'>): void {
  if (areaId !== null && !isWithin(areaId, actor.areaId ?? '-'))
    throw new Refused({ code: 'command.notYourArea' })
}

/** Who may not come in has changed: tablets must know, and so must organisers. */
export function tellSuspensions(context: CommandContext): void {
  nudgeAllKiosks(context)
  context.nudge('*', 'stations.book')
}
