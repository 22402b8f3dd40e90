import type { Opening } from '#server/core/signups/index.ts'
import type { Transaction } from '#server/database/database.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { PublishActivity } from '#shared/volunteering/activities.ts'
import type { Activity } from '../attending/led-activity.ts'
import { areaExists, nameOfArea } from '#server/core/areas/index.ts'
import { findAccount } from '#server/core/identity/index.ts'
import { areasOf, isInside } from '#server/core/posts/index.ts'
import { addOpening, changeOpening, clashOf, lockOpeningOf } from '#server/core/signups/index.ts'
import { findTeam } from '#server/core/teams/index.ts'
import { mayBeInCity } from '#shared/kernel/geo.ts'
import { Refused } from '#shared/refusal.ts'
import { ACTIVITY_MS_MAX, AHEAD_MS_MAX, ANSWER_MS } from '#shared/volunteering/rules.ts'
import { and, eq, gt, lt, or } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { hasTwin, lockActivity, windowOf } from '../attending/led-activity.ts'
import { mayLead } from '../may-lead.ts'
import { remindAll } from '../reminding.ts'
import { activities, attendances } from '../tables.ts'
import { notifyAll, notifyChanges } from './told.ts'

/** Decides `activities.draft`: saves a draft, which only those who may lead it see. */
export const draftActivity: Handler<'activities.draft'> = async (input, context) => {
  const known = await plannedBefore(context, input)
  if (known && known.state !== 'draft') throw new Refused({ code: 'activities.idTaken' })
  await save(context, input, known, 'draft')
}

/**
 * Decides `activities.publish`: opens the sign-up, or changes a published activity and notifies the
 * participants.
 */
export const publishActivity: Handler<'activities.publish'> = async (input, context) => {
  const { tx } = context
  const known = await plannedBefore(context, input)
  const isRunning = known?.state === 'published' && known.startsAt <= context.now
  if (isRunning) throw new Refused({ code: 'activities.underWay' })
  await save(context, input, known, 'published')
  const { activityId, title, capacity, startsAt, endsAt } = input
  const span = { startsAt, endsAt, closesAt: startsAt }
  if (known?.state !== 'published') {
    await addOpening(tx, {
      id: uuidv7(),
      kind: 'activity',
      ref: activityId,
      title,
      capacity,
      flow: 'instant',
      opensAt: context.now,
      answerWithinMs: ANSWER_MS,
      ...span,
    })
    return
  }
  const opening = (await lockOpeningOf(tx, 'activity', activityId))!
  const changes = await changeOpening(context, opening, { title, capacity, ...span })
  if (!changes) throw new Refused({ code: 'activities.fewerThanTaken', taken: opening.taken })
  await forgetMarksBeyond(tx, activityId, span)
  await notifyChanges(context, changes)
  await remindAll(context, { ...input, id: activityId }, opening.id)
  if (isAnother(known, input)) await tellChanged(context, known, { ...opening, title, ...span })
}

/** Deletes evidence outside the new time, such as of a check-in before the activity was moved. */
async function forgetMarksBeyond(tx: Transaction, activityId: string, span: Span): Promise<void> {
  const { from, until } = windowOf(span)
  const isBeyond = or(lt(attendances.at, from), gt(attendances.at, until))
  await tx.delete(attendances).where(and(eq(attendances.activityId, activityId), isBeyond))
}
type Span = Pick<Activity, 'startsAt' | 'endsAt'>

/** Whether time or place change, or the activity brings no hours any more. */
const isAnother = (known: Activity, { startsAt, endsAt, spot, place, kind }: PublishActivity): boolean =>
  known.startsAt !== startsAt || known.endsAt !== endsAt || known.spot !== spot || known.kind !== kind
  || known.latitude !== place.latitude || known.longitude !== place.longitude

/** Notifies everybody on the list; those with a clash at the new time get its title too. */
const tellChanged = async (context: CommandContext, activity: Activity, opening: Opening): Promise<void> =>
  await notifyAll(context, activity, 'activities.changed', async (accountId) => {
    const clash = await clashOf(context.tx, opening, accountId)
    return clash === undefined ? opening.title : `${opening.title}，和“${clash}”时间冲突`
  })

/**
 * The activity that is being changed, locked; undefined for a new one. Refuses those who may not change it.
 */
