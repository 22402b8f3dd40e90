import type { CommandContext, Handler, QueryContext, QueryHandler } from '#server/sync/context.ts'
import { forgetNoticesOf } from '#server/core/notices/index.ts'
import { and, eq } from 'drizzle-orm'
import { birthdayInvitations, birthdays } from '../tables.ts'

const shown = { month: birthdays.month, day: birthdays.day }

/**
 * Decides `birthdays.keep`. The input has a salt, so that the receipt's digest can't be guessed. Traces of
 * the month entered before are deleted.
 */
export const keepBirthday: Handler<'birthdays.keep'> = async ({ month, day }, context) => {
  const { tx, actor, nudge } = context
  const isSame = and(eq(birthdays.accountId, actor.accountId), eq(birthdays.month, month))
  if (await tx.$count(birthdays, isSame) === 0) await eraseBirthday(context)
  await tx
    .insert(birthdays)
    .values({ accountId: actor.accountId, month, day })
    .onConflictDoUpdate({ target: birthdays.accountId, set: { month, day } })
  nudge(actor.accountId, 'birthdays.mine', 'notices.mine')
}

/** Decides `birthdays.forget`: deletes the day and every trace of its month. */
export const forgetBirthday: Handler<'birthdays.forget'> = async (_, context) => {
  await eraseBirthday(context)
  context.nudge(context.actor.accountId, 'birthdays.mine', 'notices.mine')
}

/** Answers `birthdays.mine`. */
export const myBirthday: QueryHandler<'birthdays.mine'> = async (_, { read, actor }) => {
  const [birthday = null] = await read
    .select(shown)
    .from(birthdays)
    .where(eq(birthdays.accountId, actor.accountId))
  return { birthday }
}

/** For `identity.export`. */
export async function exportBirthday({ read, actor: { accountId } }: QueryContext): Promise<unknown> {
  const [birthday = null] = await read.select(shown).from(birthdays).where(eq(birthdays.accountId, accountId))
  const invitations = await read
    .select({ month: birthdayInvitations.month })
    .from(birthdayInvitations)
    .where(eq(birthdayInvitations.accountId, accountId))
  return { birthday, invitedFor: invitations.map(({ month }) => month) }
}

/** For `identity.deleteMe`, and whenever the person asks for it. */
export async function eraseBirthday({ tx, actor: { accountId } }: CommandContext): Promise<void> {
  await tx.delete(birthdays).where(eq(birthdays.accountId, accountId))
  await tx.delete(birthdayInvitations).where(eq(birthdayInvitations.accountId, accountId))
  await forgetNoticesOf(tx, accountId, 'birthdays.invited')
}
