import type { Account } from '#server/core/identity/index.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { GivePost } from '#shared/people/schemas.ts'
import { accountFor, accountOfPhone, accounts, endSessionsOf } from '#server/core/identity/index.ts'
import { addPost, isOpen, posts } from '#server/core/posts/index.ts'
import { lockRow } from '#server/database/rows.ts'
import { isStanding } from '#shared/identity/posts.ts'
import { decides } from '#shared/identity/roles.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq } from 'drizzle-orm'
import { isInSight } from './find-people.ts'
import { areaOfScope, mayGive } from './may-give.ts'
import { notifyAdmins, notifyGiven, nudgeHolders } from './notices.ts'

/** A post to be given, to an account that may not exist yet. */
interface Plan {
  readonly given: GivePost
  readonly account: Account | undefined
  readonly areaId: string
  readonly from: number
  readonly until: number | null
}

/** Decides `people.give`. An admin's post holds only once a second admin has confirmed it. */
export const givePost: Handler<'people.give'> = async (given, context) => {
  const { accountId, areaId } = await carryOut(context, await planFor(context, given))
  context.about({ kind: 'account', ref: accountId, areaId })
}

/** Refuses what may not be given; changes nothing. */
export async function planFor(context: CommandContext, given: GivePost): Promise<Plan> {
  const { tx, actor, now } = context
  const areaId = await areaOfScope(tx, given)
  if (areaId === undefined) throw new Refused({ code: 'people.scopeUnknown' })
  if (!mayGive(actor, given, areaId)) throw new Refused({ code: 'people.notYoursToGive' })
  const [from, until] = [Math.max(given.from ?? now, now), given.until ?? null]
  if (until !== null && until <= from) throw new Refused({ code: 'people.termWrong' })
  if ((await tx.$count(posts, eq(posts.id, given.postId))) > 0) throw new Refused({ code: 'people.idTaken' })

  const account = await accountMeant(context, given)
  if (account?.id === actor.accountId) throw new Refused({ code: 'people.oneself' })
  if ((account?.name ?? given.name) === undefined) throw new Refused({ code: 'people.nameMissing' })
  if (account?.name && given.name !== undefined && given.name !== account.name)
    throw new Refused({ code: 'people.nameDiffers' })
  if (account && account.disabledAt !== null) throw new Refused({ code: 'people.suspended' })
  if (account) await requireNotHeld(context, account.id, given)
  return { given, account, areaId, from, until }
}

async function requireNotHeld({ tx, now }: CommandContext, accountId: string, { kind, scope }: GivePost) {
  const isSame = and(eq(posts.accountId, accountId), eq(posts.kind, kind), eq(posts.scope, scope))
  if (await tx.$count(posts, and(isSame, isOpen(now))) > 0) throw new Refused({ code: 'people.heldAlready' })
}

/** The named account, if the actor may see it; else that of the phone number, which may not exist yet. */
async function accountMeant(
  { tx, actor, now }: CommandContext,
  { accountId, phone }: GivePost,
): Promise<Account | undefined> {
  if (accountId === undefined) return phone === undefined ? undefined : await accountOfPhone(tx, phone)
  const isNamed = and(eq(accounts.id, accountId), isInSight(tx, actor, now))
  const [account] = await tx.select().from(accounts).where(isNamed)
  if (!account) throw new Refused({ code: 'people.unknown' })
  return account
}

/** Gives the post. Sessions of its holder end, if the kind of post requires that. */
export async function carryOut(
  context: CommandContext,
  { given, account, areaId, from, until }: Plan,
): Promise<{ accountId: string, areaId: string }> {
  const { tx, actor, now, nudge } = context
  const { postId: id, name, kind, scope, reason } = given
  // Only an account named by number may not exist yet.
  const known = account ?? await accountFor(tx, given.phone!, now)
  const accountId = known.id
  // If two give the same post at once, the second waits here and then finds it given.
  await lockRow(tx, accounts, { id: accountId })
  await requireNotHeld(context, accountId, given)
  const awaitsConfirmation = kind === 'admin'
  const post = { id, accountId, kind, scope, from, until, reason }
  await addPost(tx, { ...post, givenBy: actor.accountId, awaitsConfirmation })
  const registeredAt = known.registeredAt ?? (decides(kind) ? now : null)
  await tx
    .update(accounts)
    .set({ name: known.name ?? name ?? null, registeredAt })
    .where(eq(accounts.id, accountId))
  if (!isStanding(kind) && !awaitsConfirmation && from <= now) await endSessionsOf(tx, accountId)
  await (awaitsConfirmation ? notifyAdmins : notifyGiven)(context, post)
  if (awaitsConfirmation) nudge('*', 'people.pending')
  nudgeHolders(context, kind)
  nudge(accountId, 'identity.me', 'notices.mine')
  return { accountId, areaId }
}
