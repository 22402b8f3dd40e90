import type { Account } from '#server/core/identity/index.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import { disableAccount, enableAccount, findAccount } from '#server/core/identity/index.ts'
import { admins, isInside, scopesOf } from '#server/core/posts/index.ts'
import { forgetNumber, nudgeAllKiosks } from '#server/core/stations/index.ts'
import { Refused } from '#shared/refusal.ts'
import { requireAnotherAdmin } from './end-post.ts'

/** The person, if the actor may decide about them; a kiosk is unpaired instead. */
export async function personFor({ tx, actor }: CommandContext, accountId: string): Promise<Account> {
  const person = await findAccount(tx, accountId)
  const isTheirs = person
    && person.role !== 'kiosk'
    && person.deletedAt === null
    && (person.areaId === null || isInside(person.areaId, scopesOf(actor, 'admin')))
  if (!isTheirs) throw new Refused({ code: 'people.unknown' })
  if (accountId === actor.accountId) throw new Refused({ code: 'people.oneself' })
  return person
}

/** Decides `people.suspend`: every session and pass of theirs ends at once. */
export const suspendPerson: Handler<'people.suspend'> = async ({ accountId, reason }, context) => {
  const { tx, now, nudge } = context
  const { areaId, disabledAt } = await personFor(context, accountId)
  if (disabledAt !== null) throw new Refused({ code: 'people.suspended' })
  if ((await admins(tx, now)).includes(accountId)) await requireAnotherAdmin(context, accountId)
  await disableAccount(tx, accountId, now, reason)
  // Stations stop showing their number, since somebody else may have the phone now.
  await forgetNumber(tx, accountId)
  nudgeAllKiosks(context)
  nudge(accountId, 'identity.me', 'notices.mine')
  context.about({ areaId })
}

/** Decides `people.restore`: the person may sign in again, with the posts whose terms still run. */
export const restorePerson: Handler<'people.restore'> = async ({ accountId }, context) => {
  const { areaId, disabledAt } = await personFor(context, accountId)
  if (disabledAt === null) return context.changedNothing()
  await enableAccount(context.tx, accountId)
  nudgeAllKiosks(context)
  context.nudge(accountId, 'identity.me', 'notices.mine')
  context.about({ areaId })
}
