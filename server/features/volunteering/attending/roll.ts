import type { Reader } from '#server/database/database.ts'
import type { Actor, QueryHandler } from '#server/sync/context.ts'
import type { ActivityRoll } from '#shared/volunteering/attending.ts'
import type { Activity } from './led-activity.ts'
import { accounts } from '#server/core/identity/index.ts'
import { areasOf, isInside } from '#server/core/posts/index.ts'
import { holderOf } from '#server/core/proofs/index.ts'
import { openingOf, signups } from '#server/core/signups/index.ts'
import { SHOWN_ROWS_MAX } from '#shared/kernel/fields.ts'
import { and, asc, desc, eq, notInArray, sql } from 'drizzle-orm'
import { activityMessages, hourCorrections } from '../tables.ts'
import { activityLed } from './led-activity.ts'
import { marksIn, noMarks } from './marks.ts'

type Person = ActivityRoll['people'][number]

/** How many people are shown, those with a place first, since anybody may wait. */
const ROLL_MAX = 1000
/** States of people who are no longer on the list. */
const gone = ['left', 'lapsed'] as const

/**
 * Answers `activities.roll` for the leaders: participants, then people waiting, in the order of their
 * sign-ups.
 */
export const activityRoll: QueryHandler<'activities.roll'> = async ({ activityId }, { read, actor }) => {
  const activity = await activityLed(read, actor, activityId)
  const opening = await openingOf(read, 'activity', activityId)
  const rows = opening ? await signedUp(read, opening.id) : []
  const marks = await marksIn(read, activityId)
  const corrections = await correctionsOf(read, actor, activity)
  let ahead = 0
  const people = rows.map(({ accountId, name, phone, state }): Person => {
    const { inAt, outAt, minutes, isDoubtful } = marks.get(accountId) ?? noMarks
    return {
      accountId,
      name: name ?? '',
      phoneHint: phone?.slice(-4) ?? '',
      holder: holderOf(accountId),
      state,
      ahead: state === 'waiting' ? ahead++ : 0,
      inAt,
      outAt,
      minutes,
      isDoubtful,
      correction: corrections.get(accountId) ?? null,
    }
  })
  return { people, messages: await messagesOf(read, activityId) }
}

const signedUp = async (read: Reader, openingId: string) => await read
  .select({
    accountId: signups.accountId,
    state: signups.state,
    name: accounts.name,
    phone: accounts.phone,
  })
  .from(signups)
  .innerJoin(accounts, eq(accounts.id, signups.accountId))
  .where(and(eq(signups.openingId, openingId), notInArray(signups.state, [...gone])))
  .orderBy(asc(sql`case when ${signups.state} = 'waiting' then 1 else 0 end`), asc(signups.seq))
  .limit(ROLL_MAX)

/** The latest correction of each person's hours. */
async function correctionsOf(
  read: Reader,
  actor: Pick<Actor, 'accountId' | 'posts'>,
  { id, areaId }: Activity,
): Promise<ReadonlyMap<string, NonNullable<Person['correction']>>> {
  const rows = await read
    .select({ correction: hourCorrections, askedBy: accounts.name })
    .from(hourCorrections)
    .innerJoin(accounts, eq(accounts.id, hourCorrections.askedBy))
    .where(eq(hourCorrections.activityId, id))
    .orderBy(asc(hourCorrections.askedAt), asc(hourCorrections.id))
  const decides = isInside(areaId, areasOf(actor))
  return new Map(rows.map(({ correction, askedBy }) => [correction.accountId, {
    id: correction.id,
    inAt: correction.inAt,
    outAt: correction.outAt,
    words: correction.words,
    askedBy: askedBy ?? '',
    state: correction.state,
    mayDecide: decides && correction.state === 'asked'
      && ![correction.askedBy, correction.accountId].includes(actor.accountId),
  }]))
}

async function messagesOf(read: Reader, activityId: string): Promise<ActivityRoll['messages']> {
  const rows = await read
    .select({ words: activityMessages.words, at: activityMessages.at, by: accounts.name })
    .from(activityMessages)
    .leftJoin(accounts, eq(accounts.id, activityMessages.by))
    .where(eq(activityMessages.activityId, activityId))
    .orderBy(desc(activityMessages.at), desc(activityMessages.id))
    .limit(SHOWN_ROWS_MAX)
  return rows.map(({ by, ...message }) => ({ ...message, by: by ?? '' }))
}
