import type { Handler, QueryContext } from '#server/sync/context.ts'
import type { Answer } from '#shared/queries.ts'
import { factorResets, findAccount, hasFactor, phoneHint, resetFactor } from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { holds, postsOf } from '#server/core/posts/index.ts'
import { isDecider } from '#shared/identity/roles.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, gt, lte } from 'drizzle-orm'
import { personFor } from './suspend-person.ts'

/** How long a request waits for a second admin. */
const ASKED_MS = 3 * DAY_MS

const isOf = (accountId: string) => eq(factorResets.accountId, accountId)
const isOpen = (now: number) => gt(factorResets.askedAt, now - ASKED_MS)

/** Decides `people.askReset`: notifies the person and the other admins at once. */
export const askReset: Handler<'people.askReset'> = async ({ accountId, reason }, context) => {
  const { tx, actor, now } = context
  const { areaId, name } = await personFor(context, accountId)
  if (!await hasFactor(tx, accountId)) throw new Refused({ code: 'people.factorOff' })
  await tx.delete(factorResets).where(and(isOf(accountId), lte(factorResets.askedAt, now - ASKED_MS)))
  const asked = await tx
    .insert(factorResets)
    .values({ accountId, askedBy: actor.accountId, reason, askedAt: now })
    .onConflictDoNothing()
    .returning()
  if (asked.length === 0) throw new Refused({ code: 'people.resetAsked' })
  const words = name ?? undefined
  await notify(context, [accountId, { role: 'admin', scope: '' }], {
    kind: 'people.resetAsked',
    ref: accountId,
    words,
  })
  context.about({ areaId })
}

/**
 * Decides `people.decideReset`: a second admin's approval removes the second factor and ends every session.
 */
export const decideReset: Handler<'people.decideReset'> = async ({ accountId, isApproved }, context) => {
  const { tx, actor, now, nudge } = context
  const { areaId } = await personFor(context, accountId)
  const [reset] = await tx.select().from(factorResets).where(and(isOf(accountId), isOpen(now)))
  if (!reset) throw new Refused({ code: 'people.resetOver' })
  if (isApproved && reset.askedBy === actor.accountId) throw new Refused({ code: 'people.sameHands' })
  const isThis = and(isOf(accountId), eq(factorResets.askedAt, reset.askedAt))
  const decided = await tx.delete(factorResets).where(isThis).returning()
  if (decided.length === 0) throw new Refused({ code: 'people.resetOver' })
  context.about({ areaId, reason: isApproved ? reset.reason : 'declined' })
  if (!isApproved) return
  await resetFactor(tx, accountId)
  await notify(context, accountId, { kind: 'people.factorReset', ref: accountId })
  nudge(accountId, 'identity.me')
}

/**
 * The part of `people.one` about somebody's second factor, for admins; undefined for an account that decides
 * nothing.
 */
export async function factorOf(
  { read, actor, now }: QueryContext,
  accountId: string,
): Promise<Answer<'people.one'>['factor']> {
  const held = await postsOf(read, accountId, now)
  if (!holds(actor, 'admin') || !isDecider(held)) return undefined
  const isOn = await hasFactor(read, accountId)
  const [asked] = await read.select().from(factorResets).where(and(isOf(accountId), isOpen(now)))
  const by = asked && await findAccount(read, asked.askedBy)
  const isOneself = accountId === actor.accountId
  return {
    isOn,
    mayAskReset: isOn && !asked && !isOneself,
    reset: !asked
      ? null
      : {
          askedBy: by?.name ?? phoneHint(by?.phone ?? null),
          askedAt: asked.askedAt,
          reason: asked.reason,
          mayDecide: !isOneself && asked.askedBy !== actor.accountId,
        },
  }
}
