import type { Reader, Transaction } from '#server/database/database.ts'
import type { Actor, CommandContext, Handler } from '#server/sync/context.ts'
import type { Electorate } from '#shared/polls/rules.ts'
import type { PublishPoll } from '#shared/polls/schemas.ts'
import type { Poll } from './vote.ts'
import { areaExists, inArea } from '#server/core/areas/index.ts'
import { accounts, requireSeen } from '#server/core/identity/index.ts'
import { areasOf, isInside } from '#server/core/posts/index.ts'
import { mayBeInCity } from '#shared/kernel/geo.ts'
import { POLL_MS_MAX, POLL_MS_MIN } from '#shared/polls/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { and, asc, eq, inArray, isNotNull, isNull, lte, or } from 'drizzle-orm'
import { pollBoxes, pollOptions, polls, pollVoters } from './tables.ts'
import { findPoll, lockBox, requirePublished, sealVotes } from './vote.ts'

/** How late a poll meant to begin at once may arrive (ms). */
const AT_ONCE_MS = 10 * 60_000

/** Whether the actor runs polls of an area. */
export const mayRun = (actor: Pick<Actor, 'posts'>, areaId: string): boolean =>
  isInside(areaId, areasOf(actor))

/** How many people may vote now. */
export async function countEntitled(read: Reader, electorate: Electorate): Promise<number> {
  const { areaId, audience, works, companies, startsAt } = electorate
  return await read.$count(accounts, and(
    inArea(accounts.areaId, areaId),
    inArray(accounts.role, audience === 'everyone'
      ? ['courier', 'resident']
      : [audience === 'couriers' ? 'courier' : 'resident']),
    works.length > 0 ? inArray(accounts.work, [...works]) : undefined,
    companies.length > 0 ? inArray(accounts.company, [...companies]) : undefined,
    isNotNull(accounts.registeredAt),
    lte(accounts.createdAt, startsAt),
    or(isNull(accounts.movedAt), lte(accounts.movedAt, startsAt)),
    isNull(accounts.deletedAt),
    isNull(accounts.disabledAt),
  ))
}

/** Decides `polls.publish`: a new poll, or another version of one that has not begun. */
export const publishPoll: Handler<'polls.publish'> = async (input, context) => {
  const { tx, actor, now, about } = context
  const { pollId, options, seen, ...plan } = input
  about({ kind: 'poll', ref: pollId, areaId: plan.areaId, reason: plan.question })
  const box = await lockBox(tx, pollId)
  const [known] = await tx.select().from(polls).where(eq(polls.id, pollId))
  if (known && await isSentAgain(context, known, input)) {
    context.changedNothing()
    return { entitled: known.entitled }
  }
  if (known) await requireChangeable(context, known, seen)
  const isAtOnce = plan.startsAt <= now && plan.startsAt > now - AT_ONCE_MS
  const whole = { ...plan, startsAt: isAtOnce ? plan.startsAt : Math.max(plan.startsAt, now) }
  requireSound(context, { ...input, ...whole })

  const entitled = await countEntitled(tx, whole)
  const by = { changedAt: Math.max(now, (known?.changedAt ?? 0) + 1), changedBy: actor.accountId }
  const row = { ...whole, ...by, entitled, state: 'published' as const }
  if (known) await tx.update(polls).set({ ...row, version: known.version + 1 }).where(eq(polls.id, pollId))
  else await tx.insert(polls).values({ id: pollId, ...row, version: 1, madeBy: actor.accountId })
  await saveOptions(tx, pollId, options)
  if (!box) await tx.insert(pollBoxes).values({ pollId, sealed: sealVotes(pollId, []) })
  nudgeAll(context)
  return { entitled }
}

/**
 * Whether this is the poll that the actor has just published, sent again because its answer was lost. Meant
 * to begin at once, it comes with a later beginning each time, and has begun.
 */
