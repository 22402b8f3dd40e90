import type { QueryHandler } from '#server/sync/context.ts'
import { audit } from '#server/core/audit/index.ts'
import { accounts } from '#server/core/identity/index.ts'
import { areasOf, holds, inAreas, posts, scopeName, seesCity } from '#server/core/posts/index.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { reasonWords } from '#shared/people/acts.ts'
import { Refused } from '#shared/refusal.ts'
import { and, desc, eq, gt } from 'drizzle-orm'
import { briefOf, isInSight } from './find-people.ts'
import { areaOfScope, mayGive } from './may-give.ts'
import { namesOf } from './pending-posts.ts'
import { factorOf } from './reset-factor.ts'

const ACTS_MS = 30 * DAY_MS
const ACTS_MAX = 200

/** Answers `people.one`: a person with every post that they hold or held, and what they did lately. */
export const onePerson: QueryHandler<'people.one'> = async ({ accountId }, context) => {
  const { read, actor, now } = context
  const isMeant = and(eq(accounts.id, accountId), isInSight(read, actor, now))
  const [account] = await read.select().from(accounts).where(isMeant)
  if (!account) throw new Refused({ code: 'people.unknown' })
  context.about({ kind: 'account', ref: accountId, areaId: account.areaId })
  const rows = await read
    .select()
    .from(posts)
    .where(eq(posts.accountId, accountId))
    .orderBy(desc(posts.from), desc(posts.id))
  const isOneself = accountId === actor.accountId
  const nameOf = await namesOf(read, rows)
  const shown = rows.map(async (post) => {
    const { id, kind, scope, from, until, reason, awaitsConfirmation, endedAt, givenBy } = post
    const areaId = await areaOfScope(read, post)
    const isOpen = endedAt === null && (until === null || until > now)
    const mayEnd = isOpen && !isOneself && areaId !== undefined && mayGive(actor, post, areaId)
    return {
      id,
      kind,
      scope,
      scopeName: await scopeName(read, post),
      from,
      until,
      reason,
      givenBy: nameOf(givenBy),
      awaitsConfirmation,
      endedAt,
      mayEnd,
      mayConfirm: mayEnd && awaitsConfirmation && givenBy !== actor.accountId && holds(actor, 'admin'),
    }
  })
  const areas = areasOf(actor)
  // Somebody who lives in the actor's area may hold a post elsewhere; acts by that are shown to staff there,
  // and to the city's.
  const isTheirs = seesCity(areas) || isOneself ? undefined : inAreas(audit.areaId, areas)
  const acts = await read
    .select({ at: audit.at, act: audit.act, kind: audit.kind, reason: audit.reason })
    .from(audit)
    .where(and(eq(audit.actorId, accountId), gt(audit.at, now - ACTS_MS), isTheirs))
    .orderBy(desc(audit.at), desc(audit.id))
    .limit(ACTS_MAX)
  const factor = await factorOf(context, accountId)
  const { disabledAt: at, disabledReason } = account
  return {
    ...await briefOf(read, account, now),
    posts: await Promise.all(shown),
    acts: acts.map(each => ({ ...each, reason: reasonWords(each.act, each.reason) })),
    suspended: at === null ? null : { at, reason: disabledReason },
    maySuspend: !isOneself && holds(actor, 'admin'),
    ...factor && { factor },
  }
}