async function plannedBefore(
  { tx, actor }: CommandContext,
  { activityId, seen }: PublishActivity,
): Promise<Activity | undefined> {
  const known = await lockActivity(tx, activityId)
  // The draft was discarded meanwhile.
  if (!known && seen !== undefined) throw new Refused({ code: 'activities.unknown' })
  if (!known) return undefined
  if (!mayLead(actor, known)) throw new Refused({ code: 'activities.notYours' })
  if (known.state === 'calledOff')
    throw new Refused({ code: 'activities.calledOff', words: known.endWords ?? '' })
  if (known.state === 'finished') throw new Refused({ code: 'activities.over' })
  if (seen !== known.changedAt) {
    const by = (await findAccount(tx, known.changedBy))?.name ?? ''
    throw new Refused({ code: 'activities.changedMeanwhile', by })
  }
  return known
}

async function save(
  context: CommandContext,
  input: PublishActivity,
  known: Activity | undefined,
  state: 'draft' | 'published',
): Promise<void> {
  const { tx, actor, now, nudge } = context
  await requireSound(context, input, known)
  const { activityId: id, place: { latitude, longitude }, seen: _seen, ...plan } = input
  const by = { changedAt: Math.max(now, (known?.changedAt ?? 0) + 1), changedBy: actor.accountId }
  const published = state === 'published' && { publishedBy: known?.publishedBy ?? actor.accountId }
  const row = { ...plan, latitude, longitude, state, ...by, ...published }
  if (!known && await hasTwin(tx, id)) throw new Refused({ code: 'activities.idTaken' })
  if (known) await tx.update(activities).set(row).where(eq(activities.id, id))
  else await tx.insert(activities).values({ id, ...row, madeBy: actor.accountId })
  nudge('*', 'activities.mine')
}

/** Refuses an impossible plan, and one that the actor may not make. */
async function requireSound(
  { tx, actor, now }: CommandContext,
  plan: PublishActivity,
  known: Activity | undefined,
): Promise<void> {
  const { startsAt, endsAt, leaveBy, place, areaId, teamId } = plan
  const lasts = endsAt - startsAt
  if (!isAhead(startsAt, now) || lasts <= 0 || lasts > ACTIVITY_MS_MAX || leaveBy > startsAt)
    throw new Refused({ code: 'activities.timesWrong' })
  if (!mayBeInCity(place) || !areaExists(areaId)) throw new Refused({ code: 'activities.placeWrong' })
  const team = teamId === null ? null : await findTeam(tx, teamId)
  if (team === undefined) throw new Refused({ code: 'teams.unknown' })
  if (!mayLead(actor, plan))
    throw new Refused({ code: team === null ? 'activities.notYours' : 'activities.notYourTeam' })
  // A captain may keep an area that staff have chosen.
  const isWhereItWas = known?.areaId === areaId && known.teamId === teamId
  if (team && !isWhereItWas && !isInside(areaId, [team.areaId, ...areasOf(actor)]))
    throw new Refused({ code: 'activities.notTeamsArea', area: await nameOfArea(tx, team.areaId) })
}

const isAhead = (startsAt: number, now: number): boolean =>
  startsAt > now && startsAt <= now + AHEAD_MS_MAX

/** Decides `activities.discard`: deletes a draft, for which nobody could sign up. */
export const discardDraft: Handler<'activities.discard'> = async ({ activityId }, { tx, actor, nudge }) => {
  const known = await lockActivity(tx, activityId)
  if (!known) throw new Refused({ code: 'activities.unknown' })
  if (!mayLead(actor, known)) throw new Refused({ code: 'activities.notYours' })
  if (known.state !== 'draft') throw new Refused({ code: 'activities.notDraft' })
  await tx.delete(activities).where(eq(activities.id, activityId))
  nudge('*', 'activities.mine', 'activities.one')
}

/**
 * Decides `activities.repeat`: makes drafts of the same activity at other times, to be published one by one.
 */
export const repeatActivity: Handler<'activities.repeat'> = async ({ activityId, copies }, context) => {
  const { tx, actor, now, nudge } = context
  const [known] = await tx.select().from(activities).where(eq(activities.id, activityId))
  if (!known) throw new Refused({ code: 'activities.unknown' })
  if (!mayLead(actor, known)) throw new Refused({ code: 'activities.notYours' })
  const [lasts, early] = [known.endsAt - known.startsAt, known.startsAt - known.leaveBy]
  for (const { activityId: id, startsAt } of copies) {
    if (!isAhead(startsAt, now)) throw new Refused({ code: 'activities.timesWrong' })
    if (await tx.$count(activities, eq(activities.id, id)) > 0 || await hasTwin(tx, id))
      throw new Refused({ code: 'activities.idTaken' })
    await tx.insert(activities).values({
      ...known,
      id,
      state: 'draft',
      startsAt,
      endsAt: startsAt + lasts,
      leaveBy: startsAt - early,
      madeBy: actor.accountId,
      publishedBy: null,
      changedAt: now,
      changedBy: actor.accountId,
      endWords: null,
      endedAt: null,
    })
  }
  nudge('*', 'activities.mine')
}