async function isSentAgain(
  { tx, actor, now }: CommandContext,
  known: Poll,
  input: PublishPoll,
): Promise<boolean> {
  const { pollId, options, seen, startsAt, ...plan } = input
  if (seen !== undefined || known.version > 1 || known.madeBy !== actor.accountId) return false
  if (startsAt < known.startsAt || startsAt > Math.max(known.startsAt, now)) return false
  const saved = await tx
    .select()
    .from(pollOptions)
    .where(eq(pollOptions.pollId, pollId))
    .orderBy(asc(pollOptions.option))
  const isSame = (Object.keys(plan) as (keyof typeof plan)[]).every(key =>
    JSON.stringify(plan[key]) === JSON.stringify(known[key]))
  return known.state === 'published' && isSame && saved.length === options.length
    && options.every(({ text, place }, at) => text === saved[at]!.text
      && (place?.latitude ?? null) === saved[at]!.latitude
      && (place?.longitude ?? null) === saved[at]!.longitude)
}

async function requireChangeable(
  context: CommandContext,
  poll: Poll,
  seen: number | undefined,
): Promise<void> {
  if (!mayRun(context.actor, poll.areaId)) throw new Refused({ code: 'polls.notYours' })
  requirePublished(poll)
  if (context.now >= poll.startsAt) throw new Refused({ code: 'polls.begun' })
  await requireSeen(context, seen, { at: poll.changedAt, by: poll.changedBy })
}

/** Refuses an impossible poll, and one that the actor may not make. */
function requireSound({ actor, now }: CommandContext, plan: PublishPoll): void {
  const { areaId, startsAt, endsAt, options } = plan
  const lasts = endsAt - startsAt
  if (lasts < POLL_MS_MIN || lasts > POLL_MS_MAX || startsAt > now + POLL_MS_MAX)
    throw new Refused({ code: 'polls.timesWrong' })
  if (!areaExists(areaId) || options.some(({ place }) => place !== null && !mayBeInCity(place)))
    throw new Refused({ code: 'polls.placeWrong' })
  if (!mayRun(actor, areaId)) throw new Refused({ code: 'polls.notYours' })
}

async function saveOptions(tx: Transaction, pollId: string, options: PublishPoll['options']): Promise<void> {
  await tx.delete(pollOptions).where(eq(pollOptions.pollId, pollId))
  await tx.insert(pollOptions).values(options.map(({ text, place }, option) =>
    ({ pollId, option, text, latitude: place?.latitude ?? null, longitude: place?.longitude ?? null })))
}

/** Decides `polls.close`: ends a poll early. Votes that phones have saved until now still count. */
export const closePoll: Handler<'polls.close'> = async ({ pollId, words }, context) => {
  const { now } = context
  const poll = await lockOwn(context, pollId)
  if (now < poll.startsAt) throw new Refused({ code: 'polls.notBegun' })
  if (now > poll.endsAt) throw new Refused({ code: 'polls.over', at: poll.endsAt })
  await end(context, poll, { endsAt: now, endWords: words })
}

/** Decides `polls.cancel`: cancels a poll in which nobody has voted. */
export const cancelPoll: Handler<'polls.cancel'> = async ({ pollId, words }, context) => {
  const { tx } = context
  const poll = await lockOwn(context, pollId)
  const hasVotes = await tx.$count(pollVoters, eq(pollVoters.pollId, pollId)) > 0
  if (hasVotes) throw new Refused({ code: 'polls.hasVotes' })
  await tx.delete(pollBoxes).where(eq(pollBoxes.pollId, pollId))
  await end(context, poll, { state: 'cancelled', endWords: words })
}

async function lockOwn({ tx, actor, about }: CommandContext, pollId: string): Promise<Poll> {
  await lockBox(tx, pollId)
  const poll = await findPoll(tx, pollId)
  if (!mayRun(actor, poll.areaId)) throw new Refused({ code: 'polls.notYours' })
  requirePublished(poll)
  about({ kind: 'poll', ref: pollId, areaId: poll.areaId })
  return poll
}

async function end(context: CommandContext, { id, changedAt }: Poll, ended: Partial<Poll>): Promise<void> {
  const { tx, actor, now } = context
  const by = { changedAt: Math.max(now, changedAt + 1), changedBy: actor.accountId }
  await tx.update(polls).set({ ...ended, ...by }).where(eq(polls.id, id))
  nudgeAll(context)
}

/**
 * Nudges everybody about a change of a poll; a vote nudges its voter only, so that nobody learns when others
 * vote.
 */
export const nudgeAll = ({ nudge }: Pick<CommandContext, 'nudge'>): void =>
  nudge('*', 'polls.open', 'polls.one', 'polls.desk')
